"""Names of months as headers print them, in Kyrgyz and Russian, and the nearest name to a misspelt one."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from graph_builder.textforms import fold

_NOMINATIVE: Final = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
_GENITIVE: Final = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"

MONTHS: Final[Mapping[str, int]] = {
    name: number for names in (_NOMINATIVE, _GENITIVE) for number, name in enumerate(names.split(), start=1)
}


def month_number(name: str) -> int | None:
    """Return 1 to 12 for the name of a month, whatever its case (grammar and letters), or nothing."""
    return MONTHS.get(fold(name).strip(" ."))


def nearest_month(name: str) -> str | None:
    """Return the month's name that a misspelt one is probably meant to be."""
    found = get_close_matches(fold(name).strip(" ."), MONTHS, n=1, cutoff=0.6)
    return found[0] if found else None
