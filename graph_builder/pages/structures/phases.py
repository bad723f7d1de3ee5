"""Phases of a project: an ordinal, a period, and the regions that are stated beside it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from graph_builder.dates import PartialDate
from graph_builder.linking import Authority
from graph_builder.pages.structures.clauses import read_clause
from graph_builder.pages.structures.dates_in_text import Period, periods, told_period
from graph_builder.pages.structures.ordinals import ROMAN, WORDS, ordinal
from graph_builder.pages.structures.passages import Passage
from graph_builder.pages.structures.phase_regions import CLAUSE_END, regions_beside, regions_only
from graph_builder.pages.structures.phrases import phrases
from graph_builder.pages.structures.roles import payers
from graph_builder.pages.structures.subjects import Page
from graph_builder.records import Phase

_FINAL: Final = (
    "жыйынтыктоочу|акыркы|соңку|корутунду|завершающ[а-я]+|заключительн[а-я]+|финальн[а-я]+|последн[а-я]+"
    "|final|exit|last"
)
_ZERO: Final = (
    "даярдык|даярдоо|киришүү|вводн[а-я]+|подготовительн[а-я]+|начальн[а-я]+|стартов[а-я]+|inception|preparatory|initial"
)
_NOTE: Final = r"(?:\s*\((?P<note>[^()]{1,60})\))?"
_STEMS: Final = ("фаз", "этап", "баскыч", "кезең", "phase")
_NOUN: Final = "(?:фаза|этап|баскыч|кезең|фаз[а-я]|phase)[а-яөүң]*"
_HEAD: Final = re.compile(
    rf"(?<!\w)(?:(?:(?P<pre>{_FINAL})[\s,]+)?"
    rf"(?:(?P<before>{ROMAN}|\d{{1,2}}(?!\d)|{WORDS})(?:-?(?:й|я|ая|ый|чи|чы|чү))?{_NOTE}[\s,-]*"
    rf"(?:(?:жана\s+|и\s+)?(?P<mark>{_FINAL})[\s,]+|[а-я]+(?:ая|ый|ой)\s+)?{_NOUN}"
    rf"|(?P<zero>{_ZERO})\s+(?:көрүү\s+)?{_NOUN}"
    rf"|(?:фаза|этап|phase)\s*№?\s*(?P<after>{ROMAN}|\d{{1,2}}(?!\d)|one|two|three|four)(?!\w)))"
    rf"(?:\s*[(,]\s*(?P<trailing>{_FINAL})\)?)?"
)
# «Реформанын II этабы», «первый этап конкурса»: stages of what is no project.
_OTHER_BEFORE: Final = re.compile(r"(?P<owner>[а-яөүң]+[ндт][ыиуү]н)\s+$")
_OTHER_AFTER: Final = re.compile(
    r"\s+(?:[а-я]+(?:ой|ого|ых|ей|его|их)\s+)?(?:реформ|конкурс|выбор|слушан|обучен|отбор|строит|ремонт|тендер|голосован|переговор|укрупнен|объединен|децентрал"
    r"|цифров|инвентар|эксперимент|исследован|опрос|стратеги|обсужден|перепис)"
)
_OBLIQUE: Final = re.compile(r"(?<!\w)(?:фаз(?:ы|е|ой)|этап(?:а|у|е|ом))(?!\w)")
_DURING: Final = re.compile(
    r"(?:^|[:;,.()-]|(?<!\w)(?:в\s+ходе|в\s+рамках|во\s+время|в\s+течение|на\s+протяжении|период|сроки?|в|во|на|и))\s*$"
)
_UNTIL: Final = re.compile(r"\s+(?:чейин|кийин)(?!\w)")
_OF_WHAT: Final = re.compile(r"\s*(?:(?:реализации|осуществления)(?!\w))?")
# What may stand between a head and its period: the project, «длилась», «которая», marks; nothing else that has one.
_GAP: Final = re.compile(r"[(,:-]*[GPNC]?[(),:-]*R?[sVkh&,:(-]*p?")
_COURSE: Final = re.compile(
    r"созул[а-яөүң]+|бол(?:ду|гон|уп|от)|өт(?:кон|көн|тү|өт)|улан(?:ган|ды|ат)|жүргөн|камты(?:ган|йт|ды)|пландалган|эсептелген"
    r"|башта(?:лды|лган|п)|охватывает|охватывала?|охватил[аи]?|занимает|занял[аи]?|приходится|пришлась|пришелся|намечен[ао]?"
    r"|запланирован[ао]?|длящ[а-я]+ся|дливш[а-я]+ся|ran|runs|lasted|lasts|covers|covered|took|place|scheduled|period"
)
_NOT: Final = re.compile(r"\s+(?:жок|эмес)(?!\w)")
_YEARS: Final = re.compile(r"[\s:,(-]*(?P<first>\d{4})\s*-\s*(?P<last>\d{4})(?!\d)")
_PHASE_PROPER: Final = re.compile(r"\b(?:фаз|phase)")
_NUMBERING: Final = re.compile(r"^\s*(?:\d{1,2}[.)]\s*)?")
_LEADS: Final = re.compile(
    r"[\s,]*(?:(?:в ходе|в рамках|во время|проходила|проходил|шла|шел|длилась|длился|велась|работала|действовала"
    r"|созулган|болгон|өткөн|жүргөн|длившаяся|проходившая)\s+)?"
    r"(?:(?:долбоор|проект)[а-яөүң]*\s+)?(?:\"[^\"]*\"\s+)?(?:(?:долбоор|проект)[а-яөүң]*\s+)?"
)
_REACH: Final = 60
_NEAR: Final = 80
_BEFORE: Final = 200
_APART: Final = 2
_LEAST_YEAR: Final = "1990"


def read_phases(page: Page, authority: Authority) -> Iterator[Phase]:
    """Yield the phases that a page states with a period; an ordinal without one is only a mention."""
    last: tuple[int, str] | None = None
    for index, passage in enumerate(page.passages):
        if not any(stem in passage.folded for stem in _STEMS):  # spares most paragraphs the pattern
            continue
        heads = [match for match in _HEAD.finditer(passage.folded) if _number(match) is not None]
        ends = [*(match.start() for match in heads[1:]), len(passage.folded)][: len(heads)]
        for head, end in zip(heads, ends, strict=True):
            project = _project(page, index, head, last)
            if project is None or _is_of_other(passage, head) or _is_aside(passage, head):
                continue
            body = passage.cut(head.end(), end)
            sentence = next(body.sentences()).folded
            period = next(periods(body.folded), None) or told_period(sentence) or _years(sentence)
            if period and (not _belongs(body, period) or _NOT.match(body.folded, period.end)):
                period = None
            period = period or _period_before(passage.folded[max(0, head.start() - _BEFORE) : head.start()])
            if period:
                last = index, project
                yield _phase(project, head, body, period, authority)


def _project(page: Page, index: int, head: re.Match[str], last: tuple[int, str] | None) -> str | None:
    """Return the project of a head: that of its sentence or paragraph, of its list, or of the phase just before."""
    own = page.project_at(index, head.start())
    if own or page.names_several(index, head.start()):
        return own
    if listed := page.project_of_list(index, _is_item):
        return listed
    if last and index - last[0] <= _APART:
        return last[1]
    # Stages and steps there are of anything; phases, of projects.
    before = page.project_before(index - 1) if index else None
    return (page.main or before) if _PHASE_PROPER.search(head[0]) else None


def _is_item(passage: Passage) -> bool:
    return _HEAD.match(_NUMBERING.sub("", passage.folded)) is not None


def _is_of_other(passage: Passage, head: re.Match[str]) -> bool:
    near = passage.cut(max(0, head.start() - _NEAR), head.start())
    if any(one.case == "X" and one.end == len(near.folded.rstrip()) for one in phrases(near)):
        return True
    owner = _OTHER_BEFORE.search(passage.folded[max(0, head.start() - 40) : head.start()])
    if owner and not owner["owner"].startswith(("долбоор", "проект")):
        named = head.start() - len(owner[0]) + len(owner["owner"])
        return not any(one.kind == "project" and one.end == named for one in passage.mentions)
    return _OTHER_AFTER.match(passage.folded, head.end()) is not None


def _is_aside(passage: Passage, head: re.Match[str]) -> bool:
    """Tell whether a head only says of what or when something else is: «участники второй фазы», «фазага чейин»."""
    if _UNTIL.match(passage.folded, head.end()):
        return True
    return _OBLIQUE.search(head[0]) is not None and not _DURING.search(
        passage.folded[max(0, head.start() - _NEAR) : head.start()]
    )


def _number(head: re.Match[str]) -> int | None:
    return 0 if head["zero"] else ordinal(head["before"] or head["after"])


def _years(folded: str) -> Period | None:
    """Return bare years right after a head: «I фаза (2015–2018)»."""
    match = _YEARS.match(folded)
    if match is None or match["first"] > match["last"] or match["first"] < _LEAST_YEAR:
        return None
    return Period(
        PartialDate.parse(match["first"]), PartialDate.parse(match["last"]), match.start("first"), match.end()
    )


def _period_before(folded: str) -> Period | None:
    """Return the period that leads to a head, as if it stood at the head's end.

    «В 2015–2020 годах, в ходе второй фазы, …»
    """
    sentence = folded.rpartition(". ")[2]
    listed = list(periods(sentence))
    stated = listed[-1] if listed else told_period(sentence)
    if stated is None or not _LEADS.fullmatch(sentence, stated.end):
        return None
    return replace(stated, start=0, end=0)


def _belongs(body: Passage, period: Period) -> bool:
    """Tell whether a period is stated of the head before it: near, with nothing else between but regions."""
    gap = body.cut(0, period.start)
    if regions_only(gap):
        return True
    if len(gap.text) > _REACH or CLAUSE_END.search(gap.folded.lstrip(" .")):
        return False
    opening = _OF_WHAT.match(gap.folded)
    clause = read_clause(gap.cut(opening.end() if opening else 0))
    words = (clause.folded[token.start : token.end] for token in clause.tokens)
    form = "".join("s" if _COURSE.fullmatch(word) else one for one, word in zip(clause.form, words, strict=True))
    return _GAP.fullmatch(form) is not None


def _phase(project: str, head: re.Match[str], body: Passage, period: Period, authority: Authority) -> Phase:
    number = _number(head)
    marks = " ".join(filter(None, (head["pre"], head["note"], head["mark"], head["trailing"])))
    return Phase(
        id=f"{project}-{number}",
        project=project,
        ordinal=number,
        start=period.first,
        end=period.last,
        region=regions_beside(body, period, authority),
        funder=list(dict.fromkeys(payers(next(body.sentences())))),
        final=True if re.search(_FINAL, marks) else None,
    )
