"""The pieces of the dataset in the release before, found by their hash: what is the same is read from there.

Where a piece lies is kept under the size, beginning and end of the file. What is read is hashed; a file that is
damaged, or another than it seems, costs work and never a wrong byte.
"""

import os
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple
from weakref import finalize

import msgspec

from graph_builder.memo import Memo
from graph_builder.stored import Piece

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
    """

    def __init__(self, path: Path | None, memo: Memo) -> None:
        self._memo = memo
        self._places: dict[bytes, int] = {}
        try:
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC) if path else None
            if self._descriptor is not None:
                finalize(self, os.close, self._descriptor)
                size = os.fstat(self._descriptor).st_size
                looks = [os.pread(self._descriptor, _LOOKED_AT, at) for at in (0, max(size - _LOOKED_AT, 0))]
                if (known := memo.get(_key(memo, size, *looks))) is not None:
                    self._places = {place.digest: place.begin for place in _READ.decode(known)}
        except OSError:
            self._places = {}

    def find(self, digest: bytes, size: int, lines: int, graph: bytes) -> Piece | None:
        """Return a piece; nothing if it does not stand there, or not any more.

        Args:
            digest: the SHA-256 of its lines.
            size: of them, in bytes.
            lines: how many there are.
            graph: what stands behind their triples.
        """
        begin = self._places.get(digest)
        if begin is None:
            return None
        try:
            right = sha256(self.read(begin, begin + size)).digest() == digest
        except OSError:
            return None
        return Piece(self, begin, size, lines, graph, digest) if right else None

    def read(self, begin: int, end: int) -> bytes:
        """Return a section (OSError if the disk fails)."""
        assert self._descriptor is not None
        data = os.pread(self._descriptor, end - begin, begin)
        if len(data) < end - begin:
            raise OSError(0, "a file of the release before lost its end")
        return data


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
