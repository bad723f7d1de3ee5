"""A paragraph of a byline cut where another thing is said: at semicolons, labels, agent words, sentences."""

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from graph_builder.pages.agents import BEFORE_NAME, LABELS, POSTPOSED, PREPOSED, Agency
from graph_builder.pages.nominative import Case
from graph_builder.textforms import fold

EDGE: Final = " ,;:–—-.\u00a0\n\t\x01"
"""What stands around words and is none."""

_SENTENCE: Final = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[A-ZА-ЯЁӨҮҢ])|(?<=[»”\")])\.\s+(?=[A-ZА-ЯЁӨҮҢ])")
_SEMICOLON: Final = re.compile(";")
_WORD_END: Final = r"(?![\w-])"


def _table(words: Mapping[Agency, str], before: str, after: str) -> re.Pattern[str]:
    return re.compile(before + "(?:" + "|".join(f"(?P<{kind}>{part})" for kind, part in words.items()) + ")" + after)


_LABEL: Final = _table(LABELS, r"(?:(?<=[.;,\n(])\s*|^\W*|(?<=\s))", r"\s*(?:[:;]|\s[–—-](?=\s))")
_PREPOSED: Final = _table(PREPOSED, r"(?<![\w-])", rf"{_WORD_END}(?:\s*[:–—-](?=\s))?")
_GENITIVE: Final = re.compile(r"участи|^под |^текст$")
_INSTRUMENTAL: Final = re.compile(r"подготовлен|написан|составлен|^(?:в соавторстве|совместно|вместе) с$")
POSTPOSED_WORDS: Final = _table(POSTPOSED, r"(?<![\w-])", _WORD_END)


class Piece(Struct, frozen=True):
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


def has_agent_word(text: str) -> bool:
    """Tell whether a paragraph holds a word that says who did what; where it stands, is not looked at."""
    folded = fold(text)
    return bool(_PREPOSED.search(folded) or POSTPOSED_WORDS.search(folded) or _LABEL.search(folded))


def pieces_of(text: str) -> list[Piece]:
    """Return the pieces of a paragraph in order; those that hold no words are left out."""
    starts = {0: (0, None, None)} | _agent_words(text)
    taken = [(begin, end) for begin, (end, agency, _) in starts.items() if agency]
    for match in _SEMICOLON.finditer(text):
        if not any(begin <= match.start() < end for begin, end in taken):
            starts.setdefault(match.end(), (match.end(), None, None))
    for match in _SENTENCE.finditer(text):
        starts.setdefault(match.end(), (match.end(), None, None))
    ordered = sorted(starts)
    pieces = []
    for begin, end in zip(ordered, [*ordered[1:], len(text)], strict=True):
        words_end, agency, case = starts[begin]
        pieces.append(Piece(begin, end, agency, words_end, case))
    return [piece for piece in pieces if piece.agency or text[piece.start : piece.end].strip(EDGE)]


def _agent_words(text: str) -> dict[int, tuple[int, Agency | None, Case | None]]:
    """Return by their offsets the agent words of a paragraph: their ends, what they say, the case they ask for."""
    folded = fold(text)
    found: dict[int, tuple[int, Agency | None, Case | None]] = {}
    for match in _LABEL.finditer(folded):
        found[match.start(match.lastgroup or 0)] = (match.end(), agency_of(match), None)
    for match in _PREPOSED.finditer(folded):
        covered = any(begin <= match.start() < end for begin, (end, _, _) in found.items())
        if not covered and _leads_to_name(text, match):
            found[match.start()] = (match.end(), agency_of(match), _case(match[0]))
    return found


def _leads_to_name(text: str, match: re.Match[str]) -> bool:
    if not BEFORE_NAME.fullmatch(match[0].strip()):
        return True
    parted = text[: match.start()].rstrip()[-1:] in ("", ",", ";", ".", "\n")
    return parted and text[match.end() :].lstrip()[:1].isupper()


def _case(words: str) -> Case | None:
    if _INSTRUMENTAL.search(words):
        return "instrumental"
    # «Под редакцией: Надежда Добрецова» has the colon of a label, and a nominative after it.
    return "genitive" if _GENITIVE.search(words) and words.rstrip()[-1] not in ":–—-" else None


def begins_sentence(text: str, piece: Piece) -> bool:
    """Tell whether a sentence ends before a piece, so that no label reaches into it."""
    return text[: piece.start].rstrip().endswith(".")


def agency_of(match: re.Match[str]) -> Agency:
    """Return what a matched agent word says."""
    for kind in ("compiler", "reviewer", "editor", "author"):
        if match.lastgroup == kind:
            return kind
    return "other"
