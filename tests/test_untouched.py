"""A file that lies as a build left it is not read again; any other is."""

import os
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from graph_builder.memo import Memo
from graph_builder.untouched import DAYS, Untouched

DIGEST: Final = "ab" * 32


def _rewritten(path: Path) -> None:
    path.write_text("two")
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))


def _copied(path: Path) -> None:
    copy = Path(shutil.copy2(path, path.with_suffix(".copy")))
    copy.replace(path)


TOUCHED: Final[dict[str, Callable[[Path], object]]] = {
    "written again": _rewritten,
    "cut short": lambda path: os.truncate(path, 1),
    "a copy with the same times": _copied,
    "gone": Path.unlink,
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that a build noted."""
    path = tmp_path / "file"
    path.write_text("one")
    with closing(Memo(tmp_path / "memo")) as memo:
        Untouched(memo).note(path, DIGEST)
    return path


def _is_known(path: Path, digest: str = DIGEST) -> bool:
    with closing(Memo(path.parent / "memo")) as memo:
        return Untouched(memo).has(path, digest)


def test_what_was_noted_is_known_to_the_next_build(file: Path) -> None:
    assert _is_known(file)
    (file.parent / "other name").hardlink_to(file)
    assert _is_known(file.parent / "other name")
    assert not _is_known(file, "cd" * 32)


@pytest.mark.parametrize("how", TOUCHED)
def test_what_was_touched_is_not(file: Path, how: str) -> None:
    TOUCHED[how](file)
    assert not _is_known(file)


@pytest.mark.parametrize("days", [DAYS + 1, -1])
def test_what_was_hashed_long_ago_or_by_a_clock_that_ran_ahead_is_not(
    file: Path, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + days * 24 * 60 * 60)
    assert not _is_known(file)


def test_a_memo_that_remembers_nothing_knows_no_file(file: Path) -> None:
    untouched = Untouched(Memo())
    untouched.note(file, DIGEST)
    assert not untouched.has(file, DIGEST)
