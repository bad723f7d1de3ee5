"""Triples and quads on disk that look like a tuple of them: gone through in order, or asked for by position."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Final, Generic, TypeVar, cast, overload

from graph_builder.cutting import ends
from graph_builder.line_file import LineFile
from graph_builder.rdf import Quad, Term, Triple

T = TypeVar("T", Triple, Quad)
_STRIDE: Final = 16 << 10
"""After how many bytes a place is remembered."""

_HELD: Final = 64
"""How many stretches between two places are held, for those who search."""


class Stored(Sequence[T], Generic[T]):
    """Canonical lines, N-Triples or N-Quads, sorted as their writer sorts them.

    Args:
        lines: the lines, each with its end; several may come at once, of one graph and whole subjects.
        width: 3 for triples, 4 for quads.
        folder: where they are kept.

    Attributes:
        digests: the SHA-256 of each piece.
    """

    def __init__(self, lines: Iterable[bytes], width: int, folder: Path) -> None:
        self._file, self._width = LineFile(folder), width
        self._places, self._numbers, self._pieces = array("Q"), array("Q"), array("Q", [0])
        self._count, self._firsts = 0, [0]
        said, graph = b"", b""
        for some in lines:
            subject = some[: some.index(b" ")]
            if width == 4 and not some.endswith(graph or b" "):
                self._cut()
                graph = some[some.rindex(b" ", 0, -3) :]
                self._firsts.append(len(self._pieces) - 1)
            elif subject != said and ends(said, self._file.size - self._pieces[-1]):
                self._cut()
            said = subject
            if not self._places or self._file.size - self._places[-1] >= _STRIDE:
                self._places.append(self._file.size)
                self._numbers.append(self._count)
            self._file.write(some)
            self._count += some.count(b"\n")
        self._cut()
        self._file.close_writing()
        self.digests = [sha256(piece).digest() for piece in self.pieces()]
        self._stretch = lru_cache(_HELD)(self._read_stretch)

    def _cut(self) -> None:
        if self._file.size > self._pieces[-1]:
            self._pieces.append(self._file.size)

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    def __iter__(self) -> Iterator[T]:
        """Read all of them."""
        return map(self._read, self._file.lines())

    def lines(self) -> Iterator[bytes]:
        """Yield the lines as they lie there."""
        return self._file.lines()

    def chunks(self) -> Iterator[bytes]:
        """Yield the lines as they lie there, many at a time, ending anywhere."""
        return self._file.chunks()

    def pieces(self) -> Iterator[bytes]:
        """Yield the lines in pieces of whole subjects of one graph, cut at places that their content decides."""
        return map(self._file.read, self._pieces, self._pieces[1:])

    def piece(self, number: int) -> bytes:
        """Return a piece."""
        return self._file.read(*self._pieces[number : number + 2])

    def size(self, numbers: range) -> int:
        """Return how many bytes some pieces that follow one another have."""
        return self._pieces[numbers.stop] - self._pieces[numbers.start]

    @property
    def graphs(self) -> list[range]:
        """The numbers of the pieces of each graph: these are sorted throughout."""
        return [range(*both) for both in pairwise([*self._firsts, len(self._pieces) - 1]) if both[0] < both[1]]


    def beginning(self, text: str) -> Iterator[bytes]:
        """Yield the lines that begin with the subject, or a part of a subject, that a text is."""
        begin = text.encode()
        place = bisect_left(cast(Sequence[Any], self), (text.rstrip(),))
        for line in self._lines_from(place):
            if not line.startswith(begin):
                return
            yield line

    def tells_of(self, entity: Term) -> bool:
        """Tell whether a view says anything of an entity itself."""
        place = bisect_left(cast(Sequence[Any], self), (entity,))
        return place < len(self) and self[place][0] == entity

    @overload
    def __getitem__(self, position: int) -> T: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[T]: ...
    def __getitem__(self, position: Any) -> Any:
        """Read the one at a position, or those of a slice."""
        if isinstance(position, slice):
            start, stop, step = position.indices(self._count)
            return (
                tuple(islice(self._from(start), 0, max(stop - start, 0), step)) if step > 0 else tuple(self)[position]
            )
        if position < 0:
            position += self._count
        if not 0 <= position < self._count:
            raise IndexError(position)
        stretch = bisect_right(self._numbers, position) - 1
        return self._read(self._stretch(stretch)[position - self._numbers[stretch]])

    def _from(self, position: int) -> Iterator[T]:
        return map(self._read, self._lines_from(position))

    def _lines_from(self, position: int) -> Iterator[bytes]:
        first = bisect_right(self._numbers, position) - 1
        for stretch in range(max(first, 0), len(self._places)):
            lines = self._stretch(stretch)
            yield from lines[position - self._numbers[stretch] :] if stretch == first else lines

    def _read_stretch(self, number: int) -> list[bytes]:
        end = self._places[number + 1] if number + 1 < len(self._places) else self._file.size
        return self._file.read(self._places[number], end).splitlines(keepends=True)

    def _read(self, line: bytes) -> T:
        parts = line[:-3].decode().split(" ", 2)
        if self._width == 4:
            parts[2:] = parts[2].rsplit(" ", 1)
        return cast(T, tuple(parts))
