"""The pieces of the dataset in the release before, found by their hash: what is the same is read from there.

Where a piece lies is kept under the size, beginning and end of the file. What is read is checked by CRC-32
(:class:`graph_builder.stored.Check`), as :mod:`exports.contents` checks what it copies: hardly a twentieth of the time
of SHA-256. It is there for disks that fail and for a file that is another than it seems, and these it finds out;
against forgery it does not stand, since nobody but the owner writes into the folder of the releases, and who can might
as well replace the program or what it remembers.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from graph_builder.long_files import LongFile, ahead
from graph_builder.memo import Memo
from graph_builder.stored import Piece, Section

_LOOKED_AT: Final = 4096
_STAGE: Final = "pieces of the dataset"


class _Place(NamedTuple):
    digest: bytes
    begin: int


_READ: Final = msgspec.msgpack.Decoder(list[_Place])
_WRITE: Final = msgspec.msgpack.Encoder()


class OldPieces:
    """The pieces of a file of N-Quads.

    Args:
        path: of the file; None if there is none.
        memo: where it is kept where they lie.

    Attributes:
        path: of the file, without links.
    """

    def __init__(self, path: Path | None, memo: Memo) -> None:
        self.path, self._memo = path and path.resolve(), memo
        self._places: dict[bytes, int] = {}
        self._file: LongFile | None = None
        with suppress(OSError):
            self._file = LongFile(path, in_order=False) if path else None
            key = _key(memo, self._file.size, *self._file.ends(_LOOKED_AT)) if self._file else b""
            if key and (known := memo.get(key)) is not None:
                self._places = {place.digest: place.begin for place in _READ.decode(known)}

    def find(self, digest: bytes) -> int | None:
        """Return where the piece with a SHA-256 stood; what is read there must be checked."""
        return self._places.get(digest)

    def read(self, begin: int, end: int) -> bytes:
        """Return a section; less of it, if the file lost its end (OSError if the disk fails)."""
        assert self._file is not None
        return self._file.read(begin, end)

    def ahead(self) -> Section:
        """Return what reads the same in order."""
        with suppress(OSError):  # where the name is gone, what is open can still be read
            if self.path:
                return ahead(self.path)
        return self


def keep(pieces: Sequence[Piece], memo: Memo) -> None:
    """Keep where pieces lie in a file that consists of them."""
    if not pieces:
        return
    ends = list(accumulate(piece.size for piece in pieces))
    begins, rest = _look(pieces), _look(pieces[::-1], backwards=True)
    places = [_Place(piece.digest, end - piece.size) for piece, end in zip(pieces, ends, strict=True)]
    memo.put(_key(memo, ends[-1], begins, rest), _WRITE.encode(places))


def _look(pieces: Iterable[Piece], *, backwards: bool = False) -> bytes:
    found = b""
    for piece in pieces:
        found = piece.read() + found if backwards else found + piece.read()
        if len(found) >= _LOOKED_AT:
            break
    return found[-_LOOKED_AT:] if backwards else found[:_LOOKED_AT]


def _key(memo: Memo, size: int, begins: bytes, ends: bytes) -> bytes:
    return memo.key(_STAGE, str(size).encode(), begins, ends)
