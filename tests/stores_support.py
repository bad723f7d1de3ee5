"""Answers of different stores made comparable: by value, not by how each writes a number."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final, TypeAlias

import httpx
import pyoxigraph as ox
from support import need_program

from bench.portal.servers import Served
from bench.sparql import servers
from graph_builder.namespaces import PREFIXES
from graph_builder.rdf import XSD

Row: TypeAlias = tuple[str, ...]
WRITER: Final = {"TUYUN_STORE_USER": servers.USER, "TUYUN_STORE_PASSWORD": servers.PASSWORD}
_NUMBERS: Final = frozenset({"integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"})
_JSON: Final = {"Accept": "application/sparql-results+json"}


@contextmanager
def oxigraph(place: Path, *options: str) -> Iterator[Served]:
    """Run an Oxigraph server, or skip the test."""
    need_program(servers.oxigraph_program(), "pip install oxigraph")
    with servers.oxigraph(place, *options) as served:
        yield served


@contextmanager
def virtuoso(place: Path) -> Iterator[Served]:
    """Run Virtuoso, or skip the test."""
    need_program(servers.virtuoso_program(), "virtuoso-opensource-7-bin")
    with servers.virtuoso(place) as served:
        yield served


def ask(url: str, query: str, **more: str) -> Any:
    """Return what an endpoint answers to a query, as parsed SPARQL JSON."""
    response = httpx.post(url, data={"query": query, **more}, headers=_JSON, timeout=60)
    assert response.status_code == 200, response.text
    return response.json()


def count(url: str, pattern: str = "?s ?p ?o", **more: str) -> int:
    """Return how many solutions a pattern has at an endpoint."""
    (row,) = ask(url, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}", **more)["results"]["bindings"]
    return int(row["n"]["value"])


def bag(found: Mapping[str, Any]) -> Counter[Row]:
    """Return the rows of an answer in SPARQL JSON, whatever their order."""
    names = sorted(found["head"].get("vars", []))  # of `SELECT *` each store has an order of its own
    if "boolean" in found:
        return Counter([(str(found["boolean"]),)])
    return Counter(tuple(_value(row.get(name)) for name in names) for row in found["results"]["bindings"])


def bag_of_graph(triples: Iterable[ox.Triple]) -> Counter[Row]:
    """Return the triples of a graph, each once."""
    return Counter({(str(one.subject), str(one.predicate), _term(one.object)): 1 for one in triples})


def expected(store: ox.Store, query: str) -> Counter[Row]:
    """Return what a query must find: what the engine of Tuyun itself finds."""
    results = store.query(query, prefixes=PREFIXES)
    if isinstance(results, ox.QueryTriples):
        return bag_of_graph(results)
    content = results.serialize(format=ox.QueryResultsFormat.JSON)
    assert content
    return bag(json.loads(content))


def _term(term: object) -> str:
    if isinstance(term, ox.Literal):
        found = {"type": "literal", "value": term.value, "datatype": term.datatype.value}
        return _value(found | ({"xml:lang": term.language} if term.language else {}))
    return str(term)


def _value(term: Mapping[str, str] | None) -> str:
    if term is None:
        return ""
    datatype = term.get("datatype", "").removeprefix(XSD)
    if datatype in _NUMBERS:
        try:
            return f"{Decimal(term['value']):.9f}"
        except InvalidOperation:
            return term["value"]
    if datatype == "boolean":
        return {"1": "true", "0": "false"}.get(term["value"], term["value"])
    language = f"@{term['xml:lang'].lower()}" if "xml:lang" in term else ""
    return f"{term['value']}{language}" if term["type"] != "uri" else f"<{term['value']}>"
