"""What a build or a portal reads back of its own: it may be damaged; that is then told, and never believed."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from exports.changes import activity, log, paths
from exports.changes.finding import DATASET, Finding
from exports.changes.reasons import Reasons
from exports.harvest import ABOUT, RECORDS
from fuzz.connection import portal
from graph_builder import integrity, lock, manifest
from graph_builder.decode import NOT_JSON
from graph_builder.errors import SystemFailure
from graph_builder.lock import locked
from graph_builder.manifest import MANIFEST
from graph_builder.memo import Memo
from graph_builder.old_releases import Last, last_whole
from graph_builder.rdf import Triple
from graph_builder.stored import Stored
from graph_builder.swapping import sweep
from graph_builder.untouched import Untouched
from portal.harvesting.repository import Repository
from portal.releases import Release

_LOG: Final = paths.LOG.format(1)
_FILES: Final = (
    *(MANIFEST, manifest.SUMS, paths.RELEASES, paths.TOMBSTONES, paths.ENTITIES),
    *(_LOG, DATASET, ABOUT, RECORDS, lock.FILE),
)
KNOWN: Final = {b"%d" % number: b"value %d " % number * number for number in range(8)}
"""What the pack of the corpus holds, by the names of its keys."""

PROGRAM: Final = b"fuzz"
"""The program that it was written by."""


class _Kept:
    """A folder with one release that has no pages, a file of which is replaced."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tuyun-fuzz-")
        self.out = Path(self._folder.name)
        before = portal().release
        said = manifest.read(before)
        hashes = {path: said.files[path] for path in said.files if path in _FILES}
        id_, own = manifest.written(hashes, {"base": "https://data.example.org/", "changed": "2026-11-26T00:00:00Z"})
        self.release = self.out / "releases" / id_
        for path in hashes:
            (self.release / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(before / path, self.release / path)
        for path, text in own.items():
            (self.release / path).write_bytes(text)
        (self.out / "current").symlink_to(f"releases/{id_}")

    @contextlib.contextmanager
    def with_other(self, path: str, content: bytes) -> Iterator[None]:
        """Put another file in the place of one; afterwards all is as it was."""
        at = self.out / path if path == lock.FILE else self.release / path
        right = at.read_bytes() if at.exists() else b""
        at.write_bytes(content)
        try:
            yield
        finally:
            at.write_bytes(right)


_kept: Final = cache(_Kept)


def release(data: bytes) -> None:
    """Read a release of which one file is another: the first line says which."""
    name, _, content = data.partition(b"\n")
    path = name.decode("latin-1")
    if path not in _FILES:
        path = _FILES[len(name) % len(_FILES)]
    kept = _kept()
    with kept.with_other(path, content):
        _served(kept.release)
        _carried_on(kept.out, path, content)
        with locked(kept.out) as held:
            sweep(kept.out, held)
        assert kept.release.is_dir(), "a release that is current was removed"
    if path == MANIFEST:
        _healed(kept, content)


def _served(folder: Path) -> None:
    """Read it as a portal does; it refuses it, or each of its answers can be made."""
    told = list(map(str, integrity.faults(folder)))
    try:
        found = Release(folder)
        assert all(map(found.suffixes, found.things))
        Repository(found)
    except (SystemFailure, *NOT_JSON):
        assert told, "what is whole is refused"


def _carried_on(out: Path, path: str, content: bytes) -> None:
    """Read it as the next build does."""
    with contextlib.suppress(SystemFailure):
        last = last_whole(out, lambda one: one == path, Untouched(Memo())).last
        assert last is not None
    for line in content.splitlines():
        with contextlib.suppress(SystemFailure):
            log.read_dates(line)
        with contextlib.suppress(SystemFailure):
            activity.activity("https://data.example.org/", 0, log.read_change(line), "")
    log.read_releases(content)
    with contextlib.suppress(SystemFailure):
        log.read_tombstones(content)
    if path == DATASET:
        reasons, last_one = Reasons("https://data.example.org/", {}, ()), Last("", out / "current")
        for view in (_view(), list(_view())):
            with contextlib.suppress(SystemFailure):
                list(Finding(view, last_one, reasons, {}))


@cache
def _view() -> Stored[Triple]:
    with (portal().release / DATASET).open("rb") as stream:
        return Stored.of(stream, 3, Path(tempfile.gettempdir()))


def _healed(kept: _Kept, content: bytes) -> None:
    """Let a manifest agree with itself, so that what it says is looked at."""
    try:
        said = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        files = msgspec.json.decode(said["files"], type=dict[str, str])
    except (*NOT_JSON, KeyError):
        return
    id_ = manifest.content_id(files)
    text = msgspec.json.encode({**said, "id": id_, "files": files})
    with kept.with_other(MANIFEST, text), kept.with_other(manifest.SUMS, manifest.sums(text, files)):
        _served(kept.release)
        with contextlib.suppress(SystemFailure):
            last_whole(kept.out, lambda _: False, Untouched(Memo()))


def pack(data: bytes) -> None:
    """Read a pack of a build before: each value is the one that was kept, or not there."""
    with tempfile.TemporaryDirectory(prefix="tuyun-fuzz-") as place:
        folder = Path(place)
        (folder / "a.pack").write_bytes(data)
        with closing(Memo(folder, PROGRAM)) as memo:
            found = known(memo)
            assert all(value in {None, KNOWN[name]} for name, value in found.items())
            memo.prune()
        with closing(Memo(folder, PROGRAM)) as memo:
            assert found == known(memo), "what was needed stays"


def known(memo: Memo) -> dict[bytes, bytes | None]:
    """Return what a memo holds of what the pack of the corpus was filled with, each by its name."""
    return {name: memo.get(memo.key("stage", name)) for name in KNOWN}
