"""One store: asked in SPARQL, written by the Graph Store Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/)."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

from graph_builder.decode import NOT_JSON
from graph_builder.errors import InputError
from portal.stores.credentials import PASSWORD, USER, Credentials
from portal.stores.kinds import Kind, kind_of

FORM: Final = {"Accept": "application/sparql-results+json"}
_TIMES: Final = httpx.Timeout(600, connect=10, pool=10)
_LONG: Final = httpx.Timeout(3600, connect=10, pool=10)
"""A store answers a PUT when it has taken it all in; of a hundred million triples that takes a while."""

_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_SIMPLE: Final = "SELECT * WHERE { ?s ?p ?o } LIMIT 1"
_PAGE: Final = 5_000
"""Graphs asked for at once: some stores cut longer answers without saying so."""


class Lost(Exception):  # noqa: N818 - what happened, not what it is
    """The store could not be reached, or answered something else than what was asked; the text says what."""


class Body:
    """What is sent, made anew when it has to be sent again (a store that asks who we are has refused the first)."""

    def __init__(self, make: Callable[[], Iterator[bytes]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[bytes]:
        """Yield it, piece by piece."""
        yield from self._make()


class _Term(msgspec.Struct, frozen=True):
    value: str


class _Rows(msgspec.Struct, frozen=True):
    bindings: list[dict[str, _Term]]


class Results(msgspec.Struct, frozen=True):
    """SPARQL results in JSON, as far as they are read here."""

    results: _Rows


def rows(content: bytes) -> list[dict[str, str]]:
    """Return the rows of SPARQL JSON as plain texts.

    Raises:
        msgspec.DecodeError, UnicodeDecodeError, RecursionError: if it is none (``NOT_JSON``).
    """
    found = msgspec.json.decode(content, type=Results).results.bindings
    return [{name: term.value for name, term in row.items()} for row in found]


def number(row: dict[str, str], name: str) -> int:
    """Return a count that a row holds.

    Raises:
        Lost: if it holds none.
    """
    text = row.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise Lost(f"its answer to a query lacks the number {name}: {text[:40]!r}")
    return int(text)


def checked_address(url: str) -> str:
    """Return an address of a store.

    Raises:
        InputError: if it is no http address, or holds credentials.
    """
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise InputError(f"the address holds credentials: leave them out of it and set {USER} and {PASSWORD}")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise InputError(
            f"{url}: give the address where the store answers queries, such as http://127.0.0.1:7878/query"
        )
    return url


class Store:
    """A store that was found at an address.

    Attributes:
        kind: who made it, as far as known.
        server: how it names itself.
        queries: address of its queries.
        default_graph: IRI of the graph that stands for the default graph; empty where it has one of its own.
    """

    def __init__(self, url: str, credentials: Credentials, *, graph_store: str = "", default_graph: str = "") -> None:
        """Look what answers at an address.

        Args:
            url: where it answers queries; of an Oxigraph server its root will do.
            credentials: who we are.
            graph_store: where it speaks the Graph Store Protocol; empty for what is known of its kind.
            default_graph: IRI of the graph that stands for the default graph.

        Raises:
            InputError: if no store answers there, or it refuses the credentials.
        """
        checked_address(url)
        self._graph_store = checked_address(graph_store) if graph_store else ""
        self._user = credentials.user
        self._http = httpx.Client(auth=credentials, timeout=_TIMES, trust_env=False)
        self.default_graph, self.server = default_graph, ""
        bare = urlsplit(url).path in {"", "/"}
        for self.queries in (url, urljoin(url, "/query"), urljoin(url, "/sparql")) if bare else (url,):
            found = self._look()
            if not found:
                break
        else:
            self.close()
            raise InputError(f"{url}: no SPARQL store answers there: {found}")
        self.kind: Kind = kind_of(self.server)
        if not graph_store and self.kind.graph_store:
            self._graph_store = urljoin(self.queries, self.kind.graph_store)

    def _look(self) -> str:
        """Return why no store answers; empty if one does (InputError, if it refuses the credentials)."""
        try:
            response = self._http.post(self.queries, data={"query": _SIMPLE}, headers=FORM)
            self._refused(response)
            rows(response.content)
        except httpx.HTTPError as error:
            return str(error) or type(error).__name__
        except NOT_JSON:
            return "its answer is no JSON of SPARQL results"
        except Lost as error:
            return str(error)
        except InputError:
            self.close()
            raise
        self.server = response.headers.get("server", "").strip()
        return ""

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    @property
    def writes(self) -> str:
        """The address of its Graph Store Protocol.

        Raises:
            InputError: if it is neither given nor known.
        """
        if not self._graph_store:
            raise InputError(
                f"{self.queries} is of {self.kind.name} ({self.server or 'it does not name itself'}): give the address "
                "of its Graph Store Protocol with --graph-store"
            )
        return self._graph_store

    def rows(self, query: str, *, everywhere: bool = False) -> list[dict[str, str]]:
        """Return the rows of a SELECT as plain texts.

        Args:
            query: its text.
            everywhere: whether to leave it to the store what its dataset is: with another default graph, Virtuoso finds
                nothing in a graph that the query names.

        Raises:
            Lost: if it does not answer it.
        """
        named = self.default_graph and not everywhere
        form = {"query": query} | ({"default-graph-uri": self.default_graph} if named else {})
        try:
            response = self._http.post(self.queries, data=form, headers=FORM)
            self._refused(response)
            return rows(response.content)
        except httpx.HTTPError as error:
            raise Lost(str(error) or type(error).__name__) from error
        except NOT_JSON as error:
            raise Lost(f"its answer to a query is no JSON of SPARQL results: {error}") from error

    def count(self, pattern: str) -> int:
        """Return how many solutions a pattern has (errors as in :meth:`rows`)."""
        rows = self.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
        return number(rows[0], "n") if rows else 0

    def graphs(self, base: str) -> dict[str, int]:
        """Return how many triples each graph holds whose IRI begins with a base (errors as in :meth:`rows`)."""
        found: dict[str, int] = {}
        last, starts = "", msgspec.json.encode(base).decode()
        while True:
            after = f"&& STR(?g) > {msgspec.json.encode(last).decode()}" if last else ""
            part = self.rows(
                f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), {starts}) "
                f"{after}) }} GROUP BY ?g ORDER BY STR(?g) LIMIT {_PAGE}"
            )
            known = len(found)
            found |= {row.get("g", ""): number(row, "n") for row in part}
            if len(part) < _PAGE:
                return found
            if len(found) == known:
                raise Lost("its list of graphs does not go on where it is told to")
            last = part[-1].get("g", "")

    def has_others(self, base: str) -> bool:
        """Tell whether it holds graphs that do not begin with a base (errors as in :meth:`rows`)."""
        starts = msgspec.json.encode(base).decode()
        return bool(
            self.rows(f"SELECT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(!STRSTARTS(STR(?g), {starts})) }} LIMIT 1")
        )

    def put(self, graph: str, body: Body, size: int, *, bulk: bool = False) -> None:
        """Replace a graph; an empty IRI is the default graph.

        Args:
            graph: its IRI.
            body: N-Triples.
            size: their bytes. Virtuoso takes a body of unknown size for an empty one, and says that all is well.
            bulk: whether to load it the faster way that the store may have, which is no transaction.

        Raises:
            Lost: if it is not done.
        """
        self._write("PUT", self._named(graph, bulk), body, size, "application/n-triples")

    def put_whole(self, body: Body, size: int, *, bulk: bool = False) -> None:
        """Replace everything in the store by N-Quads, in one transaction if not in bulk (errors as in :meth:`put`)."""
        self._write("PUT", self._faster(bulk), body, size, "application/n-quads")

    def delete(self, graph: str) -> None:
        """Remove a graph; it is no error if there is none (errors as in :meth:`put`)."""
        self._write("DELETE", self._named(graph, False), None, 0, "")

    def _named(self, graph: str, bulk: bool) -> dict[str, str]:
        iri = graph or self.default_graph
        return ({"graph": iri} if iri else {"default": ""}) | self._faster(bulk)

    def _faster(self, bulk: bool) -> dict[str, str]:
        return {self.kind.bulk: ""} if bulk and self.kind.bulk else {}

    def _write(self, method: str, parameters: Mapping[str, str], body: Body | None, size: int, type_: str) -> None:
        headers = {"Content-Type": type_, "Content-Length": str(size)} if body else {}
        try:
            response = self._http.request(
                method,
                self.writes,
                params=parameters,
                content=body,
                headers=headers,
                timeout=_LONG,
            )
        except httpx.HTTPError as error:
            raise Lost(str(error) or type(error).__name__) from error
        if not (method == "DELETE" and response.status_code == 404):
            self._refused(response)

    def _refused(self, response: httpx.Response) -> None:
        """Raise what an answer that is no success means."""
        status, said = response.status_code, f"{response.status_code} {response.reason_phrase}"
        if status in {401, 403}:
            who = f"refuses the user {self._user}" if self._user else "wants to know who asks"
            at = response.url.copy_with(query=None)
            raise InputError(f"{at}: the store {who} ({said}): check {USER} and {PASSWORD}")
        if response.is_redirect:
            raise Lost(f"{said}: it leads to {response.headers.get('location', '')}; give that address")
        if not response.is_success:
            text = re.sub(r"\s+", " ", response.text[:2000]).strip()
            raise Lost(f"{said}: {text[:300]}" if text else said)
