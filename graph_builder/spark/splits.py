"""Large files of lines in splits, which many machines read at once."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from graph_builder.archive import ArchiveFile


class Split(NamedTuple):
    """A section of a file; a line belongs to the split in which it begins.

    Attributes:
        location: where the file lies, the same on every machine.
        begin: the first byte.
        end: the byte after the last.
    """

    location: str
    begin: int
    end: int


def splits(file: ArchiveFile, size: int) -> list[Split]:
    """Return the splits of a file, none for an empty one (OSError if there is no such file).

    Args:
        file: a file of lines.
        size: how many bytes a split has at most.
    """
    length = file.location.stat().st_size
    return [Split(str(file.location), begin, min(begin + size, length)) for begin in range(0, length, size)]


def lines_of(split: Split) -> Iterator[bytes]:
    """Yield the lines of a split, each with its end (OSError if this machine cannot read the file)."""
    # O_NOFOLLOW: a link put here since the listing is not followed either.
    with os.fdopen(os.open(split.location, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as stream:
        place = split.begin
        if place:
            stream.seek(place - 1)
            place += len(stream.readline()) - 1
        while place < split.end and (line := stream.readline()):
            place += len(line)
            yield line


def count_lines(split: Split) -> int:
    """Return how many lines a split has (errors as :func:`lines_of`)."""
    return sum(1 for _ in lines_of(split))
