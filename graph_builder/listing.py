"""Finds the files of an archive and reads them: nothing outside of it, nothing too large, no surprises.

The order never depends on the file system. What is passed over is reported.
"""

import io
import os
import stat
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO, Final

from graph_builder.decode import decode
from graph_builder.problems import Place, Problem, Problems

_CHUNK: Final = 1 << 20
_NOT_DATA: Final = frozenset({".md"})


class Folder(StrEnum):
    """The folders of an archive."""

    PAGES = "pages"
    AUTHORITIES = "authorities"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A regular file that lies in the archive and may be read.

    Attributes:
        path: relative to the archive, with ``/``.
        location: where it lies, with links resolved.
        folder: the folder of the archive that it belongs to; None at the top.
        limit: greatest size in bytes.
    """

    path: str
    location: Path
    folder: Folder | None
    limit: int

    def data(self, problems: Problems) -> bytes | None:
        """Return the bytes; nothing, with a problem, when the file cannot be read."""
        chunks = list(self._chunks(problems, lines=False))
        return chunks[0] if chunks else None

    def text(self, problems: Problems) -> str | None:
        """Return the text; nothing, with a problem, when the file cannot be read or is not UTF-8."""
        data = self.data(problems)
        text = None if data is None else decode(data, Place(self.path))
        if isinstance(text, Problem):
            problems.add(text)
            return None
        return text

    def lines(self, problems: Problems) -> Generator[bytes, None, None]:
        """Yield the lines as bytes; the file is read as they are asked for, and open from the first to the last."""
        return self._chunks(problems, lines=True)

    def lines_between(self, begin: int, end: int, problems: Problems) -> Iterator[bytes]:
        """Yield the lines of a section as bytes; it is read at once.

        Args:
            begin: where a line begins.
            end: where a line ends.
            problems: where it is reported that the file cannot be read.
        """
        return self._chunks(problems, lines=True, section=(begin, end))

    def _chunks(
        self, problems: Problems, lines: bool, section: tuple[int, int] | None = None
    ) -> Generator[bytes, None, None]:
        try:
            # O_NOFOLLOW: a link put here since the listing is not followed either.
            with os.fdopen(os.open(self.location, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as stream:
                if section:
                    stream.seek(section[0])
                    yield from io.BytesIO(stream.read(section[1] - section[0]))
                elif lines:
                    yield from stream
                else:
                    data = _read(stream, self.limit + 1)
                    if len(data) > self.limit:
                        problems.add(_too_large(self.path, len(data), self.limit))
                    else:
                        yield data
        except OSError as error:
            problems.add(unreadable(self.path, error))


def _read(stream: IO[bytes], most: int) -> bytes:
    """Read a file up to a size; what is not there takes no memory, as it would if all were asked for at once."""
    found: list[bytes] = []
    while most > 0 and (chunk := stream.read(min(most, _CHUNK))):
        found.append(chunk)
        most -= len(chunk)
    return b"".join(found)


def find(root: Path, folder: Folder, suffixes: Collection[str], limit: int, problems: Problems) -> list[ArchiveFile]:
    """Return the files of a folder of the archive with one of the suffixes, sorted by path.

    Files and folders whose name begins with a dot, and notes (``.md``), are no data and are passed over.

    Args:
        root: the archive, resolved.
        folder: which of its folders.
        suffixes: suffixes of the files wanted.
        limit: greatest size in bytes.
        problems: where everything else is reported.
    """
    top = root / folder
    if top.is_symlink():
        _report_link(PurePosixPath(folder), problems)
        return []
    found: list[ArchiveFile] = []

    def report(error: OSError) -> None:
        if Path(error.filename) != top or top.exists():
            problems.add(unreadable(Path(error.filename).relative_to(root).as_posix(), error))

    for directory, names, files in os.walk(top, onerror=report):
        parent = PurePosixPath(Path(directory).relative_to(root).as_posix())
        for name in [name for name in names if (Path(directory) / name).is_symlink()]:
            _report_link(parent / name, problems)
        names[:] = [name for name in names if not name.startswith(".")]
        for name in files:
            suffix = PurePosixPath(name).suffix.lower()
            if name.startswith(".") or suffix in _NOT_DATA:
                continue
            file = check(root, str(parent / name), folder, limit, problems)
            if file is not None and suffix in suffixes:
                found.append(file)
            elif file is not None and file.path != f"{Folder.PAGES}/pages.csv":
                message = f"files of this sort are not read here: {suffix or 'no suffix'}"
                remedy = f"move it out of {folder}, or store it as {', '.join(sorted(suffixes))}"
                problems.warn(Place(file.path), "unknown-suffix", message, remedy)
    return sorted(found, key=lambda file: file.path)


def check(root: Path, path: str, folder: Folder | None, limit: int, problems: Problems) -> ArchiveFile | None:
    """Return the file at a path of the archive, or nothing, with a problem, when it must not or cannot be read.

    Args:
        root: the archive, resolved.
        path: path relative to it, with ``/``.
        folder: the folder of the archive that it belongs to.
        limit: greatest size in bytes.
        problems: where faults are gathered.
    """
    if not path.isprintable():
        shown = ascii(path)[1:-1]
        message = "the name of the file holds characters that cannot be shown"
        problems.error(Place(shown), "file-name", message, "rename it with letters, digits and hyphens, in UTF-8")
        return None
    try:
        location = (root / path).resolve(strict=True)
        status = location.stat()
    except (OSError, RuntimeError) as error:
        if (root / path).is_symlink():
            message = "the link leads to no file"
            problems.error(Place(path), "dangling-link", message, "put the file itself into the archive")
        else:
            problems.add(unreadable(path, error))
        return None
    if not location.is_relative_to(root):
        _report_link(PurePosixPath(path), problems)
        return None
    if not stat.S_ISREG(status.st_mode):
        problems.error(Place(path), "not-a-file", "this is no regular file", "put a file here, or remove it")
        return None
    if status.st_size > limit:
        problems.add(_too_large(path, status.st_size, limit))
        return None
    if not os.access(location, os.R_OK):
        problems.add(unreadable(path, PermissionError(0, "Permission denied")))
        return None
    return ArchiveFile(path, location, folder, limit)


def unreadable(path: str, error: Exception) -> Problem:
    """Return the problem of a file that the system does not let us read."""
    said = (error.strerror if isinstance(error, OSError) else None) or ""
    message = f"the file cannot be read: {said[:1].lower() + said[1:] or 'the system refuses it'}"
    return Problem(Place(path), "unreadable", message, "check that it is there, and that you may read it")


def _report_link(path: PurePosixPath, problems: Problems) -> None:
    message = "the link leads out of the archive, or is a linked folder; it is not followed"
    problems.error(Place(str(path)), "link", message, "put the files themselves into the archive")


def _too_large(path: str, size: int, limit: int) -> Problem:
    setting, code = (
        ("page_bytes", "page-too-large") if path.startswith("pages/") else ("record_bytes", "file-too-large")
    )
    message = (
        f"the file has more than {limit:,} bytes"
        if size == limit + 1
        else f"the file has {size:,} bytes, the limit is {limit:,}"
    )
    return Problem(Place(path), code, message, f"divide it, or raise limits.{setting} in tuyun.toml")
