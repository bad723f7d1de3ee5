"""Disks that are full, were mounted read-only or lose what lay on them, and clocks that jump, under whole builds.

Real file systems are mounted for it, which needs root; elsewhere these tests are skipped, and those with limits and modes
(``test_bad_input``, ``test_release``) hold the same for what an ordinary user can bring about.
"""

import io
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final, Self

import httpx
import pytest
from portal_support import running
from release_support import article, say, temporary, whole_release
from rich.console import Console
from sparql_support import SMALL, answering, ask, sample_dataset, values
from support import CASES

from graph_builder import lock
from graph_builder.cli import clock
from graph_builder.cli.archives import init
from graph_builder.cli.building import Plan, build
from graph_builder.errors import SystemFailure
from graph_builder.rollback import kept, rollback
from portal.releases import Releases
from portal.sparql import stores


@contextmanager
def _mounted(place: Path, megabytes: int) -> Iterator[Path]:
    """Mount an empty file system of some size."""
    place.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    if not mount or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here: that needs root")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with _mounted(tmp_path / "disk", 64) as found:
        yield found


def _change(archive: Path, number: int) -> None:
    """Make the next release another one, with a slug that the register does not hold yet."""
    say(archive, [article(f"ky-{100 + number}")])


def _build(archive: Path, out: Path) -> str:
    said = io.StringIO()
    build(archive, Plan(out, keep=9), Console(file=said, width=500))
    return said.getvalue()


def _current(out: Path) -> str:
    """Return the id of the current release: it is whole, and beside the releases lie the lock and nothing strange."""
    assert temporary(out) == []
    assert (out / lock.FILE).is_file()
    return whole_release(out)


def _fill(disk: Path, left: int) -> Path:
    """Take all room of a disk but so many bytes."""
    room = os.statvfs(disk)
    ballast = disk / "ballast"
    with ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(1, room.f_bavail * room.f_frsize - left))
    return ballast


# --- full -------------------------------------------------------------------------------------------------------


