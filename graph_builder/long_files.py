"""Files that are written once, chunk by chunk, and read in order; long ones past the system's cache.

Through the page cache a gigabyte takes the processor 0.3 to 2 s, the most where memory is full, or a virtual machine's
that its host must give first; and what a portal serves is driven out. Past the cache, in and out of one piece of
memory, it takes 0.2 to 0.3 s; by the clock either takes about as long.
"""

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from fcntl import F_GETFL, F_SETFL, fcntl
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, PAGESIZE, mmap
from pathlib import Path
from typing import Final
from weakref import finalize

_BLOCK: Final = 4 << 20
"""Bytes that are written or read at once; a file that is no longer is written through the cache."""

_LONG: Final = 64 << 20
"""Bytes from which on a file is read past the cache: a shorter one may well lie there."""

_HASHED: Final = 256 << 10
"""Bytes from which on a file that is only hashed is read past the cache; a shorter one is read at once anyway."""

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
    """A file that is there, of which sections are read.

    Args:
        path: of the file.
        in_order: whether one section is read after the other, each once.
        least: size from which on such a file is read past the cache.

    Attributes:
        size: in bytes.

    Raises:
        OSError: if it cannot be opened.
    """

    def __init__(self, path: str | Path, *, in_order: bool = True, least: int = _LONG) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        finalize(self, os.close, self._descriptor)
        self.size = os.fstat(self._descriptor).st_size
        direct = in_order and self.size >= least and _turned(self._descriptor, to=True)
        self._block = _memory(_BLOCK) if direct else None
        self._begin = self._end = 0

    def read(self, begin: int, end: int) -> bytes:
        """Return a section; less of it, if the file ends before (OSError if the disk fails)."""
        if self._block is not None:
            try:
                return b"".join(self._sections(self._block, begin, end))
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise
                self._block = None
                _turned(self._descriptor, to=False)
        return os.pread(self._descriptor, end - begin, begin)

    def ends(self, length: int) -> tuple[bytes, bytes]:
        """Return the beginning and the end of the file, each of so many bytes (OSError if the disk fails)."""
        return self.read(0, min(length, self.size)), self.read(max(self.size - length, 0), self.size)

    def _sections(self, block: mmap, begin: int, end: int) -> Iterator[bytes]:
        """Yield a section, in two pieces where the block that was read ends in it."""
        while begin < min(end, self.size):
            if not self._begin <= begin < self._end:
                self._begin = begin - begin % PAGESIZE
                self._end = self._begin + os.preadv(self._descriptor, [block], self._begin)
                if self._end <= begin:
                    return
            some = block[begin - self._begin : min(end, self._end) - self._begin]
            yield some
            begin += len(some)


def sha256_of(path: str | Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits (OSError if it cannot be read)."""
    file, digest = LongFile(path, least=_HASHED), hashlib.sha256()
    for begin in range(0, file.size, _BLOCK):
        digest.update(file.read(begin, begin + _BLOCK))
    return digest.hexdigest()


def _memory(size: int) -> mmap:
    """Return memory that begins at a page, as reading and writing past the cache want it."""
    return mmap(-1, size, MAP_PRIVATE | MAP_ANONYMOUS)


def _turned(descriptor: int, *, to: bool) -> bool:
    """Turn reading and writing past the cache on or off, and tell whether it is on: not every file system can."""
    flags = fcntl(descriptor, F_GETFL)
    try:
        fcntl(descriptor, F_SETFL, flags | _DIRECT if to else flags & ~_DIRECT)
    except OSError:
        return False
    return to and bool(_DIRECT)
