"""What stages of a build gave before, found by the hash of what they were given: a cache of pure functions.

A key is the SHA-256 of the program, of the name of a stage and of all that the stage was given; so nothing that is
found can be out of date, and no book is kept of what depends on what. What is found is believed only if its own check
sum is right. The folder may be deleted at any time; where it cannot be written, a build does without.

Values lie in *packs*: files that are only ever appended to, one for each process that found anything new. A torn end, a
pack that is damaged or was written by another version costs what it holds and nothing else.
"""

import contextlib
import os
import secrets
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final

import zstandard
from isal.isal_zlib import crc32

from graph_builder.errors import SystemFailure

_SUFFIX: Final = ".pack"
_MAGIC: Final = b"tuyun pack 2\n"
_RECORD: Final = struct.Struct("<16sIII")
"""Key, size of the value, check sum of the value, check sum of what stands before it."""

_INDEXED: Final = struct.Struct("<Q8xI4xI")
"""Of the same: beginning of the key, size, last check sum."""

_SUM: Final = struct.Struct("<I")

_TOUCHED: Final = 0xFFFFFFFF
"""Stands for the size where a record only says that a value of an older pack was needed again."""

_LEVEL: Final = 1
"""Of Zstandard: smaller than any faster one makes it, and unpacked as fast."""

_LARGEST: Final = 1 << 30
"""Bytes of the largest value: a packed one says how large it becomes, and so much memory is taken for it unseen."""

_PLACE_BITS: Final = 40
_PLACE: Final = (1 << _PLACE_BITS) - 1
_RESERVE: Final = 256 << 20
"""How many bytes of the disk are left alone: the release needs them more."""

_SMALL: Final = 16 << 20
"""A pack smaller than this is joined with others; of two builds each leaves a few."""


