"""What a part must know of entities that stand in other parts: their triples, but for long texts, on disk."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from graph_builder import terms
from graph_builder.blocks import Block, decode, split, stem_of
from graph_builder.identifiers import Iris
from graph_builder.line_file import LineFile
from graph_builder.naming import Node
from graph_builder.parts import Parts
from graph_builder.rdf import Term

_LONG: Final = frozenset({terms.abstract, terms.text})
"""Of what neither a label nor a shape makes use in another document."""

_KEPT: Final = 20_000
_NOBODY: Final[Node] = {}


_REMEMBERED: Final = 100_000
_WRITE: Final = msgspec.msgpack.Encoder()


class Neighbours:
    """The nodes that some other document refers to, each found by the hash of its IRI.

    Args:
        parts: the merged view.
        iris: of the archive.
        folder: where the nodes are kept.
    """

    def __init__(self, parts: Parts, iris: Iris, folder: Path) -> None:
        wanted = {target for number in range(len(parts)) for target in parts.targets(number)}
        self._keep(described(parts.lines_about(wanted), wanted), iris, folder)

    def _keep(self, nodes: Iterable[Block], iris: Iris, folder: Path) -> None:
        self._iris = iris
        self._file = LineFile(folder)
        found = sorted((hash(block.stem), self._file.write(block.encode())) for block in nodes)
        self._file.close_writing()
        self._hashes = array("q", (hash_ for hash_, _ in found))
        self._places = array("q", (place for _, place in found))
        self.node = lru_cache(maxsize=_KEPT)(self._node)
        self.known_as = lru_cache(maxsize=_REMEMBERED)(self._known_as)

    def knows(self, subject: Term) -> bool:
        """Tell whether an entity that a part refers to is described anywhere."""
        return bool(self.node(subject))

    def _known_as(self, subject: Term) -> bytes:
        """Return a hash of what :meth:`node` says."""
        return sha256(_WRITE.encode(self.node(subject))).digest()[:16]

    def _node(self, subject: Term) -> Node:
        """Return what the view says of a node, references to nobody left out; nothing if nobody describes it."""
        triples = self._triples(subject)
        node: dict[Term, list[Term]] = {}
        for _, property_, value in map(split, triples):
            if not self._iris.owns(value) or stem_of(value) == stem_of(subject) or self._exists(value):
                node.setdefault(property_, []).append(value)
        return node or _NOBODY

    def _exists(self, subject: Term) -> bool:
        return bool(self._triples(subject))

    def _triples(self, subject: Term) -> list[str]:
        wanted = hash(subject)
        position = bisect_left(self._hashes, wanted)
        while position < len(self._hashes) and self._hashes[position] == wanted:
            found = decode(next(self._file.lines(self._places[position], chunk=4096)))
            if found.stem == subject:
                return found.triples
            position += 1
        return []


def described(lines: Iterable[bytes], wanted: Set[Term]) -> Iterator[Block]:
    """Yield the nodes that are wanted, each as a block under its own name, from lines of blocks."""
    stems = {stem_of(term).encode() for term in wanted}
    for line in lines:
        if line[: line.index(b"\x00")] in stems:
            nodes: dict[Term, list[str]] = {}
            for triple in decode(line).triples:
                subject, property_, _ = split(triple)
                if subject in wanted and property_ not in _LONG:
                    nodes.setdefault(subject, []).append(triple)
            for subject, triples in nodes.items():
                yield Block(subject, "", triples)


class Asked:
    """Neighbours that are listened to: what a part asked for is all that it depends on beside itself.

    Attributes:
        names: what was asked for.
    """

    def __init__(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours
        self.names: set[Term] = set()

    def node(self, subject: Term) -> Node:
        """Return what the view says of a node, as :class:`Neighbours` does."""
        self.names.add(subject)
        return self._neighbours.node(subject)

    def knows(self, subject: Term) -> bool:
        """Tell whether an entity is described anywhere."""
        return bool(self.node(subject))
