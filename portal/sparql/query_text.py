"""What can be told of a query without running it: what it answers with, what it reads, whether it asks another host.

The text is divided into the terminals of the grammar (SPARQL 1.1, 19.8), so that a word in a text, an IRI, a comment or
a name is never taken for a keyword. What is no SPARQL is left to the parser of the engine, which says where it went
wrong.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urljoin

from graph_builder.namespaces import PREFIXES
from portal.sparql.limits import refusal

_ESCAPED: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_TOKEN: Final = re.compile(
    rf"""
    (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPED})*>)
    |(?P<text>\"{{3}}(?:[^"\\]|\\.|\"{{1,2}}(?!\"))*\"{{3}}|'{{3}}(?:[^'\\]|\\.|'{{1,2}}(?!'))*'{{3}}
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<comment>\#[^\n\r]*)
    |(?P<variable>[?$]\w+)
    |(?P<blank>_:\w(?:[\w.·-]*[\w·-])?)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:[\w:·.-]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>\S)
    """,
    re.VERBOSE | re.DOTALL,
)


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


_UPDATES: Final = frozenset(["INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"])


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


@dataclass(frozen=True, slots=True)
class Read:
    """What a query says of itself.

    Attributes:
        kind: what it answers with.
        default: IRIs after ``FROM``.
        named: IRIs after ``FROM NAMED``.
        prefixes: IRIs of the prefixes that it declares, by prefix.
        undeclared: well-known prefixes that it uses without declaring them, sorted.
    """

    kind: Kind
    default: tuple[str, ...]
    named: tuple[str, ...]
    prefixes: Mapping[str, str]
    undeclared: tuple[str, ...]

    @property
    def prologue(self) -> str:
        """Declarations of the undeclared prefixes, in one line; empty if there are none."""
        return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in self.undeclared)


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


def read(query: str, base: str = "") -> Read:
    """Return what a query says of itself.

    Args:
        query: its text.
        base: IRI against which relative IRIs are resolved.

    Raises:
        Problem: 403, if it is an update or asks another host (``SERVICE``), with line and column.
    """
    found = list(tokens(query))
    _refuse_service(query, found)
    prefixes, base, at = prologue(found, base)
    word = found[at].text.upper() if at < len(found) and found[at].kind == "word" else ""
    if word in _UPDATES:
        raise refusal("endpoint_read_only", place_of(query, found[at].start))
    # What begins otherwise is no query; the engine's parser says so.
    kind = Kind[word] if word in Kind.__members__ else Kind.SELECT
    default, named = _dataset(found[at:], prefixes, base)
    used = {token.text.partition(":")[0] for token in found[at:] if token.kind == "name"}
    return Read(kind, default, named, prefixes, tuple(sorted((used - prefixes.keys()) & PREFIXES.keys())))


def _refuse_service(query: str, found: list[Token]) -> None:
    for token in found:
        if token.kind == "word" and token.text.upper() == "SERVICE":
            raise refusal("endpoint_no_service", place_of(query, token.start))


def prologue(found: list[Token], base: str) -> tuple[dict[str, str], str, int]:
    """Return the declared prefixes, the base, and which terminal of a query comes after them."""
    prefixes: dict[str, str] = {}
    at = 0
    while at < len(found) and found[at].kind == "word":
        word, after = found[at].text.upper(), found[at + 1 : at + 3]
        if word == "BASE" and after and after[0].kind == "iri":
            base, at = _resolved(base, after[0].text[1:-1]), at + 2
        elif word == "PREFIX" and [one.kind for one in after] == ["name", "iri"]:
            prefixes[after[0].text.rstrip(":")] = _resolved(base, after[1].text[1:-1])
            at += 3
        else:
            break
    return prefixes, base, at


def _resolved(base: str, reference: str) -> str:
    """Return an IRI against its base; what is absolute stays as it is written, and so does an empty fragment."""
    if not base or _ABSOLUTE.match(reference):
        return reference
    found = urljoin(base, reference)
    return f"{found}#" if reference.endswith("#") and not found.endswith("#") else found


def _dataset(found: list[Token], prefixes: dict[str, str], base: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the IRIs after ``FROM`` and after ``FROM NAMED``; these stand outside of all braces."""
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
            chosen.append(_resolved(base, after[0].text[1:-1]))
        elif after and after[0].kind == "name":
            prefix, _, local = after[0].text.partition(":")
            chosen.append({**PREFIXES, **prefixes}.get(prefix, "") + re.sub(r"\\(.)", r"\1", local))
    return tuple(default), tuple(named)
