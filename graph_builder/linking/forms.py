"""The forms under which entities can be named: words, what may stand between them, and their capitals."""

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from graph_builder.linking.compact import Compact

WORD: Final = re.compile(r"[^\W_]+")
_SOFT: Final = re.compile(r"[\"' \t\r]+\n?[\"' \t\r]*|\n[\"' \t\r]*|[\"']*-[\"']*|")
_HARD: Final = re.compile(r"(?:[\"' \t\r:;,.()…-]+\n?)+")


class Case(IntEnum):
    """How a word of a name is written by its owner."""

    ANY = 0
    CAPITAL = 1
    ABBREVIATION = 2


class Role(StrEnum):
    """What a form is: a name, an abbreviation, or the word of a place to which a noun belongs."""

    NAME = "name"
    ABBREVIATION = "abbreviation"
    PLACE = "place"
    PLACE_ADJECTIVE = "place-adjective"


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One way of naming one entity; forms are told apart by identity, which costs nothing.

    Attributes:
        kind: kind of the entity.
        slug: slug of the entity.
        type: its ``type`` field (ministry, district …); empty for none.
        language: language of the form.
        role: what the form is.
        words: its folded words.
        joints: before each word, whether punctuation stands there in the form (never before the first).
        cases: how each word is written.
        alone: whether a place is so named without its noun by the authority files.
    """

    kind: str
    slug: str
    type: str
    language: str
    role: Role
    words: tuple[str, ...]
    joints: tuple[bool, ...]
    cases: tuple[Case, ...]
    alone: bool = False

    @property
    def reference(self) -> tuple[str, str]:
        """Kind and slug."""
        return self.kind, self.slug

    @property
    def key(self) -> tuple[str, bool]:
        """What makes two forms the same to a reader: the words, and whether capitals tell them apart."""
        return " ".join(self.words), self.role is Role.ABBREVIATION


def make_form(
    text: str, *, kind: str, slug: str, type_: str, language: str, role: Role, alone: bool = False
) -> Form | None:
    """Return the form that a text is; nothing if it holds no word."""
    compact = Compact.of(text)
    found = list(WORD.finditer(compact.folded))
    if not found:
        return None
    gaps = [compact.folded[left.end() : right.start()] for left, right in pairwise(found)]
    return Form(
        kind=kind,
        slug=slug,
        type=type_,
        language=language,
        role=role,
        words=tuple(match[0] for match in found),
        joints=_joints(tuple(gaps)),
        cases=_cases(bytes(_case(compact.text[match.start() : match.end()]) for match in found)),
        alone=alone,
    )


def is_soft(gap: str) -> bool:
    """Tell whether two words with these characters between them can be one name: blanks, quotes, a hyphen."""
    return _SOFT.fullmatch(gap) is not None


def is_passable(gap: str) -> bool:
    """Tell whether the characters may stand where a name has punctuation; never the end of a paragraph."""
    return len(gap) < 8 and _HARD.fullmatch(gap) is not None and "\n\n" not in gap


# Most names have the same few.
@lru_cache(maxsize=4096)
def _joints(gaps: tuple[str, ...]) -> tuple[bool, ...]:
    return (False, *(not is_soft(gap) for gap in gaps))


@lru_cache(maxsize=4096)
def _cases(values: bytes) -> tuple[Case, ...]:
    return tuple(map(Case, values))


def _case(word: str) -> Case:
    if len(word) > 1 and word.isupper():
        return Case.ABBREVIATION
    return Case.CAPITAL if word[0].isupper() else Case.ANY
