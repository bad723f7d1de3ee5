"""A query for what has no match, put so that the engine looks for the matches once and not again for each row.

Two ways of asking so are recognised, where they end a group of triple patterns T, with filters or without::

    { T OPTIONAL { P } FILTER(!BOUND(?c)) }        { T FILTER NOT EXISTS { P } }

Both are put to the engine as ``{ T MINUS { P } }``. By SPARQL 1.1, section 18, that is the same, where P is a basic
graph pattern without blank nodes, a variable of P occurs in T, and the other variables of P, among them ``?c``, occur
nowhere outside of P but in ``BOUND``:

- A solution μ of T binds every variable of T, a solution ν of P every variable of P (18.3.1). So each ν has a bound
  variable in common with μ, and ``Minus`` (18.5) keeps exactly the μ that are compatible with no ν, as often as they
  occur.
- ``LeftJoin`` (18.5) gives for each μ its merges with all compatible ν, which bind ``?c``; if there is none, μ itself,
  which does not. So the filter keeps exactly the μ that are compatible with no ν.
- ``NOT EXISTS`` (18.6) is true of μ if P has no solution once each variable that μ binds is replaced by its value. The
  solutions of that are the ν compatible with μ, without the variables replaced (18.3.1). So the same μ are kept.
- Another filter of the group, wherever it stands in it (18.2.2.2), looks at each solution by itself, as ``Minus`` does:
  which of the two comes first makes no difference. None of them names a variable of P alone.
- What follows the group has the same solutions before it, and variables of P alone are bound in none. ``SELECT *``,
  which would show that they are in scope, is left as it is. Where ``ORDER BY`` states no order, it is the engine's.

What is not recognised terminal by terminal is left as it is: paths, subqueries, graphs, blank nodes, literals, further
braces of any kind. So is what would gain little: T must name no thing beside classes, since few rows are looked at
then, and P must name one, since its matches are too many otherwise.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from portal.sparql.grammar import LONGEST, Token, tokens

_WORDS: Final = re.compile("exists|bound", re.IGNORECASE)
_EXISTS: Final = ["FILTER", "NOT", "EXISTS"]
_UNBOUND: Final = ["FILTER", "(", "!", "BOUND", "(", "variable", ")", ")"]
_MINUS: Final = "MINUS"
_TERMS: Final = frozenset({"variable", "iri", "name"})
_AFTER: Final = {"subject": "verb", "verb": "object", "object": "end", ".": "subject", ";": "verb", ",": "object"}
_ENDS: Final = {".": ("end", "verb", "subject"), ";": ("end", "verb"), ",": ("end",)}
"""Where a sign of punctuation may stand: after an object, or after another sign."""


class _Said(NamedTuple):
    """How a query asks for what has no match.

    Attributes:
        begun: which terminal begins it.
        after: which terminal comes after it.
        own: the variable that must not be bound, without sign; empty for ``NOT EXISTS``.
    """

    begun: int
    after: int
    own: str


class _Triples(NamedTuple):
    """What triple patterns hold.

    Attributes:
        variables: their names, without sign.
        things: whether a subject, or an object of another property than ``a``, is an IRI.
    """

    variables: frozenset[str]
    things: bool


_NOTHING: Final = _Triples(frozenset(), things=False)


def planned(query: str) -> str | None:
    """Return a query with the same solutions that takes less time; none if it is not one of those recognised.

    What is not replaced stays at its place, so that mistakes have the same line and column.
    """
    if len(query) > LONGEST or "\\" in query or not _WORDS.search(query):
        return None  # an escape may hide a terminal
    found = list(tokens(query))
    signs = [one.text.upper() if one.kind in {"word", "sign"} else one.kind for one in found]
    braces = [place for place, sign in enumerate(signs) if sign in {"{", "}"}]
    if [signs[place] for place in braces] != ["{", "{", "}", "}"] or _asks_all(signs[: braces[0]]):
        return None
    if any(one.kind == "iri" and re.search("[?$]", one.text) for one in found):
        return None  # to some parsers, «?x<?y&&?y>?z» holds no IRI but variables
    first, opened, closed, last = braces
    said = _said(found, signs, opened, closed)
    if not said or _triples(_without_filters(found[said.after : last])) != _NOTHING:
        return None
    outside, inside = _triples(_without_filters(found[first + 1 : said.begun])), _triples(found[opened + 1 : closed])
    if not outside or not inside or outside.things or not inside.things or not outside.variables & inside.variables:
        return None
    alone = inside.variables - outside.variables
    used = Counter(one.text[1:] for one in (*found[:opened], *found[closed:]) if one.kind == "variable")
    if {one for one in alone if used[one]} != ({said.own} - {""}) or used[said.own] > 1:
        return None
    begun, brace, ended, after = (found[place].start for place in (said.begun, opened, closed, said.after))
    minus = _MINUS + _blank(query[begun + len(_MINUS) : brace])
    return f"{query[:begun]}{minus}{query[brace : ended + 1]}{_blank(query[ended + 1 : after])}{query[after:]}"


def _said(found: Sequence[Token], signs: Sequence[str], opened: int, closed: int) -> _Said | None:
    if signs[opened - 3 : opened] == _EXISTS:
        return _Said(opened - 3, closed + 1, "")
    begun = closed + 1 + (signs[closed + 1] == ".")
    after = begun + len(_UNBOUND)
    if signs[opened - 1] != "OPTIONAL" or signs[begun:after] != _UNBOUND:
        return None
    return _Said(opened - 1, after, found[begun + _UNBOUND.index("variable")].text[1:])


def _asks_all(signs: Sequence[str]) -> bool:
    """Tell whether ``*`` stands for all variables before the pattern, and not in a ``COUNT``."""
    return "*" in re.sub(r"COUNT \( (DISTINCT )?\* \)", "", " ".join(signs))


def _without_filters(found: Sequence[Token]) -> Sequence[Token]:
    """Return terminals with a dot in place of each filter.

    As they are, if the parentheses of one do not match, or an IRI in it may be a comparison: ``?x<5#>`` holds none.
    """
    left: list[Token] = []
    depth, inside, before = 0, False, Token("", "", 0)
    for one in found:
        if not depth and one.kind == "word" and one.text.upper() == "FILTER":
            inside = True
        if not inside:
            left.append(one)
            continue
        if one.kind == "iri" and _is_operand(before):
            return found
        before = one
        depth += {"(": 1, ")": -1}.get(one.text, 0)
        if one.text == ")" and not depth:
            inside = False
            left.append(Token("sign", ".", one.start))
    return found if inside else left


def _is_operand(token: Token) -> bool:
    return token.kind not in {"sign", "word"} or token.text.lower() in {")", "true", "false"}


def _triples(found: Sequence[Token]) -> _Triples | None:
    """Read triple patterns of variables and IRIs; none if anything else is there."""
    variables: set[str] = set()
    things, role, verb = False, "subject", ""
    for one in found:
        if one.text in _ENDS and role in _ENDS[one.text]:
            role = _AFTER[one.text]
        elif role != "end" and (one.kind in _TERMS or (one.text, role) == ("a", "verb")):
            if role == "verb":
                verb = one.text
            elif one.kind != "variable":
                things = things or role == "subject" or verb != "a"
            if one.kind == "variable":
                variables.add(one.text[1:])
            role = _AFTER[role]
        else:
            return None
    return None if role == "object" else _Triples(frozenset(variables), things)


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)
