"""Content of files that is hashed where it is made or written, so that nobody goes through it twice."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


class Hashed:
    """Content that is hashed while it is gone through, by whoever writes it.

    Args:
        chunks: the content.

    Attributes:
        digest: SHA-256 of the chunks yielded so far: of all the content once it was gone through to its end.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self.digest = chunks, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the chunks, each when it is hashed."""
        for chunk in self._chunks:
            self.digest.update(chunk)
            yield chunk


@dataclass(slots=True)
class Beginning:
    """A file that is the beginning of another one: hashed with it, where that was written just before.

    Attributes:
        chunks: gives the content.
        digest: its SHA-256, in hexadecimal digits; whoever writes the other file sets it when that much is written.
            Empty before.
    """

    chunks: Callable[[], Iterable[bytes]]
    digest: str = ""

    def __iter__(self) -> Iterator[bytes]:
        """Yield the content."""
        return iter(self.chunks())
