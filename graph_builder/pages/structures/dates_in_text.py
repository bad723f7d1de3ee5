"""Periods and dates as Kyrgyz, Russian and English prose writes them, with the precision that they have.

All patterns read the folded text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph_builder.dates import PartialDate

_MONTH: Final = (
    "(?:январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-яөүң]*"
    "|(?:january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\\.?"
)
_STEMS: Final = (
    ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"),
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
)
# fmt: off
_SEASONS: Final = {
    "жаз": 21, "жай": 22, "күз": 23, "кыш": 24, "весн": 21, "лет": 22, "осен": 23, "зим": 24,
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24,
}
# fmt: on


def _ky_point(name: str, year: str) -> str:
    return (
        rf"(?:(?P<y{name}>\d{{4}})\s?-?\s?ж(?:ыл[а-яөүң]*|\.))"
        + year
        + rf"(?:\s*(?:(?P<d{name}>\d{{1,2}})\s?-?\s?)?(?P<m{name}>{_MONTH})(?:\s+ай[а-яөүң]*)?)?"
    )


_TAIL: Final = r"(?:\s*(?:год[а-я]*|г\.|гг\.?))?"


def _ru_point(name: str) -> str:
    return (
        rf"(?:(?P<d{name}>\d{{1,2}})\s+)?(?P<m{name}>{_MONTH})"
        rf"(?:\s+(?P<e{name}>\d{{1,2}}),)?(?:\s+(?P<y{name}>\d{{4}}))?{_TAIL}"
    )


def _number(name: str) -> str:
    return rf"(?P<d{name}>\d{{1,2}})\.(?P<m{name}>\d{{2}})\.(?P<y{name}>\d{{4}}){_TAIL}"


_TO: Final = r"\s*(?:-|\b(?:по|до|to|until|till)\b)\s*"
_PERIODS: Final = tuple(
    re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
    for pattern in (
        # 2011-жылдын ноябрь айынан 2015-жылдын мартына чейин
        _ky_point("a", "")
        + r"(?<=[дтн][аеоө]н)\s*(?:баштап|тартып)?,?\s*"
        + _ky_point("b", "?")
        + r"\s+(?:чейин|дейре)[а-яү]*",
        # 2011-жылдын ноябры – 2015-жылдын марты
        _ky_point("a", "") + r"\s*-\s*" + _ky_point("b", ""),
        # с ноября 2013 года по апрель 2019 года; ноябрь 2011 – март 2015 гг.; September 2020 to March 2022
        r"(?:с\s+|со\s+|от\s+|from\s+)?" + _ru_point("a") + _TO + _ru_point("b"),
        _number("a") + _TO + _number("b"),
        # 11.2013–04.2019
        r"(?P<ma>\d{2})\.(?P<ya>\d{4})" + _TO + r"(?P<mb>\d{2})\.(?P<yb>\d{4})" + _TAIL,
        # с 2018 по 2023 год; 2018–2023 гг.; 2018-2022-жылдары
        rf"(?:с\s+|from\s+)(?P<ya>\d{{4}}){_TAIL}{_TO}(?P<yb>\d{{4}}){_TAIL}",
        r"(?P<ya>\d{4})\s*-\s*(?P<yb>\d{4})(?:\s*(?:гг\.?|год[а-я]+)|\s?-?\s?ж(?:ыл[а-яөүң]*|ж?\.))",
    )
)
_SEASON: Final = re.compile(
    r"(?<!\w)(?:(?P<ya>\d{4})\s?-?\s?ж(?:ыл[а-яөүң]*|\.)\s+(?P<sa>жаз|жай|күз|кыш)(?:[ыиуү][а-яөүң]*|\s+мезгил[а-яөүң]*)"
    r"|(?P<sb>весн|лет|осен|зим)[а-я]{1,2}\s+(?P<yb>\d{4})"
    r"|(?P<sc>spring|summer|autumn|fall|winter)(?:\s+of)?\s+(?P<yc>\d{4}))(?!\w)"
)
_POINTS: Final = tuple(
    re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
    for pattern in (
        r"(?P<ya>\d{4})\s?-?\s?ж(?:ыл[а-яөүң]*|\.)\s+(?:(?P<da>\d{1,2})\s?-?\s?)?" + f"(?P<ma>{_MONTH})",
        rf"(?:(?P<da>\d{{1,2}})\s+)?(?P<ma>{_MONTH})(?:\s+(?P<ea>\d{{1,2}}),)?\s+(?P<ya>\d{{4}})",
        _number("a"),
    )
)


_KY_WHEN: Final = _ky_point("a", "") + r"(?:[дт][аеоө])?,?\s+(?:[а-яөүң]+\s+)?"
_RU_WHEN: Final = rf"(?:(?:в|с|до)\s+)?(?:{_ru_point('a')}|(?P<yr>\d{{4}}){_TAIL})"
_BEGINNING: Final = (
    re.compile(rf"(?<!\w){_KY_WHEN}башта(?:л[а-яөүң]+|ган|ды|п)(?!\w)"),
    re.compile(rf"(?<!\w)(?:нач(?:ал[а-я]*|нется|инается)|стартовал[аои]?|стартует)\s+{_RU_WHEN}(?!\w)"),
)
_ENDING: Final = (
    re.compile(rf"(?<!\w){_KY_WHEN}(?:аякта[а-яөүң]+|бүт(?:кон|көн|тү|өт|көрүл[а-яөүң]+)|жыйынтыкта[а-яөүң]+)(?!\w)"),
    re.compile(
        r"(?<!\w)(?:заверш(?:ил[а-я]*|ится|ается|ена)|законч(?:ил[а-я]*|ится)|продли(?:лась|лся|тся)|длил(?:ась|ся))"
        rf"\s+{_RU_WHEN}(?!\w)"
    ),
)
_CONTRAST: Final = re.compile(r";|,\s+(?:а|но)\s|\bал эми\s")


@dataclass(frozen=True, slots=True)
class Period:
    """A period stated in a text, and where it stands.

    Attributes:
        first: its beginning; none where only the end is stated.
        last: its end; none where only the beginning is stated.
        start: offset of its first character.
        end: offset after its last character.
    """

    first: PartialDate | None
    last: PartialDate | None
    start: int
    end: int


def periods(folded: str) -> Iterator[Period]:
    """Yield the periods of a text in order; what is no date of the calendar is none."""
    found = list[Period]()
    for pattern in _PERIODS:
        for match in pattern.finditer(folded):
            period = _period(match)
            if period and all(period.end <= other.start or other.end <= period.start for other in found):
                found.append(period)
    yield from sorted(found, key=lambda period: period.start)


def told_period(folded: str) -> Period | None:
    """Return the period that verbs of one sentence tell: «началась в мае 2014 года и завершилась в январе 2017 года».

    What follows «, а …» or «ал эми …» begins or ends something else.
    """
    clause = folded[: end.start()] if (end := _CONTRAST.search(folded)) else folded
    begun = next((found for pattern in _BEGINNING for found in pattern.finditer(clause)), None)
    ended = next((found for pattern in _ENDING for found in pattern.finditer(clause)), None)
    first = _date(begun.groupdict(), "a", _year(begun)) if begun else None
    last = _date(ended.groupdict(), "a", _year(ended)) if ended else None
    spans = [found for found, date in ((begun, first), (ended, last)) if found and date]
    if not spans or (first and last and last.last < first.first):
        return None
    return Period(first, last, min(one.start() for one in spans), max(one.end() for one in spans))


def _year(match: re.Match[str]) -> str:
    return match.groupdict().get("yr") or ""


def single_date(folded: str) -> PartialDate | None:
    """Return the date of a text that states just one, such as a day, a month or a season; nothing otherwise."""
    if any(periods(folded)):
        return None
    found = {date.text: date for date in (*_seasons(folded), *_points(folded))}
    return next(iter(found.values())) if len(found) == 1 else None


def _seasons(folded: str) -> Iterator[PartialDate]:
    for match in _SEASON.finditer(folded):
        groups = match.groupdict()
        year = groups["ya"] or groups["yb"] or groups["yc"]
        season = groups["sa"] or groups["sb"] or groups["sc"]
        yield PartialDate.parse(f"{year}-{_SEASONS[season]}")


def _points(folded: str) -> Iterator[PartialDate]:
    for pattern in _POINTS:
        for match in pattern.finditer(folded):
            if date := _date(match.groupdict(), "a", ""):
                yield date


def _period(match: re.Match[str]) -> Period | None:
    groups = match.groupdict()
    last_year = groups.get("yb") or groups.get("ya") or ""
    first = _date(groups, "a", last_year)
    last = _date(groups, "b", last_year)
    if first is None or last is None or last.last < first.first:
        return None
    return Period(first, last, match.start(), match.end())


def _date(groups: dict[str, str | None], name: str, year: str) -> PartialDate | None:
    parts = [groups.get(f"y{name}") or year]
    if month := groups.get(f"m{name}"):
        parts.append(f"{_month(month):02}")
        if day := groups.get(f"d{name}") or groups.get(f"e{name}"):
            parts.append(f"{int(day):02}")
    try:
        return PartialDate.parse("-".join(parts))
    except ValueError:
        return None


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    stems = _STEMS[word.isascii()]
    # «ма» is the stem of May in two cases and begins March too, so the longer stem comes first
    return max(range(1, 13), key=lambda number: len(stems[number - 1]) * word.startswith(stems[number - 1]))