class Memo:
    """Values of one archive's last build.

    Args:
        folder: where the packs lie; made if it is not there. None for a memo that remembers nothing.
        program: what tells one version of the program, with all that its results depend on, from another.
        forget: whether what lies there is passed over, and removed when the build is done.
    """

    def __init__(self, folder: Path | None = None, program: bytes = b"", *, forget: bool = False) -> None:
        self._folder, self._program, self._build = folder, program, secrets.token_hex(8)
        self._own: int | None = None
        self._first = self._process = os.getpid()
        self._may_write = folder is not None
        self._packing, self._unpacking = zstandard.ZstdCompressor(_LEVEL), zstandard.ZstdDecompressor()
        self._packs: list[tuple[Path, int]] = []
        found: list[tuple[int, int, int]] = []
        for path in _by_age(folder) if folder else ():
            with contextlib.suppress(OSError):
                descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
                self._packs.append((path, descriptor))
                if not forget:
                    number = len(self._packs) - 1 << _PLACE_BITS
                    found += [(short, number | place, size) for short, place, size in _records(descriptor)]
        found.sort()
        self._keys = array("Q", (key for key, _, _ in found))
        self._places = array("Q", (place for _, place, _ in found))
        self._sizes = array("I", (size for _, _, size in found))
        self._needed = bytearray(len(found))

    def key(self, stage: str, *given: bytes) -> bytes:
        """Return the key of what a stage makes of what it is given: its settings, then its input."""
        parts = [self._program]
        for one in (stage.encode(), *given):
            parts += (len(one).to_bytes(8, "little"), one)
        return sha256(b"".join(parts)).digest()[:16]  # in one call: most of what is given is short

    def get(self, key: bytes) -> bytes | None:
        """Return the value of a key; nothing if it is not known or damaged."""
        packed = self._found(key)
        with contextlib.suppress(zstandard.ZstdError):
            if packed is not None and 0 <= zstandard.frame_content_size(packed) <= _LARGEST:
                return self._unpacking.decompress(packed)
        return None

    def still(self, key: bytes) -> bytes:
        """Return the value of a key that was known a moment ago.

        Raises:
            SystemFailure: if it is not known any more: somebody changed the folder meanwhile.
        """
        value = self.get(key)
        if value is None:
            raise SystemFailure("what was kept of the last build went while it was used: build again")
        return value

    def has(self, key: bytes) -> bool:
        """Tell whether the value of a key is known and whole, without unpacking it."""
        return self._found(key) is not None

    def _found(self, key: bytes) -> memoryview | None:
        for position in self._positions(_short(key)):
            try:
                record = self._record(position)
            except OSError:
                continue
            stored, size, sum_, _ = _RECORD.unpack_from(record)
            packed = memoryview(record)[_RECORD.size :]
            if stored == key and len(packed) == size and crc32(packed) == sum_:
                self._needed[position] = 1
                if os.getpid() != self._first:
                    self._append(_header(key, _TOUCHED, 0))
                return packed
        return None

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value; where that cannot be done it is passed over."""
        if self._may_write and len(value) <= _LARGEST:
            packed = self._packing.compress(value)
            self._append(_header(key, len(packed), crc32(packed)) + packed)

    def prune(self) -> None:
        """Give back the room of what this build did not need; to be called when it is done."""
        if self._folder is None:
            return
        self._note_what_others_did()
        needed: list[list[int]] = [[] for _ in self._packs]
        for position, place in enumerate(self._places):
            if self._needed[position]:
                needed[place >> _PLACE_BITS].append(position)
        for (path, descriptor), positions in zip(self._packs, needed, strict=True):
            with contextlib.suppress(OSError):
                size = os.fstat(descriptor).st_size
                if size < _SMALL or sum(_RECORD.size + self._sizes[one] for one in positions) < size // 2:
                    for position in sorted(positions, key=self._places.__getitem__):
                        self._append(self._record(position))
                    if self._may_write:
                        path.unlink()

    def close(self) -> None:
        """Let go of the packs."""
        for _, descriptor in self._packs:
            os.close(descriptor)
        if self._own is not None and self._process == os.getpid():
            os.close(self._own)
        self._packs, self._own, self._may_write = [], None, False
        self._keys, self._places, self._sizes = array("Q"), array("Q"), array("I")

    def _positions(self, short: int) -> Iterator[int]:
        """Yield where in the index a key may stand of which the beginning is given, the newest first."""
        position = bisect_right(self._keys, short) - 1
        while position >= 0 and self._keys[position] == short:
            yield position
            position -= 1

    def _record(self, position: int) -> bytes:
        place = self._places[position]
        _, descriptor = self._packs[place >> _PLACE_BITS]
        size = _RECORD.size + self._sizes[position]
        record = os.pread(descriptor, size, place & _PLACE)
        if len(record) != size:
            raise OSError(0, "a pack lost its end")
        return record

    def _note_what_others_did(self) -> None:
        """Note what any process of this build needed, and what it found anew in the place of something older."""
        assert self._folder is not None
        for path in self._folder.glob(f"{self._build}-*{_SUFFIX}"):
            with contextlib.suppress(OSError), path.open("rb") as stream:
                for short, _, size in _records(stream.fileno(), touched=True):
                    for position in islice(self._positions(short), 1 if size == _TOUCHED else None):
                        self._needed[position] = size == _TOUCHED

    def _append(self, record: bytes) -> None:
        """Write a record in one call; if there is no room for it, or no permission, nothing is written from now on."""
        if self._process != os.getpid():
            self._process, self._own = os.getpid(), None
        if not self._may_write:
            return
        assert self._folder is not None
        try:
            if self._own is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                path = self._folder / f"{self._build}-{secrets.token_hex(8)}{_SUFFIX}"
                self._own = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
                os.write(self._own, _MAGIC)
            disk = os.fstatvfs(self._own)
            enough = disk.f_bavail * disk.f_frsize > _RESERVE
            self._may_write = enough and os.write(self._own, record) == len(record)
        except OSError:
            self._may_write = False


def _by_age(folder: Path) -> list[Path]:
    """Return the packs of a folder, the newest last."""
    found = []
    with contextlib.suppress(OSError):
        for path in folder.glob(f"*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                found.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(found)]


def _short(key: bytes) -> int:
    return int.from_bytes(key[:8], "little")


def _header(key: bytes, size: int, sum_: int) -> bytes:
    said = _RECORD.pack(key, size, sum_, 0)[: -_SUM.size]
    return said + _SUM.pack(crc32(said))


def _records(descriptor: int, *, touched: bool = False) -> Iterator[tuple[int, int, int]]:
    """Yield beginning of the key, place and size of the records of a pack, up to the first that is none."""
    if os.pread(descriptor, len(_MAGIC), 0) != _MAGIC:
        return
    place, end, length = len(_MAGIC), os.fstat(descriptor).st_size, _RECORD.size
    while place + length <= end:
        header = os.pread(descriptor, length, place)
        short, size, own = _INDEXED.unpack(header)
        if own != crc32(header[: -_SUM.size]):
            return
        if size == _TOUCHED:
            if touched:
                yield short, place, size
            size = 0
        elif place + length + size <= end:
            yield short, place, size
        place += length + size
