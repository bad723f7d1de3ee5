"""Turtle, TriG, N-Triples and N-Quads: streamed from sorted triples, the same bytes for the same graph.

Literals are written as they are; only canonical integers, decimals and booleans take Turtle's short form.
Syntax: https://www.w3.org/TR/turtle/, https://www.w3.org/TR/trig/.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Final

from exports import prefixes
from graph_builder.namespaces import PREFIXES, RDF_TYPE, XSD_BOOLEAN, XSD_DECIMAL, XSD_INTEGER
from graph_builder.rdf import Quad, Term, Triple
from graph_builder.stored import Stored

_BARE: Final = re.compile(
    rf'"(?:(?P<integer>(?:0|-?[1-9][0-9]*))"\^\^{re.escape(XSD_INTEGER)}'
    rf'|(?P<decimal>-?(?:0|[1-9][0-9]*)\.[0-9]+)"\^\^{re.escape(XSD_DECIMAL)}'
    rf'|(?P<boolean>true|false)"\^\^{re.escape(XSD_BOOLEAN)})'
)
_CHUNK: Final = 1000
_TRIPLE: Final = itemgetter(0, 1, 2)


def ntriples(triples: Iterable[Triple]) -> Iterator[bytes]:
    """Write N-Triples, one line a triple, in the order given."""
    if isinstance(triples, Stored):
        return triples.pieces()
    return _chunks(f"{s} {p} {o} .\n" for s, p, o in triples)


def nquads(view: Iterable[Triple], claims: Iterable[Quad]) -> Iterator[bytes]:
    """Write N-Quads: the default graph, then the named graphs, in the order given."""
    yield from ntriples(view)
    if isinstance(claims, Stored):
        yield from claims.pieces()
    else:
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
    yield opening(needed(chain(view, map(_TRIPLE, claims))))
    yield from _chunks(_blocks(view, ""))
    for graph, quads in groupby(claims, key=itemgetter(3)):
        yield f"\n{graph} {{\n".encode()
        yield from _chunks(_blocks(map(_TRIPLE, quads), "    "))
        yield b"}\n"


def needed(triples: Iterable[Triple]) -> Set[str]:
    """Return the prefixes that triples need, and no other; ``a`` needs none."""
    return prefixes.of(triples, _written_datatype).keys()


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
    separator = f" ;\n{indent}    "
    for subject, about in groupby(triples, key=itemgetter(0)):
        values: dict[Term, str] = {}
        for _, property_, value in about:
            # Neither an IRI nor a literal with a datatype: written as it is.
            text = value if value[-1] != ">" else _value(value)
            before = values.get(property_)
            values[property_] = text if before is None else f"{before}, {text}"
        types = values.pop(RDF_TYPE, None)
        lines = [f"a {types}"] if types else []
        lines += [f"{_property(key)} {text}" for key, text in values.items()]
        yield f"\n{indent}{prefixes.name(subject)} {separator.join(lines)} .\n"


_property: Final = lru_cache(maxsize=1024)(prefixes.name)


def _written_datatype(literal: Term) -> Term:
    """Return the datatype that has to be written out; a bare number or truth value says its own."""
    return "" if _BARE.fullmatch(literal) else prefixes.datatype_of(literal)


def _value(term: Term) -> str:
    return prefixes.name(term) if term[0] == "<" else _typed(term)


@lru_cache(maxsize=4096)
def _typed(term: Term) -> str:
    if bare := _BARE.fullmatch(term):
        return bare[bare.lastgroup or 0]
    datatype = prefixes.datatype_of(term)
    return term.removesuffix(datatype) + prefixes.name(datatype)


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
