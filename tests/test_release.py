"""A release is written beside the old one and swapped in at once; whatever fails, the old one stands."""

import contextlib
import fcntl
import json
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_builder.errors import InputError, SystemFailure
from graph_builder.release import Release, current, publish


def _publish(out: Path, text: bytes = b"one") -> Release:
    return publish(out, [("index.html", text), ("data/dataset.nt", [b"a", b"b"])], {"tool": "test"})


def _state(out: Path) -> tuple[str, list[str]]:
    return str((out / "current").readlink()), sorted(path.name for path in (out / "releases").iterdir())


def test_the_same_content_is_the_same_release(tmp_path: Path) -> None:
    first = _publish(tmp_path / "a")
    assert first.new
    again = _publish(tmp_path / "a")
    assert not again.new
    assert again.id == first.id == publish(tmp_path / "b", [("data/dataset.nt", b"ab"), ("index.html", b"one")], {}).id
    assert _state(tmp_path / "a") == (f"releases/{first.id}", [first.id])


def test_other_content_is_another_release_and_the_old_one_stays(tmp_path: Path) -> None:
    old, new = _publish(tmp_path), _publish(tmp_path, b"two")
    assert old.id != new.id
    assert (current(tmp_path) / "index.html").read_bytes() == b"two"
    assert _state(tmp_path)[1] == sorted([old.id, new.id])


def test_the_manifest_names_every_file_with_its_hash(tmp_path: Path) -> None:
    release = _publish(tmp_path)
    manifest = json.loads((release.folder / "release.json").read_text())
    assert manifest["id"] == release.id
    assert set(manifest["files"]) == {"index.html", "data/dataset.nt"}
    listed = "".join(f"{hash_}  {path}\n" for path, hash_ in manifest["files"].items())
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict"], input=listed.encode(), cwd=release.folder, capture_output=True, check=True
    )
    assert checked.stdout.count(b": OK") == 2


def test_a_failure_half_way_leaves_the_old_release_and_nothing_else(tmp_path: Path) -> None:
    _publish(tmp_path)
    before = _state(tmp_path)

    def failing() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, failing(), {})
    assert _state(tmp_path) == before


def test_a_full_disk_is_a_failure_of_the_system(tmp_path: Path) -> None:
    """The disk is a small tmpfs where that may be mounted, else a limit on the size of a file."""
    _publish(tmp_path)
    before = _state(tmp_path)
    big = [("big.nt", b"x" * 3_000_000)]
    with _small_disk(tmp_path) as out:
        if out == tmp_path:
            with pytest.raises(SystemFailure, match="nothing was published"):
                publish(out, big, {})
            assert _state(tmp_path) == before
        else:
            _publish(out)
            before = _state(out)
            with pytest.raises(SystemFailure, match="No space left"):
                publish(out, big, {})
            assert _state(out) == before
            assert (current(out) / "index.html").read_bytes() == b"one"


@contextlib.contextmanager
def _small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode == 0:
        try:
            yield disk
        finally:
            subprocess.run(["umount", str(disk)], check=True)
        return
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        yield tmp_path
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


def test_what_a_killed_build_left_is_swept(tmp_path: Path) -> None:
    leftover = tmp_path / "releases" / ".new-dead"
    leftover.mkdir(parents=True)
    (leftover / "index.html").write_text("half")
    release = _publish(tmp_path)
    assert _state(tmp_path)[1] == [release.id]


def test_two_builds_at_once_do_not_meet(tmp_path: Path) -> None:
    _publish(tmp_path)
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="another build"):
            _publish(tmp_path, b"two")


@pytest.mark.parametrize("name", ["out", "out/current"])
def test_what_is_not_ours_is_not_touched(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    with pytest.raises(InputError):
        _publish(tmp_path / "out")
    assert path.read_text() == "mine"


def test_no_release_is_said_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="tuyun build"):
        current(tmp_path)
