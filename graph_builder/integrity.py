"""Is a release what it was when it was published? Each file that is another, is gone or was not there is named."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from graph_builder import manifest
from graph_builder.errors import SystemFailure
from graph_builder.long_files import sha256_of
from graph_builder.manifest import ID, MANIFEST, SUMS
from graph_builder.untouched import Untouched

What: TypeAlias = Literal["changed", "missing", "not listed", "unreadable"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was.

    Attributes:
        what: became of it.
        path: of the file, in the release.
        detail: what the system or a reader said; empty if there is no more to say.
    """

    what: What
    path: str
    detail: str = ""

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.what}: {self.path}{f' ({self.detail})' if self.detail else ''}"


def faults(folder: Path) -> Iterator[Fault]:
    """Compare every file of a release with its hash; yield what differs, sorted by path.

    Args:
        folder: of the release; where it is called by an id, that must be its own.
    """
    try:
        said = manifest.read(folder)
    except SystemFailure as error:
        yield Fault("unreadable", MANIFEST, str(error))
        return
    if ID.fullmatch(folder.name) and folder.name != said.id:
        yield Fault("changed", MANIFEST, f"it is that of release {said.id}")
    listed, there = said.files.keys() | {MANIFEST, SUMS}, set(_paths(folder))
    for path in sorted(listed | there):
        if path not in listed:
            yield Fault("not listed", path)
        elif path not in there:
            yield Fault("missing", path)
        elif path in said.files and (fault := _fault(folder, path, said.files[path])):
            yield fault


def looked_at(folder: Path, needed: Callable[[str], bool], untouched: Untouched) -> tuple[dict[str, str], list[Fault]]:
    """Compare those files of a release that are needed with the hashes that its manifest states.

    Args:
        folder: of the release.
        needed: tells of the path of a file whether it is needed.
        untouched: tells which of them need not be read; those that are as they should be are noted there.

    Returns:
        of each file that is needed the SHA-256 that the manifest states, in hexadecimal digits, by its path; and a
        fault for each of them that is another, is gone or cannot be read, sorted by path. If the manifest cannot be
        read, no file and this one fault.
    """
    try:
        said = manifest.read(folder)
    except SystemFailure as error:
        return {}, [Fault("unreadable", MANIFEST, str(error))]
    wanted = {path: digest for path, digest in said.files.items() if needed(path)}
    found = []
    for path, digest in wanted.items():
        if untouched.has(folder / path, digest):
            continue
        if fault := _fault(folder, path, digest):
            found.append(fault)
        else:
            untouched.note(folder / path, digest)
    return wanted, found


def note_written(folder: Path, needed: Callable[[str], bool], untouched: Untouched) -> None:
    """Note of those files of a release that was just published which are needed that they are as they were hashed.

    Raises:
        SystemFailure: if its manifest cannot be read.
    """
    for path, digest in manifest.read(folder).files.items():
        if needed(path):
            untouched.note(folder / path, digest)


def refuse_incomplete(folder: Path) -> None:
    """Look at what tells of the files, and whether they are there, without reading them.

    Raises:
        SystemFailure: if a release is not whole, as far as that tells.
    """
    said, there = manifest.read(folder), set(_paths(folder))
    missing = [path for path in said.files if path not in there]
    if missing:
        more = f" and {len(missing) - 1} more files" if len(missing) > 1 else ""
        raise SystemFailure(f"{folder}: {missing[0]}{more} missing; see `tuyun verify --help`")
    if ID.fullmatch(folder.name) and folder.name != said.id:
        raise SystemFailure(f"{folder / MANIFEST}: it is that of release {said.id}; see `tuyun verify --help`")


def _fault(folder: Path, path: str, digest: str) -> Fault | None:
    try:
        return None if sha256_of(folder / path) == digest else Fault("changed", path)
    except FileNotFoundError:
        return Fault("missing", path)
    except OSError as error:
        return Fault("unreadable", path, error.strerror or str(error))


def _paths(folder: Path) -> Iterator[str]:
    """Yield the paths of all files, links among them, below a folder."""
    inside: Final = len(str(folder)) + 1
    for at, folders, files in os.walk(folder):
        yield from (f"{at}/{name}"[inside:] for name in files)
        yield from (f"{at}/{name}"[inside:] for name in folders if Path(at, name).is_symlink())
