"""Triples and quads on disk that look like a tuple of them: gone through in order, or asked for by position."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, Generic, TypeVar, cast, overload

from graph_builder.line_file import LineFile
from graph_builder.rdf import Quad, Triple

T = TypeVar("T", Triple, Quad)
_STRIDE: Final = 256
"""Every how many lines a place is remembered."""


class Stored(Sequence[T], Generic[T]):
    """Canonical lines, N-Triples or N-Quads, sorted as their writer sorts them.

    Args:
        lines: the lines, each with its end.
        width: 3 for triples, 4 for quads.
        folder: where they are kept.
    """

    def __init__(self, lines: Iterable[bytes], width: int, folder: Path) -> None:
        self._file, self._width = LineFile(folder), width
        self._places: list[int] = []
        self._count = 0
        for line in lines:
            if self._count % _STRIDE == 0:
                self._places.append(self._file.size)
            self._file.write(line)
            self._count += 1
        self._file.close_writing()

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
        return next(self._from(position))

    def _from(self, position: int) -> Iterator[T]:
        begin = self._places[position // _STRIDE] if position < self._count else self._file.size
        chunk = 1 << 15
        return map(self._read, islice(self._file.lines(begin, chunk=chunk), position % _STRIDE, None))

    def _read(self, line: bytes) -> T:
        parts = line[:-3].decode().split(" ", 2)
        if self._width == 4:
            parts[2:] = parts[2].rsplit(" ", 1)
        return cast(T, tuple(parts))
