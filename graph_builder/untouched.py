"""Files that lie as a build left them: they were hashed lately, and nobody wrote to them since.

As *make* and *rsync* do, this believes the size and the time of the last change, and the inode beside them: a copy is
another file. What it cannot see is a disk that fails silently, and so no file goes without being read for more than
:data:`DAYS`; ``tuyun verify`` reads all of them at any time.
"""

import struct
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from graph_builder.memo import Memo

DAYS: Final = 7
"""After so many days a file is read again, whatever the system says of it."""

_DAY: Final = 24 * 60 * 60
_HASHED: Final = struct.Struct("<d")
"""When it was hashed, in seconds since 1970."""


class Untouched:
    """Tells which files need not be read again.

    Args:
        memo: where it is kept when a file was hashed; one that remembers nothing lets every file be read.
    """

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._kept: set[bytes] = set()

    def has(self, path: Path, digest: str) -> bool:
        """Tell whether a file had a SHA-256 when it was hashed lately, and was not touched since.

        Args:
            path: of the file.
            digest: the SHA-256 that it should have, in hexadecimal digits.
        """
        with suppress(OSError):
            key = self._key(path, digest)
            known = self._memo.get(key)
            # A time to come is that of a clock that was wrong.
            if known is not None and 0 <= time.time() - _HASHED.unpack(known)[0] < DAYS * _DAY:
                self._kept.add(key)
                return True
        return False

    def note(self, path: Path, digest: str) -> None:
        """Keep that a file was hashed or written just now; one that was believed without that keeps its old time."""
        with suppress(OSError):
            key = self._key(path, digest)
            if key not in self._kept:
                self._kept.add(key)
                self._memo.put(key, _HASHED.pack(time.time()))

    def _key(self, path: Path, digest: str) -> bytes:
        found = path.stat()
        known = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
        return self._memo.key("hashed", digest.encode(), " ".join(map(str, known)).encode())
