"""The header's issue line, ``10 (108) 13 Ноябрь 2020``, read part by part; each fault of it has its own remedy."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_builder.dates import PartialDate
from graph_builder.numbering import Numbering
from graph_builder.pages.months import month_number, nearest_month
from graph_builder.pages.paragraph import Paragraph
from graph_builder.problems import Place, Problems
from graph_builder.textforms import fold

_BRACKET: Final = re.compile(r"[(\[]\s*(\d{1,4})(?:\s*-\s*(\d{1,4}))?\s*([)\]])?")
_NUMBER: Final = re.compile(r"\W*(?:№|no\.?|номер)?\s*(\d{1,2})(?:\s*-\s*(\d{1,2}))?\s*")
_DATE: Final = re.compile(r"\W*(\d{1,2})[\s.]*([^\W\d_]+)[\s.,]*(\d{4})\W*(?:ж|г|жыл|жылы|год|года)?\W*")
_NUMERIC_DATE: Final = re.compile(r"\W*(\d{1,2})\.(\d{1,2})\.(\d{4})\W*(?:ж|г)?\W*")
_REMEDY: Final = "compare with the printed issue; correct it with a record of the issue"


@dataclass(frozen=True, slots=True)
class ShownIssue:
    """The issue that a header shows, as far as it can be believed.

    Attributes:
        line: the line as printed.
        number: number within the year.
        last_number: number of the second month of a double issue.
        whole_number: number counted from the first issue; nothing if the line does not give it rightly.
        last_whole_number: the second whole number of a double issue.
        date: date of the edition in the page's language.
    """

    line: Paragraph
    number: int | None = None
    last_number: int | None = None
    whole_number: int | None = None
    last_whole_number: int | None = None
    date: PartialDate | None = None

    @property
    def slug(self) -> str | None:
        """The issue's slug, ``108`` or ``100-101``, or nothing if it is not known which issue it is."""
        if self.whole_number is None:
            return None
        return f"{self.whole_number}-{self.last_whole_number}" if self.last_whole_number else str(self.whole_number)


def read_issue_line(line: Paragraph, file: str, numbering: Numbering, problems: Problems) -> ShownIssue:
    """Return what an issue line states; what does not hold is reported and left out.

    Args:
        line: the line of the header.
        file: path of the page.
        numbering: the magazine's rule, by which number, whole number and year check each other.
        problems: where faults are gathered.
    """
    place = Place(file, line.line, "header")
    folded = fold(line.text)
    bracket = _BRACKET.search(folded)
    if bracket is None:
        problems.warn(
            place, "header-whole-number", f"the header “{line.text}” has no whole number in brackets", _REMEDY
        )
        return ShownIssue(line)
    if bracket[3] is None:
        problems.warn(place, "header-bracket", f"the bracket of the header “{line.text}” is not closed", _REMEDY)
        return ShownIssue(line)
    whole, last_whole = int(bracket[1]), int(bracket[2]) if bracket[2] else None
    numbers = _NUMBER.fullmatch(folded[: bracket.start()])
    number = int(numbers[1]) if numbers else None
    last = int(numbers[2]) if numbers and numbers[2] else None
    if number is None:
        message = f"the header “{line.text}” has no number before the whole number"
        problems.warn(place, "header-number", message, _REMEDY)
    elif fault := _fault(number, last, whole, last_whole, numbering):
        problems.warn(place, "header-numbers", f"the header “{line.text}” {fault}", _REMEDY)
        return ShownIssue(line)
    day = _date(folded[bracket.end() :], line.text, place, problems)
    if day and number is not None and whole >= numbering.first_known and not numbering.fits(whole, number, day.year):
        year = numbering.month(whole)[0]
        message = f"the year {day.year} of the header does not fit no. {number} ({whole}), which is of {year}"
        problems.warn(place, "header-year", message, _REMEDY)
        day = None
    shown = PartialDate.parse(day.isoformat()) if day else None
    return ShownIssue(line, number, last, whole, last_whole, shown)


def _fault(number: int, last: int | None, whole: int, last_whole: int | None, numbering: Numbering) -> str | None:
    if not 1 <= number <= (last or number) <= 12 or not whole:
        return f"names no. {f'{number}-{last}' if last else number}; numbers go from 1 to 12"
    if last_whole is not None and last_whole <= whole:
        return "has whole numbers that do not rise"
    if (last or number) - number != (last_whole or whole) - whole:
        return "spans another number of months in the number than in the whole number"
    if whole >= numbering.first_known and numbering.month(whole)[1] != number:
        return f"has a whole number that belongs to no. {numbering.month(whole)[1]}"
    return None


def _date(folded: str, shown: str, place: Place, problems: Problems) -> date | None:
    numeric = _NUMERIC_DATE.fullmatch(folded)
    named = _DATE.fullmatch(folded)
    if numeric:
        day, month, year = int(numeric[1]), int(numeric[2]), int(numeric[3])
    elif named:
        found = month_number(named[2])
        if found is None:
            nearest = nearest_month(named[2])
            remedy = f"probably “{nearest}” is meant; {_REMEDY}" if nearest else _REMEDY
            problems.warn(place, "header-month", f"the header “{shown}” names no month that is known", remedy)
            return None
        day, month, year = int(named[1]), found, int(named[3])
    else:
        problems.warn(place, "header-date", f"the header “{shown}” has no date after the whole number", _REMEDY)
        return None
    try:
        return date(year, month, day)
    except ValueError:
        problems.warn(place, "header-impossible-date", f"there is no such day as in the header “{shown}”", _REMEDY)
        return None
