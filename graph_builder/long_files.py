"""Files that are written once, chunk by chunk, and read in long stretches; long ones past the system's cache.

A gigabyte takes the processor 0.4 to 1.6 s when it is written through the page cache and 0.3 to 2 s when it is read
through it and is not there, the more the fuller the memory is; and it drives out of it what a portal serves. Past the
cache either takes 0.2 s, and hardly longer by the clock than until all lies on the disk.
"""

import errno
import hashlib
import os
from collections.abc import Iterable
from fcntl import F_GETFL, F_SETFL, fcntl
from functools import lru_cache, partial
from mmap import mmap
from pathlib import Path
from typing import Final
from weakref import finalize

_BLOCK: Final = 4 << 20
"""Bytes that are written at once; a file that is no longer goes through the cache."""

_READ: Final = 2 << 20
"""Bytes that are read at once past the cache."""

_KEPT: Final = 16
"""How many such blocks are kept: a file is read in several places in turn."""

_LONG: Final = 64 << 20
"""Bytes from which on a file is read past the cache: shorter ones may well lie there."""

_DIRECT: Final = getattr(os, "O_DIRECT", 0)
"""Nothing where the system has no such way (macOS)."""


def write_chunks(target: str, chunks: Iterable[bytes]) -> None:
    """Write a new file.

    Args:
        target: its path.
        chunks: its content.

    Raises:
        FileExistsError: if it is there already.
        OSError: if the disk is full or the folder cannot be written; the error names the file.
    """
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        block, filled = memoryview(mmap(-1, _BLOCK)), 0  # it begins at a page, as writing directly wants it
        for chunk in chunks:
            begin = 0
            while begin < len(chunk):
                end = min(begin + _BLOCK - filled, len(chunk))
                block[filled : filled + end - begin] = chunk[begin:end]
                filled, begin = filled + end - begin, end
                if filled == _BLOCK:
                    _write(descriptor, block, target, direct=True)
                    filled = 0
        _write(descriptor, block[:filled], target, direct=False)
    finally:
        os.close(descriptor)


def _write(descriptor: int, data: memoryview, target: str, *, direct: bool) -> None:
    written = 0
    while written < len(data):
        direct = direct and not written and _turned(descriptor, to=True)  # the rest after a short write is not aligned
        if not direct:
            _turned(descriptor, to=False)
        try:
            written += os.write(descriptor, data[written:])
        except OSError as error:
            if not (direct and error.errno == errno.EINVAL):
                raise OSError(error.errno, error.strerror, target) from error
            direct = False


class LongFile:
    """A file that is there, of which sections are read, mostly one after the other.

    Args:
        path: of the file.

    Attributes:
        size: in bytes.

    Raises:
        OSError: if it cannot be opened.
    """

    def __init__(self, path: str | Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        finalize(self, os.close, self._descriptor)
        self.size = os.fstat(self._descriptor).st_size
        self._direct = self.size >= _LONG and _turned(self._descriptor, to=True)
        self._block = lru_cache(_KEPT)(partial(_read_block, self._descriptor))

    def read(self, begin: int, end: int) -> bytes:
        """Return a section; less of it, if the file ends before (OSError if the disk fails)."""
        if self._direct:
            try:
                return self._read_direct(begin, end)
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise
                self._direct = _turned(self._descriptor, to=False)
        return os.pread(self._descriptor, end - begin, begin)

    def sha256(self) -> str:
        """Return the SHA-256 of the file, in hexadecimal digits (OSError if the disk fails)."""
        digest = hashlib.sha256()
        for begin in range(0, self.size, _READ):
            digest.update(self.read(begin, min(begin + _READ, self.size)))
        return digest.hexdigest()

    def _read_direct(self, begin: int, end: int) -> bytes:
        parts = []
        for number in range(begin // _READ, -(-end // _READ)):
            start = number * _READ
            parts.append(self._block(number)[max(begin - start, 0) : end - start])
        return parts[0] if len(parts) == 1 else b"".join(parts)


def _read_block(descriptor: int, number: int) -> mmap | bytes:
    block = mmap(-1, _READ)  # it begins at a page, as reading directly wants it
    size = os.preadv(descriptor, [block], number * _READ)
    return block if size == _READ else block[:size]


def _turned(descriptor: int, *, to: bool) -> bool:
    """Turn reading and writing past the cache on or off, and tell whether it is on: not every file system can."""
    flags = fcntl(descriptor, F_GETFL)
    try:
        fcntl(descriptor, F_SETFL, flags | _DIRECT if to else flags & ~_DIRECT)
    except OSError:
        return False
    return to and bool(_DIRECT)
