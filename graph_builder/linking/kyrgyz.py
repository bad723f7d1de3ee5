"""Kyrgyz endings: which chains of letters after a stem only inflect it, and which stems a word has.

The rules are those of the noun: plural, possessive, case (an agglutinating language with vowel harmony; the
vowels stand for their harmonic sets). Derivation (``-лык``, ``-дай``) makes another word and is no ending here.
"""

import re
from functools import lru_cache
from typing import Final

_HIGH: Final = "[ыиуү]"
_LOW: Final = "[аеоөэ]"
PLURAL: Final = f"[лдт]{_LOW}р"
_POSSESSIVE: Final = f"(?:с?{_HIGH}|{_HIGH}?б{_HIGH}з)"
_CASE: Final = (
    f"(?:[ндт]{_HIGH}н|[ндт]{_HIGH}|н|[гкн]{_LOW}|н?[дт]{_LOW}г?{_HIGH}?|[дтн]{_LOW}н)"  # genitive … ablative
)
ENDING: Final = f"(?:{PLURAL})?{_POSSESSIVE}?{_CASE}?"
_ENDING: Final = re.compile(ENDING)
_CASE_ONLY: Final = re.compile(f"(?:{_POSSESSIVE})?{_CASE}")
_BARE_POSSESSIVE: Final = re.compile(_POSSESSIVE)
_PLURAL: Final = re.compile(PLURAL)
_VOWELS: Final = "аеёиоуыэюяөү"
_SOFTENED: Final = {"к": "г", "п": "б"}
HARDENED: Final = {"г": "к", "б": "п"}
_CASES: Final = {
    "ablative": re.compile(f"[дтн]{_LOW}н$"),
    "genitive": re.compile(f"[ндт]{_HIGH}н$"),
    "locative": re.compile(f"[дт]{_LOW}(?:г{_HIGH})?$"),
    "dative": re.compile(f"[гкн]?{_LOW}$"),
    "accusative": re.compile(f"[ндт]{_HIGH}$|н$"),
}
LOOSE: Final = str.maketrans("үөң", "уон")


@lru_cache(maxsize=65536)
def inflects(ending: str) -> bool:
    """Tell whether the letters after a stem are nothing but inflection; no letters at all are."""
    return _ENDING.fullmatch(ending) is not None


def is_plural(ending: str) -> bool:
    """Tell whether an ending begins with a plural."""
    return _PLURAL.match(ending) is not None


def has_case(ending: str) -> bool:
    """Tell whether an ending holds a case, not only a possessive (which makes a compound with another noun)."""
    return _CASE_ONLY.fullmatch(ending) is not None and _BARE_POSSESSIVE.fullmatch(ending) is None


def case_of(ending: str) -> str:
    """Return the case that an ending holds, whatever possessive stands before it; empty for the nominative.

    >>> case_of("тө"), case_of("унда"), case_of("н"), case_of("ду"), case_of("у")
    ('locative', 'locative', 'accusative', 'accusative', '')
    """
    return next((name for name, form in _CASES.items() if form.search(ending)), "")


def softened(word: str) -> str:
    """Return the stem that stands before a vowel (кызматчылык → кызматчылыг); empty where it does not change."""
    return word[:-1] + _SOFTENED[word[-1]] if word[-1] in _SOFTENED and len(word) > 3 else ""


def without_possessive(word: str) -> str:
    """Return a noun without the possessive of a name's last word (мектеби → мектеп); empty if it has none.

    >>> without_possessive("хартиясы"), without_possessive("кодекси"), without_possessive("банк")
    ('хартия', 'кодекс', '')
    """
    if len(word) < 5 or word[-1] not in "ыиуү":
        return ""
    if word[-2] == "с" and word[-3] in _VOWELS:
        return word[:-2]
    if word[-2] in _VOWELS:
        return ""
    return word[:-2] + HARDENED.get(word[-2], word[-2])


def spellings(word: str) -> frozenset[str]:
    """Return the ways in which a folded Kyrgyz word is typed without its own letters (Ысык-Кол, Ысык-Кёл)."""
    return frozenset({word, word.translate(LOOSE), word.replace("ө", "е")})
