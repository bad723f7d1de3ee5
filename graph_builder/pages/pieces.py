"""A paragraph of a byline cut where another thing is said: at semicolons, labels, agent words, sentences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph_builder.pages.agents import LABELS, POSTPOSED, PREPOSED, Agency
from graph_builder.pages.nominative import Case
from graph_builder.textforms import fold

EDGE: Final = " ,;:–—-.\u00a0\n\t\x01"
"""What stands around words and is none."""

_SENTENCE: Final = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[A-ZА-ЯЁӨҮҢ])|(?<=[»”\")])\.\s+(?=[A-ZА-ЯЁӨҮҢ])")
_WORD_END: Final = r"(?![\w-])"


def _table(words: Mapping[Agency, str], before: str, after: str) -> re.Pattern[str]:
    return re.compile(before + "(?:" + "|".join(f"(?P<{kind}>{part})" for kind, part in words.items()) + ")" + after)


_LABEL: Final = _table(LABELS, r"(?:(?<=[.;,\n(])\s*|^\W*|(?<=\s))", r"\s*(?:[:;]|\s[–—-](?=\s))")
_PREPOSED: Final = _table(PREPOSED, r"(?<![\w-])", rf"{_WORD_END}(?:\s*[:–—-](?=\s))?")
_GENITIVE: Final = re.compile(r"участи|^под |^текст$")
_INSTRUMENTAL: Final = re.compile(r"подготовлен|написан|составлен|^(?:в соавторстве|совместно|вместе) с$")
POSTPOSED_WORDS: Final = _table(POSTPOSED, r"(?<![\w-])", _WORD_END)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        agency: what the agent word at its beginning says.
        words_end: offset after that agent word.
        case: the case that the word asks for, if it is not the nominative.
    """

    start: int
    end: int
    agency: Agency | None
    words_end: int
    case: Case | None


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
    cases: dict[int, Case | None] = {}
    for match in _LABEL.finditer(folded):
        starts[match.start(match.lastgroup or 0)] = (agency_of(match), match.end())
    for match in _PREPOSED.finditer(folded):
        if not any(begin <= match.start() < end for begin, (_, end) in starts.items()):
            starts[match.start()] = (agency_of(match), match.end())
            cases[match.start()] = _case(match[0])
    for at, character in enumerate(folded):
        if character == ";" and not any(begin <= at < end for begin, (_, end) in starts.items()):
            starts.setdefault(at + 1, (None, at + 1))
    for match in _SENTENCE.finditer(text):
        starts.setdefault(match.end(), (None, match.end()))
    ordered = sorted(starts)
    pieces = [
        Piece(begin, end, starts[begin][0], starts[begin][1], cases.get(begin))
        for begin, end in zip(ordered, [*ordered[1:], len(text)], strict=True)
    ]
    return [piece for piece in pieces if piece.agency or text[piece.start : piece.end].strip(EDGE)]


def _case(words: str) -> Case | None:
    if _INSTRUMENTAL.search(words):
        return "instrumental"
    # «Под редакцией: Надежда Добрецова» has a label's colon, and a nominative after it.
    return "genitive" if _GENITIVE.search(words) and not words.rstrip().endswith(":") else None


def begins_sentence(text: str, piece: Piece) -> bool:
    """Tell whether a sentence ends before a piece, so that no label reaches into it."""
    return text[: piece.start].rstrip().endswith(".")


def agency_of(match: re.Match[str]) -> Agency:
    """Return what a matched agent word says."""
    for kind in ("compiler", "reviewer", "editor", "author"):
        if match.lastgroup == kind:
            return kind
    return "other"
