"""How much alike two names are, word by word: the same, another case, an initial, a typing error.

A figure means the same everywhere: 1 is the same word in whatever script and spelling, :data:`CASE` the same word in
another case; less is a guess.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from rapidfuzz.distance import OSA

from exports.names.keys import Word
from graph_builder.linking import kyrgyz, russian
from graph_builder.linking.declension import given_forms, surname_forms
from graph_builder.linking.people import PATRONYMIC
from graph_builder.linking.transliteration import skeleton

CASE: Final = 0.98
"""What a word in another case of its language is worth."""

_OTHER_SEX: Final = 0.96
"""What «Уманкулова» is worth for «Уманкулов»: his name in the genitive, or the name of a woman."""

_MALE: Final = re.compile(r".+(?:[оеё]в|[иы]н|ск)")
_INITIAL: Final = 0.7
_ERROR: Final = 0.95
_LEAST: Final = 0.7
_SHORT: Final = 3
_RUN_TOGETHER: Final = 0.97
_PATRONYMIC_WEIGHT: Final = 0.25


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a name that is asked for fits a name of the archive.

    Attributes:
        score: 0 to 1; 1 if all words are the same.
        certain: whether every word of either is the same word as one of the other, in whatever case.
    """

    score: float
    certain: bool


@lru_cache(maxsize=1 << 16)
def word_likeness(asked: Word, known: Word) -> float:
    """Return how much alike two words are, 0 to 1."""
    if asked.key == known.key:
        return 1.0
    if len(asked.key) == 1 or len(known.key) == 1:
        return _INITIAL if asked.key[0] == known.key[0] else 0.0
    if asked.text == f"{known.text}а" and _MALE.fullmatch(known.text):
        return _OTHER_SEX
    if _inflects(asked, known):
        return CASE
    if min(len(asked.key), len(known.key)) <= _SHORT or asked.key.isdigit() or known.key.isdigit():
        return 0.0
    likeness = OSA.normalized_similarity(asked.key, known.key)
    return float(likeness) * _ERROR if likeness >= _LEAST else 0.0


def name_likeness(asked: Sequence[Word], known: Sequence[Word], weight: Callable[[Word], float]) -> Likeness:
    """Return how much alike two names are, whatever the order of their words.

    Args:
        asked: the words of the name asked for.
        known: the words of a name of the archive.
        weight: how much a word tells; rare words tell more.
    """
    weights_asked, weights_known = [_weight(word, weight) for word in asked], [_weight(word, weight) for word in known]
    pairs = sorted(
        ((word_likeness(a, k), i, j) for (i, a), (j, k) in product(enumerate(asked), enumerate(known))),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    left, right = set(range(len(asked))), set(range(len(known)))
    shared = 0.0
    surest = True
    for likeness, i, j in pairs:
        if likeness and i in left and j in right:
            left.discard(i)
            right.discard(j)
            # A word that no name of the archive has is weighed as the word that it is taken for.
            weights_asked[i] = weights_known[j]
            shared += likeness * weights_known[j]
            surest &= likeness >= CASE
    whole = sum(weights_asked) + sum(weights_known)
    score = 2 * shared / whole if whole else 0.0
    certain = surest and not left and not right
    return Likeness(max(score, _run_together(asked, known)), certain)


def _weight(word: Word, weight: Callable[[Word], float]) -> float:
    return weight(word) * (_PATRONYMIC_WEIGHT if PATRONYMIC.fullmatch(word.text) else 1.0)


def _run_together(asked: Sequence[Word], known: Sequence[Word]) -> float:
    """Return how alike names are whose words are cut elsewhere: «Ысыккөл», «Ысык-Көл»."""
    if len(asked) == len(known):
        return 0.0
    first, second = "".join(word.key for word in asked), "".join(word.key for word in known)
    if first == second:
        return _RUN_TOGETHER
    likeness = OSA.normalized_similarity(first, second)
    return float(likeness) * _ERROR if likeness >= 1 - 1 / 6 else 0.0


def _inflects(form: Word, word: Word) -> bool:
    """Tell whether a word may be a case of another."""
    stems = {word.text, kyrgyz.softened(word.text), kyrgyz.without_possessive(word.text)} - {""}
    for stem in stems:
        if form.text.startswith(stem) and kyrgyz.inflects(form.text[len(stem) :]):
            return True
    return form.key in _forms(word.text)


@lru_cache(maxsize=1 << 14)
def _forms(word: str) -> frozenset[str]:
    """Return the keys of the Russian cases of a word, as a name and as a noun."""
    return frozenset(skeleton(form) for form in {*surname_forms(word), *given_forms(word), *russian.forms(word)})
