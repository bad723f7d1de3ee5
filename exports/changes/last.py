"""What a release must know of the last one: its files, read as they are asked for."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from mmap import mmap
from pathlib import Path
from typing import Protocol


class LastRelease(Protocol):
    """The release that is current while the next one is made."""

    @property
    def id(self) -> str:
        """The id under which it is addressed."""

    @property
    def folder(self) -> Path:
        """Where it lies."""

    def read(self, path: str) -> bytes | None:
        """Return a file; nothing if the release has none at this path.

        Raises:
            SystemFailure: if it cannot be read.
        """

    def chunks(self, path: str) -> Iterable[bytes]:
        """Return a file that is read piece by piece (SystemFailure if it is missing or cannot be read).

        As the content of a file of the next release it stands for the same file.
        """

    def mapped(self, path: str) -> AbstractContextManager[bytes | mmap]:
        """Give a file to look into anywhere (SystemFailure if it is missing or cannot be read)."""

    def lines(self, path: str) -> Iterator[bytes]:
        """Yield the lines of a file without line feeds (SystemFailure if it is missing or cannot be read)."""
