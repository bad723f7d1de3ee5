"""Files of lines without a name: what a build keeps on disk meanwhile, and nobody has to clean up.

Such a file is gone when the build ends, however it ends. Several processes can read it at once after a fork.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Final
from weakref import finalize

_CHUNK: Final = 1 << 18


class LineFile:
    """Bytes that are written once, in order, and read as often as needed.

    Args:
        folder: on whose disk they lie.
    """

    def __init__(self, folder: Path) -> None:
        self._stream = tempfile.TemporaryFile(dir=folder, buffering=_CHUNK)  # noqa: SIM115 - lives as long as its owner
        self._descriptor = self._stream.fileno()
        self._closing = finalize(self, _closed, self._stream)
        self.size = 0

    def write(self, data: bytes) -> int:
        """Append and return where it begins (OSError if the disk is full)."""
        begun = self.size
        self._stream.write(data)
        self.size += len(data)
        return begun

    def close_writing(self) -> None:
        """Let every reader see what was written; before a fork, so that no process writes it twice."""
        self._stream.flush()

    def read(self, begin: int, end: int) -> bytes:
        """Return a section (OSError if the disk fails)."""
        found = []
        while begin < end:
            data = os.pread(self._descriptor, end - begin, begin)
            if not data:
                raise OSError(0, "a temporary file lost its end")
            begin += len(data)
            found.append(data)
        return b"".join(found)

    def ahead(self) -> "LineFile":
        """Return this: what was just written lies in the system's cache, and nothing is gained by reading ahead."""
        return self

    def lines(self, begin: int = 0, end: int | None = None, chunk: int = _CHUNK) -> Iterator[bytes]:
        """Yield the lines of a section, each with its end, in little memory (arguments as of :meth:`blocks`)."""
        return chain.from_iterable(self.blocks(begin, end, chunk))

    def blocks(self, begin: int = 0, end: int | None = None, chunk: int = _CHUNK) -> Iterator[list[bytes]]:
        """Yield the lines of a section, each with its end, as many at a time as are read at once.

        Args:
            begin: where a line begins.
            end: where a line ends; None for the end of the file.
            chunk: how many bytes are read at once.
        """
        self.close_writing()
        stop = self.size if end is None else end
        rest = b""
        while begin < stop:
            data = self.read(begin, min(begin + chunk, stop))
            begin += len(data)
            found = (rest + data).splitlines(keepends=True) if rest else data.splitlines(keepends=True)
            rest = b"" if found[-1].endswith(b"\n") else found.pop()
            yield found
        if rest:
            yield [rest]

    def close(self) -> None:
        """Give the room on the disk back."""
        self._closing()


def _closed(stream: IO[bytes]) -> None:
    """Close a stream; that its last bytes found no room on the disk was said when they were needed."""
    with contextlib.suppress(OSError):
        stream.close()
