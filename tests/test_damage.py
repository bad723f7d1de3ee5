"""After damage of any kind the release goes on being served, the next build succeeds, and says what it found."""

import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from release_support import article, say
from rich.console import Console

from graph_builder.archive import Archive
from graph_builder.cli.archives import init
from graph_builder.cli.building import Plan, build
from graph_builder.cli.clock import clock, clock_warnings
from graph_builder.cli.verifying import faults
from graph_builder.errors import InputError, SystemFailure
from graph_builder.lock import Holder, locked, refuse_if_locked
from graph_builder.manifest import ID
from graph_builder.problems import Problems
from graph_builder.release import publish
from graph_builder.rollback import rollback
from graph_builder.swapping import swap
from graph_builder.untouched import DAYS

DATASET: Final = "data/dataset.nt"
LOG: Final = "changes/log/2.jsonl"


def _build(folder: Path, number: int, day: int) -> str:
    """Build the archive with so many articles of ours and return what was said."""
    say(folder / "archive", [article(f"ky-{100 + one}", f"Жол {one}") for one in range(number)])
    said = io.StringIO()
    build(folder / "archive", Plan(folder / "public", released=f"2026-11-{day:02}"), Console(file=said, width=500))
    return said.getvalue()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive and two releases of it: the newer one has an article more."""
    folder = tmp_path_factory.mktemp("damage")
    init(folder / "archive")
    _build(folder, 1, 1)
    _build(folder, 2, 2)
    return folder


@pytest.fixture
def folder(two: Path, tmp_path: Path) -> Path:
    """A copy of both, to be spoilt."""
    return Path(shutil.copytree(two, tmp_path / "copy", symlinks=True))


def _current(folder: Path) -> Path:
    return (folder / "public" / "current").resolve()


def _others(folder: Path) -> list[Path]:
    return [one for one in (folder / "public" / "releases").iterdir() if one != _current(folder)]


def _events(folder: Path) -> list[tuple[str, dict[str, dict[str, int]]]]:
    index = json.loads((_current(folder) / "changes" / "index.json").read_bytes())
    return [(one["time"][:10], one["counts"]) for one in index["releases"]]


def _is_in_order(folder: Path) -> None:
    out = folder / "public"
    assert list(faults(_current(folder))) == []
    assert {path.name for path in out.iterdir()} - {".memo"} == {"current", "releases", ".lock"}
    assert all(ID.fullmatch(path.name) for path in (out / "releases").iterdir())
    assert [path.name for path in (folder / "archive").iterdir() if path.name.startswith(".")] == []


def _cut(at: Path, path: str) -> None:
    os.truncate(at / path, (at / path).stat().st_size // 2)


def _replaced(at: Path, path: str) -> None:
    """Write other bytes under a new inode, as an editor would: releases that share the file are not changed."""
    content = (at / path).read_bytes()
    (at / path).unlink()
    (at / path).write_bytes(content[:-2] + b"!\n")


def _flipped(at: Path, path: str) -> None:
    """Change one bit of a text, so that the file is no UTF-8 any more."""
    content = bytearray((at / path).read_bytes())
    place = content.rindex(b"0", 0, len(content) // 2)
    content[place] |= 0x80
    (at / path).unlink()
    (at / path).write_bytes(content)


HISTORY: Final[dict[str, Callable[[Path], object]]] = {
    "log cut short": lambda at: _cut(at, LOG),
    "log missing": lambda at: (at / LOG).unlink(),
    "list of releases changed": lambda at: _replaced(at, "changes/index.json"),
    "tombstones empty": lambda at: os.truncate(at / "changes/tombstones.json", 0),
    "dataset changed": lambda at: _replaced(at, DATASET),
    "page of activities changed": lambda at: _replaced(at, "changes/activity/1.as.json"),
    "page of the stream changed": lambda at: _replaced(at, "changes/ldes/1.nq"),
    "records for harvesters missing": lambda at: (at / "data/harvest.jsonl").unlink(),
    "release.json broken": lambda at: _cut(at, "release.json"),
    "release.json of which one bit is another": lambda at: _flipped(at, "release.json"),
    "list of releases of which one bit is another": lambda at: _flipped(at, "changes/index.json"),
    "release.json missing": lambda at: (at / "release.json").unlink(),
    "files.sha256 of another": lambda at: _replaced(at, "files.sha256"),
    "the folder is gone": shutil.rmtree,
}


@pytest.mark.parametrize("name", HISTORY)
def test_a_release_whose_history_is_damaged_is_passed_over(folder: Path, name: str) -> None:
    """What is new is found by comparing with the release before; times rise nevertheless."""
    damaged = _current(folder)
    HISTORY[name](damaged)
    said = _build(folder, 3, 3)
    assert f"warning: release {damaged.name}: " in said or "where no release.json is" in said
    assert f"comparing with release {_others_name(folder, damaged)}" in said
    assert _events(folder)[1:] == [("2026-11-03", {"created": {"article": 2}})]
    assert _current(folder) != damaged
    _is_in_order(folder)


def _others_name(folder: Path, damaged: Path) -> str:
    names = {path.name for path in (folder / "public" / "releases").iterdir()}
    (name,) = names - {damaged.name, _current(folder).name}
    return name


def test_a_disk_that_fails_silently_is_found_out_in_a_week(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies as the last build left it is not read again; another byte without another time is what a disk does."""
    _build(folder, 3, 3)  # the copy that the fixture made is other files than those which were hashed
    log = _current(folder) / LOG
    of_file, content = log.stat(), log.read_bytes()
    log.write_bytes(content.replace("Жол".encode(), "Жон".encode()))
    os.utime(log, ns=(of_file.st_atime_ns, of_file.st_mtime_ns))
    assert "warning: release" not in _build(folder, 4, 4)
    assert [fault.path for fault in faults(_current(folder))] == [LOG]
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + (DAYS + 1) * 24 * 60 * 60)
    # Every release that shares the file is damaged with it; only the first two do not.
    said = _build(folder, 5, 5)
    assert said.count(f"changed: {LOG}") == 3


