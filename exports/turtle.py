"""Turtle, TriG, N-Triples and N-Quads: streamed from sorted triples, the same bytes for the same graph.

Literals are written as they are; only canonical integers, decimals and booleans take Turtle's short form.
Syntax: https://www.w3.org/TR/turtle/, https://www.w3.org/TR/trig/.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from itertools import chain, groupby
from operator import itemgetter
from typing import Final

from exports import prefixes
from graph_builder.namespaces import PREFIXES, RDF_TYPE, XSD_BOOLEAN, XSD_DECIMAL, XSD_INTEGER
from graph_builder.rdf import Quad, Term, Triple

_BARE: Final = re.compile(
    rf'"(?:(?P<integer>(?:0|-?[1-9][0-9]*))"\^\^{re.escape(XSD_INTEGER)}'
    rf'|(?P<decimal>-?(?:0|[1-9][0-9]*)\.[0-9]+)"\^\^{re.escape(XSD_DECIMAL)}'
    rf'|(?P<boolean>true|false)"\^\^{re.escape(XSD_BOOLEAN)})'
)
_CHUNK: Final = 1000


def ntriples(triples: Iterable[Triple]) -> Iterator[bytes]:
    """Write N-Triples, one line a triple, in the order given."""
    return _chunks(f"{s} {p} {o} .\n" for s, p, o in triples)


def nquads(view: Iterable[Triple], claims: Iterable[Quad]) -> Iterator[bytes]:
    """Write N-Quads: the default graph, then the named graphs, in the order given."""
    yield from ntriples(view)
    yield from _chunks(f"{s} {p} {o} {graph} .\n" for s, p, o, graph in claims)


def turtle(triples: Sequence[Triple]) -> Iterator[bytes]:
    """Write Turtle.

    Args:
        triples: grouped by subject; subjects stay in the order given.
    """
    yield opening(needed(triples))
    yield from _chunks(_blocks(triples, ""))


def trig(view: Sequence[Triple], claims: Sequence[Quad]) -> Iterator[bytes]:
    """Write TriG: the default graph, then each named graph in its braces.

    Args:
        view: the default graph, grouped by subject.
        claims: the named graphs, grouped by graph, therein by subject.
    """
    yield opening(needed(chain(view, (quad[:3] for quad in claims))))
    yield from _chunks(_blocks(view, ""))
    for graph, quads in groupby(claims, key=itemgetter(3)):
        yield f"\n{graph} {{\n".encode()
        yield from _chunks(_blocks((quad[:3] for quad in quads), "    "))
        yield b"}\n"


def needed(triples: Iterable[Triple]) -> Set[str]:
    """Return the prefixes that triples need, and no other; ``a`` needs none."""
    written = ((s, "" if p == RDF_TYPE else p, o) for s, p, o in triples)
    return prefixes.of(written, _written_datatype).keys()


def opening(found: Collection[str]) -> bytes:
    """Declare prefixes."""
    return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(found)).encode()


def body(triples: Iterable[Triple]) -> bytes:
    """Write what stands behind the prefixes."""
    return "".join(_blocks(triples, "")).encode()


def body_in_graph(triples: Iterable[Triple]) -> bytes:
    """Write what stands between the braces of a graph."""
    return "".join(_blocks(triples, "    ")).encode()


def _blocks(triples: Iterable[Triple], indent: str) -> Iterator[str]:
    for subject, about in groupby(triples, key=itemgetter(0)):
        values: dict[Term, list[str]] = {}
        for _, property_, value in about:
            values.setdefault(property_, []).append(_value(value))
        types = values.pop(RDF_TYPE, None)
        lines = [f"a {', '.join(types)}"] if types else []
        lines += [f"{prefixes.name(key)} {', '.join(entries)}" for key, entries in values.items()]
        body = f" ;\n{indent}    ".join(lines)
        yield f"\n{indent}{prefixes.name(subject)} {body} .\n"


def _written_datatype(literal: Term) -> Term:
    """Return the datatype that has to be written out; a bare number or truth value says its own."""
    return "" if _BARE.fullmatch(literal) else prefixes.datatype_of(literal)


def _value(term: Term) -> str:
    if term.startswith("<"):
        return prefixes.name(term)
    if bare := _BARE.fullmatch(term):
        return bare[bare.lastgroup or 0]
    datatype = prefixes.datatype_of(term)
    return term.removesuffix(datatype) + prefixes.name(datatype) if datatype else term


def _chunks(lines: Iterable[str]) -> Iterator[bytes]:
    """Gather many small texts into few writes."""
    gathered: list[str] = []
    for line in lines:
        gathered.append(line)
        if len(gathered) == _CHUNK:
            yield "".join(gathered).encode()
            gathered.clear()
    if gathered:
        yield "".join(gathered).encode()
