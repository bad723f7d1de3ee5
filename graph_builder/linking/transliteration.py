"""One Latin skeleton for a name however it is written: Жаманкулова, Джаманкулова, Jamankulova."""

import re
from functools import lru_cache
from typing import Final

from graph_builder.textforms import fold

_FROM: Final = "абвгдезиклмнопрстуфцчыэюяңөүжйхшщёwyqüöäçş"
_TO: Final = "abvgdeziklmnoprstufcčieuanoujihšševikuoačš"
LETTERS: Final = str.maketrans(_FROM, _TO, "ъь'")
CLUSTERS: Final = (
    ("дж", "ж"),
    ("тс", "ц"),
    ("shch", "щ"),
    ("sch", "щ"),
    ("dzh", "ж"),
    ("dj", "ж"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("tz", "ц"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("yu", "ю"),
    ("iu", "ю"),
    ("ya", "я"),
    ("ia", "я"),
    ("ye", "е"),
    ("yo", "е"),
)
REDUCTIONS: Final = ((re.compile("ng"), "n"), (re.compile("i+([aeou])"), r"\1"), (re.compile(r"(.)\1+"), r"\1"))


@lru_cache(maxsize=16384)
def skeleton(word: str) -> str:
    """Return what is left of a name's word in any script; letters that transliterations treat alike are one.

    >>> {skeleton(word) for word in ("Жаманкулова", "Джаманкулова", "Jamankulova")}
    {'jamankulova'}
    """
    text = fold(word)
    for cluster, letter in CLUSTERS:
        text = text.replace(cluster, letter)
    text = text.translate(LETTERS)
    for pattern, replacement in REDUCTIONS:
        text = pattern.sub(replacement, text)
    return text
