"""What can be right or wrong about the reading of a page: fields, and the forms in which values are compared.

The forms are made here, not by the reader, lest it measure itself.
"""

import re
import unicodedata
from typing import Final, TypeAlias

Facts: TypeAlias = dict[str, list[str]]

FIELDS: Final = (
    "language",
    "layout",
    "date",
    "rubric",
    "title",
    "shown issue",
    "people",
    "role",
    "role kind",
    "affiliation",
    "projects",
    "organizations",
    "regions",
    "instruments",
    "phases",
    "funders",
    "implementers",
    "partners",
    "homepages",
    "related",
)

_LETTERS: Final = str.maketrans("ӊӉѳѲ", "ңҢөӨ")
_MARKS: Final = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_SIGNS: Final = str.maketrans(dict.fromkeys("«»“”„‟’‘'", '"') | dict.fromkeys("‐‑‒–—―", "-") | {"ё": "е"})


def title(text: str) -> str:
    """Return a title as it is published: composed letters, no marks, single blanks, letters of the alphabet."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_MARKS).translate(_LETTERS).split())


def words(text: str) -> str:
    """Return a role or rubric for comparison: neither case, signs nor ends count."""
    return title(text).casefold().translate(_SIGNS).strip(' .,;:-"')


def who(name: str) -> str:
    """Return the name of an unknown person for comparison: neither case nor order counts.

    >>> who("Т. КЕНЖЕБАЕВА") == who("Кенжебаева Т.")
    True
    """
    return "? " + " ".join(sorted(re.findall(r"[^\W_]+", words(name)), key=lambda part: (-len(part), part)))


def host_path(url: str) -> str:
    """Return an address without its scheme, ``www.`` and last stroke."""
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
