"""The files of a release: written, or linked where the release before holds the same bytes.

A file is new or shared, never changed in place, so that no release can change through another. What is made anew is
compared with the old file, which is read, not believed: a disk can fail, and a link would carry the fault on. What is
only carried on stands in the new manifest under the hash that the old one states.
"""

import filecmp
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from graph_builder.hashing import Beginning, Hashed
from graph_builder.long_files import LongWriter, sha256_of
from graph_builder.old_releases import OldFile

Content: TypeAlias = bytes | Iterable[bytes]
WrittenFile: TypeAlias = tuple[str, str]
"""Path and SHA-256 of a file."""

Share: TypeAlias = Callable[[], Iterable[tuple[str, Content]]]
"""Makes some files of a release, path and content of each; it can be called in any process."""


def write_files(folder: Path, old: Path | None, share: Share) -> Iterator[WrittenFile]:
    """Write the files of a share and yield what was written.

    Args:
        folder: the new release.
        old: the release before; none if there is none.
        share: makes the files.

    Raises:
        FileExistsError: if a path is there already.
        OSError: if the disk is full or the folder cannot be written.
    """
    made: set[str] = set()
    for path, content in share():
        parent = path.rpartition("/")[0]
        if parent not in made:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        target, before = f"{folder}/{path}", f"{old}/{path}" if old else ""
        if isinstance(content, bytes):
            if not (before and _holds(before, content) and _linked(before, target)):
                _write_bytes(target, content)
            yield path, hashlib.sha256(content).hexdigest()
            continue
        if isinstance(content, OldFile) and _linked(str(content.location), target):
            yield path, content.digest or sha256_of(target)
            continue
        if isinstance(content, Beginning) and content.is_written:
            yield path, content.digest
        elif isinstance(content, Hashed) and content.beginning:
            yield path, _write_both(target, content, f"{folder}/{content.beginning.path}", content.beginning)
        else:
            yield path, write_stream(Path(target), content)
        if before and _same(before, target):
            _link_instead(before, target)


def _write_bytes(target: str, content: bytes) -> None:
    """Write a new file with few calls of the system: there are many small ones."""
    stream = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        written = os.write(stream, content)
        while written < len(content):
            written += os.write(stream, memoryview(content)[written:])
    except OSError as error:
        raise OSError(error.errno, error.strerror, target) from error
    finally:
        os.close(stream)


def write_stream(target: Path, chunks: Iterable[bytes]) -> str:
    """Write a new file chunk by chunk and return its SHA-256."""
    hashed = chunks if isinstance(chunks, Hashed) else Hashed(chunks)
    with LongWriter(str(target)) as file:
        for chunk in hashed:
            file.write(chunk)
    return hashed.digest.hexdigest()


def _write_both(target: str, whole: Hashed, begin: str, beginning: Beginning) -> str:
    """Write a new file, and beside it the one that is its beginning; return the SHA-256 of the whole."""
    with LongWriter(target) as file, LongWriter(begin) as first:
        for chunk in whole:
            file.write(chunk)
            if not beginning.digest:
                first.write(chunk)
    beginning.is_written = True
    return whole.digest.hexdigest()


def _holds(path: str, content: bytes) -> bool:
    """Tell whether a file of the release before holds just this: read, not believed, since a disk can fail."""
    try:
        stream = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return os.fstat(stream).st_size == len(content) and os.read(stream, len(content)) == content
    except OSError:
        return False
    finally:
        os.close(stream)


def _same(before: str, target: str) -> bool:
    try:
        return filecmp.cmp(before, target, shallow=False)
    except OSError:
        return False


def _linked(before: str, target: str) -> bool:
    """Give a file of the release before a place in the new one; false where the file system cannot."""
    try:
        os.link(before, target)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _link_instead(before: str, target: str) -> None:
    beside = f"{target}.same"
    if _linked(before, beside):
        Path(beside).replace(target)
