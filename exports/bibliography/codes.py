"""Codes of the Library of Congress: languages and relators."""

from collections.abc import Mapping
from typing import Final

from exports.bibliography.item import Role

_LANGUAGES: Final[Mapping[str, str]] = {
    "ar": "ara",
    "de": "ger",
    "en": "eng",
    "fr": "fre",
    "kk": "kaz",
    "ky": "kir",
    "ru": "rus",
    "tg": "tgk",
    "tr": "tur",
    "uz": "uzb",
    "zh": "chi",
}
_UNDETERMINED: Final = "und"

RELATORS: Final[Mapping[Role, str]] = {"author": "aut", "editor": "edt", "compiler": "com", "reviewer": "rev"}
"""MARC relator code by role (https://www.loc.gov/marc/relators/)."""

PUBLISHER: Final = "pbl"
"""MARC relator code of the publisher."""


def language_code(language: str) -> str:
    """Return the MARC code of a language (ISO 639-2/B) for its BCP 47 tag; ``und`` if it is not in the table."""
    return _LANGUAGES.get(language.partition("-")[0], _UNDETERMINED)
