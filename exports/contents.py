"""What pieces a file of the last release was put together from, so that the next one can copy them.

The list of contents is kept apart from the file, under its size, beginning and end; each piece has a check sum, and one
that is not as it was written is not there. So nothing is kept twice, and a release that is damaged, or not the one that
the list was made for, costs work and never a wrong byte.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

import msgspec

from graph_builder.line_file import LineFile
from graph_builder.memo import Memo

_LOOKED_AT: Final = 4096


class Piece(NamedTuple):
    """A piece of a file.

    Attributes:
        needed: what the head of the file must hold for it.
        body: what it is written as.
    """

    needed: list[str]
    body: bytes


class _Section(NamedTuple):
    key: bytes
    begin: int
    size: int
    sum: int
    needed: list[str]


_READ: Final = msgspec.msgpack.Decoder(list[_Section])
_WRITE: Final = msgspec.msgpack.Encoder()


class Contents:
    """The pieces of a file that is made, and those of the same file in the release before.

    Args:
        name: of the file.
        memo: where lists of contents are kept.
        folder: where the pieces of the new file are kept meanwhile.
        old: the file in the release before, opened; None if there is none.
    """

    def __init__(self, name: str, memo: Memo, folder: Path, old: int | None) -> None:
        self._name, self._memo, self._old = name, memo, old
        self._bodies = LineFile(folder)
        self._sections: list[_Section] = []
        self._known: dict[bytes, _Section] = {}
        if old is not None:
            size = os.fstat(old).st_size
            looks = (os.pread(old, _LOOKED_AT, 0), os.pread(old, _LOOKED_AT, max(size - _LOOKED_AT, 0)))
            if (found := memo.get(self._key(size, *looks))) is not None:
                self._known = {section.key: section for section in _READ.decode(found)}

    def get(self, key: bytes) -> Piece | None:
        """Return a piece as it stands in the old file; nothing if it does not stand there, or not any more."""
        section = self._known.get(key)
        if section is None or self._old is None:
            return None
        body = os.pread(self._old, section.size, section.begin)
        return Piece(section.needed, body) if len(body) == section.size and crc32(body) == section.sum else None

    def add(self, key: bytes, piece: Piece) -> None:
        """Append a piece (OSError if the disk is full)."""
        begin = self._bodies.write(piece.body)
        self._sections.append(_Section(key, begin, len(piece.body), crc32(piece.body), piece.needed))

    def write(self, text: bytes) -> None:
        """Append what stands between pieces (OSError if the disk is full)."""
        self._bodies.write(text)

    @property
    def needed(self) -> set[str]:
        """What the head of the new file must hold."""
        return {name for section in self._sections for name in section.needed}

    def file(self, opening: bytes, closing: bytes) -> Iterator[bytes]:
        """Yield the new file, and keep the list of its contents.

        Args:
            opening: stands before the pieces.
            closing: stands behind them.
        """
        yield opening
        yield from self._bodies.chunks()
        yield closing
        bodies, shift = self._bodies, len(opening)
        begins = opening + bodies.read(0, min(bodies.size, _LOOKED_AT)) + closing
        ends = opening + bodies.read(max(bodies.size - _LOOKED_AT, 0), bodies.size) + closing
        key = self._key(shift + bodies.size + len(closing), begins[:_LOOKED_AT], ends[-_LOOKED_AT:])
        self._memo.put(key, _WRITE.encode([one._replace(begin=one.begin + shift) for one in self._sections]))

    def _key(self, size: int, begins: bytes, ends: bytes) -> bytes:
        return self._memo.key("contents", self._name.encode(), str(size).encode(), begins, ends)


@contextmanager
def opened(path: Path | None) -> Iterator[int | None]:
    """Give a file that perhaps is not there."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC) if path else None
    except OSError:
        descriptor = None
    try:
        yield descriptor
    finally:
        if descriptor is not None:
            os.close(descriptor)
