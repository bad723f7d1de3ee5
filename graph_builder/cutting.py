"""Where a long sorted or growing thing is cut into pieces: at places that its own content decides.

A cut after every so many bytes would move all later cuts when something is put in; one that depends on the name of what
stands before it stays where it is. So what was done with a piece can be used again, wherever the piece lies now.
"""

from collections.abc import Iterable
from typing import Final
from zlib import crc32

LEAST: Final = 128 << 10
MOST: Final = 2 << 20
"""Sizes of a piece, in bytes. Below them lies what is lost with each piece, above them what is done again in vain."""

_ONE_IN: Final = 8


def ends(name: bytes, size: int, least: int | None = None, most: int | None = None) -> bool:
    """Tell whether a piece ends behind something.

    Args:
        name: what tells it from others: a document's name, or a whole line.
        size: of the piece with it.
        least: the smallest size; None for so many bytes as is usual.
        most: the size with which it ends whatever its content is; None for the usual.
    """
    if size < (LEAST if least is None else least):
        return False
    return crc32(name) % _ONE_IN == 0 or size >= (MOST if most is None else most)


def grouped(sizes: Iterable[int], least: int) -> list[range]:
    """Return the numbers of things, those together that follow one another and have a size together.

    Args:
        sizes: of the things.
        least: what those of a group have together at least, but for the last group.
    """
    found: list[range] = []
    first, after, length = 0, 0, 0
    for after, size in enumerate(sizes, 1):
        length += size
        if length >= least:
            found.append(range(first, after))
            first, length = after, 0
    return [*found, range(first, after)] if after > first else found
