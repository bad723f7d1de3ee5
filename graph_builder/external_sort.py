"""Sorting of more lines than memory holds: sorted runs on disk, merged while they are read."""

from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Final

from graph_builder.block_merge import merged
from graph_builder.line_file import LineFile

_OVERHEAD: Final = 60
"""Bytes of memory that a line takes beside its text."""

_AT_ONCE: Final = 64
"""How many runs are merged in one go: each needs a buffer."""

_JOINED: Final = 1_000
"""How many lines are written in one call."""


class Sorter:
    """Takes lines in any order and gives them back sorted; up to the budget nothing is written to disk.

    Lines are bytes, each with its end, and are compared byte by byte, which for UTF-8 is the order of code points.

    Args:
        folder: where runs are kept.
        budget: how many bytes of memory the lines may take at once.
    """

    def __init__(self, folder: Path, budget: int) -> None:
        self._folder, self._budget = folder, budget
        self._lines: list[bytes] = []
        self._held = 0
        self._runs: LineFile | None = None
        self._bounds = [0]

    def add(self, line: bytes) -> None:
        """Take a line (OSError if the disk is full)."""
        self._lines.append(line)
        self._held += len(line) + _OVERHEAD
        if self._held > self._budget:
            self._spill()

    def extend(self, lines: list[bytes]) -> None:
        """Take several lines at once (OSError if the disk is full)."""
        self._lines += lines
        self._held += sum(map(len, lines)) + _OVERHEAD * len(lines)
        if self._held > self._budget:
            self._spill()

    def __iter__(self) -> Iterator[bytes]:
        """Yield all lines, sorted; once, since memory is given back on the way."""
        if self._runs is None:
            self._lines.sort()
            lines, self._lines = self._lines, []
            return iter(lines)
        self._spill()
        while len(self._bounds) > _AT_ONCE + 1:
            self._merge_some()
        return chain.from_iterable(merged(self._sections(self._runs, self._bounds)))

    def _spill(self) -> None:
        if self._runs is None:
            self._runs = LineFile(self._folder)
        self._lines.sort()
        for some in _some(self._lines):
            self._runs.write(b"".join(some))
        self._bounds.append(self._runs.size)
        self._lines, self._held = [], 0

    def _merge_some(self) -> None:
        """Merge neighbouring runs, so that fewer are left."""
        assert self._runs is not None
        longer, bounds = LineFile(self._folder), [0]
        for start in range(0, len(self._bounds) - 1, _AT_ONCE):
            for some in merged(self._sections(self._runs, self._bounds[start : start + _AT_ONCE + 1])):
                longer.write(b"".join(some))
            bounds.append(longer.size)
        self._runs.close()
        self._runs, self._bounds = longer, bounds

    def _sections(self, runs: LineFile, bounds: list[int]) -> list[Iterator[list[bytes]]]:
        chunk = max(4096, self._budget // (4 * len(bounds)))
        return [runs.blocks(begin, end, min(chunk, 1 << 18)) for begin, end in pairwise(bounds)]


def _some(lines: list[bytes]) -> Iterator[list[bytes]]:
    """Yield lines, so many at a time that joining them takes little memory."""
    return (lines[first : first + _JOINED] for first in range(0, len(lines), _JOINED))
