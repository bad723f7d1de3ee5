"""Words as they are searched: folded, so that a plain keyboard finds them, and cut to a stem by rule.

The rules are data. The same data goes to the reader's browser, which folds and cuts what she types: see
``rules`` here and ``assets/search.js``.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final, NamedTuple

from graph_builder.linking import kyrgyz, transliteration
from graph_builder.textforms import composed, fold

LEAST: Final = 2
"""How many letters a word must have to be found; fewer are particles and initials."""

_WORD: Final = re.compile(r"[^\W_]+")
_REPEATED: Final = 5
# Which ending may follow which letter: т and к follow a voiceless one (бюджет-ти, not бюдже-ти) and stand nowhere else
# in an ending (институт-у, not инстит-уту); с and н follow a vowel.
_VOICELESS: Final = "птксшчфхцщ"
_VOWELS: Final = "аеиоуыэюя"
_JOINT: Final = (
    f"(?:[{_VOICELESS}](?![бгдлнс])|[{_VOWELS}](?![тк{_VOWELS}])|[^{_VOICELESS}{_VOWELS}](?![бткнс]))(?!.+[тк])"
)


class Rule(NamedTuple):
    """One step of a stemmer.

    Attributes:
        pattern: what it looks for.
        to: what it puts in its place; ``$1`` is the first group.
        times: how often it is applied at most, until nothing changes.
    """

    pattern: str
    to: str
    times: int = 1


@cache
def _letters() -> Mapping[str, str]:
    """Letters that search takes for another: ё for е, ң for н …, as ``fold`` and the Kyrgyz spellings say."""
    cyrillic = [chr(code) for code in range(0x430, 0x530)]
    loose = {letter: fold(letter).translate(kyrgyz.LOOSE) for letter in cyrillic if letter == letter.lower()}
    return {letter: to for letter, to in loose.items() if letter != to}


@cache
def stemmers() -> Mapping[str, Sequence[Rule]]:
    """Return the steps of each language that has any."""
    text = resources.files("exports.search").joinpath("stems.toml").read_text("utf-8")
    found = {language: [Rule(**step) for step in steps] for language, steps in tomllib.loads(text).items()}
    hardened = [Rule(f"^(.{{3,}}){soft}$", f"$1{hard}") for soft, hard in sorted(kyrgyz.HARDENED.items())]
    found["ky"] = [Rule(f"^(.+?{_JOINT})(?:{kyrgyz.ENDING})$", "$1", _REPEATED), *found["ky"], *hardened]
    return found


def rules() -> dict[str, Any]:
    """Return everything that a reader of the index needs to treat a word as the index does."""
    return {
        "least": LEAST,
        "letters": _letters(),
        "stems": {language: [list(step) for step in steps] for language, steps in sorted(stemmers().items())},
        "clusters": [list(pair) for pair in transliteration.CLUSTERS],
        "latin": {chr(code): chr(to) if to else "" for code, to in transliteration.LETTERS.items()},
        "reductions": [[pattern.pattern, to.replace("\\", "$")] for pattern, to in transliteration.REDUCTIONS],
    }


def words(text: str) -> list[str]:
    """Return the folded words of a text.

    >>> words("«Ысык-Көл» 2018: ёлка")
    ['ысык', 'кол', '2018', 'елка']
    """
    loose = fold(composed(text)).translate(kyrgyz.LOOSE)
    return [word for word in _WORD.findall(loose) if len(word) >= LEAST]


@cache
def _steps(language: str) -> Sequence[tuple[re.Pattern[str], str, int]]:
    return [
        (re.compile(step.pattern), re.sub(r"\$(\d)", r"\\\1", step.to), step.times)
        for step in stemmers().get(language, ())
    ]


@lru_cache(maxsize=1 << 18)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word; the word itself in a language without rules.

    >>> stem("айылдарында", "ky"), stem("районами", "ru"), stem("cities", "en"), stem("gorod", "de")
    ('айыл', 'район', 'city', 'gorod')
    """
    for pattern, to, times in _steps(language):
        for _ in range(times):
            shorter = pattern.sub(to, word)
            if shorter == word:
                break
            word = shorter
    return word
