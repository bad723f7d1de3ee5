"""Forms of people's names in the cases of Russian and Kyrgyz; by rule, since no dictionary holds all names."""

import re
from typing import Final

from graph_builder.linking import kyrgyz

_MALE: Final = re.compile(r".*(?:[оеё]в|[иы]н)")
_FEMALE: Final = re.compile(r"(.*(?:[оеё]в|[иы]н))а")
_ADJECTIVE: Final = re.compile(r"(.*[сц]к)(ий|ая)")
_CASE_AFTER_NAME: Final = re.compile("(?:[ндт][ыиуү]н|[ндт][ыиуү]|[гк][аеоө]|[дт][аеоө](?:г[ыиуү])?|[дт][аеоө]н)")


def surname_forms(surname: str) -> frozenset[str]:
    """Return the inflected forms of a folded surname that is given in the nominative, without itself.

    The ending tells a woman's surname from a man's: Добрецовой is Добрецова, Мамытовым is Мамытов.
    """
    if match := _ADJECTIVE.fullmatch(surname):
        endings = ("ого", "ому", "им", "ом") if match[2] == "ий" else ("ой", "ую", "ою")
        return frozenset(match[1] + ending for ending in endings)
    if match := _FEMALE.fullmatch(surname):
        return frozenset(match[1] + ending for ending in ("ой", "у", "ою"))
    if _MALE.fullmatch(surname):
        return frozenset(surname + ending for ending in ("а", "у", "ым", "е"))
    return given_forms(surname)


def given_forms(name: str) -> frozenset[str]:
    """Return the inflected forms of a folded given name, or of a surname that is declined as a noun."""
    stem, last = name[:-1], name[-1:]
    endings: tuple[str, ...]
    if last == "а":
        endings = ("ы", "и", "е", "у", "ой", "ою", "ей")
    elif last == "я":
        endings = ("и", "е", "ю", "ей", "ею")
    elif last == "й":
        endings = ("я", "ю", "ем", "е")
    elif last == "ь":
        endings = ("и", "ью", "я", "ю", "ем", "е")
    elif last.isalpha() and last not in "еёиоуыэюөү":
        stem, endings = name, ("а", "у", "ом", "ем", "е")
    else:
        return frozenset()
    return frozenset(stem + ending for ending in endings)


def without_case(name: str) -> list[str]:
    """Return what a folded name may be without a Kyrgyz case: «орозбаевдин» → «орозбаев»."""
    return [
        name[:cut]
        for cut in range(max(3, len(name) - 6), len(name) - 1)
        if _CASE_AFTER_NAME.fullmatch(name, cut) and kyrgyz.inflects(name[cut:])
    ]
