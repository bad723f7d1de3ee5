"""A graph on disk, in pieces of whole documents, and in parts of several pieces: what a process works on at a time."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path
from typing import Final, NamedTuple

from graph_builder import cutting
from graph_builder.blocks import decode, stem_in, stem_of
from graph_builder.cutting import ends, grouped
from graph_builder.line_file import LineFile
from graph_builder.memo import Memo
from graph_builder.rdf import Term, within

PART_BYTES: Final = 6 << 20
"""Size of a part: validated at once in about 100 MB of memory; small enough for all processes to have work."""

_LOOKED_AT: Final = 256
"""How many lines are taken at once where a graph is cut."""


class Kept(NamedTuple):
    """A piece whose lines a memo knows.

    Attributes:
        first: stem of its first document.
        size: of its lines, in bytes.
        digest: SHA-256 of its lines.
    """

    first: str
    size: int
    digest: bytes

    @classmethod
    def of(cls, lines: bytes) -> "Kept":
        """Return what is kept of lines; at least one."""
        return cls(lines[: lines.index(b"\x00")].decode(), len(lines), sha256(lines).digest())

    @classmethod
    def put(cls, lines: bytes, memo: Memo) -> "Kept":
        """Let a memo keep lines, at least one; return what tells them."""
        kept = cls.of(lines)
        memo.put(kept.key(memo), lines)
        return kept

    def key(self, memo: Memo) -> bytes:
        """Return the key of its lines."""
        return memo.key("lines", self.digest)


class _Section(NamedTuple):
    kept: Kept
    place: int | None
    begin: int
    end: int


class Parts:
    """Lines of blocks, sorted by stem, cut into pieces between documents.

    Args:
        folder: where they are kept.
        memo: knows the lines of pieces that are added without them.
    """

    def __init__(self, folder: Path, memo: Memo | None = None) -> None:
        self._file, self._memo = LineFile(folder), memo or Memo()
        self._sections: list[_Section] = []

    @classmethod
    def cut(cls, lines: Iterable[bytes], folder: Path, least: int | None = None, most: int | None = None) -> "Parts":
        """Store sorted lines and cut them where a document ends, at places that depend on the documents alone."""
        parts = cls(folder)
        for piece in portions(lines, least, most):
            parts.add(b"".join(piece))
        parts.close_writing()
        return parts

    def add(self, lines: bytes, targets: Iterable[Term] = (), kept: Kept | None = None) -> None:
        """Store a piece, in whatever order pieces come (OSError if the disk is full).

        Args:
            lines: its blocks, sorted; a piece without any is passed over.
            targets: the entities in other documents to which it refers.
            kept: tells the piece, instead of its lines, if the memo knows them.
        """
        if lines or kept:
            place = self._file.write(lines) if lines else None
            begin = self._file.write("".join(f"{target}\n" for target in sorted(targets)).encode())
            self._sections.append(_Section(kept or Kept.of(lines), place, begin, self._file.size))

    def close_writing(self) -> None:
        """Put the pieces in order and let every process see them."""
        self._sections.sort()
        self._file.close_writing()

    def __len__(self) -> int:
        """Return how many pieces there are."""
        return len(self._sections)

    def shares(self, size: int = PART_BYTES) -> list[range]:
        """Return the numbers of the pieces, those together that make a part."""
        return grouped((section.kept.size for section in self._sections), size)

    def digest(self, number: int) -> bytes:
        """Return the SHA-256 of the lines of a piece."""
        return self._sections[number].kept.digest

    def first(self, number: int) -> str:
        """Return the stem of the first document of a piece."""
        return self._sections[number].kept.first

    def data(self, number: int) -> bytes:
        """Return the lines of a piece as they lie there.

        Raises:
            SystemFailure: if the memo does not know them any more.
        """
        section = self._sections[number]
        if section.place is not None:
            return self._file.read(section.place, section.place + section.kept.size)
        return self._memo.still(section.kept.key(self._memo))

    def lines(self, number: int) -> list[bytes]:
        """Return the lines of a piece."""
        return self.data(number).splitlines(keepends=True)

    def lines_about(self, nodes: Iterable[Term]) -> Iterator[bytes]:
        """Yield the lines of all pieces in which some nodes may stand, in order."""
        numbers = {self.of_stem(stem_of(node)) for node in nodes} if self._sections else ()
        return (line for number in sorted(numbers) for line in self.lines(number))

    def targets(self, number: int) -> list[Term]:
        """Return the entities in other documents to which a piece refers, sorted."""
        section = self._sections[number]
        return self._file.read(section.begin, section.end).decode().splitlines()

    def of_stem(self, stem: str) -> int:
        """Return the number of the piece in which a document would stand."""
        return max(0, bisect_right(self._sections, stem, key=lambda section: section.kept.first) - 1)

    def documents(self, stems: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Yield some documents, each with its triples, in order."""
        wanted: dict[int, set[bytes]] = defaultdict(set)
        for stem in stems:
            wanted[self.of_stem(stem)].add(stem.encode())
        for number in sorted(wanted):
            yield from documents_among(self.lines(number), wanted[number])

    def documents_with(self, nodes: Set[Term]) -> Iterator[tuple[str, list[str]]]:
        """Yield the documents in which some nodes or dependents of them stand, or that refer to them, in order."""
        standing: dict[int, set[bytes]] = defaultdict(set)
        for stem in {stem_of(node) for node in nodes}:
            standing[self.of_stem(stem)].add(stem.encode())
        for number in range(len(self)):
            stems, targets = standing.get(number, ()), self.targets(number)
            # Most pieces refer to none of them, which is told of all their targets at once; dependents are looked at.
            if stems or not nodes.isdisjoint(targets) or any("#" in one and within(one, nodes) for one in targets):
                yield from documents_among(self.lines(number), stems, targets, nodes)

    def close(self) -> None:
        """Give the room on the disk back."""
        self._file.close()


