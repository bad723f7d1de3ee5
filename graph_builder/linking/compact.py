"""The text in which names are searched: whole words, and the way back to positions in the original."""

import re
from bisect import bisect_right
from typing import Final

from msgspec import Struct

from graph_builder.textforms import composed, fold

_LOWER: Final = "a-zà-öø-ÿа-яёөүңѳӊ"
_EDITS: Final = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+"
    # Hyphenation of print left inside a word: «таж- рыйба», «гла-\nвы»; not «ӨСИ- бул», not «мини- и».
    f"|(?<=[{_LOWER}])[-‐¬](?:[ \\t\u00a0]+\\n?|\\n)[ \\t\u00a0]*"
    f"(?=[{_LOWER}])(?!(?:бул|и|жана|или|же|а|это|деп|and|or)\\b)"
    # «Ысык- Көл»: the hyphen belongs to the name, the blank does not.
    "|(?<=[^\\W\\d_][-‐])(?:[ \\t\u00a0]+\\n?|\\n)[ \\t\u00a0]*(?=[A-ZА-ЯЁӨҮҢ])"
)
# What any edit holds; most texts have none of it. The engine is fast where a pattern begins with one set of letters.
_SUSPECT: Final = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff‐¬-](?:(?<![‐¬-])|(?<=\\w.)[ \\t\u00a0\\n])"
)
_CLUSTER: Final = re.compile("[^\\W\\d_][\u0300-\u036f]+")


class Compact(Struct, frozen=True):
    """A text without what tears words apart.

    Attributes:
        text: the text, letters as they were written.
        folded: its search form, of the same length.
    """

    text: str
    folded: str
    _starts: tuple[int, ...]
    _ends: tuple[int, ...]
    _shifts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Compact":
        """Return the compact form of any text."""
        edits = list[tuple[int, int, str]]()
        if _SUSPECT.search(text):
            edits = [(match.start(), match.end(), "") for match in _EDITS.finditer(text)]
        if composed(text) != text:
            edits += _compositions(text)
            edits.sort()
        if not edits:
            return cls(text, fold(text), (), (), ())
        parts, starts, ends, shifts = list[str](), list[int](), list[int](), list[int]()
        position = shift = 0
        for start, end, replacement in edits:
            if start < position:
                continue
            parts += text[position:start], replacement
            shift += end - start - len(replacement)
            position = end
            compact_end = end - shift
            starts.append(compact_end)
            # What was taken out after a word does not belong to it; a composed letter does.
            ends.append(compact_end if replacement else compact_end + 1)
            shifts.append(shift)
        parts.append(text[position:])
        compact = "".join(parts)
        return cls(compact, fold(compact), tuple(starts), tuple(ends), tuple(shifts))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original text of a slice of the compact one."""
        before, within = bisect_right(self._starts, start), bisect_right(self._ends, end)
        return (
            start + (self._shifts[before - 1] if before else 0),
            end + (self._shifts[within - 1] if within else 0),
        )


def _compositions(text: str) -> list[tuple[int, int, str]]:
    clusters = ((match, composed(match[0])) for match in _CLUSTER.finditer(text))
    return [(match.start(), match.end(), letter) for match, letter in clusters if len(letter) == 1]
