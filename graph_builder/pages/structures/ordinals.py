"""Ordinal numbers as they stand before and after «phase» and «component»."""

from typing import Final

ROMAN: Final = "[iіvxх]{1,4}"
WORDS: Final = (
    "биринчи|экинчи|үчүнчү|төртүнчү|бешинчи|перв[а-я]+|втор[а-я]+|трет[а-я]+|четверт[а-я]+|пят[а-я]+"
    "|first|second|third|fourth|fifth"
)
_STEMS: Final = (
    ("биринчи", "экинчи", "үчүнчү", "төртүнчү", "бешинчи"),
    ("перв", "втор", "трет", "четверт", "пят"),
    ("first", "second", "third", "fourth", "fifth"),
)
_ROMAN_NUMBERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_LATIN: Final = str.maketrans("іх", "ix")


def ordinal(text: str) -> int | None:
    """Return the number that a folded numeral, Roman number or ordinal word stands for; nothing for any other text."""
    text = text.strip()
    if text.isdigit():
        return int(text) if int(text) < 100 else None
    for stems in _STEMS:
        for number, stem in enumerate(stems, 1):
            if text.startswith(stem):
                return number
    return _ROMAN_NUMBERS.get(text.translate(_LATIN))
