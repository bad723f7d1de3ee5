"""What pieces a file of the last release was put together from, so that the next one can copy them.

The list of contents is kept apart from the file, under its size, beginning and end; each piece has a check sum, and one
that is not as it was written is not there. So nothing is kept twice, and a release that is damaged, or not the one that
the list was made for, costs work and never a wrong byte.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Final, Generic, NamedTuple, TypeVar

import msgspec
from isal.isal_zlib import crc32

from graph_builder.line_file import LineFile
from graph_builder.long_files import LongFile
from graph_builder.memo import Memo

P = TypeVar("P")
_LOOKED_AT: Final = 4096


class Piece(NamedTuple):
    """A piece of a file.

    Attributes:
        needed: what the head of the file must hold for it, sorted.
        body: what it is written as.
    """

    needed: tuple[str, ...]
    body: bytes


class _Section(NamedTuple):
    """Where a piece lies in a file; what the head needs is the number of a list, since most pieces need the same."""

    key: bytes
    begin: int
    size: int
    sum: int
    needed: int


class _List(NamedTuple):
    needed: list[tuple[str, ...]]
    sections: list[_Section]


_READ: Final = msgspec.msgpack.Decoder(_List)
_WRITE: Final = msgspec.msgpack.Encoder()


class Contents(Generic[P]):
    """The pieces of a file that is made, and those of the same file in the release before.

    Args:
        name: of the file.
        memo: where lists of contents are kept.
        folder: where new pieces are kept until the head is known.
        old: the file in the release before; None if there is none.
        make: makes a piece that cannot be copied, given what it was added as.
    """

    def __init__(self, name: str, memo: Memo, folder: Path, old: LongFile | None, make: Callable[[P], Piece]) -> None:
        self._name, self._memo, self._old, self._make = name, memo, old, make
        self._made = LineFile(folder)
        self._parts: list[bytes | tuple[_Section, P | None]] = []
        self._needed: dict[tuple[str, ...], int] = {}
        self._known: dict[bytes, _Section] = {}
        if old is not None and (found := memo.get(self._key(old.size, *old.ends(_LOOKED_AT)))) is not None:
            known = _READ.decode(found)
            self._known = {section.key: section for section in known.sections}
            self._known_needed = known.needed

    def add(self, key: bytes, place: P) -> None:
        """Append a piece (OSError if the disk is full).

        Args:
            key: tells it from all others.
            place: what it is made from, if it must be made.
        """
        section = self._known.get(key)
        if section is not None:
            needed = self._number(self._known_needed[section.needed])
            self._parts.append((section._replace(needed=needed), place))
            return
        piece = self._make(place)
        begin = self._made.write(piece.body)
        section = _Section(key, begin, len(piece.body), crc32(piece.body), self._number(piece.needed))
        self._parts.append((section, None))

    def write(self, text: bytes) -> None:
        """Append what stands between pieces."""
        if text:
            self._parts.append(text)

    @property
    def needed(self) -> set[str]:
        """What the head of the new file must hold."""
        return {name for names in self._needed for name in names}

    def file(self, opening: bytes, closing: bytes) -> Iterator[bytes]:
        """Yield the new file, and keep the list of its contents.

        Args:
            opening: stands before the pieces.
            closing: stands behind them.
        """
        self._made.close_writing()
        sections: list[_Section] = []
        size, begins, ends = 0, b"", b""
        for body, section in chain([(opening, None)], self._bodies(), [(closing, None)]):
            yield body
            if section is not None:
                sections.append(section._replace(begin=size))
            size += len(body)
            begins += body[: _LOOKED_AT - len(begins)]
            ends = (ends + body[-_LOOKED_AT:])[-_LOOKED_AT:]
        self._memo.put(self._key(size, begins, ends), _WRITE.encode(_List(list(self._needed), sections)))

    def _bodies(self) -> Iterator[tuple[bytes, _Section | None]]:
        for part in self._parts:
            if isinstance(part, bytes):
                yield part, None
                continue
            section, place = part
            if place is None:
                yield self._made.read(section.begin, section.begin + section.size), section
                continue
            assert self._old is not None
            body = self._old.read(section.begin, section.begin + section.size)
            if len(body) != section.size or crc32(body) != section.sum:
                body = self._make(place).body  # the release before is damaged; what the head needs stays true
                section = section._replace(size=len(body), sum=crc32(body))
            yield body, section

    def _number(self, needed: tuple[str, ...]) -> int:
        return self._needed.setdefault(needed, len(self._needed))

    def _key(self, size: int, begins: bytes, ends: bytes) -> bytes:
        return self._memo.key("contents", self._name.encode(), str(size).encode(), begins, ends)


def opened(path: Path | None) -> LongFile | None:
    """Open a file that perhaps is not there."""
    with suppress(OSError):
        return LongFile(path) if path else None
    return None
