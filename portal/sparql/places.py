"""Finds where a query is wrong, to the character.

The parser of the engine tells how far it read. Where a keyword might stand it reads as many characters as that keyword
has before it compares them, so the place it tells lies up to fourteen characters too far, often in another line.
"""

import re
from typing import Final

import pyoxigraph as ox

from graph_builder.namespaces import PREFIXES
from portal.sparql.grammar import Token, place_of, tokens

PLACE: Final = re.compile(r"error at ([0-9]+):([0-9]+): ")
"""Line and column in what the parser says."""
_GAP: Final = " " * 32
"""More blanks than any keyword has characters: behind every terminal they keep a place from leaving it."""
_ALONE: Final = frozenset("{}()[],;")
"""Signs that are terminals by themselves, whatever stands beside them."""
_QUOTES: Final = frozenset("\"'")


def placed(query: str, base: str, said: str) -> str:
    """Return what the parser said of a query, with the place of the terminal that it could not read.

    The query is parsed once more, its terminals set far apart. To be called where a query may take its time.

    Args:
        query: its text.
        base: IRI against which relative IRIs are resolved.
        said: what the parser said: ``error at 1:6: expected one of …``. Whatever else it says is returned as it is.
    """
    if not PLACE.match(said):
        return said
    found = list(tokens(query))
    text, starts = _spread(query, found)
    try:
        ox.Store().query(text, base_iri=base or None, prefixes=PREFIXES)
    except SyntaxError as error:
        place = PLACE.match(str(error))
        if place:
            reached = _offset(text, int(place[1]), int(place[2]))
            at = sum(1 for start in starts if start <= reached) - 1
            line, column = place_of(query, _start(query, found, at, reached >= len(text)))
            return PLACE.sub(f"error at {line}:{column}: ", said, count=1)
    return said


def _spread(query: str, found: list[Token]) -> tuple[str, list[int]]:
    """Return a query with blanks between its terminals, and where each of these now begins."""
    parts: list[str] = []
    starts: list[int] = []
    size = end = 0
    for at, token in enumerate(found):
        between = query[end : token.start]
        apart = bool(between) or token.text in _ALONE or (at > 0 and found[at - 1].text in _ALONE)
        parts += [between, _GAP if apart else "", token.text]
        size += len(between) + (len(_GAP) if apart else 0)
        starts.append(size)
        size += len(token.text)
        end = token.start + len(token.text)
    return "".join((*parts, query[end:], "\n", _GAP)), starts


def _offset(text: str, line: int, column: int) -> int:
    """Return how many characters stand before a place."""
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1


def _start(query: str, found: list[Token], at: int, ended: bool) -> int:
    """Return where what cannot be read begins: a quotation mark without its fellow, a terminal, or the end."""
    last = len(found) if ended else at + 1
    quote = next((one for one in found[:last] if one.kind == "sign" and one.text in _QUOTES), None)
    if quote:
        return quote.start
    return len(query.rstrip()) if ended or at < 0 else found[at].start
