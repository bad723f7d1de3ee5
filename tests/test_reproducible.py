"""The same input gives the same bytes: in other folders, as another user, in another time, place, language and order."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from support import ARCHIVE

from graph_builder.cli.archives import init

_OTHER_USER = 65534


def _sums(folder: Path) -> dict[str, str]:
    release = (folder / "current").resolve()
    return {
        path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(release.rglob("*"))
        if path.is_file()
    }


def _build(
    archive: Path, out: Path, environment: Mapping[str, str], jobs: int = 1, umask: int = -1, user: int | None = None
) -> dict[str, str]:
    command = [sys.executable, "-m", "graph_builder", "build", str(archive), "--out", str(out), "--jobs", str(jobs)]
    built = subprocess.run(
        command,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        umask=umask,
        user=user,
        cwd=out.parent,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return _sums(out)


def _copy_backwards(source: Path, target: Path) -> Path:
    """Copy file by file in reverse order, so that a folder lists its files in another order, with other times."""
    for path in sorted(source.rglob("*"), reverse=True):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            os.utime(copy, (0, 0))
    return target


def _differing(first: dict[str, str], second: dict[str, str]) -> list[str]:
    return sorted(path for path in first.keys() | second.keys() if first.get(path) != second.get(path))


def test_two_builds_in_different_surroundings_are_byte_identical(tmp_path: Path) -> None:
    one = {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    other = {"TZ": "Asia/Bishkek", "LANG": "ky_KG.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "77", "PYTHONUTF8": "0"}
    first = _build(_copy_backwards(ARCHIVE, tmp_path / "a"), tmp_path / "out-a", one)
    deep = tmp_path / "another" / "folder"
    shutil.copytree(ARCHIVE, deep)
    second = _build(deep, tmp_path / "out-b", other, jobs=2, umask=0o077)
    assert len(first) > 1000
    assert _differing(first, second) == []


def test_a_repeated_build_of_the_same_time_is_byte_identical(tmp_path: Path) -> None:
    """Two releases, the second one made after a change, at the times that SOURCE_DATE_EPOCH says; as another user."""
    found = []
    for number, seed in enumerate(("3", "4")):
        with tempfile.TemporaryDirectory() as folder:  # not below pytest's, where another user may not look
            place = Path(folder) / ("x" * (1 + 40 * number))
            init(place / "archive")
            user = _OTHER_USER if number and _may_be_another_user() else None
            if user:
                for path in (Path(folder), place, *place.rglob("*")):
                    os.chown(path, user, user)
                Path(folder).chmod(0o755)
            for moment in ("1795651200", "1795651300"):
                environment = {"SOURCE_DATE_EPOCH": moment, "PYTHONHASHSEED": seed, "HOME": folder}
                _build(place / "archive", place / "public", environment, jobs=1 + number, user=user)
                _change(place / "archive")
            found.append(_sums(place / "public"))
    assert "changes/log/2.jsonl" in found[0]
    assert _differing(*found) == []


def _may_be_another_user() -> bool:
    """Tell whether builds can run as another user here: only root can change users, and that one must see Python."""
    if os.geteuid() != 0:
        return False
    probe = [sys.executable, "-c", "import graph_builder.cli"]
    try:
        return subprocess.run(probe, user=_OTHER_USER, cwd="/", capture_output=True, check=False).returncode == 0
    except PermissionError:  # Python lies in root's own folder
        return False


def _change(archive: Path) -> None:
    organizations = archive / "authorities" / "organizations.yaml"
    text = organizations.read_text(encoding="utf-8")
    organizations.write_text(text.replace("type: ngo", "type: donor"), encoding="utf-8")