def test_wherever_a_disk_becomes_full_the_release_stands(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files in between lie on the disk, too; it becomes full at another place of the build each time."""
    archive, out = tmp_path / "archive", disk / "public"
    init(archive)
    _build(archive, out)
    needed = sum(path.stat().st_blocks * 512 for path in (out / "current").resolve().rglob("*") if path.is_file())
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    failed, before = 0, _current(out)
    for number, share in enumerate((0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.1)):
        _change(archive, number)
        ballast = _fill(disk, int(needed * share))
        try:
            _build(archive, out)
        except SystemFailure as error:
            failed += 1
            assert "No space left on device" in str(error)
            assert _current(out) == before
        else:
            before = _current(out)
        ballast.unlink()
        assert {path.name for path in disk.iterdir()} == {"public"}
    assert failed >= 3
    _change(archive, 99)
    _build(archive, out)
    assert _current(out) != before


def test_where_the_archive_has_no_room_for_the_register_nothing_is_published(disk: Path, tmp_path: Path) -> None:
    archive, out = disk / "archive", tmp_path / "public"
    init(archive)
    _build(archive, out)
    before, register = _current(out), (archive / "identifiers.csv").read_bytes()
    page = archive / "pages" / "ru" / "9.txt"
    page.parent.mkdir()
    shutil.copyfile(CASES / "bad_input" / "templates" / "headless.txt", page)
    ballast = _fill(disk, 0)
    with pytest.raises(SystemFailure, match=r"identifiers\.csv.*No space left"):
        _build(archive, out)
    assert _current(out) == before
    assert (archive / "identifiers.csv").read_bytes() == register
    assert [path.name for path in archive.iterdir() if path.name.startswith(".")] == []
    ballast.unlink()
    _build(archive, out)
    assert _current(out) != before
    assert len((archive / "identifiers.csv").read_bytes()) > len(register)


def test_a_store_of_queries_that_finds_no_room_is_made_when_there_is_some(disk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    release = sample_dataset(folder)
    ballast = _fill(disk, 100_000)
    with pytest.raises(OSError, match="is there room on the disk"):
        stores.OnDisk(release.folder, release.id, disk / "cache", True)
    ballast.unlink()
    assert [path.name for path in (disk / "cache").iterdir() if not path.name.endswith(".lock")] == []
    made = stores.OnDisk(release.folder, release.id, disk / "cache", True)
    made.close()


# --- read-only --------------------------------------------------------------------------------------------------


def test_a_disk_that_is_mounted_read_only_is_served_and_not_written(disk: Path, tmp_path: Path) -> None:
    """As a disk is after an error; modes do not matter to root, this does."""
    archive, out = tmp_path / "archive", disk / "public"
    init(archive)
    for number in range(2):
        _change(archive, number)
        _build(archive, out)
    before = _current(out)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        _change(archive, 2)
        with pytest.raises(SystemFailure, match=r"Read-only file system.*the release before stands"):
            _build(archive, out)
        with pytest.raises(SystemFailure, match="Read-only file system"):
            rollback(out)
        assert _current(out) == before
        assert Releases(out).current.id == before
        with running(out) as address:
            assert httpx.get(f"{address}/health").json()["status"] == "ok"
            assert httpx.get(f"{address}/data/dataset.nt").status_code == 200
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    _build(archive, out)
    assert _current(out) != before


# --- what lies on the disk is lost ------------------------------------------------------------------------------


def _removed(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink()


def _halved(paths: Iterable[Path]) -> None:
    for path in paths:
        os.truncate(path, path.stat().st_size // 2)


def _emptied(paths: Iterable[Path]) -> None:
    for path in paths:
        os.truncate(path, 0)


LOST: Final[dict[str, Callable[[Path], None]]] = {
    "all files": lambda at: _removed(path for path in at.rglob("*") if path.is_file()),
    "where to begin": lambda at: _removed([at / "main" / "CURRENT"]),
    "the end of every table": lambda at: _halved(at.rglob("*.sst")),
    "every table": lambda at: _removed(at.rglob("*.sst")),
    "what was counted": lambda at: _emptied([at / "tallies.json"]),
    "the merge of all": lambda at: _emptied((at / "union").iterdir()),
}


@pytest.mark.parametrize("lost", LOST)
def test_a_store_of_queries_that_is_damaged_is_made_anew(tmp_path: Path, lost: str) -> None:
    """It is a cache: what the release says is answered, whatever became of it."""
    folder, cache = tmp_path / "public", tmp_path / "cache"
    sample_dataset(folder)
    asked = ["SELECT * WHERE { ?s a ?o }", "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s a ?o } } GROUP BY ?g"]
    limits = replace(SMALL, sparql_memory_quads=10, sparql_cache=str(cache), sparql_seconds=20.0)
    with answering(folder, limits) as address:
        right = [values(ask(address, query)) for query in asked]
    (place,) = (one for one in next(cache.iterdir()).iterdir() if one.is_dir())
    LOST[lost](place)
    with answering(folder, limits) as address:
        assert [values(ask(address, query)) for query in asked] == right


# --- clocks -----------------------------------------------------------------------------------------------------


def _set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the clock of the system say another time, to all parts that ask it."""

    class Told(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(moment.timestamp(), tz)

    for module in (clock, lock):
        monkeypatch.setattr(module, "datetime", Told)
    monkeypatch.setattr(time, "time", moment.timestamp)


def test_whole_builds_while_the_clock_jumps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour back, 1970, 2099 by mistake, now again; files are dated by a clock that jumps, too."""
    archive, out = tmp_path / "archive", tmp_path / "public"
    init(archive)
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    jumps = (now, now - timedelta(hours=1), datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC), now)
    told, ids, warned = [], [], []
    for number, moment in enumerate(jumps):
        _change(archive, number)
        _set_clock(monkeypatch, moment)
        said = _build(archive, out)
        ids.append(_current(out))
        warned.append("the clock of this machine says" in said)
        os.utime(out / "releases" / ids[-1] / "release.json", (moment.timestamp(), moment.timestamp()))
        index = json.loads((out / "current" / "changes" / "index.json").read_bytes())
        told.append(index["releases"][-1]["time"])
    assert told == sorted(set(told))
    assert told[1:4] == ["2026-11-26T11:00:00Z", "2026-11-26T11:00:01Z", "2099-01-01T00:00:00Z"]
    assert warned == [False, False, True, False, True]
    assert [id_ for id_, _, _ in kept(out)] == ids[::-1]
    rollback(out)
    assert _current(out) == ids[-2]
    _change(archive, 77)
    _build(archive, out)
    assert len(json.loads((out / "current" / "changes" / "index.json").read_bytes())["releases"]) == len(jumps) + 1
