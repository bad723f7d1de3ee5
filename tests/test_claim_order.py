"""Claims that stay in order: mending what was in order before gives what sorting everything gives."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.claim_order import ClaimOrder, Claims
from graph_builder.memo import Memo
from graph_builder.parts import Parts

_BUDGET = 1 << 20


def chunk(number: int, length: int) -> bytes:
    """Return the blocks of a chunk: half of its documents are spoken of in other chunks, too."""
    lines = [
        f"<http://a.org/{number * 37 % 500 + (place % 2) * place}\x00<http://a.org/source/{place % 3}>\x00s p {'o' * length}\n"
        for place in range(length)
    ]
    return "".join(lines).encode()


def ordered(folder: Path, chunks: Sequence[bytes], *, clean: bool = False) -> tuple[list[tuple[str, bytes]], bool]:
    """Return the pieces of some chunks, each by its begin and hash, and whether they came of mending."""
    memo = Memo(None if clean else folder / "memo", b"program")
    order = ClaimOrder(folder, _BUDGET, memo)
    for blocks in chunks:
        claims = Claims.of(blocks, memo)
        order.take(Claims.known(claims.digest, memo) or claims)
    parts = order.parts()
    found = described(parts)
    memo.prune()
    memo.close()
    return found, order.mended


def described(parts: Parts) -> list[tuple[str, bytes]]:
    """Return begin and hash of each piece, whose lines must be sorted."""
    for number in range(len(parts)):
        assert parts.lines(number) == sorted(parts.lines(number))
    return [(parts.first(number), parts.digest(number)) for number in range(len(parts))]


_CHUNKS = st.tuples(st.integers(0, 40), st.integers(0, 60))


@given(
    before=st.lists(_CHUNKS, min_size=20, max_size=40),
    changes=st.lists(_CHUNKS, max_size=3),
    cut=st.integers(0, 2),
)
def test_mending_gives_what_sorting_gives(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[int, int]],
    changes: list[tuple[int, int]],
    cut: int,
) -> None:
    folder = tmp_path_factory.mktemp("order")
    now = before[cut:] + changes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph_builder.cutting.LEAST", 600)
        ordered(folder, [chunk(*one) for one in before])
        mended, _ = ordered(folder, [chunk(*one) for one in now])
        again, _ = ordered(folder, [chunk(*one) for one in now])
        clean, _ = ordered(folder, [chunk(*one) for one in now], clean=True)
    assert mended == again == clean


def test_a_changed_chunk_is_mended_and_many_are_sorted(tmp_path: Path) -> None:
    many = [chunk(number, 50) for number in range(40)]
    assert not ordered(tmp_path, many)[1]
    assert ordered(tmp_path, many)[1]
    assert ordered(tmp_path, [*many[:-1], chunk(99, 20)])[1]
    assert not ordered(tmp_path, many[:20])[1]
