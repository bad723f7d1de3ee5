"""What a build keeps of its work is never believed when it is damaged, and never in the way when it cannot be kept."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from support import ROOT

from graph_builder.memo import Memo
from graph_builder.workers import run_shares

VALUES = {f"{number}".encode(): random.Random(number).randbytes(number * 37 % 5000) for number in range(60)}


def _key(memo: Memo, name: bytes) -> bytes:
    return memo.key("stage", name)


def _filled(folder: Path, program: bytes = b"one") -> None:
    with closing(Memo(folder, program)) as memo:
        for name, value in VALUES.items():
            memo.put(_key(memo, name), value)
        memo.prune()


def _found(folder: Path, program: bytes = b"one") -> dict[bytes, bytes]:
    with closing(Memo(folder, program)) as memo:
        known = {name: memo.get(_key(memo, name)) for name in VALUES}
    return {name: value for name, value in known.items() if value is not None}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def test_values_come_back_to_the_same_program_and_the_same_input_only(tmp_path: Path) -> None:
    _filled(tmp_path)
    assert _found(tmp_path) == VALUES
    assert _found(tmp_path, b"another") == {}
    with closing(Memo(tmp_path, b"one")) as memo:
        assert memo.get(memo.key("another stage", b"1")) is None
        assert memo.get(memo.key("stage", b"1", b"")) is None
        assert memo.get(memo.key("stage1", b"")) is None


def test_it_can_be_told_whether_a_value_is_there_and_whole(tmp_path: Path) -> None:
    _filled(tmp_path)
    with closing(Memo(tmp_path, b"one")) as memo:
        assert all(memo.has(_key(memo, name)) for name in VALUES)
        assert not memo.has(_key(memo, b"another"))
        memo.prune()
    assert _found(tmp_path) == VALUES, "what was asked for was needed"
    (pack,) = tmp_path.iterdir()
    data = bytearray(pack.read_bytes())
    data[-1] ^= 1
    pack.write_bytes(data)
    with closing(Memo(tmp_path, b"one")) as memo:
        assert sum(memo.has(_key(memo, name)) for name in VALUES) == len(VALUES) - 1


def test_without_a_folder_nothing_is_remembered() -> None:
    memo = Memo()
    memo.put(_key(memo, b"1"), b"value")
    assert memo.get(_key(memo, b"1")) is None
    memo.prune()


@pytest.mark.parametrize("seed", range(5))
def test_damage_costs_values_and_never_changes_one(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    _filled(tmp_path)
    (pack,) = tmp_path.iterdir()
    data = bytearray(pack.read_bytes())
    for _ in range(dice.randint(1, 8)):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    pack.write_bytes(data[: dice.randint(len(data) // 2, len(data))])
    found = _found(tmp_path)
    assert found.items() <= VALUES.items()
    assert len(found) < len(VALUES)
    _filled(tmp_path)
    assert _found(tmp_path) == VALUES


@pytest.mark.parametrize("size", [4, 6, 1 << 40, (1 << 64) - 3, None])
def test_what_a_packed_value_says_of_its_size_is_not_believed(tmp_path: Path, size: int | None) -> None:
    block = (5 << 3 | 1).to_bytes(3, "little") + b"value"  # the last one, not compressed (RFC 8878, 3.1.1.2)
    said = b"\x00\x00" if size is None else b"\xe0" + size.to_bytes(8, "little")
    packed = b"\x28\xb5\x2f\xfd" + said + block
    with closing(Memo(tmp_path, b"one")) as memo:
        key = _key(memo, b"1")
        memo.put(key, b"")
    (pack,) = tmp_path.iterdir()
    header = key + len(packed).to_bytes(4, "little") + zlib.crc32(packed).to_bytes(4, "little")
    sum_ = zlib.crc32(header).to_bytes(4, "little")
    pack.write_bytes(pack.read_bytes().partition(b"\n")[0] + b"\n" + header + sum_ + packed)
    with closing(Memo(tmp_path, b"one")) as memo:
        assert memo.has(key)
        assert memo.get(key) is None


def test_what_a_killed_build_wrote_is_whole_or_not_there(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'tests'); from test_memo import VALUES, _key, Memo\n"
        "memo = Memo(Path(sys.argv[1]), b'one')\n"
        "while True:\n"
        "    for name, value in VALUES.items(): memo.put(_key(memo, name), value)\n"
    )
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT)
        began = time.monotonic()
        while time.monotonic() - began < 60 and (not tmp_path.exists() or _size(tmp_path) < 100_000):
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert _found(tmp_path).items() <= VALUES.items()
    _filled(tmp_path)
    assert _found(tmp_path) == VALUES


@pytest.mark.parametrize("make", [lambda path: path.write_text("x"), lambda path: path.symlink_to("/proc/nowhere")])
def test_where_nothing_can_be_written_a_build_does_without(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "memo")
    _filled(tmp_path / "memo")
    assert _found(tmp_path / "memo") == {}


def test_a_full_disk_ends_the_writing_and_nothing_else(tmp_path: Path) -> None:
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'tests'); from test_memo import _filled\n"
        "_filled(Path(sys.argv[1]))\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    subprocess.run(command, check=True, preexec_fn=limited, cwd=ROOT)
    found = _found(tmp_path)
    assert found.items() <= VALUES.items()
    assert 0 < len(found) < len(VALUES)


def test_what_the_last_build_did_not_need_goes(tmp_path: Path) -> None:
    _filled(tmp_path)
    before = _size(tmp_path)
    with closing(Memo(tmp_path, b"one")) as memo:
        assert memo.get(_key(memo, b"7")) == VALUES[b"7"]
        memo.put(memo.key("stage", b"new"), b"new")
        memo.prune()
    assert _found(tmp_path) == {b"7": VALUES[b"7"]}
    assert _size(tmp_path) < before // 10


def test_of_two_values_of_a_key_the_newer_one_stays(tmp_path: Path) -> None:
    for value in (b"old", b"new"):
        with closing(Memo(tmp_path, b"one")) as memo:
            memo.get(_key(memo, b"1"))
            memo.put(_key(memo, b"1"), value)
            memo.prune()
    with closing(Memo(tmp_path, b"one")) as memo:
        assert memo.get(_key(memo, b"1")) == b"new"


def test_forgetting_takes_nothing_and_leaves_the_new(tmp_path: Path) -> None:
    _filled(tmp_path)
    with closing(Memo(tmp_path, b"one", forget=True)) as memo:
        assert memo.get(_key(memo, b"1")) is None
        memo.put(_key(memo, b"1"), VALUES[b"1"])
        memo.prune()
    assert _found(tmp_path) == {b"1": VALUES[b"1"]}


def test_what_any_process_needed_or_found_stays(tmp_path: Path) -> None:
    _filled(tmp_path)
    with closing(Memo(tmp_path, b"one")) as memo:

        def share(number: int) -> Iterator[tuple[int, bool]]:
            time.sleep(0.01)
            memo.put(memo.key("more", b"%d" % number), b"more")
            yield os.getpid(), memo.get(_key(memo, b"%d" % number)) == VALUES[b"%d" % number]

        done = list(run_shares([partial(share, number) for number in range(50)], 2, tmp_path))
        assert all(right for _, right in done)
        memo.prune()
    assert _found(tmp_path) == {name: VALUES[name] for name in VALUES if int(name) < 50}
    with closing(Memo(tmp_path, b"one")) as memo:
        assert all(memo.get(memo.key("more", b"%d" % number)) == b"more" for number in range(50))
    assert len({process for process, _ in done}) == 2


def test_two_builds_at_once_keep_out_of_each_others_way(tmp_path: Path) -> None:
    with closing(Memo(tmp_path, b"one")) as first:
        first.put(_key(first, b"1"), VALUES[b"1"])
        with closing(Memo(tmp_path, b"one")) as second:
            second.put(_key(second, b"2"), VALUES[b"2"])
            second.prune()
            first.put(_key(first, b"3"), VALUES[b"3"])
            first.prune()
    found = _found(tmp_path)
    assert found.items() <= VALUES.items()
    assert b"2" in found
