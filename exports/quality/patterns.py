"""Regular expressions of the shapes in words."""

from typing import Final

from exports.messages import Words

# What stands for a part of an address in an example of it; the longer ones first.
_PARTS: Final = (
    ("[A-Za-z0-9]+(-[A-Za-z0-9]+)*", "abc-1"),
    ("(-[0-9]+)?", ""),
    ("[0-9a-f]{12}", "0123456789ab"),
    ("(ky|ru|en)", "ky"),
    ("[1-9][0-9]*", "1"),
    ("[0-9]+", "108"),
    ("[a-z]+", "article"),
)
_OPTIONAL_FRAGMENT: Final = "(#abc-1)?"

_WORDS: Final = {
    "^https?://": "pattern_web",
    "^[0-9]{4}-[0-9]{3}[0-9X]$": "pattern_issn",
    "^[0-9a-f]{64}$": "pattern_sha256",
    "^[A-Z]{2}(-[A-Z0-9]{1,3})?$": "pattern_country",
    "^[A-Z]{3}$": "pattern_currency",
    "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*(#[A-Za-z0-9]+(-[A-Za-z0-9]+)*)?$": "pattern_slug",
    "^(https://w3id\\.org/tuyun/ontology|http://www\\.w3\\.org/2004/02/skos/core)#[a-z][A-Za-z]*$": "pattern_property",
    "^[0-9]{4}(-2[1-4]|(-(0[1-9]|1[0-2]|2[1-4])(-(0[1-9]|[12][0-9]|3[01]))?)?[?~%])$": "pattern_date",
}


def example(pattern: str) -> str:
    """Return the end of an address that a pattern of addresses allows.

    >>> example("/issue/[0-9]+(-[0-9]+)?$")
    '/issue/108'
    """
    for part, shown in _PARTS:
        pattern = pattern.replace(part, shown)
    return pattern.replace(_OPTIONAL_FRAGMENT, "").removesuffix("$")


def in_words(pattern: str, words: Words) -> str:
    """Return what a pattern allows; empty for a pattern that is not known here."""
    if pattern.startswith("/"):
        return words.fill("pattern_address", example=example(pattern))
    return words[_WORDS[pattern]] if pattern in _WORDS else ""
