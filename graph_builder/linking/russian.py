"""Russian forms of the words of a name; the dictionary is loaded when the first Russian page is read."""

import re
from functools import lru_cache
from typing import Any, Final

from graph_builder.linking.declension import given_forms
from graph_builder.textforms import fold

_CYRILLIC: Final = re.compile("[а-яё]+")
_MIN_SCORE: Final = 0.15
_ADJECTIVE: Final = re.compile(r"(.*ск)(?:ий|ая|ое|ие)")
# Guesses at unknown words are slow, and only those at adjectives and participles are used.
_ADJECTIVAL: Final = re.compile(".*(?:[ыиое]й|[оыеи]м|[ое]го|[ое]му|[ыи]х|[ыи]ми|[ая]я|[оеыи]е|[уюое]ю)")
_PREDICATES: Final = frozenset({"VERB", "ADJS", "PRTS", "PRED"})
_NAMES: Final = frozenset({"Name", "Surn", "Patr"})
_ADJECTIVE_ENDINGS: Final = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ою", "ое", "ие", "их", "ими")


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    import pymorphy3  # takes a quarter of a second and 30 MB, which Kyrgyz archives need not pay

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=4096)
def forms(word: str) -> frozenset[str]:
    """Return a folded word in all cases, in the number in which it stands; itself if it is no Russian word.

    Nouns that the dictionary does not hold (Кенеш) are declined by rule: its guesses differ from word to word.
    """
    found = {word}
    if not _CYRILLIC.fullmatch(word) or len(word) < 2:
        return frozenset(found)
    known = len(word) > 2 and _analyzer().word_is_known(word)
    if not known:
        found |= given_forms(word)
        if not _ADJECTIVAL.fullmatch(word):
            return frozenset(found)
    for parse in _analyzer().parse(word):
        part = parse.tag.POS
        if part in {"ADJF", "PRTF"} or (part == "NOUN" and known and parse.score >= _MIN_SCORE):
            number = parse.tag.number if part == "NOUN" else None
            found |= {fold(form.word) for form in parse.lexeme if number is None or form.tag.number == number}
    return frozenset(found)


def is_genitive_singular(word: str) -> bool:
    """Tell whether a folded word can be a thing in the genitive (экономики), as the names of ministries hold them."""
    return any({"NOUN", "gent", "sing", "inan"} in parse.tag for parse in _analyzer().parse(word) if parse.is_known)


@lru_cache(maxsize=65536)
def is_predicate(word: str) -> bool:
    """Tell whether a folded word says what somebody does or is: «подготовил», «ведет», «уверен», not «айыл»."""
    if len(word) < 3 or not _CYRILLIC.fullmatch(word):
        return False
    best, *others = _analyzer().parse(word)
    # «развитие сел»: what is as well a noun in the genitive plural tells nothing.
    if any(other.score >= _MIN_SCORE and {"NOUN", "plur", "gent"} <= other.tag.grammemes for other in others):
        return False
    return bool(best.is_known and best.tag.POS in _PREDICATES and best.tag.mood != "impr")


@lru_cache(maxsize=65536)
def is_person(word: str) -> bool:
    """Tell whether a folded word is a common noun of a person: «эколог», «слесарь-наладчик», no name."""
    parses = _analyzer().parse(word.rpartition("-")[2]) if len(word) > 2 else ()
    return any(
        parse.is_known
        and parse.tag.POS == "NOUN"
        and parse.tag.animacy == "anim"
        and parse.score >= _MIN_SCORE
        and not _NAMES.intersection(parse.tag.grammemes)
        for parse in parses
    )


def adjective_forms(word: str) -> frozenset[str]:
    """Return all forms of an adjective of place (ошская → ошский, ошской …); empty if it is none."""
    match = _ADJECTIVE.fullmatch(word)
    return frozenset(match[1] + ending for ending in _ADJECTIVE_ENDINGS) if match else frozenset()
