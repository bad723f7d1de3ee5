"""Pieces of the release before are read as they were written, or made again, whatever becomes of its file meanwhile."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
from isal.isal_zlib import crc32

from graph_builder import long_files
from graph_builder.line_file import LineFile
from graph_builder.memo import Memo
from graph_builder.old_pieces import OldPieces, keep
from graph_builder.stored import Check, Piece, in_order

LINES: Final = [b'<https://e.example/%d> <https://e.example/p> "%s" .\n' % (one, b"x" * 9000) for one in range(20)]
END: Final = b" .\n"


@pytest.fixture(params=[True, False], ids=["past the cache", "through it"])
def file(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file of which a build kept the places of its pieces."""
    if request.param:
        monkeypatch.setattr(long_files, "_LONG", 8192)
        monkeypatch.setattr(long_files, "_AHEAD", 16384)
    path, new = tmp_path / "dataset.nq", LineFile(tmp_path)
    pieces = [Piece(new, new.write(one), len(one), 1, END, sha256(one).digest()) for one in LINES]
    new.close_writing()
    path.write_bytes(b"".join(in_order(pieces)))
    with closing(Memo(tmp_path / "memo")) as memo:
        keep(pieces, memo)
    yield path


def _flipped(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(path.stat().st_size // 2)
        stream.write(b"?")


def _replaced(path: Path) -> None:
    path.unlink()
    path.write_bytes(b"")


DAMAGE: Final[dict[str, tuple[Callable[[Path], object], int]]] = {
    "none": (lambda _: None, 0),
    "a byte is another": (_flipped, 1),
    "half of it is gone": (lambda path: os.truncate(path, path.stat().st_size // 2), 10),
    "its name is gone": (Path.unlink, 0),
    "another stands in its place": (_replaced, 20),
}
"""What happens to the file, and how many pieces must be made again by who reads them in order."""


@pytest.mark.parametrize("what", DAMAGE)
def test_what_is_read_is_what_was_written(file: Path, what: str) -> None:
    damage, in_vain = DAMAGE[what]
    with closing(Memo(file.parent / "memo")) as memo:
        old = OldPieces(file, memo)
    made: list[int] = []

    def again(number: int) -> bytes:
        made.append(number)
        return LINES[number]

    pieces = []
    for number, line in enumerate(LINES):
        begin = old.find(sha256(line).digest())
        assert begin is not None
        check = Check(crc32(line), len(line), partial(again, number))
        pieces.append(Piece(old, begin, len(line), 1, END, sha256(line).digest(), check))
    damage(file)
    assert list(in_order(pieces)) == LINES
    assert len(made) == in_vain
    assert [piece.read() for piece in pieces] == LINES
    assert list(in_order(pieces)) == LINES
    assert old.find(sha256(b"another").digest()) is None


def test_a_release_before_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    for path in (None, tmp_path / "dataset.nq"):
        assert OldPieces(path, Memo()).find(b"") is None
