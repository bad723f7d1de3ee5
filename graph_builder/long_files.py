"""Files that are written once, chunk by chunk, and read in order; long ones without filling the system's cache.

When memory is full, a gigabyte takes the processor up to 2 s to be written or read through the page cache, since the
system must look for room; and it drives out what a portal serves. Written past the cache it takes 0.2 s, and by the
clock no longer than until it lies on the disk; read with what was read given back at once, 0.15 s.
"""

import errno
import hashlib
import os
from collections.abc import Iterable
from fcntl import F_GETFL, F_SETFL, fcntl
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, PAGESIZE, mmap
from pathlib import Path
from typing import Final
from weakref import finalize

_BLOCK: Final = 4 << 20
"""Bytes that are written at once; a file that is no longer goes through the cache."""

_LONG: Final = 64 << 20
"""Bytes from which on what was read of a file is given back: a shorter one may well be served to somebody."""

_BEHIND: Final = 32 << 20
"""How many bytes are given back at once."""

_READ: Final = 1 << 20
"""How many bytes are hashed at once."""

_DIRECT: Final = getattr(os, "O_DIRECT", 0)
_CAN_ADVISE: Final = hasattr(os, "posix_fadvise")
"""Both are nothing where the system has no such way (macOS)."""


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
        block, filled = memoryview(_memory(_BLOCK)), 0
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
        again: whether it is read several times: then what was read stays in the system's cache.

    Attributes:
        size: in bytes.

    Raises:
        OSError: if it cannot be opened.
    """

    def __init__(self, path: str | Path, *, again: bool = False) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        finalize(self, os.close, self._descriptor)
        self.size = os.fstat(self._descriptor).st_size
        self._given_back, self._gives = 0, _CAN_ADVISE and self.size >= _LONG and not again
        if _CAN_ADVISE:  # it then reads farther ahead
            os.posix_fadvise(self._descriptor, 0, 0, os.POSIX_FADV_SEQUENTIAL)

    def read(self, begin: int, end: int) -> bytes:
        """Return a section; less of it, if the file ends before (OSError if the disk fails)."""
        if self._gives and begin - self._given_back >= _BEHIND:
            whole = (begin - self._given_back) // PAGESIZE * PAGESIZE
            os.posix_fadvise(self._descriptor, self._given_back, whole, os.POSIX_FADV_DONTNEED)
            self._given_back += whole
        return os.pread(self._descriptor, end - begin, begin)

    def sha256(self) -> str:
        """Return the SHA-256 of the file, in hexadecimal digits (OSError if the disk fails)."""
        digest = hashlib.sha256()
        for begin in range(0, self.size, _READ):
            digest.update(self.read(begin, begin + _READ))
        return digest.hexdigest()


def _memory(size: int) -> mmap:
    """Return memory that begins at a page, as writing past the cache wants it."""
    return mmap(-1, size, MAP_PRIVATE | MAP_ANONYMOUS)


def _turned(descriptor: int, *, to: bool) -> bool:
    """Turn writing past the cache on or off, and tell whether it is on: not every file system can."""
    flags = fcntl(descriptor, F_GETFL)
    try:
        fcntl(descriptor, F_SETFL, flags | _DIRECT if to else flags & ~_DIRECT)
    except OSError:
        return False
    return to and bool(_DIRECT)
