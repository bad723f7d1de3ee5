"""Triples and quads on disk that look like a tuple of them: gone through in order, or asked for by position."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from hashlib import sha256
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar, cast, overload

from isal.isal_zlib import crc32

from graph_builder.cutting import ends
from graph_builder.line_file import LineFile
from graph_builder.rdf import Quad, Term, Triple

T = TypeVar("T", Triple, Quad)
_HELD: Final = 64
"""How many pieces are held, for those who search."""


class Readable(Protocol):
    """A file of which any section can be read."""

    def read(self, begin: int, end: int) -> bytes:
        """Return a section (OSError if the disk fails)."""

    def ahead(self) -> "Section":
        """Return what reads the same, for one who reads sections in the order in which they lie there."""


class Section(Protocol):
    """The same for one reader."""

    def read(self, begin: int, end: int) -> bytes:
        """Return a section, perhaps less of it (OSError if the disk fails)."""


class Check:
    """What lines must be that another build wrote, and what gives them if they are not.

    Args:
        sum_: their CRC-32.
        size: of them, in bytes.
        again: makes them anew.
    """

    def __init__(self, sum_: int, size: int, again: Callable[[], bytes]) -> None:
        self._sum, self._size, self._again, self._is_right = sum_, size, again, False

    def right(self, lines: bytes) -> bytes:
        """Return lines that were read, or the right ones; each process looks at them once."""
        if not (self._is_right and len(lines) == self._size):
            if crc32(lines) != self._sum:
                return self._again()
            self._is_right = True
        return lines


class Piece(NamedTuple):
    """Lines of whole subjects of one graph, sorted.

    Attributes:
        file: where they lie.
        begin: where they begin there.
        size: in bytes.
        lines: how many there are.
        graph: what stands behind their triples: the graph, if they have one, and the end of the line.
        digest: their SHA-256.
        check: what they must be, if another build wrote them.
    """

    file: Readable
    begin: int
    size: int
    lines: int
    graph: bytes
    digest: bytes
    check: Check | None = None

    def read(self, file: Section | None = None) -> bytes:
        """Return the lines.

        Args:
            file: reads them instead of the file.
        """
        try:
            lines = (file or self.file).read(self.begin, self.begin + self.size)
        except OSError:
            if self.check is None:
                raise
            lines = b""
        return lines if self.check is None else self.check.right(lines)


def in_order(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """Yield the lines of pieces that are given as they lie in their files, one after the other."""
    files: dict[int, Section] = {}
    for piece in pieces:
        file = files.get(id(piece.file))
        if file is None:
            file = files[id(piece.file)] = piece.file.ahead()
        yield piece.read(file)


class Stored(Sequence[T], Generic[T]):
    """Canonical lines, N-Triples or N-Quads, sorted as their writer sorts them.

    Args:
        pieces: the lines; those of one graph follow one another.
        width: 3 for triples, 4 for quads.

    Attributes:
        parts: the same pieces.
    """

    def __init__(self, pieces: Iterable[Piece], width: int) -> None:
        self.parts, self._width = list(pieces), width
        self._numbers = array("Q")
        self._count = 0
        for piece in self.parts:
            self._numbers.append(self._count)
            self._count += piece.lines
        # Not bound to this: a circle of references would keep files open until somebody looks for circles.
        self._stretch = lru_cache(_HELD)(partial(_read_stretch, self.parts))

    @classmethod
    def of(cls, lines: Iterable[bytes], width: int, folder: Path) -> "Stored[T]":
        """Store lines.

        Args:
            lines: each with its end; several may come at once, of one graph and whole subjects.
            width: as above.
            folder: where they are kept.
        """
        return cls(_cut(lines, width, folder), width)

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    def __iter__(self) -> Iterator[T]:
        """Read all of them."""
        return map(self._read, self.lines())

    def lines(self) -> Iterator[bytes]:
        """Yield the lines as they lie there."""
        return (line for piece in self.pieces() for line in piece.splitlines(keepends=True))

    def pieces(self) -> Iterator[bytes]:
        """Yield the lines in pieces of whole subjects of one graph, cut at places that their content decides."""
        return in_order(self.parts)

    @property
    def graphs(self) -> list[tuple[bytes, list[Piece]]]:
        """The pieces of each graph, sorted throughout, with the graph as :class:`Piece` has it."""
        return [(graph, list(pieces)) for graph, pieces in groupby(self.parts, key=lambda piece: piece.graph)]

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
        for stretch in range(max(first, 0), len(self.parts)):
            lines = self._stretch(stretch)
            yield from lines[position - self._numbers[stretch] :] if stretch == first else lines

    def _read(self, line: bytes) -> T:
        parts = line[:-3].decode().split(" ", 2)
        if self._width == 4:
            parts[2:] = parts[2].rsplit(" ", 1)
        return cast(T, tuple(parts))


def _read_stretch(parts: Sequence[Piece], number: int) -> list[bytes]:
    return parts[number].read().splitlines(keepends=True)


def _graph_of(lines: bytes) -> bytes:
    """Return what stands behind the triples of N-Quads, given lines of one graph."""
    return lines[lines.rindex(b" ", 0, -3) :]


def _cut(lines: Iterable[bytes], width: int, folder: Path) -> Iterator[Piece]:
    """Store lines and yield the pieces."""
    file = LineFile(folder)
    held: list[bytes] = []
    size, said, graph = 0, b"", b" .\n" if width == 3 else b""

    def piece() -> Piece:
        data = b"".join(held)
        return Piece(file, file.write(data), size, data.count(b"\n"), graph, sha256(data).digest())

    for some in lines:
        subject = some[: some.index(b" ")]
        other = width == 4 and not some.endswith(graph or b"\n\n")
        if held and (other or (subject != said and ends(said, size))):
            yield piece()
            held, size = [], 0
        if other:
            graph = _graph_of(some)
        said = subject
        held.append(some)
        size += len(some)
    if held:
        yield piece()
    file.close_writing()