def portions(lines: Iterable[bytes], least: int | None = None, most: int | None = None) -> Iterator[list[bytes]]:
    """Cut sorted lines of blocks where a document ends, at places that depend on the documents alone.

    Args:
        lines: of which the last piece may have none.
        least: smallest size of a piece, in bytes; None for the usual, as of :func:`graph_builder.cutting.ends`.
        most: size at which it is cut whatever it holds; None for the usual.
    """
    # No piece ends before it has the smallest size, so up to there no line is looked at.
    smallest = cutting.LEAST if least is None else least
    held: list[bytes] = []
    length, waiting = 0, iter(lines)
    while some := list(islice(waiting, _LOOKED_AT)):
        sums = list(accumulate(map(len, some), initial=0))
        place = 0
        while place < len(some):
            begin = place
            if length < smallest:
                place = min(bisect_left(sums, sums[place] + smallest - length, place), len(some))
            else:
                stem = stem_in(held[-1]) if held else b""
                if held and stem_in(some[place]) != stem and ends(stem, length, least, most):
                    yield held
                    held, length = [], 0
                place += 1
            held += some[begin:place]
            length += sums[place] - sums[begin]
    yield held


def documents_among(
    lines: Iterable[bytes], stems: Collection[bytes], targets: Iterable[Term] = (), nodes: Set[Term] = frozenset()
) -> Iterator[tuple[str, list[str]]]:
    """Yield documents of a part with their triples: those that are named, and those that refer to some nodes.

    Args:
        lines: the part; read only if something of it may be asked for.
        stems: the documents that are named.
        targets: to what the part refers in other documents.
        nodes: what a document is looked for that refers to it, or to a dependent of it.
    """
    named = [target.encode() for target in targets if within(target, nodes)]
    for line in lines if named or stems else ():
        if line[: line.index(b"\x00")] in stems or any(target in line for target in named):
            stem, _, triples = decode(line)
            yield stem, triples
