"""The fixed lines of the magazine's pages: what each looks like, in Kyrgyz and Russian.

All expressions are matched against the folded line (lower case, plain quotes and dashes, one alphabet).
"""

import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from graph_builder.pages.months import nearest_month
from graph_builder.textforms import fold


class Mark(Enum):
    """What a line is, as far as its form tells."""

    MASTHEAD = auto()
    ISSUE = auto()
    ISSN = auto()
    REGISTRATION = auto()
    PUBLISHER = auto()
    MOTTO = auto()
    DATED = auto()
    HOME = auto()
    ARTICLES = auto()
    CRUMBS = auto()
    RELATED = auto()
    FOOT = auto()
    NONE = auto()


HEADER: Final = frozenset({Mark.MASTHEAD, Mark.ISSUE, Mark.ISSN, Mark.REGISTRATION, Mark.PUBLISHER, Mark.MOTTO})
"""The marks of the magazine's header."""

_LONGEST: Final = 300
_LEAD: Final = r"[-•·*>/\s]*+"
_HOME: Final = r"(?:главная(?: страница)?|биринчи бет|башкы бет)"
_ARTICLES: Final = r"(?:статьи|макалалар)"
_STEP: Final = r"\s*+[/>»|\\]++\s*+"

_FORMS: Final[Mapping[Mark, re.Pattern[str]]] = {
    Mark.CRUMBS: re.compile(f"{_LEAD}{_HOME}{_STEP}{_LEAD}{_ARTICLES}{_STEP}{_LEAD}(?P<rubric>.*\\S)"),
    Mark.HOME: re.compile(f"{_LEAD}{_HOME}(?:{_STEP})?"),
    Mark.ARTICLES: re.compile(f"{_LEAD}{_ARTICLES}(?:{_STEP})?"),
    Mark.DATED: re.compile(
        r"\W{0,3}(?P<date>\d{4}\s*[-.]\s*\d{1,2}\s*[-.]\s*\d{1,2})\s*(?:/\s*(?P<rubric>.*)|\W{0,2})"
    ),
    Mark.MASTHEAD: re.compile(
        r"\W*муниципалитет\W*|\W*(?:муниципалитет\W*)?(?:илимий-\s*популярдуу\W+журнал\w*|"
        r"научно-\s*популярн\w+\W+журнал)\W*"
    ),
    Mark.ISSN: re.compile(r"\W*is[bs]n\W{0,3}(?P<number>[\dxх][\dxх\s-]{4,20})\W*"),
    Mark.REGISTRATION: re.compile(
        r".*(?:массалык маалымат каражат|каттоо жөнүндө күбөлүк|каттоо номери|регистрационный номер|"
        r"о регистрации средства массовой).*"
    ),
    Mark.PUBLISHER: re.compile(r"\W*dpi\W*"),
    Mark.MOTTO: re.compile(r"\W*муниципалитет\W*-\s*(?:бул|это)\b.*"),
    Mark.RELATED: re.compile(r"\W*(?:окшош|похожие)\s+(?:материал(?:ы|дар)?|макалалар|статьи|публикации)\W*"),
    Mark.FOOT: re.compile(r"\s*(?:©|\(c\)\s|copyright\b).*"),
}
# All forms at once, since most lines bear no mark.
_ANY: Final = re.compile("|".join(re.sub(r"\?P<\w+>", "?:", form.pattern) for form in _FORMS.values()))
_WORD: Final = re.compile(r"[^\W\d_]+")
_WITH_BRACKET: Final = re.compile(r"\W{0,2}(?:№\s*|no\.?\s*)?(?:\d{1,3}(?:\s*-\s*\d{1,3})?\s*)?[(\[]\s*\d{1,4}\b")
_WITHOUT_BRACKET: Final = re.compile(
    r"\W{0,2}(?:№\s*)?(?:\d{1,2}(?:\s*-\s*\d{1,2})?\s+)?\d{1,2}[\s.]+(?P<month>[^\W\d_]{3,})[\s.,]+\d{4}\W*(?:ж|г)?\W*"
)
_ISSUE_WORDS: Final = frozenset({"ж", "г", "жыл", "жылы", "год", "года", "номер", "no"})

_LANGUAGES: Final[Mapping[str, re.Pattern[str]]] = {
    "ky": re.compile(r"илимий|\bбул\b|каттоо|биринчи бет|башкы бет|макалалар"),
    "ru": re.compile(r"научно|\bэто\b|регистрац|главная|статьи"),
}


@lru_cache(maxsize=512)  # the lines of the header are the same on page after page
def mark_of(line: str) -> Mark:
    """Return what a line is by its form alone.

    Args:
        line: the line as it stands on the page.
    """
    if len(line) > _LONGEST:
        return Mark.NONE
    folded = fold(line).strip()
    if _ANY.fullmatch(folded):
        return next(mark for mark, form in _FORMS.items() if form.fullmatch(folded))
    return Mark.ISSUE if _is_issue_line(folded) else Mark.NONE


def match_of(mark: Mark, line: str) -> re.Match[str]:
    """Return the match of a line that bears a mark, over its folded text, which has the line's length."""
    match = _FORMS[mark].fullmatch(fold(line))
    assert match is not None, f"{line!r} does not bear {mark}"
    return match


def language_of_mark(line: str) -> str | None:
    """Return the language that the words of a header line or breadcrumb show, or nothing."""
    folded = fold(line)
    return next((language for language, words in _LANGUAGES.items() if words.search(folded)), None)


def _is_issue_line(folded: str) -> bool:
    """Tell whether a line is an issue's numbers and date, however damaged: at most one long word, the month."""
    if len(folded) > 60:
        return False
    if _WITH_BRACKET.match(folded):
        return sum(word not in _ISSUE_WORDS for word in _WORD.findall(folded)) <= 1
    match = _WITHOUT_BRACKET.fullmatch(folded)
    return match is not None and nearest_month(match["month"]) is not None
