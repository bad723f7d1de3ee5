"""The regions that a text states beside a period: where a phase took place."""

import re
from typing import Final

from graph_builder.linking import Authority
from graph_builder.pages.structures.dates_in_text import Period
from graph_builder.pages.structures.passages import Passage
from graph_builder.records import Region

CLAUSE_END: Final = re.compile(r";|(?<!г)(?<!гг)(?<!обл)(?<!ж)\.(?=\s|$)|\n")
_FILLER: Final = re.compile(
    r"\b(?:жана|менен|ошондой|эле|и|а|также|and|the|of|in|в|во|на|по|бүткүл|бардык|вся|весь|всей|все|whole|all"
    r"|территори[а-я]*|айма[кг][а-яөүң]*|охват[а-я]*|камтуу|камтыган|география[а-яөүң]*|регион[а-я]*|region[a-z]*"
    r"|coverage|максаттуу|пилоттук|целев[а-я]+|пилотн[а-я]+|годы?|года|годах|гг?|жыл[а-яөүң]*|жж?"
    r"|город[а-я]*|г|район[а-яөүң]*|област[а-я]*|облус[а-яөүң]*|шаар[а-яөүң]*|айыл[а-яөүң]*|двух|трех|четырех|пяти)\b"
)
_COVERS: Final = re.compile(
    r"охват|реализ|осуществля|проводи|проход|прошл|прошел|шл[аи]\b|шел\b|внедря|работа|действ|распростран|длил"
    r"|камты|ишке аш|жүргүз|аткар|иште|өттү|өткөн|өтөт|жүрдү|жүрүп|жүрөт|болду|cover|implement|operat|took place|ran in"
)

_NOT_THERE: Final = re.compile(r"(?<!\w)(?:не|кроме|вместо|эмес|жок|тышкары|ордуна|not|except|without)(?!\w)")


def regions_beside(body: Passage, period: Period, authority: Authority) -> list[str]:
    """Return the regions of the clause beside the period; «Кыргыз Республикасынын» before oblasts only owns them."""
    slugs = list[str]()
    if regions_only(gap := body.cut(0, period.start)):
        slugs = list(gap.slugs("region"))
    start = period.end
    while not slugs and start < len(body.text):
        match = CLAUSE_END.search(body.folded, start)
        clause = body.cut(start, match.start() if match else None)
        start = match.end() if match else len(body.text)
        if not clause.text.strip(' ,.:;)-–—"»”\n'):
            continue
        slugs = list(clause.slugs("region")) if regions_only(clause) else _adjoining(clause) or _covered(clause)
        break
    smaller = [slug for slug in slugs if not _is_country(slug, authority)]
    return smaller or slugs


def regions_only(clause: Passage) -> bool:
    """Tell whether a clause says nothing but regions."""
    regions = [mention for mention in clause.mentions if mention.kind == "region"]
    rest, position = list[str](), 0
    for mention in regions:
        rest.append(clause.folded[position : mention.start])
        position = mention.end
    rest.append(clause.folded[position:])
    return bool(regions) and not re.search(r"\w", _FILLER.sub("", " ".join(rest)))


def _adjoining(clause: Passage) -> list[str]:
    """Return the regions with which a clause begins: «(с 2019 по 2022 год) в Таласской и Чуйской областях, …»."""
    first = next((mention for mention in clause.mentions if mention.kind == "region"), None)
    if first is None or re.search(r"\w", _FILLER.sub("", clause.folded[: first.start])):
        return []
    return list(dict.fromkeys(mention.slug for mention in clause.run_after(first.start, "region")))


def _covered(clause: Passage) -> list[str]:
    """Return the regions listed right beside a verb of coverage: «охватывала Чуйскую и Ошскую области»."""
    if _NOT_THERE.search(clause.folded):
        return []
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
