"""A release beside a SPARQL endpoint that really answers, over loopback and under the policy of the portal."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import pyoxigraph as ox
from serving import PREFIX, Host, served

RESULTS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPHS: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}


class Endpoint(Host):
    """Answers POST at ``sparql`` beside the pages.

    Attributes:
        store: what it asks.
        said: what it answers instead of asking, by query: status, headers, body.
        asked: the queries that came.
    """

    store: ox.Store
    said: dict[str, tuple[int, dict[str, str], bytes]] = {}
    asked: list[str] = []

    def do_POST(self) -> None:  # noqa: N802
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path != f"{self.prefix}sparql":
            return self._answer(HTTPStatus.NOT_FOUND, {}, b"")
        (query,) = form["query"]
        self.asked.append(query)
        if query in self.said:
            return self._answer(*self.said[query])
        accepted = [one.partition(";")[0].strip() for one in self.headers["Accept"].split(",")]
        try:
            found = self.store.query(query)
        except SyntaxError as error:
            line, column = map(int, re.search(r"(\d+):(\d+)", str(error)).groups())  # type: ignore[union-attr]
            problem = {"title": "Bad Request", "detail": str(error), "line": line, "column": column}
            return self._problem(HTTPStatus.BAD_REQUEST, problem)
        if isinstance(found, ox.QueryTriples):
            graph_type = next(one for one in accepted if one in GRAPHS)
            return self._answer(
                200, {"Content-Type": graph_type}, ox.serialize(found, format=GRAPHS[graph_type]) or b""
            )
        result_type = next(one for one in accepted if one in RESULTS)
        return self._answer(200, {"Content-Type": result_type}, found.serialize(format=RESULTS[result_type]) or b"")

    def _problem(self, status: int, problem: dict[str, Any]) -> None:
        self._answer(status, {"Content-Type": "application/problem+json"}, json.dumps(problem).encode())

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def asked(folder: Path, store: ox.Store) -> Iterator[tuple[str, type[Endpoint]]]:
    """Serve a release with an endpoint that asks a store; yields the address of the release, and the endpoint."""
    endpoint = type("Endpoint", (Endpoint,), {"store": store, "said": {}, "asked": []})
    with served(folder, PREFIX, host=endpoint) as address:
        yield address, endpoint
