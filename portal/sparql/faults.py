"""Makes what the parser says of a wrong query fit to be read."""

import re
from typing import Final

_PLACE: Final = re.compile(r"^error at [0-9]+:[0-9]+: ")
_MOST: Final = 300
_CLASSES: Final = re.compile(r"\[[^\[\]]*(?:\.\.=|'[^']*'|_)[^\[\]]*\]", re.DOTALL)


def explained(said: str) -> str:
    """Return what the parser said, without the place (the problem names it apart) and without classes of characters."""
    text = _PLACE.sub("", said)
    if "Prefix not found" in text:
        return "the query is not SPARQL 1.1: a prefix is not declared"
    for known in (
        "The SELECT contains a variable that is unbound",
        "Duplicated variable name in SELECT",
        "IRI parsing failed",
    ):
        if known in text:
            return f"the query is not SPARQL 1.1: {known[0].lower()}{known[1:]}"
    return f"the query is not SPARQL 1.1: {text[:_MOST]}"