OTHER: Final[dict[str, Callable[[Path], object]]] = {
    "page cut short": lambda at: _cut(at, "index.html"),
    "page missing": lambda at: (at / "ky/index.html").unlink(),
    "N-Quads of which one bit is another": lambda at: _flipped(at, "data/dataset.nq"),
    "dump changed": lambda at: _replaced(at, "data/dataset.trig"),
    "folder missing": lambda at: shutil.rmtree(at / "article"),
    "foreign file": lambda at: (at / "note.txt").write_text("mine"),
}


@pytest.mark.parametrize("name", OTHER)
def test_other_damage_is_not_carried_on(folder: Path, name: str) -> None:
    OTHER[name](_current(folder))
    said = _build(folder, 3, 3)
    assert "warning: release" not in said
    assert [counts for _, counts in _events(folder)][2:] == [{"created": {"article": 1}}]
    _is_in_order(folder)


@pytest.mark.parametrize("name", ["page cut short", "page missing", "dump changed", "folder missing"])
def test_a_damaged_release_is_made_good_by_a_build_of_the_same(folder: Path, name: str) -> None:
    before = _current(folder)
    OTHER[name](before)
    assert "of it made good" in _build(folder, 2, 3)
    assert _current(folder) == before
    _is_in_order(folder)


def test_where_no_release_is_whole_the_build_says_so_and_how_to_go_on(folder: Path) -> None:
    before = _current(folder)
    for release in (before, *_others(folder)):
        (release / "changes" / "index.json").unlink()
    with pytest.raises(SystemFailure, match=r"no release there is whole.*take the link .* away"):
        _build(folder, 3, 3)
    assert _current(folder) == before
    (folder / "public" / "current").unlink()
    _build(folder, 3, 3)
    assert len(_events(folder)) == 1
    _is_in_order(folder)


def test_after_a_rollback_followers_are_told_of_what_was_taken_back(folder: Path) -> None:
    newer = _current(folder)
    rollback(folder / "public")
    assert _current(folder) != newer
    _build(folder, 1, 3)  # without the article that only the newer release had
    assert [counts for _, counts in _events(folder)[1:]] == [
        {"created": {"article": 1}},
        {"withdrawn": {"article": 1}},
    ]
    _is_in_order(folder)


def test_a_release_that_was_never_published_does_not_stay(folder: Path) -> None:
    """A build was killed between giving the folder its name and replacing the link; the next one is another."""
    out, before = folder / "public", _current(folder)
    _build(folder, 3, 3)
    never = _current(folder)
    swap(out / "current", Path("releases") / before.name)
    with locked(out) as lock:
        lock.note(publishing=never.name)
    (out / ".current-99").symlink_to(f"releases/{never.name}")
    (folder / "archive" / ".identifiers.csv.new").write_text("half")
    _build(folder, 4, 4)
    assert not never.exists()
    assert [time for time, _ in _events(folder)] == ["2026-11-01", "2026-11-02", "2026-11-04"]
    _is_in_order(folder)


def test_an_error_between_name_and_link_takes_the_release_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish(tmp_path, [("a", b"1")], {})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "symlink_to", full)
        with pytest.raises(SystemFailure, match="current: No space left"):
            publish(tmp_path, [("a", b"2")], {})
    assert [path.name for path in (tmp_path / "releases").iterdir()] == [first.id]
    assert (tmp_path / "current" / "a").read_bytes() == b"1"


def test_a_register_that_somebody_else_changed_is_not_overwritten(folder: Path) -> None:
    archive = Archive.open(folder / "archive", Problems())
    register = folder / "archive" / "identifiers.csv"
    register.write_text("kind,key,slug\narticle,url:ky/9,ky-9\n", encoding="utf-8")
    with pytest.raises(InputError, match="it was changed while the archive was read"):
        archive.write_register("kind,key,slug\n")
    assert "ky-9" in register.read_text(encoding="utf-8")


# --- locks ------------------------------------------------------------------------------------------------------


def test_who_holds_the_lock_is_named_before_a_long_run(folder: Path) -> None:
    with locked(folder / "public"), pytest.raises(InputError, match=rf"process {os.getpid()} on \S+, since 2\S+Z\)"):
        _build(folder, 3, 3)
    _build(folder, 3, 3)


