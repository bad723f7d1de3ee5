"""The magazine's numbering rule: its whole number counts months (a rule of this magazine, set in ``tuyun.toml``).

``whole = 12 * year + number - offset``. It was verified on the issues from ``first_known`` on; earlier ones are
not guessed. A double issue takes two numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

from graph_builder.configuration import NumberingRule
from graph_builder.dates import PartialDate
from graph_builder.problems import Place
from graph_builder.records import AnyRecord, Article, Entry, Issue, Source

R = TypeVar("R", Issue, Article)

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
_UNVERIFIED: Final = 1 << 62
_SOON: Final = 31
"""Days: how soon after the article the issue of the next month must be dated."""
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

    @classmethod
    def of(cls, rule: NumberingRule | None) -> "Numbering":
        """Return the rule of an archive's settings; without one a rule that says nothing of any number."""
        return cls(rule.offset, rule.first_known) if rule else cls(0, _UNVERIFIED)

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

    def candidates(self, date: PartialDate, published: Mapping[int, PartialDate]) -> tuple[int, ...]:
        """Return the whole numbers that may have carried an article of this date.

        An issue is dated from one month before its nominal month to two after. Of issues without a known date those
        of the article's month and of the month before remain; an issue dated before the article did not carry it; the
        issue of the next month may have, if it is dated soon after. Nothing is said of a date that is not known to
        the month, nor before the rule was verified.

        Args:
            date: date of the article.
            published: dates of the editions in the article's language, by whole number.
        """
        if (date.first.year, date.first.month) != (date.last.year, date.last.month):
            return ()
        own = self.whole(date.first.year, date.first.month)
        open_ = [whole for whole in (own - 1, own) if whole not in published or published[whole].last >= date.first]
        following = published.get(own + 1)
        soon = following is not None and 0 <= (following.first - date.last).days <= _SOON
        if soon or (not open_ and (following is None or following.last >= date.first)):
            open_.append(own + 1)
        return tuple(whole for whole in open_ if whole >= self.first_known)


class Derivation:
    """What the rule adds to an archive: nominal months of issues, candidate issues of articles without an issue.

    Args:
        numbering: the rule.
        magazine: slug of the magazine to which candidate issues belong.
    """

    def __init__(self, numbering: Numbering, magazine: str) -> None:
        self._numbering, self._magazine = numbering, magazine
        self._known: dict[str, tuple[int, int]] = {}
        self._published: dict[str, dict[int, PartialDate]] = defaultdict(dict)
        self._articles: dict[str, _Dating] = {}
        self._steps: dict[tuple[_Dating, str, str, bool], _Dating] = {}

    def note(self, record: AnyRecord) -> None:
        """Take in what a record says of issues; of an article hardly more than its name is kept."""
        if isinstance(record, Issue) and record.whole_number is not None:
            first, last = record.whole_number, record.last_whole_number or record.whole_number
            self._known[record.id] = (first, last)
            for edition in record.editions:
                self._published[edition.language] |= dict.fromkeys(range(first, last + 1), edition.date)
        elif isinstance(record, Article) and self._numbering.first_known < _UNVERIFIED:
            date = record.date.text if record.date else ""
            self.note_article(record.id, date, record.language or "", placed=bool(record.issue))

    def note_article(self, slug: str, date: str, language: str, placed: bool) -> None:
        """Take in what one source says of an article.

        Args:
            slug: of the article.
            date: its date, as it is published; empty if it says none.
            language: its language; empty if it says none.
            placed: whether it says in which issue the article stands.
        """
        if self._numbering.first_known >= _UNVERIFIED:
            return
        before = self._articles.get(slug, _UNDATED)
        step = (before, date, language, placed)
        if (dating := self._steps.get(step)) is None:  # of many articles the same is said
            dating = self._steps[step] = _Dating(
                before.dates | ({PartialDate.parse(date)} if date else frozenset()),
                before.language or language,
                before.placed or placed,
            )
        self._articles[slug] = dating

    def entries(self) -> Iterator[Entry[Issue | Article]]:
        """Yield what the rule adds; not before all records were noted."""
        yield from self.issues()
        yield from self.articles(self._articles)

    def issues(self) -> Iterator[Entry[Issue]]:
        """Yield what the rule adds of issues, those among them that it alone knows; not before all was noted."""
        return iter(self._derived[0])

    def articles(self, slugs: Iterable[str]) -> Iterator[Entry[Article]]:
        """Yield what the rule adds of some articles; not before all records were noted."""
        candidates = self._derived[1]
        for slug in slugs:
            if (dating := self._articles.get(slug)) is not None and (found := candidates.get(dating)):
                yield _entry(Article(id=slug, candidate_issues=found))

    def candidates(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the articles of which the rule adds anything, each with its candidate issues, by their slugs."""
        found = self._derived[1]
        return ((slug, issues) for slug, dating in self._articles.items() if (issues := found.get(dating)))

    @cached_property
    def _derived(self) -> tuple[list[Entry[Issue]], dict["_Dating", list[str]]]:
        """What is added of issues, and the candidates of the articles of each dating."""
        slug_of = {number: slug for slug, (first, last) in self._known.items() for number in range(first, last + 1)}
        issues = [
            _entry(Issue(id=slug, nominal_month=self._numbering.nominal_month(first)))
            for slug, (first, _) in self._known.items()
            if first >= self._numbering.first_known and 1 <= self._numbering.month(first)[0] <= 9999
        ]
        candidates: dict[_Dating, list[str]] = {}
        for dating in dict.fromkeys(self._articles.values()):
            if dating.placed or len(dating.dates) != 1:
                continue
            (date,) = dating.dates
            wholes = self._numbering.candidates(date, self._published[dating.language])
            for whole in wholes:
                if whole not in slug_of:
                    slug_of[whole] = str(whole)
                    issues.append(_entry(self._provisional(whole)))
            candidates[dating] = sorted({slug_of[whole] for whole in wholes})
        return issues, candidates

    def _provisional(self, whole: int) -> Issue:
        return Issue(
            id=str(whole),
            magazine=self._magazine,
            number=self._numbering.month(whole)[1],
            whole_number=whole,
            nominal_month=self._numbering.nominal_month(whole),
            provisional=True,
        )


class _Dating(NamedTuple):
    """What counts of an article: its dates, its language, and whether its issue is known."""

    dates: frozenset[PartialDate]
    language: str
    placed: bool


_UNDATED: Final = _Dating(frozenset(), "", False)


def _entry(record: R) -> Entry[R]:
    return Entry(record, DERIVED_SOURCE.id, _PLACE)


def derive(entries: Iterable[Entry[AnyRecord]], numbering: Numbering, magazine: str) -> list[Entry[Issue | Article]]:
    """Return what the rule adds to all records of an archive (arguments as of :class:`Derivation`)."""
    derivation = Derivation(numbering, magazine)
    for entry in entries:
        derivation.note(entry.record)
    return list(derivation.entries())
