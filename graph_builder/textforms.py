"""Forms of a text for searching, for publishing and for comparing; Kyrgyz, Russian and English.

None of them is ever stored in place of what a page says: the search form only finds positions in it.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Final

_QUOTES: Final = '«»“”„‟‹›"＂〝〞'
_DASHES: Final = "‐‑‒–—―−﹣－"
_BLANKS: Final = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_SEARCH: Final = (
    dict.fromkeys(_QUOTES, '"')
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_BLANKS, " ")
    | {"ӊ": "ң", "ѳ": "ө", "ё": "е", "’": "'", "‘": "'", "`": "'"}
)
# A pattern that skips all other letters is several times as fast as str.translate.
_LINE: Final = 2000
_SPECIAL: Final = re.compile(f"[{re.escape(''.join(_SEARCH.keys()))}]")
_MEETING: Final = re.compile("[A-Za-z](?:(?=[Ѐ-ԯ])|(?<=[Ѐ-ԯ].))")
_LOOKALIKE: Final = str.maketrans("aceopxykABCEHKMOPTXY", "асеорхукАВСЕНКМОРТХУ")
_MIXED: Final = re.compile(r"(?:[A-Za-z]+[Ѐ-ԯ]+|[Ѐ-ԯ]+[A-Za-z]+)[A-Za-zЀ-ԯ]*")
_LATIN: Final = re.compile(r"[A-Za-z]+")
_NOT_LOOKALIKE: Final = re.compile(r"[^\WaceopxykABCEHKMOPTXYЀ-ԯ]")
# A Latin abbreviation with a Kyrgyz ending (ACETтин) is no misspelt Cyrillic word.
_LATIN_STEM: Final = re.compile(r"[A-Z]{2,}[ѐ-ԯ]+")
_INVISIBLE: Final = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_OLD_LETTER: Final = re.compile("[ӊӉӇѳѲ]")
_LETTERS: Final = str.maketrans("ӊӉӇѳѲ", "ңҢҢөӨ")
# Unicode has no mark that stands upon a letter below U+0300, and none of Cyrillic but these.
_MANY_MARKS: Final = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\U0010ffff]{64,}")
_LONG: Final = 1000


def composed(text: str) -> str:
    """Return a text with composed letters (NFC), in time that grows as its length does.

    The library sorts the marks upon a letter by exchanging neighbours: a letter with 100,000 marks takes a minute.

    >>> composed("и\u0306")
    'й'
    """
    if len(text) > _LONG and _MANY_MARKS.search(text):
        text = _MANY_MARKS.sub(_in_canonical_order, text)
    return unicodedata.normalize("NFC", text)


def _in_canonical_order(match: re.Match[str]) -> str:
    """Return characters decomposed, the marks of each letter sorted by their class: the definition D109 of Unicode."""
    apart = "".join([unicodedata.normalize("NFD", character) for character in match[0]])
    stretches = groupby(apart, lambda character: unicodedata.combining(character) > 0)
    return "".join("".join(sorted(one, key=unicodedata.combining) if marks else one) for marks, one in stretches)


def fold(text: str) -> str:
    """Return the search form of a text: lower case, one shape for letters, quotes, dashes and blanks.

    It has the length of the text, so that a position in the one is a position in the other.

    >>> fold("«Ысык–Көл»\u00a0жаӊылыктары, Oш")
    '"ысык-көл" жаңылыктары, ош'
    """
    return _folded_line(text) if len(text) <= _LINE else _folded(text)


def _folded(text: str) -> str:
    if _MEETING.search(text):
        text = _MIXED.sub(_cyrillic, text)
    lower = text.lower()
    if len(lower) != len(text):  # only a few letters grow, such as the Turkish capital I with a dot
        lower = "".join(_lower(character) for character in text)
    return _SPECIAL.sub(lambda match: _SEARCH[match[0]], lower)


# A line of a page is folded by each of those who read it in turn.
_folded_line: Final = lru_cache(maxsize=512)(_folded)


def tidy(text: str) -> str:
    """Return the form in which a title, name or rubric is published: what the eye sees, written one way.

    >>> tidy(" Өнүктүрүү  саясат институтунун жаӊылыктары")
    'Өнүктүрүү саясат институтунун жаңылыктары'
    """
    text = _INVISIBLE.sub("", composed(text))
    if _OLD_LETTER.search(text):
        text = text.translate(_LETTERS)
    return " ".join(text.split())


def key(text: str) -> str:
    """Return the form under which two spellings of one title or rubric are equal.

    >>> key("«Пилот : Кыргызстандагы тапшырык».") == key("пилот:Кыргызстандагы тапшырык")
    True
    """
    text = " ".join(fold(tidy(text)).replace('"', "").replace("'", "").split())
    for mark in ":;,":
        if mark in text:
            text = text.replace(f" {mark}", mark).replace(mark, f"{mark} ")
    return " ".join(text.split()).strip(" .")


@lru_cache(maxsize=4096)
def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character


def _cyrillic(match: re.Match[str]) -> str:
    word = match[0]
    if _NOT_LOOKALIKE.search(word) or _LATIN_STEM.fullmatch(word):
        return word
    return _LATIN.sub(lambda latin: latin[0].translate(_LOOKALIKE), word)
