"""A paragraph of a byline cut where another thing is said: at semicolons, labels, agent words, sentences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph_builder.pages.agents import LABELS, POSTPOSED, PREPOSED, Agency
from graph_builder.textforms import fold

EDGE: Final = " ,;:–—-.\u00a0\n\t\x01"
"""What stands around words and is none."""

_SENTENCE: Final = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[A-ZА-ЯЁӨҮҢ])|(?<=[»”\")])\.\s+(?=[A-ZА-ЯЁӨҮҢ])")
_WORD_END: Final = r"(?![\w-])"


def _table(words: Mapping[Agency, str], before: str, after: str) -> re.Pattern[str]:
    return re.compile(before + "(?:" + "|".join(f"(?P<{kind}>{part})" for kind, part in words.items()) + ")" + after)


_LABEL: Final = _table(LABELS, r"(?:(?<=[.;,\n(])\s*|^\W*|(?<=\s))", r"\s*(?:[:;]|\s[–—-](?=\s))")
_PREPOSED: Final = _table(PREPOSED, r"(?<![\w-])", rf"{_WORD_END}(?:\s*[:–—-](?=\s))?")
ASKS_FOR_CASE: Final = re.compile(
    r"участи|^под |подготовлен|написан|соавторстве|редакцияс|редакциял?оо|катышуу|авторлугу"
)
POSTPOSED_WORDS: Final = _table(POSTPOSED, r"(?<![\w-])", _WORD_END)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        agency: what the agent word at its beginning says.
        words_end: offset after that agent word.
        oblique: whether that word asks for another case than the nominative.
    """

    start: int
    end: int
    agency: Agency | None
    words_end: int
    oblique: bool


def is_label(text: str) -> Agency | None:
    """Return what a paragraph that is only a label («Авторлор:») says of those that follow, or nothing."""
    match = _LABEL.match(fold(text))
    return agency_of(match) if match and match.end() >= len(text.rstrip()) else None


def begins_with_label(text: str) -> bool:
    """Tell whether a paragraph begins with a label such as «Автор:»."""
    match = _LABEL.match(fold(text))
    return bool(match and not match[0][: match.start(match.lastgroup or 0)].strip(EDGE))


def pieces_of(text: str) -> list[Piece]:
    """Return the pieces of a paragraph in order; those that hold no words are left out."""
    folded = fold(text)
    starts: dict[int, tuple[Agency | None, int]] = {0: (None, 0)}
    oblique: set[int] = set()
    for match in _LABEL.finditer(folded):
        starts[match.start(match.lastgroup or 0)] = (agency_of(match), match.end())
    for match in _PREPOSED.finditer(folded):
        if not any(begin <= match.start() < end for begin, (_, end) in starts.items()):
            starts[match.start()] = (agency_of(match), match.end())
            oblique |= {match.start()} if ASKS_FOR_CASE.search(match[0]) else set()
    for at, character in enumerate(folded):
        if character == ";" and not any(begin <= at < end for begin, (_, end) in starts.items()):
            starts.setdefault(at + 1, (None, at + 1))
    for match in _SENTENCE.finditer(text):
        starts.setdefault(match.end(), (None, match.end()))
    ordered = sorted(starts)
    pieces = [
        Piece(begin, end, starts[begin][0], starts[begin][1], begin in oblique)
        for begin, end in zip(ordered, [*ordered[1:], len(text)], strict=True)
    ]
    return [piece for piece in pieces if piece.agency or text[piece.start : piece.end].strip(EDGE)]


def begins_sentence(text: str, piece: Piece) -> bool:
    """Tell whether a sentence ends before a piece, so that no label reaches into it."""
    return text[: piece.start].rstrip().endswith(".")


def agency_of(match: re.Match[str]) -> Agency:
    """Return what a matched agent word says."""
    for kind in ("compiler", "reviewer", "editor", "author"):
        if match.lastgroup == kind:
            return kind
    return "other"
