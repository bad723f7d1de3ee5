"""How many triples of the published view have each value of a property, counted when a release is loaded.

A query that asks for nothing else, such as the articles of each rubric, is answered from these numbers: it is put to
the engine as the same query over a table of them. Everything else of it, and every other query, is the engine's.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from graph_builder.namespaces import PREFIXES
from portal.sparql.grammar import LONGEST, Token, prologue, resolved, tokens

Tallies: TypeAlias = dict[str, dict[str, int]]
"""By property, how many triples have which IRI as their value; both as IRIs in angle brackets."""

_MOST: Final = 500
"""Properties with more values than this are not counted: the table would be longer than the way around it."""
_TYPE: Final = f"<{PREFIXES['rdf']}type>"

_COUNT: Final = r"\( COUNT \( (?:DISTINCT )?(?:\?\w+|\*) \) AS \?\w+ \) "
_GROUPED: Final = re.compile(
    rf"SELECT ((?:\?\w+ |{_COUNT})+)(?:WHERE )?\{{ (\?\w+) (<\S+>) (\?\w+) (?:\. )?\}} GROUP BY (\?\w+) "
    r"((?:ORDER BY (?:(?:(?:ASC|DESC) \( \?\w+ \)|\?\w+) )+)?(?:LIMIT \d{1,9} )?(?:OFFSET \d{1,9} )?)"
)
_ALL: Final = re.compile(
    r"SELECT \( COUNT \( (?:DISTINCT )?(\?\w+) \) AS (\?\w+) \) (?:WHERE )?\{ (\?\w+) (<\S+>) (<\S+>) (?:\. )?\} "
)
_ITEM: Final = re.compile(r"\( COUNT \( (DISTINCT )?(\S+) \) AS (\?\w+) \)|(\?\w+)")
_VARIABLE: Final = re.compile(r"\?\w+")


class Counting:
    """Counts while a dump is read, a block at a time."""

    def __init__(self) -> None:
        self._counts: dict[bytes, Counter[bytes] | None] = {}

    def add(self, predicate: bytes, lines: Sequence[bytes]) -> None:
        """Count some lines of a dump, all of one predicate."""
        counts = self._counts.setdefault(predicate, Counter())
        if counts is None:
            return
        if not _rest(lines[0]).startswith(b"<") or b"\\" in predicate:
            self._counts[predicate] = None  # texts, or an IRI that can be written in another way
            return
        for rest, number in Counter(map(_rest, lines)).items():
            value, _, end = rest.partition(b" ")
            if not value.startswith(b"<") or b"\\" in value:
                self._counts[predicate] = None
                return
            if end == b".\n":  # what has a graph is a claim
                counts[value] += number
        if len(counts) > _MOST:
            self._counts[predicate] = None

    def found(self) -> Tallies:
        """Return what was counted: of properties all of whose values are IRIs, and not too many."""
        return {
            predicate.decode(): {value.decode(): number for value, number in counts.items()}
            for predicate, counts in self._counts.items()
            if counts
        }


def _rest(line: bytes) -> bytes:
    """Return what follows the predicate: value, graph if there is one, end."""
    return line.split(b" ", 2)[2]


def rewritten(query: str, base: str, tallies: Tallies) -> str | None:
    """Return a query over a table of what was counted; none if the query asks for anything else.

    Args:
        query: a query of the published view.
        base: IRI against which its relative IRIs are resolved.
        tallies: what was counted.
    """
    if len(query) > LONGEST or "COUNT" not in query.upper():
        return None
    found = list(tokens(query))
    prefixes, base, at = prologue(found, base)
    text = "".join(f"{_plain(one, {**PREFIXES, **prefixes}, base)} " for one in found[at:])
    if match := _GROUPED.fullmatch(text):
        return _grouped(tallies, *match.groups())
    if match := _ALL.fullmatch(text):
        counted, name, subject, property_, value = match.groups()
        if counted == subject != name and property_ in tallies:
            return f"SELECT {name} WHERE {{ VALUES {name} {{ {tallies[property_].get(value, 0)} }} }}"
    return None


def _grouped(tallies: Tallies, items: str, subject: str, property_: str, value: str, key: str, rest: str) -> str | None:
    if value != key or value == subject or property_ not in tallies:
        return None
    columns: list[str] = []
    names: list[str] = []
    for distinct, counted, name, column in _ITEM.findall(items):
        # Of one value, a subject has a property once; so each way to count comes to the same, but for this one.
        if counted and (counted not in {subject, value, "*"} or (distinct and counted != subject)):
            return None
        columns.append(name or column)
        names += [name] if name else []
    known = {value, *names}
    if len(columns) > len(set(columns)) or subject in names or value in names or not known.issuperset(columns):
        return None
    if not known.issuperset(_VARIABLE.findall(rest)):
        return None
    rows = (f"({one}{f' {number}' * len(names)})" for one, number in tallies[property_].items())
    table = f"VALUES ({value} {' '.join(names)}) {{ {' '.join(rows)} }}"
    return f"SELECT {' '.join(columns)} WHERE {{ {table} }} {rest}"


def _plain(token: Token, prefixes: Mapping[str, str], base: str) -> str:
    """Return a terminal in one way of writing it; nothing that matches where it could be read in two."""
    text = token.text
    match token.kind:
        case "word":
            return _TYPE if text == "a" else text.upper()
        case "iri":
            iri = resolved(base, text[1:-1])
        case "name":
            prefix, _, local = text.partition(":")
            iri = f"{prefixes[prefix]}{local}" if prefix in prefixes else ""
        case "variable":
            return f"?{text[1:]}"
        case "number" | "sign":
            return text
        case _:
            return "-"
    return "-" if "\\" in iri or "/." in iri or ":" not in iri else f"<{iri}>"
