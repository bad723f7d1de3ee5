"""Phases of the page's project: an ordinal, a period, and the regions that are stated beside it."""

import re
from collections.abc import Iterator
from typing import Final

from graph_builder.linking import Authority
from graph_builder.pages.structures.dates_in_text import Period, periods
from graph_builder.pages.structures.ordinals import ROMAN, WORDS, ordinal
from graph_builder.pages.structures.passages import Page, Passage
from graph_builder.pages.structures.roles import funders
from graph_builder.records import Phase, Region

_NOTE: Final = r"(?:\s*\((?P<note>[^()]{1,60})\))?"
_NOUN: Final = "(?:фаза|этап|баскыч|кезең|фаз[а-я]|phase)[а-яөүң]*"
_FINAL: Final = "жыйынтыктоочу|акыркы|завершающ[а-я]+|заключительн[а-я]+|финальн[а-я]+|final|exit"
_HEAD: Final = re.compile(
    rf"(?<!\w)(?:(?:(?P<before>{ROMAN}|\d{{1,2}}(?!\d)|{WORDS})(?:-?(?:й|я|ая|ый|чи|чы|чү))?{_NOTE}[\s,-]*"
    rf"(?:(?P<mark>{_FINAL})\s+)?{_NOUN}|(?:фаза|этап|phase)\s*(?P<after>{ROMAN}|\d{{1,2}}(?!\d))(?!\w)))"
    rf"(?:\s*\((?P<trailing>{_FINAL})\))?"
)
_CLAUSE_END: Final = re.compile(r";|(?<!г)(?<!гг)(?<!обл)(?<!ж)\.(?=\s|$)|\n")
_FILLER: Final = re.compile(
    r"\b(?:жана|менен|ошондой|эле|и|а|также|and|the|of|in|в|во|на|по|бүткүл|бардык|вся|весь|всей|все|whole|all"
    r"|территори[а-я]*|айма[кг][а-яөүң]*|охват[а-я]*|камтуу|камтыган|география[а-яөүң]*|регион[а-я]*|region[a-z]*"
    r"|coverage|максаттуу|пилоттук|целев[а-я]+|пилотн[а-я]+|годы?|года|гг?|жыл[а-яөүң]*|жж?)\b"
)
_COVERS: Final = re.compile(
    r"охват|реализ|осуществля|проводи|внедря|работа|камты|ишке аш|жүргүз|аткар|cover|implement|operat"
)
_REACH: Final = 60


def read_phases(page: Page, authority: Authority) -> Iterator[Phase]:
    """Yield the phases that a page states with a period; an ordinal without one is only a mention."""
    for index, passage in enumerate(page.passages):
        heads = [match for match in _HEAD.finditer(passage.folded) if _number(match) is not None]
        if not heads or not page.is_about_project(index):
            continue
        ends = [match.start() for match in heads[1:]] + [len(passage.folded)]
        for head, end in zip(heads, ends, strict=True):
            body = passage.cut(head.end(), end)
            period = next(periods(body.folded), None)
            if period and _belongs(body, period):
                yield _phase(page.project, head, body, period, authority)


def _number(head: re.Match[str]) -> int | None:
    return ordinal(head["before"] or head["after"])


def _belongs(body: Passage, period: Period) -> bool:
    """Tell whether a period is stated of the head before it: near, in its clause, or after regions alone."""
    gap = body.cut(0, period.start)
    if _regions_only(gap):
        return True
    return len(gap.text) <= _REACH and not _CLAUSE_END.search(gap.folded.lstrip(" ."))


def _phase(project: str, head: re.Match[str], body: Passage, period: Period, authority: Authority) -> Phase:
    number = _number(head)
    marks = " ".join(filter(None, (head["note"], head["mark"], head["trailing"])))
    return Phase(
        id=f"{project}-{number}",
        project=project,
        ordinal=number,
        start=period.first,
        end=period.last,
        region=_regions(body, period, authority),
        funder=list(funders(body)),
        final=True if re.search(_FINAL, marks) else None,
    )


def _regions(body: Passage, period: Period, authority: Authority) -> list[str]:
    """Return the regions of the clause beside the period; «Кыргыз Республикасынын» before oblasts only owns them."""
    slugs = list[str]()
    if _regions_only(gap := body.cut(0, period.start)):
        slugs = list(gap.slugs("region"))
    start = period.end
    while not slugs and start < len(body.text):
        match = _CLAUSE_END.search(body.folded, start)
        clause = body.cut(start, match.start() if match else None)
        start = match.end() if match else len(body.text)
        if not clause.text.strip(' ,.:;)-–—"»”\n'):
            continue
        slugs = list(clause.slugs("region")) if _regions_only(clause) else _covered(clause)
        break
    smaller = [slug for slug in slugs if not _is_country(slug, authority)]
    return smaller or slugs


def _regions_only(clause: Passage) -> bool:
    """Tell whether a clause says nothing but regions."""
    regions = [mention for mention in clause.mentions if mention.kind == "region"]
    rest, position = list[str](), 0
    for mention in regions:
        rest.append(clause.folded[position : mention.start])
        position = mention.end
    rest.append(clause.folded[position:])
    return bool(regions) and not re.search(r"\w", _FILLER.sub("", " ".join(rest)))


def _covered(clause: Passage) -> list[str]:
    """Return the regions listed right beside a verb of coverage: «охватывала Чуйскую и Ошскую области»."""
    for verb in _COVERS.finditer(clause.folded):
        regions = [mention for mention in clause.mentions if mention.kind == "region"]
        following = [mention for mention in regions if 0 <= mention.start - verb.end() <= 30]
        preceding = [mention for mention in regions if 0 <= verb.start() - mention.end <= 30]
        if following:
            run = clause.run_after(following[0].start, "region")
        elif preceding:
            run = clause.run_before(preceding[-1].end, "region")
        else:
            continue
        return list(dict.fromkeys(mention.slug for mention in run))
    return []


def _is_country(slug: str, authority: Authority) -> bool:
    record = authority.get("region", slug)
    return isinstance(record, Region) and record.type == "country"
