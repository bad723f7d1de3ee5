"""Loads a release: small ones into memory, great ones into a store on the disk, made once and kept in a cache.

The files of a store on the disk are never the same twice, so they are no part of a release, which is reproducible.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, Protocol, cast

import msgspec
import pyoxigraph as ox

from graph_builder.old_releases import MANIFEST
from portal.settings import Settings
from portal.sparql.data import Data

_WHOLE: Final = Path("data") / "dataset.nq"
_MAIN, _UNION = "main", "union"
_BLOCK: Final = 1 << 20


class _Manifest(msgspec.Struct):
    base: str
    triples: int = 0
    claims: int = 0


class Source(Protocol):
    """Data that the holder has ready for its workers."""

    def open(self) -> Data:
        """Return the data, in the process that asks it.

        Raises:
            OSError: if it cannot be read.
        """
        ...


class InMemory:
    """A release in memory: workers that are forked share it."""

    def __init__(self, folder: Path, release: str) -> None:
        """Load it.

        Raises:
            OSError: if its dataset cannot be read.
            SyntaxError: if it is damaged.
        """
        store, union = ox.Store(), ox.Store()
        _load(folder / _WHOLE, store, union)
        self._data = Data(release, store, union)

    def open(self) -> Data:
        """Return the data that was there before the fork."""
        return self._data


class OnDisk:
    """A release in a store on the disk: each worker opens it for itself, read-only."""

    def __init__(self, folder: Path, release: str, cache: Path) -> None:
        """Make the store, unless it is there; remove those of other releases that nobody has open.

        Args:
            folder: of the release.
            release: its id.
            cache: the folder for the stores of this archive.

        Raises:
            OSError: if it cannot be made, for want of room, for instance.
            SyntaxError: if the dataset is damaged.
        """
        self._release, self._place = release, cache / release
        cache.mkdir(parents=True, exist_ok=True)
        self._lock = (cache / f"{release}.lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_SH)  # as long as this process lives
        if not self._place.is_dir():
            _made(folder / _WHOLE, self._place)
        _prune(cache, release)

    def open(self) -> Data:
        """Open the store in this process: its threads would not survive a fork."""
        main, union = (ox.Store.read_only(str(self._place / one)) for one in (_MAIN, _UNION))
        return Data(self._release, main, union)


def source(folder: Path, release: str, settings: Settings) -> Source:
    """Return the data of a release, where its size wants it.

    Args:
        folder: of the release.
        release: its id.
        settings: how much is held in memory, and where the cache is.

    Raises:
        OSError: if it cannot be read, or its store not be written.
        SyntaxError: if its dataset is damaged.
        msgspec.MsgspecError: if its manifest is.
    """
    manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Manifest)
    if manifest.triples + manifest.claims <= settings.sparql_memory_quads:
        return InMemory(folder, release)
    archive = hashlib.sha256(manifest.base.encode()).hexdigest()[:16]
    return OnDisk(folder, release, cache_folder(settings) / archive)


def cache_folder(settings: Settings) -> Path:
    """Return the folder in which stores are kept."""
    if settings.sparql_cache:
        return Path(settings.sparql_cache)
    given = os.environ.get("XDG_CACHE_HOME")
    return (Path(given) if given else Path.home() / ".cache") / "tuyun" / "stores"


def _made(whole: Path, place: Path) -> None:
    """Make a store at a place, all at once: nobody ever sees a half of it."""
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=place.parent))
    try:
        pid = os.fork()
        if not pid:  # the threads of the store end with this process
            status = 1
            try:
                stores = [ox.Store(str(draft / one)) for one in (_MAIN, _UNION)]
                _load(whole, *stores)
                for store in stores:
                    store.optimize()
                    store.flush()
                status = 0
            finally:
                os._exit(status)
        _, status = os.waitpid(pid, 0)
        if status:
            raise OSError(f"{place}: the store could not be made; is there room on the disk?")
        with contextlib.suppress(FileExistsError):  # another portal was faster
            draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _prune(cache: Path, kept: str) -> None:
    for lock in cache.glob("*.lock"):
        if lock.stem == kept:
            continue
        with lock.open("w") as handle, contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(cache / lock.stem, ignore_errors=True)
            lock.unlink(missing_ok=True)


def _load(whole: Path, store: ox.Store, union: ox.Store) -> None:
    store.bulk_load(path=str(whole), format=ox.RdfFormat.N_QUADS)
    with whole.open("rb") as lines:
        triples = cast("IO[bytes]", _Triples(lines))
        union.bulk_load(input=triples, format=ox.RdfFormat.N_TRIPLES)


class _Triples:
    """A file of N-Quads, read as N-Triples: each line without its graph; a store keeps each triple once."""

    def __init__(self, quads: IO[bytes]) -> None:
        self._blocks = self._read(quads)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Return at most so many bytes; none at the end."""
        if not self._rest:
            self._rest = next(self._blocks, b"")
        found, self._rest = self._rest[:size], self._rest[size:]
        return found

    @staticmethod
    def _read(quads: IO[bytes]) -> Iterator[bytes]:
        while lines := quads.readlines(_BLOCK):
            yield b"".join(map(_without_graph, lines))


def _without_graph(line: bytes) -> bytes:
    """Return a line of canonical N-Quads without its graph."""
    _, _, rest = line.split(b" ", 2)
    end = rest.rfind(b'"') + 1  # the value of a literal may hold blanks; what stands behind it holds none
    parts = rest[end:].split(b" ")
    return line if len(parts) < 3 else line[: -len(parts[-2]) - len(parts[-1]) - 1] + parts[-1]
