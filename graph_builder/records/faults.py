"""A fault of a value, and the words in which faults are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a value.

    Attributes:
        path: names of fields and numbers of list items, from the value walked.
        code: stable short name of the problem.
        message: what is wrong.
        remedy: what to do.
    """

    path: Path
    code: str
    message: str
    remedy: str


def path_text(path: Path) -> str:
    """Return a path as editors read it.

    >>> path_text(("records", 3, "name", "ky"))
    'records[3].name.ky'
    """
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def nearest(word: str, known: Sequence[str]) -> str:
    """Return a remedy that names the nearest known word, or all of them when none is near."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    return f"write one of: {', '.join(known)}" if known else "leave it out"


def cited(value: object) -> str:
    """Return a value in quotes, shortened, for a message."""
    text = str(value)
    return f"“{text if len(text) <= 60 else text[:57] + '…'}”"
