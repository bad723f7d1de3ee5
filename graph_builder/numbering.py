"""The magazine's numbering rule: its whole number counts months (a rule of this magazine, set in ``tuyun.toml``).

``whole = 12 * year + number - offset``. It was verified on the issues from ``first_known`` on; earlier ones are
not guessed. A double issue takes two numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from graph_builder.dates import PartialDate
from graph_builder.problems import Place
from graph_builder.records import AnyRecord, Article, Entry, Issue, Source

DERIVED_SOURCE: Final = Source(
    id="derived-numbering",
    name={
        "ky": "Журналдын номерлөө эрежеси",
        "ru": "Правило нумерации журнала",
        "en": "Numbering rule of the magazine",
    },
    rank="derived",
    file="tuyun.toml",
)
_PLACE: Final = Place("tuyun.toml", path="numbering")


@dataclass(frozen=True, slots=True)
class Numbering:
    """The rule with its parameters.

    Attributes:
        offset: what is subtracted from ``12 * year + number``.
        first_known: the smallest whole number for which the rule was verified.
    """

    offset: int
    first_known: int

    def whole(self, year: int, number: int) -> int:
        """Return the whole number of the issue with this number in this year."""
        return 12 * year + number - self.offset

    def month(self, whole: int) -> tuple[int, int]:
        """Return year and month (1 to 12), which is also the number within the year, of a whole number."""
        year, index = divmod(whole + self.offset - 1, 12)
        return year, index + 1

    def nominal_month(self, whole: int) -> PartialDate:
        """Return the month that a whole number stands for."""
        year, month = self.month(whole)
        return PartialDate.parse(f"{year:04}-{month:02}")

    def fits(self, whole: int, number: int, year: int) -> bool:
        """Tell whether a printed header agrees with itself; a December number may be dated in January."""
        expected = self.whole(year, number)
        return whole == expected or (number == 12 and whole == expected - 12)

    def candidates(self, date: PartialDate) -> tuple[int, ...]:
        """Return the whole numbers that may have carried an article of this date.

        An issue appears up to two months after its nominal month and never carried later texts than its own
        month, so the month of the date and the one before it remain. Nothing is said of a date that is not
        known to the month, nor before the rule was verified.
        """
        if (date.first.year, date.first.month) != (date.last.year, date.last.month):
            return ()
        whole = self.whole(date.first.year, date.first.month)
        return tuple(number for number in (whole - 1, whole) if number >= self.first_known)


def derive(entries: Iterable[Entry[AnyRecord]], numbering: Numbering, magazine: str) -> list[Entry[Issue | Article]]:
    """Return what the rule adds: nominal months of issues, candidate issues of articles without an issue.

    Args:
        entries: all records of the archive.
        numbering: the rule.
        magazine: slug of the magazine to which candidate issues belong.
    """
    known: dict[str, tuple[int, int]] = {}
    articles: dict[str, list[Article]] = {}
    for entry in entries:
        record = entry.record
        if isinstance(record, Issue) and record.whole_number is not None:
            known[record.id] = (record.whole_number, record.last_whole_number or record.whole_number)
        elif isinstance(record, Article):
            articles.setdefault(record.id, []).append(record)
    slug_of = {number: slug for slug, (first, last) in known.items() for number in range(first, last + 1)}
    derived: dict[str, Issue] = {}
    for slug, (first, _) in known.items():
        if first >= numbering.first_known and 1 <= numbering.month(first)[0] <= 9999:
            derived[slug] = Issue(id=slug, nominal_month=numbering.nominal_month(first))
    candidates: dict[str, Article] = {}
    for slug, claims in articles.items():
        dates = {claim.date for claim in claims if claim.date}
        if any(claim.issue for claim in claims) or len(dates) != 1:
            continue
        wholes = numbering.candidates(dates.pop())
        for whole in wholes:
            if whole not in slug_of:
                slug_of[whole] = str(whole)
                derived[str(whole)] = Issue(
                    id=str(whole),
                    magazine=magazine,
                    number=numbering.month(whole)[1],
                    whole_number=whole,
                    nominal_month=numbering.nominal_month(whole),
                )
        if wholes:
            slugs = sorted({slug_of[whole] for whole in wholes})
            candidates[slug] = Article(id=slug, candidate_issues=slugs)
    records: list[Issue | Article] = [*derived.values(), *candidates.values()]
    return [Entry(record, DERIVED_SOURCE.id, _PLACE) for record in records]
