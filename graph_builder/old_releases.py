"""The releases that lie there already: the last one, to be read; the oldest ones, to be removed."""

import contextlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from graph_builder.errors import SystemFailure

ID_LENGTH: Final = 16
MANIFEST: Final = "release.json"
_ID: Final = re.compile(f"[0-9a-f]{{{ID_LENGTH}}}")
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Last:
    """The release that is current while the next one is made; its files are read as they are asked for.

    Attributes:
        id: its id.
        folder: where it lies.
    """

    id: str
    folder: Path

    @classmethod
    def of(cls, out: Path) -> "Last | None":
        """Return the current release of ``out``; nothing if there is none yet."""
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

    def chunks(self, path: str) -> Iterator[bytes]:
        """Yield a file piece by piece (SystemFailure if it is missing or cannot be read)."""
        with system_failures(self.folder), (self.folder / path).open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    def lines(self, path: str) -> Iterator[bytes]:
        """Yield the lines of a file without line feeds (SystemFailure if it is missing or cannot be read)."""
        with system_failures(self.folder), (self.folder / path).open("rb") as stream:
            for line in stream:
                yield line.rstrip(b"\n")


class _Manifest(msgspec.Struct):
    previous: str = ""


def prune(releases: Path, current: str, keep: int) -> None:
    """Remove the oldest releases; what lies there beside releases is left alone.

    Args:
        releases: the folder of the releases.
        current: id of the one that stays in any case.
        keep: how many stay, the current one among them; first those that led to it.
    """
    previous: dict[str, tuple[float, str]] = {}
    for folder in releases.iterdir():
        manifest = folder / MANIFEST
        if _ID.fullmatch(folder.name) and manifest.is_file():
            try:
                found = msgspec.json.decode(manifest.read_bytes(), type=_Manifest)
            except msgspec.DecodeError:
                found = _Manifest()
            previous[folder.name] = (manifest.stat().st_mtime, found.previous)
    ordered: list[str] = []
    here = current
    while here in previous and here not in ordered:
        ordered.append(here)
        here = previous[here][1]
    ordered += sorted(previous.keys() - set(ordered), key=lambda name: (previous[name], name), reverse=True)
    for name in ordered[keep:]:
        doomed = releases / f".new-{name}"  # renamed first: no reader finds half a release, a killed build is swept
        (releases / name).rename(doomed)
        shutil.rmtree(doomed)


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
