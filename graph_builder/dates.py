"""Dates that carry their precision: day, month, year, season or uncertain (EDTF, ISO 8601-2).

Accepted forms: ``2020-10-05``, ``2020-10``, ``2020``, ``2021-21`` (a season: 21 spring, 22 summer, 23 autumn,
24 winter that begins in December of that year), each of them followed by ``?``, ``~`` or ``%`` when uncertain
(https://www.loc.gov/standards/datetime/).
"""

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Final

from graph_builder.rdf import XSD, Term, typed

EDTF: Final = "http://id.loc.gov/datatypes/edtf/EDTF"

_FORM: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
_SEASON_MONTHS: Final = {21: 3, 22: 6, 23: 9, 24: 12}


class PartialDate:
    """A date of stated precision; equal when the published form is equal.

    Not a dataclass, so that msgspec reads and writes it as the text that an editor types.

    Attributes:
        text: the EDTF form, as it is published.
        first: the first day that it allows.
        last: the last day that it allows.
        term: the literal with the datatype of its precision.
    """

    __slots__ = ("first", "last", "term", "text")

    def __init__(self, text: str, first: date, last: date) -> None:
        self.text, self.first, self.last = text, first, last
        self.term: Final[Term] = typed(text, self.datatype)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"

    @classmethod
    @lru_cache(maxsize=16_384)  # an archive has few dates and says each often
    def parse(cls, text: str) -> "PartialDate":
        """Read an EDTF form listed in the module's description.

        Raises:
            ValueError: if the text has another form or names no day of the calendar.
        """
        match = _FORM.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not a date: {text!r}; write 2020-10-05, 2020-10, 2020 or 2021-21 (spring)")
        year, month, day = int(match[1]), match[2], match[3]
        try:
            first, last = _bounds(year, int(month) if month else None, int(day) if day else None)
        except ValueError:
            raise ValueError(f"no such date in the calendar: {text!r}") from None
        return cls(match[0], first, last)

    @property
    def uncertain(self) -> bool:
        """Whether the date is marked uncertain or approximate."""
        return self.text[-1] in "?~%"

    @property
    def datatype(self) -> str:
        """The IRI of ``xsd:date``, ``xsd:gYearMonth``, ``xsd:gYear`` or the EDTF datatype."""
        if self.uncertain or (self.last.month != self.first.month and len(self.text) > 4):
            return EDTF
        return XSD + {4: "gYear", 7: "gYearMonth", 10: "date"}[len(self.text)]

    def allows(self, other: "PartialDate") -> bool:
        """Tell whether another, finer or equal, date lies within this one."""
        return self.first <= other.first and other.last <= self.last


def _bounds(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if start := _SEASON_MONTHS.get(month):
        if day is not None:
            raise ValueError("a season has no day")
        end_year, end_month = (year, start + 2) if start < 12 else (year + 1, 2)
        return date(year, start, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    if day is not None:
        return date(year, month, day), date(year, month, day)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
