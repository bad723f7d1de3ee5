"""Several portals share the stores of one cache: none removes what another has open, and each finds what one made."""

import fcntl
from pathlib import Path
from typing import IO

import pytest

from portal.sparql.store_files import is_named, locked, made, prune, remove


def _store(place: Path) -> Path:
    place.mkdir()
    (place / "a.sst").write_text("rows", encoding="utf-8")
    return place


def test_what_is_open_stays_and_what_is_not_goes(tmp_path: Path) -> None:
    stores = [_store(tmp_path / name) for name in ("open", "closed", "kept")]
    handles = [locked(place) for place in stores]
    handles[1].close()
    handles[2].close()
    prune(tmp_path, "kept")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "kept.lock", "open", "open.lock"]
    handles[0].close()
    remove(stores[0])
    assert not stores[0].exists()
    remove(stores[0])  # nobody minds that it is gone


def test_a_store_made_again_while_another_removes_it_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = _store(tmp_path / "store")
    locked(place).close()
    flock = fcntl.flock
    held: list[IO[str]] = []

    def late(handle: IO[str], operation: int) -> None:
        if not held:
            held.append(handle)
            remove(place)  # a second portal is faster than the first, which has opened the lock and not yet taken it
            held.append(locked(place))
            _store(place)
        flock(handle, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    remove(place)
    assert (place / "a.sst").exists()
    assert is_named(held[1], place)
    held[1].close()


def test_who_comes_later_takes_what_the_faster_one_made(tmp_path: Path) -> None:
    place = tmp_path / "store"

    def make(draft: Path) -> None:
        _store(place)
        (draft / "b.sst").write_text("rows", encoding="utf-8")

    made(place, make)
    assert [path.name for path in place.iterdir()] == ["a.sst"]
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
