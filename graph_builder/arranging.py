"""Documents to the order of a file, piece by piece: what became of a piece before is not looked at again.

Pieces come in the order of documents, a file is in the order of terms; these differ only where the name of one document
begins with that of another (``<…/a#part>``, ``<…/a-b>``, ``<…/a>``). So of a piece there is what stands in its place,
and what waits for a later piece. Both follow from the piece, from where the next one begins, and from what waits
already. What stands in the place of a piece is told by its hash, and taken from the release before if it holds it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import msgspec
from isal.isal_zlib import crc32

from graph_builder.line_file import LineFile
from graph_builder.memo import Memo
from graph_builder.old_pieces import OldPieces
from graph_builder.published import ended
from graph_builder.rdf import Quad
from graph_builder.stored import Check, Piece
from graph_builder.workers import run_shares

Body: TypeAlias = tuple[bytes, bytes, bytes]
"""End of the lines, which tells the graph; term; triples, as :mod:`graph_builder.published` has them."""


class Told(NamedTuple):
    """What a piece tells.

    Attributes:
        bodies: each term of each graph once, with whole subjects under it.
        withheld: what must not be told.
    """

    bodies: list[Body]
    withheld: list[Quad]


class Source(NamedTuple):
    """A piece that is to be arranged.

    Attributes:
        first: where it begins in the order of documents.
        key: tells it, with all that it depends on, from all others.
        told: reads it.
    """

    first: bytes
    key: bytes
    told: Callable[[], Told]


class _Section(NamedTuple):
    graph: bytes
    digest: bytes
    sum: int
    size: int
    lines: int


class _Waiting(NamedTuple):
    term: bytes
    graph: bytes
    digest: bytes


class _Step(NamedTuple):
    sections: list[_Section]
    waiting: list[_Waiting]
    withheld: list[Quad]


_READ: Final = msgspec.msgpack.Decoder(_Step)
_READ_TOLD: Final = msgspec.msgpack.Decoder(Told)
_WRITE: Final = msgspec.msgpack.Encoder()
_AT_ONCE: Final = 8
"""How many pieces a process reads at a time."""

_LAST: Final = b"\xff"
"""Stands behind all terms."""


class Arranging:
    """Arranges the pieces of a file.

    Args:
        sources: the pieces.
        memo: what arranging gave before.
        old: the release before.
        folder: where the lines are kept that it does not hold.
        jobs: how many processes read new pieces.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        memo: Memo,
        old: OldPieces,
        folder: Path,
        jobs: int = 1,
    ) -> None:
        self._sources, self._memo, self._old, self._folder, self._jobs = sources, memo, old, folder, jobs
        self._file, self._notes = LineFile(folder), LineFile(folder)
        self._places: dict[int, tuple[int, int]] = {}
        self._told = lru_cache(8)(partial(_read_told, sources, self._notes, self._places))
        self.withheld: list[Quad] = []

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the file, graph after graph."""
        self._read_new()
        waiting: list[tuple[_Waiting, int]] = []
        found: list[tuple[bytes, int, Piece]] = []
        for number, source in enumerate(self._sources):
            after = number + 1
            bound = self._sources[after].first + b"#" if after < len(self._sources) else _LAST
            here = sorted(one for one in waiting if one[0].term < bound)
            came = [part for one, _ in here for part in one]
            key = self._memo.key("arranging", source.key, bound, *came)
            step, bodies = None, None
            if (known := self._memo.get(key)) is not None:
                step = _READ.decode(known)
            else:
                step, bodies = self._step(number, bound, here)
                self._memo.put(key, _WRITE.encode(step))
                self._memo.put(self._seen(number), b"")
            self.withheld += step.withheld
            waiting = [one for one in waiting if one[0].term >= bound] + [(one, number) for one in step.waiting]
            for section in step.sections:
                again = partial(self._lines_of, section.graph, number, bound, here)
                own = (section.size, section.lines, section.graph, section.digest)
                if (begin := self._old.find(section.digest)) is not None:
                    piece = Piece(self._old, begin, *own, Check(section.sum, section.size, again))
                else:
                    bodies = bodies or self._step(number, bound, here)[1]
                    piece = Piece(self._file, self._file.write(bodies[section.graph]), *own)
                found.append((section.graph, number, piece))
        self._file.close_writing()
        found.sort(key=lambda one: one[:2])
        return (piece for _, _, piece in found)

    def _lines_of(self, graph: bytes, number: int, bound: bytes, here: Iterable[tuple[_Waiting, int]]) -> bytes:
        return self._step(number, bound, here)[1][graph]

    def _step(
        self, number: int, bound: bytes, here: Iterable[tuple[_Waiting, int]]
    ) -> tuple[_Step, dict[bytes, bytes]]:
        """Return what stands in the place of a piece, and its lines by graph."""
        bodies, withheld = self._told(number)
        now = [(graph, term, body) for graph, term, body in bodies.values() if term < bound]
        for one, origin in here:
            now.append(self._told(origin)[0][one.graph, one.term])
        later = [_Waiting(term, graph, sha256(body).digest()) for graph, term, body in bodies.values() if term >= bound]
        lines = {
            graph: b"".join([ended(body, graph) for _, _, body in own])
            for graph, own in groupby(sorted(now), key=lambda one: one[0])
        }
        sections = [
            _Section(graph, sha256(data).digest(), crc32(data), len(data), data.count(b"\n"))
            for graph, data in lines.items()
        ]
        return _Step(sections, later, withheld), lines

    def _read_new(self) -> None:
        """Let all processes read what was never arranged; one alone reads it when its turn comes."""
        if self._jobs == 1:
            return
        new = [number for number in range(len(self._sources)) if not self._memo.has(self._seen(number))]
        shares = [partial(self._told_of, new[first : first + _AT_ONCE]) for first in range(0, len(new), _AT_ONCE)]
        for number, data in run_shares(shares, self._jobs, self._folder):
            begin = self._notes.write(data)
            self._places[number] = (begin, self._notes.size)
        self._notes.close_writing()

    def _told_of(self, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        return ((number, _WRITE.encode(self._sources[number].told())) for number in numbers)

    def _seen(self, number: int) -> bytes:
        """Return the key under which it is noted that a piece was arranged."""
        return self._memo.key("arranged", self._sources[number].key)


def _read_told(
    sources: Sequence[Source], notes: LineFile, places: Mapping[int, tuple[int, int]], number: int
) -> tuple[dict[tuple[bytes, bytes], Body], list[Quad]]:
    place = places.get(number)
    told = _READ_TOLD.decode(notes.read(*place)) if place else sources[number].told()
    return {(graph, term): (graph, term, body) for graph, term, body in told.bodies}, told.withheld
