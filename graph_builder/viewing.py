"""The merged view, made whole piece by piece: references to nobody dropped, what follows added, and validated.

What a piece gives depends on itself and on what its neighbours answered when it asked them. Both are remembered, and
only a piece for which one of the two is not what it was is looked at again.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import partial
from typing import Final, NamedTuple

import msgspec

from graph_builder.blocks import Block, decode, split, stem_of
from graph_builder.derivation import days, derive
from graph_builder.identifiers import Iris
from graph_builder.memo import Memo
from graph_builder.naming import Node
from graph_builder.neighbourhood import reached, seen_beyond
from graph_builder.neighbours import Asked, Neighbours
from graph_builder.parts import Kept, Parts
from graph_builder.rdf import Term, Triple
from graph_builder.report import ShapeResult
from graph_builder.validation import Engine, count_focus_nodes, validate

Share = Callable[[], Iterator["ViewedPart"]]


class ViewedPart(NamedTuple):
    """The view of the documents of one piece, and what the shapes find in it.

    Attributes:
        lines: a block for each document.
        targets: the entities that it refers to in other documents.
        results: what the shapes find.
        focus_nodes: how many nodes each node shape looked at.
        triples: how many there are.
        kept: tells the blocks, if the memo knows them; they are not given then.
    """

    lines: bytes
    targets: frozenset[Term]
    results: tuple[ShapeResult, ...]
    focus_nodes: tuple[tuple[Term, int], ...]
    triples: int
    kept: Kept | None = None


_READ: Final = msgspec.msgpack.Decoder(ViewedPart)
_READ_RESULTS: Final = msgspec.msgpack.Decoder(tuple[ShapeResult, ...])
_WRITE: Final = msgspec.msgpack.Encoder()


def shares(parts: Parts, neighbours: Neighbours, iris: Iris, engine: Engine, memo: Memo | None = None) -> list[Share]:
    """Return the work, part by part; each gives a result for each piece.

    Args:
        parts: the merged view.
        neighbours: what its parts refer to.
        iris: of the archive.
        engine: who validates.
        memo: what viewing gave before.
    """
    memo = memo or Memo()
    return [partial(_share, parts, numbers, neighbours, iris, engine, memo) for numbers in parts.shares()]


def around(
    targets: Iterable[Term],
    neighbours: Neighbours | Asked,
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


def viewed(lines: Iterable[bytes], neighbours: Neighbours, iris: Iris, engine: Engine) -> ViewedPart:
    """Make the view of some documents whole, given as lines of blocks, and validate it (the rest as in :func:`shares`).

    Raises:
        SystemFailure: as :func:`graph_builder.validation.validate`.
    """
    piece = _Piece(lines, neighbours, iris)
    return piece.made(validate(piece.triples, engine, piece.around).results)


def _share(
    parts: Parts, numbers: Iterable[int], neighbours: Neighbours, iris: Iris, engine: Engine, memo: Memo
) -> Iterator[ViewedPart]:
    """Yield the view of some pieces; those of which nothing is known are validated at once."""
    fresh: list[tuple[bytes, _Piece]] = []
    for number in numbers:
        begun = memo.key("viewing", iris.base.encode(), engine.encode(), parts.digest(number))
        names = memo.get(begun)
        known = None if names is None else memo.get(_with_answers(memo, begun, names, neighbours))
        found = None if known is None else _READ.decode(known)
        if found is not None and (found.kept is None or memo.has(found.kept.key(memo))):
            yield found
        else:
            fresh.append((begun, _Piece(parts.lines(number), neighbours, iris)))
    if not fresh:
        return
    triples, beside = (
        [one for _, piece in fresh for one in piece.triples],
        [one for _, piece in fresh for one in piece.around],
    )
    results: dict[str, list[ShapeResult]] = {}
    for result in validate(triples, engine, beside).results:
        results.setdefault(stem_of(result.focus), []).append(result)
    for begun, piece in fresh:
        made = piece.made(one for stem in piece.stems for one in results.get(stem, ()))
        names = "\n".join(sorted(piece.asked.names)).encode()
        memo.put(begun, names)
        kept = Kept.put(made.lines, memo) if made.lines else None
        known = _WRITE.encode(made._replace(lines=b"", kept=kept))
        memo.put(_with_answers(memo, begun, names, neighbours), known)
        yield made


def _with_answers(memo: Memo, begun: bytes, names: bytes, neighbours: Neighbours) -> bytes:
    """Return the key of what a piece gives, when its neighbours say what they say now."""
    answers = b"".join(map(neighbours.known_as, names.decode().split("\n"))) if names else b""
    return memo.key("viewed", begun, names, answers)


class _Piece:
    """Some documents whose view is made whole."""

    def __init__(self, lines: Iterable[bytes], neighbours: Neighbours, iris: Iris) -> None:
        self.asked = Asked(neighbours)
        nodes = _Nodes(self.asked)
        self.targets: set[Term] = set()
        self.triples: list[Triple] = []
        subjects: dict[str, list[Term]] = {}
        for line in lines:
            stem, _, merged = decode(line)
            said = [split(triple) for triple in merged]
            own = dict.fromkeys(subject for subject, _, _ in said)
            subjects[stem] = list(own)
            for subject, property_, value in said:
                if iris.owns(value) and value not in own:
                    if stem_of(value) == stem or not self.asked.knows(value):
                        continue  # a reference to nobody, reported where its record stands
                    self.targets.add(value)
                nodes.add(subject, property_, value)
        self.stems = list(subjects)
        found: list[bytes] = []
        for stem, own_subjects in subjects.items():
            whole = {*nodes.triples(own_subjects), *derive(own_subjects, nodes)}
            found.append(Block(stem, "", sorted(f"{s} {p} {o}" for s, p, o in whole)).encode())
            self.triples += whole
        self.lines = b"".join(found)
        self.around = list(around(self.targets, self.asked))

    def made(self, results: Iterable[ShapeResult]) -> ViewedPart:
        """Return its view, given what the shapes found in it."""
        counts = count_focus_nodes(self.triples)
        return ViewedPart(self.lines, frozenset(self.targets), tuple(results), counts, len(self.triples))


def validated_again(
    triples: list[Triple],
    neighbours: Neighbours,
    iris: Iris,
    withheld: Callable[[Term], bool],
    engine: Engine,
    memo: Memo | None = None,
) -> Iterable[ShapeResult]:
    """Return what the shapes find in documents of which something was withheld."""
    own = {subject for subject, _, _ in triples}
    targets = {value for _, _, value in triples if iris.owns(value) and value not in own}
    beside = sorted(around(targets, neighbours, own, withheld))
    memo = memo or Memo()
    key = memo.key("validating again", engine.encode(), _WRITE.encode(triples), _WRITE.encode(beside))
    if (known := memo.get(key)) is not None:
        return _READ_RESULTS.decode(known)
    results = validate(triples, engine, beside).results
    memo.put(key, _WRITE.encode(results))
    return results


_NOTHING: Final[Node] = {}


class _Nodes(Mapping[Term, Node]):
    """The nodes of a part by subject, and behind them those that it refers to."""

    def __init__(self, neighbours: Asked) -> None:
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
