"""What a file says, before it is a record: plain values that know their lines."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_builder.problems import Place, Problem, Problems
from graph_builder.records.faults import Fault, Path, path_text


@dataclass(slots=True)
class Tree:
    """A value with the lines of its parts and the faults of its writing.

    Attributes:
        file: path of the file in the archive.
        value: mappings, lists and scalars.
        typed: whether numbers and texts were told apart (JSON) or every scalar is a text (YAML, CSV).
        path: where the value stands in the file, e.g. ``("records", 3)``.
        lines: line by path from the root of the file.
        faults: what is wrong with the writing (a field twice …), with paths from the root of the file.
    """

    file: str
    value: Any
    typed: bool
    path: Path = ()
    lines: Mapping[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def place(self, path: Path = ()) -> Place:
        """Return the place of a part, given by its path from this value; the nearest line that is known."""
        return self._place((*self.path, *path))

    def _place(self, full: Path) -> Place:
        known = next((full[:end] for end in range(len(full), -1, -1) if full[:end] in self.lines), None)
        return Place(self.file, 0 if known is None else self.lines[known], path_text(full))

    def without(self, name: str) -> "Tree":
        """Return this mapping without one field and its faults."""
        value = {key: item for key, item in self.value.items() if key != name}
        faults = [fault for fault in self.faults if fault.path[:1] != (name,) or len(fault.path) == 1]
        return Tree(self.file, value, self.typed, self.path, self.lines, faults)

    def items(self, name: str) -> Iterator["Tree"]:
        """Yield the items of the list in a field of this mapping, each with the faults that lie in it."""
        faults: dict[str | int, list[Fault]] = {}
        for fault in self.faults:
            if fault.path[:1] == (name,) and len(fault.path) > 1:
                faults.setdefault(fault.path[1], []).append(fault)
        for index, value in enumerate(self.value[name]):
            yield Tree(self.file, value, self.typed, (name, index), self.lines, faults.get(index, []))

    def report(self, faults: Iterable[Fault], problems: Problems) -> None:
        """Add faults, whose paths begin at this value, to the problems."""
        for fault in faults:
            problems.error(self.place(fault.path), fault.code, fault.message, fault.remedy)

    def report_writing(self, problems: Problems) -> bool:
        """Add the faults of the writing to the problems; tell whether there was any."""
        for fault in self.faults:
            problems.error(self._place(fault.path), fault.code, fault.message, fault.remedy)
        return bool(self.faults)


class UnreadableError(Exception):
    """A text cannot be read on from a place; caught inside the readers, carries the problem to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class LineTable:
    """Line numbers of positions in a text.

    Args:
        text: the text.
        first: number of its first line in the file.
    """

    def __init__(self, text: str, first: int = 1) -> None:
        self._first = first
        self._ends = [index for index, character in enumerate(text) if character == "\n"]

    def line(self, position: int) -> int:
        """Return the line number of a character."""
        return self._first + bisect_right(self._ends, position - 1)


def twice(path: Path, first: int, second: int) -> Fault:
    """Return the fault of a field that stands twice in one mapping."""
    lines = f"line {first}" if first == second else f"lines {first} and {second}"
    message = f"{path[-1]} stands twice, on {lines}"
    return Fault(path, "duplicate-key", message, "keep one of the two, or join their values")


def empty_file(file: str) -> Problem:
    """Return the problem of a file that says nothing."""
    return Problem(Place(file), "empty-file", "the file is empty", "write a head and records, or delete the file")
