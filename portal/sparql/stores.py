"""Loads a release: small ones into memory, great ones into a store on the disk, made once and kept in a cache.

The published view comes first, so that it is soon answered from; then, in another process, all of the release. Where
nobody claims anything the view is all. The files of a store on the disk are never the same twice, so they are no part
of a release, which is reproducible.
"""

import fcntl
import hashlib
import logging
import shutil
from pathlib import Path
from typing import IO, Final, Protocol, cast

import msgspec
import pyoxigraph as ox

from graph_builder.old_releases import MANIFEST
from portal.settings import Settings
from portal.sparql import dumps
from portal.sparql.data import Data
from portal.sparql.dumps import Dump, Part
from portal.sparql.store_files import cache_folder, in_a_child, is_named, linked, locked, made, prune, remove
from portal.sparql.tallies import Tallies

_log: Final = logging.getLogger(__name__)
_WHOLE: Final = Path("data") / "dataset.nq"
_MAIN, _UNION, _TALLIES = "main", "union", "tallies.json"
_LAYOUT: Final = ".2"
"""Which files a store has, in its name: one of an older portal is made anew, and removed."""
_FIRST: Final = ".first"
"""End of the name of a store that is there until the better one is made."""


class _Manifest(msgspec.Struct):
    base: str
    triples: int = 0
    claims: int = 0

    @property
    def quads(self) -> int:
        return self.triples + self.claims


class Source(Protocol):
    """Data that the holder has ready for its workers.

    Attributes:
        everything: whether it is all of the release; if not, it is the published view.
    """

    everything: bool

    def open(self) -> Data:
        """Return the data, in the process that asks it.

        Raises:
            OSError: if it cannot be read.
        """
        ...

    def close(self) -> None:
        """Remove what nobody else needs."""
        ...


class InMemory:
    """A release in memory: workers that are forked share it."""

    def __init__(self, folder: Path, release: str, everything: bool) -> None:
        """Load it.

        Args:
            folder: of the release.
            release: its id.
            everything: whether all of it is loaded, or the published view alone.

        Raises:
            OSError: if its dataset cannot be read.
            SyntaxError: if it is damaged.
        """
        path = folder / _WHOLE
        view, dump = _filled(path, dumps.view)
        self.everything = everything or dump.complete
        store = union = view if dump.complete else None
        if everything and not dump.complete:
            store, union = (_filled(path, part)[0] for part in (dumps.whole, dumps.union))
        self._data = Data(release, view, store, union, _tallies(view, dump))

    def open(self) -> Data:
        """Return the data that was there before the fork."""
        return self._data

    def close(self) -> None:
        """Do nothing: memory ends with the process."""


class OnDisk:
    """A release in a store on the disk: each worker opens it for itself, read-only."""

    def __init__(self, folder: Path, release: str, cache: Path, everything: bool) -> None:
        """Make the store, unless it is there and can be opened; remove those of other releases that nobody has open.

        What is loaded first is as loading leaves it; of it, together with the union, a store is made that has been put
        in order, which takes longer than loading.

        Args:
            folder: of the release.
            release: its id.
            cache: the folder for the stores of this archive.
            everything: whether all of it is wanted, or the published view is enough.

        Raises:
            OSError: if it cannot be made, for want of room, for instance.
            SyntaxError: if the dataset is damaged.
        """
        place, first = cache / f"{release}{_LAYOUT}", cache / f"{release}{_LAYOUT}{_FIRST}"
        self.everything = everything or place.is_dir()
        self._release = release
        self._place = place if self.everything else first
        cache.mkdir(parents=True, exist_ok=True)
        self._lock = locked(self._place)
        whole = folder / _WHOLE
        try:
            self._drop_damaged()
            if not self._place.is_dir():
                make = (lambda at: _ordered(whole, first, at)) if everything else (lambda at: _main(whole, at))
                made(self._place, make)
            prune(cache, place.name)
        except BaseException:
            self._lock.close()
            raise

    def open(self) -> Data:
        """Open the store in this process: its threads would not survive a fork."""
        main = ox.Store.read_only(str(self._place / _MAIN))
        if not self.everything:
            return Data(self._release, main)
        place = self._place / _UNION
        union = ox.Store.read_only(str(place)) if place.is_dir() else main
        tallies = msgspec.json.decode((self._place / _TALLIES).read_bytes(), type=dict[str, dict[str, int]])
        return Data(self._release, main, main, union, tallies)

    def _drop_damaged(self) -> None:
        """Remove the store, if it is there and cannot be opened.

        Raises:
            OSError: if another portal has it open.
        """
        if not self._place.is_dir() or in_a_child(self.open):
            return
        with self._lock:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise OSError(f"{self._place} cannot be opened, and another portal has it open") from None
            # The lock was given up for a moment: another may have removed the store, or made it anew.
            if is_named(self._lock, self._place) and self._place.is_dir() and not in_a_child(self.open):
                _log.warning("%s cannot be opened, and is made anew", self._place)
                shutil.rmtree(self._place)
        self._lock = locked(self._place)

    def close(self) -> None:
        """Remove the first store, if nobody has it open any more."""
        self._lock.close()
        if not self.everything:
            remove(self._place)


def source(folder: Path, release: str, settings: Settings, everything: bool) -> Source:
    """Return the data of a release, where its size wants it.

    Args:
        folder: of the release.
        release: its id.
        settings: how much is held in memory, and where the cache is.
        everything: whether all of it is wanted, or the published view is enough; of a small one it is all in any case.

    Raises:
        OSError: if it cannot be read, or its store not be written.
        SyntaxError: if its dataset is damaged.
        msgspec.MsgspecError: if its manifest is.
    """
    manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Manifest)
    everything = everything or manifest.quads <= settings.sparql_at_once_quads
    if manifest.quads <= settings.sparql_memory_quads:
        return InMemory(folder, release, everything)
    archive = hashlib.sha256(manifest.base.encode()).hexdigest()[:16]
    return OnDisk(folder, release, cache_folder(settings) / archive, everything)


def _filled(path: Path, part: Part) -> tuple[ox.Store, Dump]:
    """Return a store of a part of a dump, and the dump that was read."""
    store, dump = ox.Store(), Dump(path, part)
    _load(store, dump)
    return store, dump


def _tallies(store: ox.Store, dump: Dump) -> Tallies:
    """Return what was counted; nothing if a line stands twice in the dump, which a store holds once."""
    return dump.counting.found() if len(store) == dump.lines else {}


def _load(store: ox.Store, dump: Dump) -> None:
    store.bulk_load(input=cast("IO[bytes]", dump), format=ox.RdfFormat.N_QUADS)


def _main(whole: Path, place: Path) -> None:
    store = ox.Store(str(place / _MAIN))
    store.bulk_load(path=str(whole), format=ox.RdfFormat.N_QUADS)
    store.flush()


def _ordered(whole: Path, first: Path, place: Path) -> None:
    """Make the store of all, of the first one if it is there: its tables never change, so they are not copied."""
    if first.is_dir():
        shutil.copytree(first / _MAIN, place / _MAIN, copy_function=linked)
    else:
        _main(whole, place)
    stores = [ox.Store(str(place / _MAIN))]
    dump = Dump(whole, dumps.union)
    if any(stores[0].named_graphs()):
        stores.append(ox.Store(str(place / _UNION)))
        _load(stores[1], dump)
    else:
        while dump.read():  # only counted
            pass
    (place / _TALLIES).write_bytes(msgspec.json.encode(_tallies(stores[0], dump)))
    for store in stores:
        store.optimize()
        store.flush()
