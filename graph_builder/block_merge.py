"""Sorted lines that come in blocks, merged block by block: what is compared line by line is left to the sort."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator


def merged(streams: Iterable[Iterable[list[bytes]]]) -> Iterator[list[bytes]]:
    """Yield the lines of all streams, sorted, in blocks.

    Args:
        streams: each yields blocks of lines that are sorted throughout.
    """
    waiting = [(block, 0, blocks) for blocks in map(iter, streams) if (block := _next(blocks))]
    while waiting:
        # Up to the first end of a block all lines are there that can stand before it.
        bound = min(block[-1] for block, _, _ in waiting)
        found: list[bytes] = []
        left: list[tuple[list[bytes], int, Iterator[list[bytes]]]] = []
        for block, place, blocks in waiting:
            end = bisect_right(block, bound, place)
            found += block[place:end]
            if end == len(block):
                block, end = _next(blocks), 0
            if block:
                left.append((block, end, blocks))
        found.sort()  # a few sorted runs, which it merges
        yield found
        waiting = left


def _next(blocks: Iterator[list[bytes]]) -> list[bytes]:
    """Return the next block that holds anything; an empty one at the end."""
    return next(filter(None, blocks), [])
