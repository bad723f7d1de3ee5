"""The merged view of one part, made whole: references to nobody dropped, what follows added, and validated."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import partial
from typing import Final, NamedTuple

from graph_builder.blocks import Block, decode, split, stem_of
from graph_builder.derivation import days, derive
from graph_builder.identifiers import Iris
from graph_builder.naming import Node
from graph_builder.neighbourhood import reached, seen_beyond
from graph_builder.neighbours import Neighbours
from graph_builder.parts import Parts
from graph_builder.rdf import Term, Triple
from graph_builder.report import ShapeResult
from graph_builder.validation import Engine, validate

Share = Callable[[], Iterator["ViewedPart"]]


class ViewedPart(NamedTuple):
    """The view of the documents of one part, and what the shapes find in it.

    Attributes:
        lines: a block for each document.
        targets: the entities that it refers to in other documents.
        results: what the shapes find.
        focus_nodes: how many nodes each node shape looked at.
        triples: how many there are.
    """

    lines: bytes
    targets: frozenset[Term]
    results: tuple[ShapeResult, ...]
    focus_nodes: tuple[tuple[Term, int], ...]
    triples: int


def shares(parts: Parts, neighbours: Neighbours, iris: Iris, engine: Engine) -> list[Share]:
    """Return the work, part by part.

    Args:
        parts: the merged view.
        neighbours: what its parts refer to.
        iris: of the archive.
        engine: who validates.
    """
    return [partial(_share, parts, number, neighbours, iris, engine) for number in range(len(parts))]


def around(
    targets: Iterable[Term],
    neighbours: Neighbours,
    known: Container[Term] = (),
    withheld: Callable[[Term], bool] = lambda _: False,
) -> Iterator[Triple]:
    """Yield what the shapes see of entities in other documents.

    Args:
        targets: what is referred to.
        neighbours: knows them.
        known: nodes that are described in full already.
        withheld: tells what nobody sees any more.
    """

    def seen(node: Term) -> Iterator[Triple]:
        if not withheld(node):
            yield from (triple for triple in _seen(node, neighbours.node(node)) if not withheld(triple[2]))

    return reached(targets, known, seen)


def _seen(subject: Term, node: Node) -> Iterator[Triple]:
    for property_ in seen_beyond():
        for value in node.get(property_, ()):
            yield subject, property_, value
    yield from days(subject, node) if node else ()


def _share(parts: Parts, number: int, neighbours: Neighbours, iris: Iris, engine: Engine) -> Iterator[ViewedPart]:
    yield viewed(parts.lines(number), neighbours, iris, engine)


def viewed(lines: Iterable[bytes], neighbours: Neighbours, iris: Iris, engine: Engine) -> ViewedPart:
    """Make the view of some documents whole, given as lines of blocks, and validate it (the rest as in :func:`shares`).

    Raises:
        SystemFailure: as :func:`graph_builder.validation.validate`.
    """
    nodes = _Nodes(neighbours)
    targets: set[Term] = set()
    found: list[bytes] = []
    triples: list[Triple] = []
    subjects: dict[str, list[Term]] = {}
    for line in lines:
        stem, _, merged = decode(line)
        said = [split(triple) for triple in merged]
        own = dict.fromkeys(subject for subject, _, _ in said)
        subjects[stem] = list(own)
        for subject, property_, value in said:
            if iris.owns(value) and value not in own:
                if stem_of(value) == stem or not neighbours.knows(value):
                    continue  # a reference to nobody, reported where its record stands
                targets.add(value)
            nodes.add(subject, property_, value)
    for stem, own_subjects in subjects.items():
        whole = {*nodes.triples(own_subjects), *derive(own_subjects, nodes)}
        found.append(Block(stem, "", sorted(f"{s} {p} {o}" for s, p, o in whole)).encode())
        triples += whole
    outcome = validate(triples, engine, around(targets, neighbours))
    return ViewedPart(b"".join(found), frozenset(targets), outcome.results, outcome.focus_nodes, len(triples))


def validated_again(
    triples: list[Triple], neighbours: Neighbours, iris: Iris, withheld: Callable[[Term], bool], engine: Engine
) -> Iterable[ShapeResult]:
    """Return what the shapes find in documents of which something was withheld."""
    own = {subject for subject, _, _ in triples}
    targets = {value for _, _, value in triples if iris.owns(value) and value not in own}
    return validate(triples, engine, around(targets, neighbours, own, withheld)).results


_NOTHING: Final[Node] = {}


class _Nodes(Mapping[Term, Node]):
    """The nodes of a part by subject, and behind them those that it refers to."""

    def __init__(self, neighbours: Neighbours) -> None:
        self._own: dict[Term, dict[Term, list[Term]]] = {}
        self._neighbours = neighbours

    def add(self, subject: Term, property_: Term, value: Term) -> None:
        self._own.setdefault(subject, {}).setdefault(property_, []).append(value)

    def triples(self, subjects: Iterable[Term]) -> Iterator[Triple]:
        for subject in subjects:
            for property_, values in self._own.get(subject, _NOTHING).items():
                for value in values:
                    yield subject, property_, value

    def __getitem__(self, subject: Term) -> Node:
        node = self._own.get(subject) or self._neighbours.node(subject)
        if not node:
            raise KeyError(subject)
        return node

    def __iter__(self) -> Iterator[Term]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)
