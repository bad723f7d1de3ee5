"""Dates as citations write them; a date says no more than its source did."""

import datetime
from functools import cache, lru_cache
from typing import Final

from babel.dates import format_date, format_skeleton

from graph_builder.dates import PartialDate

_SEASONS: Final = {21: 1, 22: 2, 23: 3, 24: 4}


def parts(date: PartialDate) -> tuple[int, ...]:
    """Return year, month and day as far as they are known; of a season the year alone."""
    numbers = tuple(int(part) for part in date.text.rstrip("?~%").split("-"))
    return numbers[:1] if season(date) else numbers


def season(date: PartialDate) -> int:
    """Return 1 (spring) to 4 (winter) if the date is a season, otherwise 0."""
    numbers = date.text.rstrip("?~%").split("-")
    return _SEASONS.get(int(numbers[1]), 0) if len(numbers) == 2 else 0


@lru_cache(maxsize=4096)  # an archive has few dates and cites each often
def month_and_day(date: PartialDate, language: str) -> str:
    """Return month and day in the words of a language, as far as they are known; empty for a year or a season."""
    match len(parts(date)):
        case 3:
            return _day(language, date.first.month, date.first.day)
        case 2:
            said: str = format_date(date.first, "LLLL", locale=language)
            return said[:1].upper() + said[1:]
        case _:
            return ""


@cache
def _day(language: str, month: int, day: int) -> str:
    return str(format_skeleton("MMMMd", datetime.date(2000, month, day), locale=language))


def slashed(date: PartialDate) -> str:
    """Return ``2020/10/05``, shorter where less is known: the form of RIS and of ``citation_`` metadata."""
    year, *rest = parts(date)
    return "/".join((f"{year:04}", *(f"{part:02}" for part in rest)))
