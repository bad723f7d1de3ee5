"""By what articles are told apart, and which of them share a value or two.

Regions count what lies within them; projects what happens in their phases, components and events. A list of two
values exists for the pairs of facets named here, where it holds enough articles and fewer than each value alone:
the number of lists grows with the articles, never with the square of the values.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from exports.graph_index import GraphIndex
from graph_builder import terms
from graph_builder.dates import PartialDate
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, document_of, is_iri, literal_parts

FACETS: Final = ("rubric", "year", "language", "region", "project", "organization")
"""In the order in which they stand on pages and in addresses."""

_PLACES: Final = {facet: place for place, facet in enumerate(FACETS)}

WORTH: Final = 3
"""How many articles two values must share to be worth a list."""

_PAIRS: Final = frozenset(
    (one, other)
    for one, other in combinations(FACETS, 2)
    if not {"year", "language"}.isdisjoint((one, other)) or {one, other} <= {"rubric", "region", "project"}
)
_OWNED: Final = {"phase": terms.project, "component": terms.project, "event": terms.project}
_ENTITIES: Final = frozenset({"region", "project", "organization"})


class Value(NamedTuple):
    """A value of a facet.

    Attributes:
        facet: one of :data:`FACETS`.
        key: the entity, the year or the code of the language.
    """

    facet: str
    key: str


Choice: TypeAlias = tuple[Value, ...]
"""One value, or two in the order of the facets."""


class _Counted(NamedTuple):
    """What is found by going through all articles once."""

    members: "Mapping[Choice, array[int]]"
    years: Mapping[Value, Counter[int]]


class Facets:
    """The articles of a dataset by value; gone through when they are first asked for."""

    def __init__(self, index: GraphIndex, iris: Iris) -> None:
        self._index, self._iris = index, iris

    @cached_property
    def articles(self) -> tuple[Term, ...]:
        """All articles; the others are numbers in it."""
        return tuple(term for term in self._index.documents if self._index.type_of(term) == terms.Article)

    @property
    def members(self) -> "Mapping[Choice, array[int]]":
        """The articles that have all values of a choice; only choices that are worth a list."""
        return self._counted.members

    @property
    def years(self) -> Mapping[Value, Counter[int]]:
        """How many articles each value has in each year; those without a date in year 0."""
        return self._counted.years

    @cached_property
    def partners(self) -> Mapping[Value, list[Value]]:
        """The values that may be added to each single value."""
        found: dict[Value, list[Value]] = {}
        for choice in self.members:
            if len(choice) > 1:
                one, other = choice
                found.setdefault(one, []).append(other)
                found.setdefault(other, []).append(one)
        return found

    @cached_property
    def _counted(self) -> _Counted:
        members: dict[Choice, array[int]] = {}
        years: defaultdict[Value, Counter[int]] = defaultdict(Counter)
        for number, term in enumerate(self.articles):
            values = sorted(set(self._values(term)), key=lambda value: (_PLACES[value.facet], value.key))
            year = next((int(value.key) for value in values if value.facet == "year"), 0)
            for value in values:
                years[value][year] += 1
            for choice in _choices(values):
                members.setdefault(choice, array("I")).append(number)
        return _Counted(
            {choice: found for choice, found in members.items() if _is_worth_a_list(choice, members)}, years
        )

    def of(self, facet: str) -> list[Value]:
        """Return the values of a facet that articles have, in no order for readers."""
        return [choice[0] for choice in self.members if len(choice) == 1 and choice[0].facet == facet]

    def count(self, *values: Value) -> int:
        """Return how many articles have all of one or two values; 0 where there is no list."""
        return len(self.members.get(ordered(values), ()))

    def _values(self, article: Term) -> Iterator[Value]:
        stated = self._index.stated(article)
        for rubric in stated.get(terms.rubric, ()):
            yield Value("rubric", rubric)
        for date in stated.get(terms.datePublished, ())[:1]:
            yield Value("year", str(PartialDate.parse(literal_parts(date)[0]).first.year))
        for language in stated.get(terms.language, ())[:1]:
            yield Value("language", literal_parts(language)[0])
        for property_ in (terms.about, terms.mentions):
            for named in stated.get(property_, ()):
                if is_iri(named) and self._iris.owns(named):
                    yield from self._named(document_of(named))

    def _named(self, entity: Term) -> Iterator[Value]:
        kind = self._iris.kind(entity)
        if kind in _OWNED and (owner := self._index.node(entity).first(_OWNED[kind])):
            kind, entity = self._iris.kind(owner), owner
        if kind == "region":
            yield from (Value(kind, region) for region in self._upwards(entity))
        elif kind in _ENTITIES:
            yield Value(kind, entity)

    def _upwards(self, region: Term) -> list[Term]:
        found: list[Term] = []
        while region and region not in found:
            found.append(region)
            region = self._index.node(region).first(terms.within)
        return found


def ordered(values: Iterable[Value]) -> Choice:
    """Return values in the order of their facets."""
    return tuple(sorted(values, key=lambda value: FACETS.index(value.facet)))


def _choices(values: list[Value]) -> Iterator[Choice]:
    yield from ((value,) for value in values)
    for one, other in combinations(values, 2):
        if (one.facet, other.facet) in _PAIRS:
            yield one, other


def _is_worth_a_list(choice: Choice, members: Mapping[Choice, "array[int]"]) -> bool:
    count = len(members[choice])
    return len(choice) == 1 or (count >= WORTH and all(count < len(members[value,]) for value in choice))
