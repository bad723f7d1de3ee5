"""Content of files that is hashed where it is made or written, so that nobody goes through it twice."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


class Hashed:
    """Content that is hashed while it is gone through, by whoever writes it.

    Args:
        chunks: the content.
        beginning: a file that is its beginning and can be written with it; none if there is no such file.

    Attributes:
        beginning: as given.
        digest: SHA-256 of the chunks yielded so far: of all the content once it was gone through to its end.
    """

    def __init__(self, chunks: Iterable[bytes], beginning: "Beginning | None" = None) -> None:
        self._chunks, self.beginning, self.digest = chunks, beginning, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the chunks, each when it is hashed."""
        for chunk in self._chunks:
            self.digest.update(chunk)
            yield chunk


@dataclass(slots=True)
class Beginning:
    """A file that is the beginning of another one: written and hashed with it.

    Attributes:
        path: of the file, in the same folder as the other.
        chunks: gives the content.
        digest: its SHA-256, in hexadecimal digits; what makes the other file sets it when it has given that much.
            Empty before.
        is_written: whether it was written with the other.
    """

    path: str
    chunks: Callable[[], Iterable[bytes]]
    digest: str = ""
    is_written: bool = False

    def __iter__(self) -> Iterator[bytes]:
        """Yield the content."""
        return iter(self.chunks())
