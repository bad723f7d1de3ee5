"""What an engine may see in a query beside its terminals: another host (``SERVICE``), brackets in one another.

The grammar (SPARQL 1.1, 19.8) has the longest terminal at each place; engines that read without terminals see others:
Oxigraph takes ``SERVICEx:y`` for a keyword and a name, ``trueSERVICE`` for two words, and in ``FILTER(?x<5)SERVICE#>``
a comparison and a comment where the grammar has an IRI. So a query is only passed when no way of reading it is
dangerous: it may hold the word in a text, a comment, a variable, the local part of a name or an IRI, but nothing then
that can be read in two ways.
"""

import re
from typing import Final

from portal.sparql.grammar import SIGNS, Token

_WORD: Final = re.compile("service", re.IGNORECASE)
_CODE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ESCAPE: Final = re.compile(rf"{_CODE.pattern}|\\[tbnrf\"'\\]")
_BEHIND_DOT: Final = re.compile(r"[.?]service", re.IGNORECASE)
_AUTHORITY: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
"""Begins an IRI that can be nothing else: behind ``<`` and a name no operand begins with two slashes."""
_OPENING: Final = "{(["
_CLOSING: Final = "})]"


def service(query: str, found: list[Token]) -> Token | None:
    """Return the terminal by which a query asks another host, or might in an engine's eyes; none if it asks nobody.

    Args:
        query: its text.
        found: its terminals.
    """
    if not _WORD.search(_CODE.sub(_meant, query)):
        return None
    return next((one for at, one in enumerate(found) if _may_ask(one, found[at + 1 : at + 2])), None)


def _meant(match: re.Match[str]) -> str:
    """Return the letter of an escape of a code point; what is no letter stays as it is written."""
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else match[0]


def _left(match: re.Match[str]) -> str:
    """Return nothing for an escape of a letter; what is none stays as it is written."""
    return match[0] if match[0][1] in "uU" and _meant(match) == match[0] else ""


def _may_ask(token: Token, after: list[Token]) -> bool:
    """Return whether a terminal, with the one after it, is the keyword, or leaves open where it begins."""
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        opens = any(one.text == "{" for one in after)
        return bool((opens and _WORD.search(prefix)) or _BEHIND_DOT.search(local))
    is_free = token.kind in {"iri", "text", "variable"}
    return _is_ambiguous(token) or (not is_free and bool(_WORD.search(token.text)))


def _is_ambiguous(token: Token) -> bool:
    """Return whether an engine may see another terminal that ends elsewhere."""
    match token.kind:
        case "iri":  # to it, ``<`` compares, and what follows is a comment, a text or the end of the comparison
            return not _AUTHORITY.match(token.text) and any(sign in token.text for sign in "#')")
        case "text":  # a backslash that begins no escape makes it no text
            return "\\" in _ESCAPE.sub(_left, token.text)
        case "sign":
            return token.text not in SIGNS
    return False


def depth(query: str, found: list[Token], most: int) -> Token | None:
    """Return the terminal at which brackets may stand deeper in one another than allowed; none if they never do.

    Args:
        query: its text.
        found: its terminals.
        most: how deep they may stand.
    """
    if sum(map(query.count, _OPENING)) <= most:
        return None
    reached = 0
    for one in found:
        if _is_ambiguous(one):
            return one
        if one.kind == "sign":
            reached += (one.text in _OPENING) - (one.text in _CLOSING)
        elif one.kind == "iri":
            reached += sum(map(one.text.count, _OPENING))  # they may be a comparison's
        if reached > most:
            return one
    return None
