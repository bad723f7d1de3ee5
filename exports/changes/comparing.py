"""What two graphs differ in, entity by entity: one pass over both, memory for one entity at a time.

Both graphs are sorted, as ``data/dataset.nt`` is. A dependent's IRI begins with that of its entity, but others may
stand between the two (``<…/a#part>``, ``<…/a-b>``, ``<…/a>``); so what was found of dependents waits for their entity.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from graph_builder.rdf import Term, Triple, document_of


@dataclass(slots=True)
class Difference:
    """An entity with its dependents whose statements are not the same in both graphs.

    Attributes:
        entity: the entity.
        before: statements only in the old graph, sorted by subject.
        after: statements only in the new graph, sorted by subject.
        was: all statements about the entity itself in the old graph.
        now: all statements about the entity itself in the new graph.
        existed: whether the old graph says anything of it.
        exists: whether the new graph does.
    """

    entity: Term
    before: list[Triple] = field(default_factory=list)
    after: list[Triple] = field(default_factory=list)
    was: list[Triple] = field(default_factory=list)
    now: list[Triple] = field(default_factory=list)
    existed: bool = False
    exists: bool = False

    def add(self, old: list[Triple], new: list[Triple]) -> None:
        """Take in all statements about one subject."""
        self.existed |= bool(old)
        self.exists |= bool(new)
        if not old or not new:
            self.before += old
            self.after += new
        elif old != new:
            gone, come = set(old), set(new)
            self.before += [triple for triple in old if triple not in come]
            self.after += [triple for triple in new if triple not in gone]


def compare(old: Iterable[Triple], new: Iterable[Triple]) -> Iterator[Difference]:
    """Yield each entity that differs, sorted by entity.

    Args:
        old: sorted, each triple once.
        new: sorted, each triple once.

    Raises:
        ValueError: if one of them is not sorted by subject.
    """
    waiting: dict[Term, Difference] = {}
    for subject, was, now in _subjects(old, new):
        for entity in [one for one in waiting if one < subject]:
            yield from _differing(waiting.pop(entity))
        entity = document_of(subject)
        found = waiting.setdefault(entity, Difference(entity))
        found.add(was, now)
        if subject == entity:
            found.was, found.now = was, now
            yield from _differing(waiting.pop(entity))
    for entity in sorted(waiting):
        yield from _differing(waiting[entity])


def _differing(found: Difference) -> Iterator[Difference]:
    if found.before or found.after:
        yield found


def _subjects(old: Iterable[Triple], new: Iterable[Triple]) -> Iterator[tuple[Term, list[Triple], list[Triple]]]:
    """Yield each subject of either graph, sorted, with its statements in both."""
    olds, news = _by_subject(old), _by_subject(new)
    left, right = next(olds, None), next(news, None)
    while left or right:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None
            yield left[0], left[1], []
            left = next(olds, None)
        elif left is None or right[0] < left[0]:
            yield right[0], [], right[1]
            right = next(news, None)
        else:
            yield left[0], left[1], right[1]
            left, right = next(olds, None), next(news, None)


def _by_subject(triples: Iterable[Triple]) -> Iterator[tuple[Term, list[Triple]]]:
    last = ""
    for subject, about in groupby(triples, key=itemgetter(0)):
        if subject <= last:
            raise ValueError(f"not sorted: {subject} stands behind {last}")
        last = subject
        yield subject, list(about)
