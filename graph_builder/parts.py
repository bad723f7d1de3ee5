"""A graph on disk, in parts of whole documents: what one process works on at a time."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from graph_builder.line_file import LineFile
from graph_builder.rdf import Term

PART_BYTES: Final = 6 << 20
"""Size of a part: validated at once in about 100 MB of memory; small enough for all processes to have work."""


class _Section(NamedTuple):
    first: str
    begin: int
    end: int
    targets: int


class Parts:
    """Lines of blocks, sorted by stem, cut into parts between documents.

    Args:
        folder: where they are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._file = LineFile(folder)
        self._sections: list[_Section] = []

    @classmethod
    def cut(cls, lines: Iterable[bytes], folder: Path, size: int = PART_BYTES) -> "Parts":
        """Store sorted lines and cut them where a document ends and a part is large enough."""
        parts = cls(folder)
        held: list[bytes] = []
        stem, length = b"", 0
        for line in lines:
            of = line[: line.index(b"\x00")]
            if of != stem and length >= size:
                parts.add(b"".join(held))
                held, length = [], 0
            stem = of
            held.append(line)
            length += len(line)
        parts.add(b"".join(held))
        parts.close_writing()
        return parts

    def add(self, lines: bytes, targets: Iterable[Term] = ()) -> None:
        """Store a part, in whatever order parts come (OSError if the disk is full).

        Args:
            lines: its blocks, sorted; a part without any is passed over.
            targets: the entities in other documents to which it refers.
        """
        if lines:
            begin = self._file.write(lines)
            end = self._file.write("".join(f"{target}\n" for target in sorted(targets)).encode())
            self._sections.append(_Section(lines[: lines.index(b"\x00")].decode(), begin, end, self._file.size))

    def close_writing(self) -> None:
        """Put the parts in order and let every process see them."""
        self._sections.sort()
        self._file.close_writing()

    def __len__(self) -> int:
        """Return how many parts there are."""
        return len(self._sections)

    def lines(self, number: int) -> Iterator[bytes]:
        """Yield the lines of a part."""
        section = self._sections[number]
        return self._file.lines(section.begin, section.end)

    def all_lines(self) -> Iterator[bytes]:
        """Yield the lines of all parts, in order."""
        return (line for number in range(len(self)) for line in self.lines(number))

    def targets(self, number: int) -> list[Term]:
        """Return the entities in other documents to which a part refers, sorted."""
        section = self._sections[number]
        return self._file.read(section.end, section.targets).decode().splitlines()

    def of_stem(self, stem: str) -> int:
        """Return the number of the part in which a document would stand."""
        return max(0, bisect_right(self._sections, stem, key=lambda section: section.first) - 1)

    def close(self) -> None:
        """Give the room on the disk back."""
        self._file.close()
