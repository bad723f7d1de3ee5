"""Files that are written once, chunk by chunk, and read in order; long ones past the system's cache.

Through the page cache a gigabyte takes the processor 0.3 to 2 s, the most where memory is full, or a virtual machine's
that its host must give first; and what a portal serves is driven out. Past the cache, in and out of one piece of
memory in large pages, it takes 0.1 to 0.2 s; by the clock either takes about as long.
"""

import errno
import hashlib
import mmap
import os
from collections.abc import Iterator
from contextlib import suppress
from fcntl import F_GETFL, F_SETFL, fcntl
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from weakref import finalize

_BLOCK: Final = 4 << 20
"""Bytes that are written or read at once; a file that is no longer is written through the cache."""

_AHEAD: Final = 2 << 20
"""The same where many may be read at a time."""

_LONG: Final = 64 << 20
"""Bytes from which on a file is read past the cache: a shorter one may well lie there."""

_HASHED: Final = 256 << 10
"""Bytes from which on a file that is only hashed is read past the cache; a shorter one is read at once anyway."""

_DIRECT: Final = getattr(os, "O_DIRECT", 0)
"""Nothing where the system has no such way (macOS)."""

_LARGE_PAGES: Final[int | None] = getattr(mmap, "MADV_HUGEPAGE", None)


class LongWriter:
    """A new file that is written chunk by chunk; what is left of it is written where the ``with`` ends without a fault.

    Args:
        target: its path.

    Raises:
        FileExistsError: if it is there already.
        OSError: if the folder cannot be written.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self._descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        self._block, self._filled = memoryview(_memory(_BLOCK)), 0

    def write(self, chunk: bytes) -> None:
        """Append a chunk (OSError that names the file, if the disk is full)."""
        begin = 0
        while begin < len(chunk):
            filled = self._filled
            end = min(begin + _BLOCK - filled, len(chunk))
            self._block[filled : filled + end - begin] = chunk[begin:end]
            self._filled, begin = filled + end - begin, end
            if self._filled == _BLOCK:
                _write(self._descriptor, self._block, self._target, direct=True)
                self._filled = 0

    def __enter__(self) -> Self:
        """Return the file."""
        return self

    def __exit__(self, fault: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        """Write the rest and close the file (OSError as of :meth:`write`)."""
        try:
            if fault is None:
                _write(self._descriptor, self._block[: self._filled], self._target, direct=False)
        finally:
            os.close(self._descriptor)


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
        block: how many bytes are read at once then; 0 for as many as is usual.

    Attributes:
        size: in bytes.

    Raises:
        OSError: if it cannot be opened.
    """

    def __init__(self, path: str | Path, *, in_order: bool = True, least: int = _LONG, block: int = 0) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        finalize(self, os.close, self._descriptor)
        self.size = os.fstat(self._descriptor).st_size
        direct = in_order and self.size >= least and _turned(self._descriptor, to=True)
        self._block = _memory(block or _BLOCK) if direct else None
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

    def _sections(self, block: mmap.mmap, begin: int, end: int) -> Iterator[bytes]:
        """Yield a section, in two pieces where the block that was read ends in it."""
        while begin < min(end, self.size):
            if not self._begin <= begin < self._end:
                self._begin = begin - begin % mmap.PAGESIZE
                self._end = self._begin + os.preadv(self._descriptor, [block], self._begin)
                if self._end <= begin:
                    return
            some = block[begin - self._begin : min(end, self._end) - self._begin]
            yield some
            begin += len(some)


def ahead(path: str | Path) -> LongFile:
    """Open a file of which many streams may be read at a time, each in order (OSError if it cannot be opened)."""
    return LongFile(path, block=_AHEAD)


def sha256_of(path: str | Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits (OSError if it cannot be read)."""
    file, digest = LongFile(path, least=_HASHED), hashlib.sha256()
    for begin in range(0, file.size, _BLOCK):
        digest.update(file.read(begin, begin + _BLOCK))
    return digest.hexdigest()


def _memory(size: int) -> mmap.mmap:
    """Return memory that begins at a page, as reading and writing past the cache want it; in large pages, if it can be.

    Of 4 KiB pages the system looks up and hands on each: reading or writing a gigabyte takes three times the processor.
    """
    memory = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if _LARGE_PAGES is not None:
        with suppress(OSError):  # a system built without them
            memory.madvise(_LARGE_PAGES)
    return memory


def _turned(descriptor: int, *, to: bool) -> bool:
    """Turn reading and writing past the cache on or off, and tell whether it is on: not every file system can."""
    flags = fcntl(descriptor, F_GETFL)
    try:
        fcntl(descriptor, F_SETFL, flags | _DIRECT if to else flags & ~_DIRECT)
    except OSError:
        return False
    return to and bool(_DIRECT)
