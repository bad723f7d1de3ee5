"""What comes before and after: the issues of a magazine, the phases of a project."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from exports.graph_index import GraphIndex, Node
from graph_builder import terms
from graph_builder.rdf import Term, literal_parts

# By class: to what an entity belongs, its place there, and its last place if it takes several.
_ORDERED: Final = {
    terms.Issue: (terms.magazine, terms.wholeNumber, terms.lastWholeNumber),
    terms.Phase: (terms.project, terms.ordinal, terms.ordinal),
}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What stands next to an entity; ``missing`` tells how many places between the two nobody describes."""

    term: Term
    missing: int


class Sequences:
    """The order of all issues and phases of a graph."""

    def __init__(self, index: GraphIndex) -> None:
        self._previous: dict[Term, Neighbour] = {}
        self._next: dict[Term, Neighbour] = {}
        for class_, (whole, first, last) in _ORDERED.items():
            rows: defaultdict[Term, list[tuple[int, int, Term]]] = defaultdict(list)
            for node in map(index.node, index.instances(class_)):
                place = _place(node, first)
                if node.first(whole) and place is not None:
                    rows[node.first(whole)].append((place, max(place, _place(node, last) or place), node.term))
            for row in rows.values():
                for (_, end, one), (start, _, other) in pairwise(sorted(row)):
                    missing = max(start - end - 1, 0)
                    self._previous[other], self._next[one] = Neighbour(one, missing), Neighbour(other, missing)

    def previous(self, term: Term) -> Neighbour | None:
        """Return what comes before; none before the first."""
        return self._previous.get(term)

    def next(self, term: Term) -> Neighbour | None:
        """Return what comes after; none after the last."""
        return self._next.get(term)


def _place(node: Node, property_: Term) -> int | None:
    value = node.first(property_)
    return int(literal_parts(value)[0]) if value else None
