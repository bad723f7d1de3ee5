"""Related articles: those that share a project, an organization, a place, a law, an author or a rubric.

What few articles share counts for more (inverse document frequency), so that the publisher, whom nearly all name, says
nothing. The work for an article is bounded whatever the size of the archive: it looks at so many others at most, the
rarest common ground first, and along what is common to many only at its neighbours in time.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from math import log
from typing import Final, NamedTuple

from msgspec import Struct

from exports.graph_index import GraphIndex
from graph_builder import terms
from graph_builder.dates import PartialDate
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, document_of, is_iri, literal_parts

SHOWN: Final = 6
"""How many related articles a page shows."""

REASONS: Final = 3
"""How many of the things that two articles share are named, the rarest first."""

LOOKED_AT: Final = 128
"""How many other articles are compared with one at most: of 5,000 made-up ones the same six are found as among all."""

WEIGHTS: Final[Mapping[str, int]] = {
    "project": 3,
    "person": 3,
    "instrument": 2,
    "organization": 2,
    "region": 2,
    "rubric": 1,
}
"""How much each kind of common ground counts."""

_SHARE: Final = 4
"""What more than one article in so many has says nothing of two of them."""

_FEW: Final = 8
"""But in a small archive so many may have it."""

_UNDATED: Final = date.max.toordinal()
_OWNED: Final = frozenset({"phase", "component", "event"})


class Common(NamedTuple):
    """What articles can share.

    Attributes:
        kind: one of :data:`WEIGHTS`.
        term: the entity.
    """

    kind: str
    term: Term


class Similar(Struct, frozen=True):
    """A related article.

    Attributes:
        article: the other article.
        score: how near it is; only to be compared.
        shared: what both have, the rarest first.
        by_kind: the same by kind.
    """

    article: Term
    score: int
    shared: tuple[Common, ...]
    by_kind: tuple[tuple[str, tuple[Term, ...]], ...]


class _Near(NamedTuple):
    """Some articles that have the same.

    Attributes:
        place: of what they have.
        others: their numbers, those left out that were looked at before.
        are_all: whether no other article has it.
    """

    place: int
    others: list[int]
    are_all: bool


class SimilarArticles:
    """The articles of a graph by what they have, as numbers.

    Attributes:
        of: tells the articles nearest to one, the nearest first; translations of each other are left out.
    """

    def __init__(self, index: GraphIndex, iris: Iris) -> None:
        self._index, self._iris = index, iris
        articles = [term for term in index.documents if index.type_of(term) == terms.Article]
        # In the order of time, so that what lies near in a list of articles lies near in time.
        self._articles = sorted(articles, key=lambda term: (self._day(term), term))
        self._number = {term: number for number, term in enumerate(self._articles)}
        self._commons: list[Common] = []
        known: dict[Common, int] = {}
        self._members: list[array[int]] = []
        # What each article has, as places in the list of all that articles have in common; what tells nothing left out.
        self._having: list[tuple[int, ...]] = []
        for number, term in enumerate(self._articles):
            places: list[int] = []
            for common in sorted(set(self._found(term))):
                place = known.setdefault(common, len(known))
                if place == len(self._commons):
                    self._commons.append(common)
                    self._members.append(array("I"))
                self._members[place].append(number)
                places.append(known[common])  # the number that is kept already, not another one of its value
            self._having.append(tuple(places))
        self._weights = [self._weight(place) for place in range(len(self._commons))]
        for number, having in enumerate(self._having):
            self._having[number] = tuple([place for place in having if self._weights[place]])
        # The same for the page in every language.
        self.of = lru_cache(maxsize=8)(self._of)

    def _of(self, article: Term) -> tuple[Similar, ...]:
        number = self._number[article]
        own = self._telling(number)
        weights = [0] * len(self._weights)
        for place in own:
            weights[place] = self._weights[place]
        left_out = {self._number.get(one, number) for one in self._translations(article)} | {number}
        having, weight = self._having, weights.__getitem__
        best: list[tuple[int, int, int]] = []
        most = sum(map(weight, own))
        for one in self._near(number, own):
            # Who was not looked at yet has nothing of which all owners were, and comes as near as the rest at most.
            if len(best) == SHOWN and -best[-1][0] > most:
                break
            if one.are_all:
                most -= weight(one.place)
            found = [
                (-sum(map(weight, having[other])), abs(other - number), other)
                for other in one.others
                if other not in left_out
            ]
            best = nsmallest(SHOWN, best + found)
        return tuple([self._similar(own, other, -score) for score, _, other in best])

    def _similar(self, own: Sequence[int], other: int, score: int) -> Similar:
        shared = self._shared(own, other)
        by_kind: dict[str, tuple[Term, ...]] = {}
        for kind, term in shared:
            by_kind[kind] = (*by_kind.get(kind, ()), term)
        return Similar(self._articles[other], score, shared, tuple(by_kind.items()))

    def _shared(self, own: Sequence[int], other: int) -> tuple[Common, ...]:
        having = self._having[other]
        return tuple([self._commons[place] for place in own if place in having][:REASONS])

    def compared(self, article: Term) -> int:
        """Return with how many articles, itself included, one is compared at most."""
        number = self._number[article]
        return sum(len(one.others) for one in self._near(number, self._telling(number)))

    def _near(self, number: int, own: Sequence[int]) -> Iterator[_Near]:
        """Yield the articles to look at, by what they have."""
        known: set[int] = set()
        for place in own:
            members, room = self._members[place], LOOKED_AT - len(known)
            if room <= 0:
                return
            middle = bisect_left(members, number)
            first = max(0, min(middle - room // 2, len(members) - room - 1))
            others = [one for one in members[first : first + room + 1] if one not in known]
            known.update(others)
            yield _Near(place, others, are_all=len(members) <= room + 1)

    def _telling(self, number: int) -> list[int]:
        """Return what an article has and few others have, the most telling first."""
        return sorted(self._having[number], key=lambda place: (-self._weights[place], self._commons[place]))

    def _weight(self, place: int) -> int:
        having, all_ = len(self._members[place]), len(self._articles)
        if having < 2 or (having > _FEW and having * _SHARE > all_):
            return 0
        # Whole numbers, so that sums do not depend on the order in which they are taken.
        return WEIGHTS[self._commons[place].kind] * round(1000 * log((1 + all_) / having))

    def _day(self, article: Term) -> int:
        published = self._index.first(article, terms.datePublished)
        return PartialDate.parse(literal_parts(published)[0]).first.toordinal() if published else _UNDATED

    def _translations(self, article: Term) -> Iterator[Term]:
        yield from self._index.node(article).properties.get(terms.translationOf, ())
        yield from (one for one, property_ in self._index.incoming(article) if property_ == terms.translationOf)

    def _found(self, article: Term) -> Iterator[Common]:
        stated = self._index.stated(article)
        for rubric in stated.get(terms.rubric, ()):
            yield Common("rubric", rubric)
        for part in stated.get(terms.contribution, ()):
            is_author = self._index.first(part, terms.roleKind) == terms.role_author
            if is_author and (person := self._index.first(part, terms.contributor)):
                yield Common("person", person)
        for property_ in (terms.about, terms.mentions):
            for named in stated.get(property_, ()):
                if is_iri(named) and self._iris.owns(named):
                    yield from self._named(document_of(named))

    def _named(self, entity: Term) -> Iterator[Common]:
        kind = self._iris.kind(entity)
        if kind in _OWNED and (owner := self._index.node(entity).first(terms.project)):
            kind, entity = "project", owner
        if kind in WEIGHTS:
            yield Common(kind, entity)
