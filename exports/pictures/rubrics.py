"""How many articles each rubric has in each year."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from exports.graph_index import GraphIndex
from graph_builder import terms
from graph_builder.dates import PartialDate
from graph_builder.rdf import Term, literal_parts

UNDATED: Final = 0
"""Stands for the year of articles without a date."""

NO_RUBRIC: Final[Term] = ""


@dataclass(frozen=True, slots=True)
class RubricYears:
    """A rubric with its articles.

    Attributes:
        rubric: the rubric; empty for articles that have none.
        articles: how many there are, by year, the earliest first.
    """

    rubric: Term
    articles: Mapping[int, int]

    @property
    def total(self) -> int:
        """All its articles."""
        return sum(self.articles.values())


def rubrics_of(index: GraphIndex) -> tuple[RubricYears, ...]:
    """Return the rubrics that have articles, the largest first, articles without a rubric last."""
    counts: defaultdict[Term, Counter[int]] = defaultdict(Counter)
    for term in index.documents:
        if index.type_of(term) == terms.Article:
            date = index.first(term, terms.datePublished)
            year = PartialDate.parse(literal_parts(date)[0]).first.year if date else UNDATED
            for rubric in tuple(index.values(term, terms.rubric)) or (NO_RUBRIC,):
                counts[rubric][year] += 1
    found = [RubricYears(rubric, dict(sorted(years.items()))) for rubric, years in counts.items()]
    return tuple(sorted(found, key=lambda one: (one.rubric == NO_RUBRIC, -one.total, one.rubric)))


def years_of(rubrics: tuple[RubricYears, ...]) -> range:
    """Return the years from the first article to the last, those without any included."""
    years = [year for one in rubrics for year in one.articles if year != UNDATED]
    return range(min(years), max(years) + 1) if years else range(0)
