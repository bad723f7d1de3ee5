"""Words of a name as they are compared: one key whatever the script, the letters at hand or the capitals."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from graph_builder.linking.transliteration import skeleton
from graph_builder.textforms import fold, tidy

LONGEST: Final = 200
"""How many characters of a name are looked at; what is longer is no name to search by."""

GRAM: Final = 3
"""Length of the pieces by which keys with a typing error are found."""

_WORD: Final = re.compile(r"[^\W_]+")
_ROMAN: Final = re.compile(r"[ivx]+")


class Word(NamedTuple):
    """A word of a name.

    Attributes:
        text: its folded text.
        key: its Latin skeleton, equal for all ways to write it.
    """

    text: str
    key: str


@lru_cache(maxsize=1 << 14)
def words(name: str) -> tuple[Word, ...]:
    """Return the words of a name in their order.

    >>> [word.key for word in words("«Ысык-Көл» облусу")]
    ['isik', 'kol', 'oblusu']
    """
    text = fold(tidy(unicodedata.normalize("NFC", name[:LONGEST])))
    return tuple(Word(word, key) for word in _WORD.findall(text) if (key := _key(word)))


def _key(word: str) -> str:
    # A skeleton drops repeated letters, and II is not I.
    return word if _ROMAN.fullmatch(word) else skeleton(word)


def grams(key: str) -> Iterator[str]:
    """Yield the pieces of a key, its ends marked.

    >>> list(grams("ош"))
    ['^ош', 'ош$']
    """
    marked = f"^{key}$"
    yield from dict.fromkeys(marked[at : at + GRAM] for at in range(max(1, len(marked) - GRAM + 1)))
