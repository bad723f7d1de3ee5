"""Sorted blocks merged are the sorted lines of all, however they were cut."""

import random

import pytest

from graph_builder.block_merge import merged


@pytest.mark.parametrize("seed", range(20))
def test_merged_blocks_are_all_lines_in_order(seed: int) -> None:
    dice = random.Random(seed)
    streams: list[list[list[bytes]]] = []
    for _ in range(dice.randint(0, 5)):
        lines = sorted(dice.choice((b"a", b"ab", b"b", b"c>")) * dice.randint(1, 4) for _ in range(dice.randint(0, 40)))
        places = sorted(dice.randint(0, len(lines)) for _ in range(dice.randint(0, 6)))
        streams.append([lines[begin:end] for begin, end in zip([0, *places], [*places, len(lines)], strict=True)])
    found = [line for block in merged(streams) for line in block]
    assert found == sorted(line for stream in streams for block in stream for line in block)
