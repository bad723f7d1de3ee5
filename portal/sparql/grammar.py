"""The terminals of SPARQL 1.1 (19.8) and what stands first in a query; nothing of a server is needed for it.

A word in a text, an IRI, a comment or a name is never taken for a keyword.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urljoin

from graph_builder.namespaces import PREFIXES

_ESCAPED: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IN_NAME: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_LONGEST_PREFIX: Final = 100
"""Letters of a prefix: without a bound, a query of words and dots alone would take the square of its length."""

_TOKEN: Final = re.compile(
    rf"""
    (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPED})*>)
    |(?P<text>\"{{3}}(?:[^"\\]|\\.|\"{{1,2}}(?!\"))*\"{{3}}|'{{3}}(?:[^'\\]|\\.|'{{1,2}}(?!'))*'{{3}}
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<comment>\#[^\n\r]*)
    |(?P<variable>[?$]\w+)
    |(?P<blank>_:\w(?:[\w.·-]*[\w·-])?)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[^\W\d_](?:[\w.·-]{{0,{_LONGEST_PREFIX}}}[\w·-])?)?:(?:(?:[\w:·.-]|{_IN_NAME})*(?:[\w:·-]|{_IN_NAME}))?)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>[^ \t\r\n])
    """,
    re.VERBOSE | re.DOTALL,
)
LONGEST: Final = 5_000
"""Characters of a query that is looked at for a quicker way to put it; longer ones go to the engine as they are."""
SIGNS: Final = frozenset("{}()[].,;=!<>|&+-*/^?")
"""The signs of the grammar that are terminals by themselves or begin one."""

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Kind(StrEnum):
    """The forms of a query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def is_graph(self) -> bool:
        """Whether it answers with a graph; if not, with a table or a truth value."""
        return self in {Kind.CONSTRUCT, Kind.DESCRIBE}


@dataclass(frozen=True, slots=True)
class Token:
    """One terminal.

    Attributes:
        kind: name of its group in the pattern; ``word`` for keywords and names of functions.
        text: as it stands in the query.
        start: how many characters stand before it.
    """

    kind: str
    text: str
    start: int


def tokens(query: str) -> Iterator[Token]:
    """Divide a query into its terminals, without comments."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or ""
        if kind != "comment":
            yield Token(kind, match[0], match.start())


def place_of(query: str, offset: int) -> tuple[int, int]:
    """Return line and column of a character, both counted from 1."""
    before = query[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def prologue(found: list[Token], base: str) -> tuple[dict[str, str], str, int]:
    """Return the declared prefixes, the base, and which terminal of a query comes after them."""
    prefixes: dict[str, str] = {}
    at = 0
    while at < len(found) and found[at].kind == "word":
        word, after = found[at].text.upper(), found[at + 1 : at + 3]
        if word == "BASE" and after and after[0].kind == "iri":
            base, at = resolved(base, after[0].text[1:-1]), at + 2
        elif word == "PREFIX" and [one.kind for one in after] == ["name", "iri"]:
            prefixes[after[0].text.rstrip(":")] = resolved(base, after[1].text[1:-1])
            at += 3
        else:
            break
    return prefixes, base, at


def resolved(base: str, reference: str) -> str:
    """Return an IRI against its base; what is absolute, or no IRI, stays as it is written, and so an empty fragment."""
    if not base or _ABSOLUTE.match(reference):
        return reference
    try:
        found = urljoin(base, reference)
    except ValueError:  # such as ``//[``, which no host is called
        return reference
    return f"{found}#" if reference.endswith("#") and not found.endswith("#") else found


def dataset(found: list[Token], prefixes: Mapping[str, str], base: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the IRIs after ``FROM`` and after ``FROM NAMED``; these stand outside of all braces.

    Args:
        found: the terminals of a query behind its prologue.
        prefixes: IRIs of the prefixes that it declares, by prefix; the well-known ones need no declaration.
        base: IRI against which relative IRIs are resolved.
    """
    default: list[str] = []
    named: list[str] = []
    depth = 0
    for at, token in enumerate(found):
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "sign" else 0
        if depth or token.kind != "word" or token.text.upper() != "FROM":
            continue
        after = found[at + 1 : at + 3]
        chosen = default
        if after and after[0].text.upper() == "NAMED":
            chosen, after = named, after[1:]
        if after and after[0].kind == "iri":
            chosen.append(resolved(base, after[0].text[1:-1]))
        elif after and after[0].kind == "name":
            prefix, _, local = after[0].text.partition(":")
            chosen.append({**PREFIXES, **prefixes}.get(prefix, "") + re.sub(r"\\(.)", r"\1", local))
    return tuple(default), tuple(named)
