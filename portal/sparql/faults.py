"""Makes what the engine's parser says of a wrong query fit to be read."""

import re
from collections.abc import Iterator
from typing import Final

from graph_builder.namespaces import PREFIXES
from portal.sparql.grammar import Kind, place_of, prologue, tokens
from portal.sparql.messages import Ended, Outcome
from portal.sparql.places import PLACE

_EXPECTED: Final = re.compile(r'"([^"\\\w])"')
"""What the parser would have taken, where it is a sign; its keywords are those where it gave up, and lead astray."""
_SAID: Final = (
    (
        "The SELECT contains a variable that is unbound",
        "SELECT has a variable that is neither grouped by nor aggregated",
    ),
    ("Duplicated variable name in SELECT", "SELECT gives one name to two columns"),
    ("IRI parsing failed", "this is no IRI"),
)
_BEGINNINGS: Final = frozenset((*Kind, "BASE", "PREFIX"))
"""Words with which a query may begin; a prologue that is wrong has its place from the parser."""
_MOST: Final = 8
_SHOWN: Final = 40


def fault(query: str, said: str) -> Ended:
    """Return what is wrong with a query.

    Args:
        query: its text.
        said: what the parser said: ``error at 1:6: expected one of …``.
    """
    place = PLACE.match(said)
    if not place:
        return Ended(Outcome.SYNTAX, said)
    line, column = int(place[1]), int(place[2])
    found = list(tokens(query))
    first = found[prologue(found, "")[2] :][:1]
    if first and first[0].text.upper() not in _BEGINNINGS:
        told = f"{first[0].text[:_SHOWN]!r} stands where one of {', '.join(Kind)} should be"
        return Ended(Outcome.SYNTAX, told, *place_of(query, first[0].start))
    return Ended(Outcome.SYNTAX, "; ".join(_told(query, line, column, said)), line, column)


def _told(query: str, line: int, column: int, said: str) -> Iterator[str]:
    lines = query.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    later = any(one.strip() for one in lines[line:])
    if rest:
        yield f"it cannot be read from {rest[:_SHOWN]!r} on"
    elif later:
        yield "it cannot be read from the end of this line on"
    else:
        signs = [token.text for token in tokens(query) if token.kind == "sign"]
        open_ = signs.count("{") > signs.count("}")
        yield "a } is missing at its end" if open_ else "it cannot be read to its end"
    missing = _undeclared(query) if "Prefix not found" in said else []
    if missing:
        yield f"not declared: {', '.join(f'PREFIX {one}:' for one in missing)}"
        return
    known = next((text for sign, text in _SAID if sign in said), "")
    if known:
        yield known
        return
    expected = list(dict.fromkeys(_EXPECTED.findall(said)))
    if 0 < len(expected) <= _MOST:
        yield f"expected {' or '.join(expected)}"


def _undeclared(query: str) -> list[str]:
    found = list(tokens(query))
    declared = prologue(found, "")[0].keys() | PREFIXES.keys()
    used = (token.text.partition(":")[0] for token in found if token.kind == "name")
    return [one for one in dict.fromkeys(used) if one not in declared]
