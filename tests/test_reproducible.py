"""The same input gives the same bytes: in another folder, time zone, language, hash seed and order of files."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from support import ARCHIVE


def _sums(folder: Path) -> dict[str, str]:
    release = (folder / "current").resolve()
    return {
        path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(release.rglob("*"))
        if path.is_file()
    }


def _build(archive: Path, out: Path, **environment: str) -> dict[str, str]:
    command = [sys.executable, "-m", "graph_builder", "build", str(archive), "--out", str(out)]
    subprocess.run(command, check=True, env=os.environ | environment, capture_output=True)
    return _sums(out)


def _copy_backwards(source: Path, target: Path) -> Path:
    """Copy file by file in reverse order, so that a folder lists its files in another order."""
    for path in sorted(source.rglob("*"), reverse=True):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return target


def test_two_builds_in_different_surroundings_are_byte_identical(tmp_path: Path) -> None:
    first = _build(
        _copy_backwards(ARCHIVE, tmp_path / "a"), tmp_path / "out-a", TZ="UTC", LANG="C.UTF-8", PYTHONHASHSEED="1"
    )
    deep = tmp_path / "another" / "folder"
    shutil.copytree(ARCHIVE, deep)
    second = _build(deep, tmp_path / "out-b", TZ="Asia/Bishkek", LANG="ky_KG.UTF-8", LC_ALL="C", PYTHONHASHSEED="77")
    assert len(first) > 1000
    changed = {path for path in first.keys() | second.keys() if first.get(path) != second.get(path)}
    assert changed == set(), sorted(changed)[:10]
