"""Claims in the order of documents: sorted once, and mended where a chunk of records has changed since.

What chunks were put in order, and into what pieces, is remembered. A build that finds most of these chunks again takes
the lines of those that are gone out of the pieces in which they stand, and puts those of new ones in; only pieces that
this touches are cut again, up to where a cut falls on an old one. The outcome is that of sorting everything.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from graph_builder.blocks import stem_in
from graph_builder.cutting import ends
from graph_builder.errors import SystemFailure
from graph_builder.external_sort import Sorter
from graph_builder.memo import Memo
from graph_builder.parts import Kept, Parts, portions

ONE_IN: Final = 4
"""Of how many chunks one may have changed, so that mending is still less work than sorting."""


class Claims(NamedTuple):
    """The claims of some records.

    Attributes:
        digest: SHA-256 of their blocks.
        blocks: the blocks, in no order; None if the memo knows them.
    """

    digest: bytes
    blocks: bytes | None

    @classmethod
    def of(cls, blocks: bytes, memo: Memo) -> "Claims":
        """Return the claims that some blocks are, and let a memo know them."""
        digest = sha256(blocks).digest()
        if cls.known(digest, memo) is None:
            memo.put(_key_of(digest, memo), blocks)
        return cls(digest, blocks)

    @classmethod
    def known(cls, digest: bytes, memo: Memo) -> "Claims | None":
        """Return the claims with a digest; nothing if the memo does not know them."""
        return cls(digest, None) if memo.has(_key_of(digest, memo)) else None


def _key_of(digest: bytes, memo: Memo) -> bytes:
    return memo.key("claims of records", digest)


class _Order(NamedTuple):
    """What was put in order before: digests of claims, and the pieces that they make together."""

    claims: list[bytes]
    pieces: list[Kept]


_READ: Final = msgspec.msgpack.Decoder(_Order)
_WRITE: Final = msgspec.msgpack.Encoder()


class ClaimOrder:
    """Takes claims as they come and gives them back sorted.

    Args:
        folder: where lines are kept meanwhile.
        budget: how many bytes of memory sorting may take.
        memo: what was put in order before.

    Attributes:
        mended: whether what was in order before was mended; known when all are in order.
    """

    def __init__(self, folder: Path, budget: int, memo: Memo) -> None:
        self._folder, self._memo, self.mended = folder, memo, False
        self._sorter = Sorter(folder, budget)
        self._claims: list[bytes] = []
        self._fresh: Counter[bytes] = Counter()
        self._key = memo.key("order of claims")
        known = memo.get(self._key)
        self._before = _Order([], []) if known is None else _READ.decode(known)

    def take(self, claims: Claims) -> None:
        """Take some claims (OSError if the disk is full)."""
        self._claims.append(claims.digest)
        if claims.blocks is not None:
            self._fresh[claims.digest] += 1
            self._sorter.extend(claims.blocks.splitlines(keepends=True))

    def parts(self) -> Parts:
        """Return all claims, sorted and cut into pieces; once.

        Raises:
            SystemFailure: if the memo lost what it knew a moment ago.
            OSError: if the disk is full.
        """
        gone = self._lines_of_gone()
        self.mended = gone is not None
        parts = Parts(self._folder, self._memo)
        pieces: list[Kept] = []
        for kept, lines in self._cut() if gone is None else self._mended(gone):
            parts.add(lines, (), kept)
            pieces.append(kept)
        parts.close_writing()
        self._memo.put(self._key, _WRITE.encode(_Order(self._claims, pieces)))
        return parts

    def _lines_of_gone(self) -> list[bytes] | None:
        """Return the lines that do not stand any more, and let the new ones be sorted; None if all must be."""
        now, there = Counter(self._claims), Counter(self._before.claims) + self._fresh
        gone, missing = there - now, now - there
        changed = gone.total() + missing.total() + self._fresh.total()
        pieces = self._before.pieces
        if changed * ONE_IN <= len(self._claims) and all(self._memo.has(piece.key(self._memo)) for piece in pieces):
            blocks = [self._memo.get(_key_of(digest, self._memo)) for digest in gone.elements()]
            if None not in blocks:
                self._fetch(missing)
                return [line for some in blocks if some for line in some.splitlines(keepends=True)]
        self._fetch(now - self._fresh)
        return None

    def _fetch(self, wanted: Counter[bytes]) -> None:
        for digest in wanted.elements():
            blocks = self._memo.still(_key_of(digest, self._memo))
            self._sorter.extend(blocks.splitlines(keepends=True))

    def _cut(self) -> Iterator[tuple[Kept, bytes]]:
        return (self._new(piece) for piece in portions(self._sorter) if piece)

    def _new(self, lines: Sequence[bytes]) -> tuple[Kept, bytes]:
        data = b"".join(lines)
        return Kept.put(data, self._memo), data

    def _mended(self, gone: Iterable[bytes]) -> Iterator[tuple[Kept, bytes]]:
        """Yield the pieces; of those in which nothing changed no lines."""
        pieces = self._before.pieces
        firsts = [piece.first.encode() for piece in pieces]
        out, added = _by_piece(gone, firsts), _by_piece(self._sorter, firsts)
        held: list[bytes] = []
        for number, piece in enumerate(pieces):
            if not held and number not in out and number not in added:
                yield piece, b""
                continue
            left = Counter(out.get(number, ()))
            held += sorted(_without(self._lines(piece), left) + list(added.get(number, ())))
            if left.total():
                raise SystemFailure("what was kept of the last build is not what it left: build with --clean")
            *done, held = portions(held)
            yield from map(self._new, done)
            # The next piece begins with another document, so that this is where a cut may fall.
            if held and ends(stem_in(held[-1]), sum(map(len, held))):
                yield self._new(held)
                held = []
        if held:
            yield self._new(held)

    def _lines(self, piece: Kept) -> list[bytes]:
        return self._memo.still(piece.key(self._memo)).splitlines(keepends=True)


def _by_piece(lines: Iterable[bytes], firsts: Sequence[bytes]) -> Mapping[int, list[bytes]]:
    """Return the lines that belong into each piece, given the stems with which the pieces begin."""
    found: dict[int, list[bytes]] = defaultdict(list)
    for line in lines:
        found[max(bisect_right(firsts, stem_in(line)) - 1, 0)].append(line)
    return found


def _without(lines: Iterable[bytes], left: Counter[bytes]) -> list[bytes]:
    """Return lines but for those that are counted, and count these down."""
    found = []
    for line in lines:
        if left.get(line):
            left[line] -= 1
        else:
            found.append(line)
    return found