def test_the_lock_of_a_dead_process_keeps_nobody_out(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from graph_builder.lock import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('in', flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (-9, b"in\n")
    refuse_if_locked(tmp_path)
    publish(tmp_path, [("a", b"1")], {})


def test_helpers_of_a_killed_build_are_waited_for(tmp_path: Path) -> None:
    """The process that took the lock is gone; one that it forked still holds it and ends a moment later."""
    program = (
        "import os, sys, time; from pathlib import Path; from graph_builder.lock import locked\n"
        "with locked(Path(sys.argv[1])):\n"
        "    if not os.fork():\n        print('in', flush=True); time.sleep(1); os._exit(0)\n"
        "    time.sleep(0.2); os._exit(0)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE) as first:
        assert first.stdout
        first.stdout.readline()
        os.waitpid(first.pid, 0)
        first.returncode = 0
        with (tmp_path / ".lock").open() as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        publish(tmp_path, [("a", b"1")], {})


def test_what_a_lock_says_is_not_believed_of_another_machine(tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("wb") as lock:
        lock.write(b'{"process":99999999,"host":"elsewhere","since":"2026-11-26T00:00:00Z"}')
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="process 99999999 on elsewhere"):
            publish(tmp_path, [("a", b"1")], {})
    assert Holder(1, "h", "s").publishing == ""


def test_a_helper_ends_with_the_process_that_forked_it(tmp_path: Path) -> None:
    """Even in the middle of its share: nothing is written into a folder that the next build sweeps."""
    ready, program = (
        tmp_path / "ready",
        (
            "import os, sys, time; from pathlib import Path; from graph_builder.workers import run_shares\n"
            "parent = os.getpid()\n"
            "def share():\n"
            "    if os.getpid() != parent:\n"
            "        Path(sys.argv[1]).write_text(str(os.getpid()))\n"
            "    elif Path(sys.argv[1]).exists() and Path(sys.argv[1]).read_text():\n        os.kill(parent, 9)\n"
            "    time.sleep(0.01 if os.getpid() == parent else 60)\n"
            "    yield 1\n"
            "list(run_shares([share] * 500, 2, Path(sys.argv[1]).parent))"
        ),
    )
    done = subprocess.run([sys.executable, "-c", program, str(ready)], check=False, timeout=60)
    assert done.returncode == -9
    helper = int(ready.read_text())
    for _ in range(500):
        state = Path(f"/proc/{helper}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            break
        time.sleep(0.01)
    else:
        pytest.fail("the helper goes on")


# --- clocks -----------------------------------------------------------------------------------------------------


def _jumping(monkeypatch: pytest.MonkeyPatch, times: Iterator[str]) -> Callable[[str, str], str]:
    def tell(last: str, sources: str) -> str:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", next(times))
        return clock(None, os.environ)(last, sources)

    return tell


def test_times_rise_whatever_the_clock_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Now, an hour back, 1970, 2099 by mistake, now again."""
    epochs = ["1795651200", "1795647600", "0", "4070908800", "1795651300"]
    tell, told = _jumping(monkeypatch, iter(epochs)), [""]
    for _ in epochs:
        told.append(tell(told[-1], "2026-11-20T00:00:00Z"))
    assert told == [
        "",
        "2026-11-26T00:00:00Z",
        "2026-11-26T00:00:01Z",
        "2026-11-26T00:00:02Z",
        "2099-01-01T00:00:00Z",
        "2099-01-01T00:00:01Z",
    ]
    assert [len(list(clock_warnings(time))) for time in told[1:3]] == [0, 0] or told[1] < "2026-11-24"
    assert "2099-01-01T00:00:01Z, since times rise" in next(clock_warnings(told[-1]))


def test_after_the_last_second_of_all_nothing_comes() -> None:
    with pytest.raises(InputError, match="no time comes after that"):
        clock(None, {})("9999-12-31T23:59:59Z", "")


def test_a_release_of_a_wrong_clock_can_be_taken_out(folder: Path) -> None:
    """As docs/publishing.md says: remove its folder, roll back, build."""
    newer, out = _current(folder), folder / "public"
    rollback(out)
    shutil.rmtree(newer)
    _build(folder, 2, 2)
    assert [time for time, _ in _events(folder)][1:] == ["2026-11-02"]
    _is_in_order(folder)


def test_releases_are_removed_in_the_order_of_what_they_tell(tmp_path: Path) -> None:
    """And not of the clock of the disk, which may have jumped."""
    ids = []
    for day in (1, 2, 3):
        about: dict[str, object] = {"changed": f"2026-11-{day:02}T00:00:00Z"}
        ids.append(publish(tmp_path, [("a", bytes([day]))], about).id)
        os.utime(tmp_path / "releases" / ids[-1] / "release.json", (4e9 - day, 4e9 - day))
    last = publish(tmp_path, [("a", b"4")], {"changed": "2026-11-04T00:00:00Z"}, keep=2).id
    assert {path.name for path in (tmp_path / "releases").iterdir()} == {ids[2], last}
