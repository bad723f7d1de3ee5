"""The releases that lie there already: the last one, to be read; the oldest ones, to be removed."""

import contextlib
import mmap
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graph_builder import integrity
from graph_builder.errors import SystemFailure
from graph_builder.lock import unpublished
from graph_builder.manifest import ID, ID_LENGTH, MANIFEST, Head, head
from graph_builder.untouched import Untouched

__all__ = [
    "ID_LENGTH",
    "LEFTOVERS",
    "MANIFEST",
    "Found",
    "Last",
    "OldFile",
    "age",
    "known",
    "last_whole",
    "prune",
    "system_failures",
]

LEFTOVERS: Final = ".new-"
"""How the names of folders begin that the next build removes."""
_CHUNK: Final = 1 << 20
_NAMED: Final = 3
"""How many damaged files are named where there are many."""


@dataclass(frozen=True, slots=True)
class OldFile:
    """A file of a release, to be read, or to be kept in the next release as it is.

    Attributes:
        location: where it lies.
        digest: its SHA-256, if this build has looked at it already; otherwise empty.
    """

    location: Path
    digest: str = ""

    def __iter__(self) -> Iterator[bytes]:
        """Yield it piece by piece (SystemFailure if it is missing or cannot be read)."""
        with system_failures(self.location), self.location.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk


@dataclass(frozen=True, slots=True)
class Last:
    """The release with which the next one is compared; its files are read as they are asked for.

    Attributes:
        id: its id.
        folder: where it lies.
        digests: the SHA-256 of those files that this build has looked at already, by path: it read them, or nobody
            touched them since a build did.
    """

    id: str
    folder: Path
    digests: Mapping[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, out: Path) -> "Last | None":
        """Return the current release of ``out``, as it stands; nothing if there is none yet."""
        folder = out / "current"
        if not (folder / MANIFEST).is_file():
            return None
        return cls(folder.resolve().name, folder.resolve())

    def read(self, path: str) -> bytes | None:
        """Return a file; nothing if the release has none at this path.

        Raises:
            SystemFailure: if it cannot be read.
        """
        if not (self.folder / path).is_file():
            return None
        return b"".join(self.chunks(path))

    def chunks(self, path: str) -> OldFile:
        """Return a file that is read piece by piece, or kept as it is without being read."""
        return OldFile(self.folder / path, self.digests.get(path, ""))

    @contextlib.contextmanager
    def mapped(self, path: str) -> Iterator[bytes | mmap.mmap]:
        """Give a file to look into anywhere (SystemFailure if it is missing or cannot be read)."""
        with system_failures(self.folder), (self.folder / path).open("rb") as stream:
            if not os.fstat(stream.fileno()).st_size:
                yield b""
                return
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as found:
                yield found

    def lines(self, path: str) -> Iterator[bytes]:
        """Yield the lines of a file without line feeds (SystemFailure if it is missing or cannot be read)."""
        with system_failures(self.folder), (self.folder / path).open("rb") as stream:
            for line in stream:
                yield line.rstrip(b"\n")


@dataclass(frozen=True, slots=True)
class Found:
    """What a build finds of the releases before it.

    Attributes:
        last: the release to be compared with; none for a first release.
        current: name of the folder to which ``current`` leads; empty if there is no such link.
        newest: the latest time of a change that any release tells of, be it damaged; empty if unknown.
        damaged: what was passed over, and why, one line each.
    """

    last: Last | None
    current: str
    newest: str = ""
    damaged: tuple[str, ...] = ()


def last_whole(out: Path, needed: Callable[[str], bool], untouched: Untouched) -> Found:
    """Return the newest release whose history can be carried on.

    It is the one that tells of the newest change and not simply the current one: after a rollback whoever followed the
    changes has seen what was taken back, too, and must be told of what became of it. A release whose files are
    not as they were published is passed over. Where the link ``current`` was taken away a new history begins.

    Args:
        out: the folder of the releases.
        needed: tells of the path of a file whether the next release is made from it.
        untouched: tells which of them need not be read.

    Raises:
        SystemFailure: if no release is whole: what was published and withdrawn would be forgotten.
    """
    link = out / "current"
    if not link.is_symlink():
        return Found(None, "")
    current = link.readlink().name
    heads = known(out / "releases")
    newest = max(map(_changed, heads.values()), default="")
    passed = [] if current in heads else [f"{link} leads to {current}, where no {MANIFEST} is"]

    def newest_first(id_: str) -> tuple[bool, str, bool, float]:
        unknown = id_ == current and heads[id_] is None  # nobody can tell, but nothing newer was ever current
        return unknown, _changed(heads[id_]), id_ == current, age(out, id_)

    for id_ in sorted(heads, key=newest_first, reverse=True):
        folder = out / "releases" / id_
        digests, faults = integrity.looked_at(folder, needed, untouched)
        if not faults:
            return Found(Last(id_, folder.resolve(), digests), current, newest, tuple(passed))
        more = f" and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
        passed.append(f"release {id_}: {'; '.join(map(str, faults[:_NAMED]))}{more}")
    remedy = f"copy a whole release back to {out / 'releases'}, or take the link {link} away to begin a new history"
    raise SystemFailure(f"{out}: no release there is whole, so nothing was published; {remedy}: {'; '.join(passed)}")


def known(releases: Path) -> dict[str, Head | None]:
    """Return the releases of a folder by id, with what they say of their place; nothing where that cannot be read.

    One that was never published is not among them: nobody has seen it, and the next build removes it.
    """
    if not releases.is_dir():
        return {}
    folders = [one for one in sorted(releases.iterdir()) if ID.fullmatch(one.name) and (one / MANIFEST).is_file()]
    never = unpublished(releases.parent)
    return {folder.name: head(folder) for folder in folders if folder.name != never}


def prune(releases: Path, current: str, keep: int) -> None:
    """Remove the oldest releases; what lies there beside releases is left alone.

    Args:
        releases: the folder of the releases.
        current: id of the one that stays in any case.
        keep: how many stay, the current one among them; first those that led to it.
    """
    heads = known(releases)
    ordered: list[str] = []
    here = current
    while here in heads and here not in ordered:
        ordered.append(here)
        here = (heads[here] or Head()).previous
    others = heads.keys() - set(ordered)
    ordered += sorted(others, key=lambda one: (_changed(heads[one]), age(releases.parent, one), one), reverse=True)
    for name in ordered[keep:]:
        doomed = releases / f"{LEFTOVERS}{name}"  # renamed first: no reader finds half a release, the next build sweeps
        (releases / name).rename(doomed)
        shutil.rmtree(doomed)


def _changed(found: Head | None) -> str:
    return found.changed if found else ""


def age(out: Path, id_: str) -> float:
    """Return when a release was written, in seconds since 1970, as far as the clock was right; 0 if it is not there."""
    try:
        return (out / "releases" / id_ / MANIFEST).stat().st_mtime
    except OSError:
        return 0.0


@contextlib.contextmanager
def system_failures(out: Path) -> Iterator[None]:
    """Turn what the system refuses into a failure that names the file, or ``out``."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise SystemFailure(
            f"{error.filename or out}: {reason}; nothing was published, the release before stands"
        ) from error
