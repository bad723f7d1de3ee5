"""Long files hold what was written, whatever the file system can, and what goes wrong is told by their name."""

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from fcntl import F_GETFL, fcntl
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_builder import long_files
from graph_builder.long_files import LongFile, LongWriter, sha256_of

BLOCK = 8192
CHUNKS = [b"a" * 5_000, b"", b"b" * 20_000, b"c"]


def write_chunks(target: str, chunks: Iterable[bytes]) -> None:
    """Write a file."""
    with LongWriter(target) as file:
        for chunk in chunks:
            file.write(chunk)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_files, "_BLOCK", BLOCK)
    monkeypatch.setattr(long_files, "_HASHED", 2 * BLOCK)


@pytest.fixture(params=["disk", "memory"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    shared = Path("/dev/shm")
    if request.param == "memory" and not shared.is_dir():
        pytest.skip("there is no /dev/shm")
    found = tmp_path / "long" if request.param == "disk" else shared / f"tuyun-test-{os.getpid()}"
    yield found
    found.unlink(missing_ok=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.sampled_from([0, 1, 100, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 7]), max_size=8))
def test_all_chunks_are_there(target: Path, sizes: Sequence[int]) -> None:
    target.unlink(missing_ok=True)
    chunks = [bytes([65 + number]) * size for number, size in enumerate(sizes)]
    write_chunks(str(target), chunks)
    assert target.read_bytes() == b"".join(chunks)


def test_blocks_pass_the_cache_and_the_rest_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    probe = os.open(tmp_path / "probe", os.O_WRONLY | os.O_CREAT)
    if not long_files._turned(probe, to=True):
        pytest.skip("the file system of the tests cannot be written past the cache")
    os.close(probe)
    direct: list[tuple[int, bool]] = []
    write = os.write

    def seen(descriptor: int, data: memoryview) -> int:
        direct.append((len(data), bool(fcntl(descriptor, F_GETFL) & os.O_DIRECT)))
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", seen)
    write_chunks(str(tmp_path / "long"), CHUNKS)
    assert direct == [(BLOCK, True), (BLOCK, True), (BLOCK, True), (25_001 - 3 * BLOCK, False)]


@pytest.mark.parametrize("fault", ["short", "refused"])
def test_what_the_system_does_not_take_at_once_is_written_all_the_same(
    target: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    calls = 0
    write = os.write

    def some(descriptor: int, data: memoryview) -> int:
        nonlocal calls
        calls += 1
        if fault == "refused" and fcntl(descriptor, F_GETFL) & long_files._DIRECT:
            raise OSError(errno.EINVAL, "Invalid argument")
        return write(descriptor, data[:1000] if fault == "short" and calls == 2 else data)

    monkeypatch.setattr(os, "write", some)
    write_chunks(str(target), CHUNKS)
    assert target.read_bytes() == b"".join(CHUNKS)
    assert calls >= 4


def test_a_full_disk_and_a_file_that_is_there_are_told_with_its_name(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_chunks(str(target), CHUNKS)
    with pytest.raises(FileExistsError) as there:
        write_chunks(str(target), CHUNKS)
    target.unlink()

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left") as none_left:
        write_chunks(str(target), CHUNKS)
    assert [there.value.filename, none_left.value.filename] == [str(target), str(target)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(0, 6 * BLOCK), sections=st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 30_000))))
def test_every_section_is_read(target: Path, size: int, sections: Sequence[tuple[int, int]]) -> None:
    whole = bytes(number * number % 251 for number in range(size))
    target.write_bytes(whole)
    file = LongFile(target, least=2 * BLOCK)
    assert file.size == size
    assert [file.read(begin, begin + length) for begin, length in sections] == [
        whole[begin : begin + length] for begin, length in sections
    ]
    assert sha256_of(target) == hashlib.sha256(whole).hexdigest()


@pytest.mark.parametrize(
    ("blocks", "in_order", "direct"), [(4, True, [0, BLOCK, 2 * BLOCK, 3 * BLOCK]), (4, False, []), (1, True, [])]
)
def test_long_files_are_read_past_the_cache_each_byte_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocks: int, in_order: bool, direct: list[int]
) -> None:
    target = tmp_path / "long"
    target.write_bytes(bytes(blocks * BLOCK))
    probe = os.open(target, os.O_RDONLY)
    if not long_files._turned(probe, to=True):
        pytest.skip("the file system of the tests cannot be read past the cache")
    os.close(probe)
    seen: list[int] = []
    preadv = os.preadv

    def noted(descriptor: int, buffers: Sequence[bytearray], begin: int) -> int:
        assert fcntl(descriptor, F_GETFL) & os.O_DIRECT
        seen.append(begin)
        return preadv(descriptor, buffers, begin)

    monkeypatch.setattr(os, "preadv", noted)
    file = LongFile(target, in_order=in_order, least=2 * BLOCK)
    length = BLOCK // 3
    assert sum(len(file.read(begin, begin + length)) for begin in range(0, blocks * BLOCK, length)) == blocks * BLOCK
    assert seen == direct


def test_what_cannot_be_read_past_the_cache_is_read_through_it(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target.write_bytes(b"ab" * 2 * BLOCK)

    def refused(*_: object) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "preadv", refused)
    file = LongFile(target, least=2 * BLOCK)
    assert [file.read(BLOCK - 1, BLOCK + 2), file.read(0, 3)] == [b"bab", b"aba"]
