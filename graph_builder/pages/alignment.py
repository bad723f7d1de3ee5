"""Where the characters of a text stand in the file that it was read from, when reading changed some of them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_builder.textforms import composed


@dataclass(frozen=True, slots=True)
class Alignment:
    """A file's characters beside those of the text that was read from it.

    Attributes:
        original: the whole file, decoded and otherwise as it is.
        starts: for each character of the text the offset in the file of the first character that it stands for.
        ends: for each character of the text the offset after the last one.
    """

    original: str
    starts: Sequence[int]
    ends: Sequence[int]


def align(original: str, dropped: re.Pattern[str]) -> Alignment:
    """Align a file with its text: some characters left out, the rest composed (NFC).

    Args:
        original: the file, decoded.
        dropped: what reading leaves out; all else it keeps, or replaces one to one.
    """
    starts: list[int] = []
    at = 0
    for match in dropped.finditer(original):
        starts.extend(range(at, match.start()))
        at = match.end()
    starts.extend(range(at, len(original)))
    kept = dropped.sub("", original)
    if composed(kept) == kept:
        return Alignment(original, starts, [start + 1 for start in starts])
    places: list[tuple[int, int]] = []
    for first, last in _composable(kept):
        length = len(composed(kept[first:last]))
        places += [(starts[first], starts[last - 1] + 1)] * length
    return Alignment(original, [start for start, _ in places], [end for _, end in places])


def _composable(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that compose by themselves: a letter with its marks, a Hangul syllable."""
    firsts = [at for at, character in enumerate(text) if not _joins(character)]
    yield from pairwise(dict.fromkeys([0, *firsts, len(text)]))


def _joins(character: str) -> bool:
    return "\u1160" <= character <= "\u11ff" or unicodedata.category(character).startswith("M")
