"""Faults found in the input: gathered through a whole run, each with its place and remedy."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How much a problem costs: an error keeps something out, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Place(msgspec.Struct, frozen=True, order=True):
    """Where in the archive something stands.

    Attributes:
        file: path relative to the archive folder, with ``/``.
        line: line number from 1; 0 where a line says nothing (binary file, whole file).
        path: field path inside the record, e.g. ``records[3].labels.ky``; empty for none.
    """

    file: str
    line: int = 0
    path: str = ""

    def inside(self, path: str) -> "Place":
        """Return the place of a field in the record that stands here."""
        return Place(self.file, self.line, f"{self.path}.{path}" if self.path else path)

    def moved(self, lines: int) -> "Place":
        """Return the place so many lines further down; the same where the line says nothing."""
        return Place(self.file, self.line and self.line + lines, self.path)

    def __str__(self) -> str:
        """Return ``file:line: path``, leaving out what is not known."""
        head = f"{self.file}:{self.line}" if self.line else self.file
        return f"{head}: {self.path}" if self.path else head


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the input.

    Attributes:
        place: where it stands.
        code: stable short name in kebab-case (``unknown-field``), for tests and for filters.
        message: what is wrong, in one sentence without a full stop.
        remedy: what to do about it, in one sentence without a full stop.
        severity: whether something was kept out because of it.
    """

    place: Place
    code: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the line that an editor reads."""
        return f"{self.place}: {self.severity}: {self.message} ({self.remedy}) [{self.code}]"


@dataclass
class Problems:
    """The problems of one run, in the order found; sorted by place when read."""

    _found: set[Problem] = field(default_factory=set)

    def add(self, problem: Problem) -> None:
        """Add one problem; the same problem twice counts once."""
        self._found.add(problem)

    def error(self, place: Place, code: str, message: str, remedy: str) -> None:
        """Add an error: what stands at the place is kept out."""
        self.add(Problem(place, code, message, remedy, Severity.ERROR))

    def warn(self, place: Place, code: str, message: str, remedy: str) -> None:
        """Add a warning: what stands at the place is published all the same."""
        self.add(Problem(place, code, message, remedy, Severity.WARNING))

    def info(self, place: Place, code: str, message: str, remedy: str) -> None:
        """Add a remark that asks the editor for a decision, such as a provisional person."""
        self.add(Problem(place, code, message, remedy, Severity.INFO))

    def __iter__(self) -> Iterator[Problem]:
        """Iterate sorted by place."""
        return iter(sorted(self._found))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)

    def count(self, severity: Severity) -> int:
        """Return how many of one severity there are."""
        return sum(problem.severity is severity for problem in self._found)
