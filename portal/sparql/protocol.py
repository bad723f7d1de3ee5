"""Reads a request of the SPARQL 1.1 Protocol: GET, POST of a form, POST of the query itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request

from portal.forms import FORM, body
from portal.problems import Problem
from portal.settings import Settings
from portal.sparql.engine import Dataset
from portal.sparql.limits import refusal

DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_UPDATING: Final = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})
_POST_SO: Final = f"POST a form as {FORM} or the query itself as {DIRECT}"
_FIELDS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Operation:
    """A request, read.

    Attributes:
        query: the query; none if the request asks for the description of the service.
        dataset: the graphs that it names.
        format: the parameter ``format``, which goes before ``Accept``; empty if it is not given.
    """

    query: str | None
    dataset: Dataset = field(default_factory=Dataset)
    format: str = ""


async def read(request: Request, settings: Settings) -> Operation:
    """Read a request.

    Raises:
        Problem: if it is none of the protocol's, or longer than is read.
    """
    given = _parsed(request.scope["query_string"], "the address")
    if request.method == "POST":
        kind, _, rest = request.headers.get("content-type", "").partition(";")
        _refuse_charset(rest)
        kind = kind.strip().lower()
        if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
            raise Problem(415, "a compressed body is not read")
        if kind == UPDATE:
            raise refusal("endpoint_read_only")
        if kind not in {FORM, DIRECT}:
            raise Problem(415, f"{kind or 'no Content-Type'}: {_POST_SO}", headers={"Accept-Post": f"{FORM}, {DIRECT}"})
        sent = await _body(request, settings)
        if kind == FORM:
            _refuse_both(given)
            for name, values in _parsed(sent, "the form").items():
                given.setdefault(name, []).extend(values)
        else:
            _refuse_both(given)
            given["query"] = [_text(sent, "the query")]
    return _operation(given, settings, request.method == "POST")


def _operation(given: Mapping[str, list[str]], settings: Settings, must: bool) -> Operation:
    if _UPDATING & given.keys():
        raise refusal("endpoint_read_only")
    queries = given.get("query", [])
    if len(queries) > 1:
        raise Problem(400, "`query` is given more than once: ask one query at a time")
    if not queries:
        if must or "default-graph-uri" in given or "named-graph-uri" in given:
            raise Problem(400, f"the parameter `query` is missing; {_POST_SO}")
        return Operation(None)
    (query,) = queries
    if "\x00" in query:
        raise Problem(400, "a query holds no NUL character")
    graphs = [tuple(one for one in given.get(name, ()) if one) for name in ("default-graph-uri", "named-graph-uri")]
    if sum(map(len, graphs)) > settings.sparql_graphs:
        raise Problem(400, f"a request names at most {settings.sparql_graphs} graphs")
    if sum(len(text.encode()) for text in (query, *graphs[0], *graphs[1])) > settings.sparql_query_bytes:
        raise Problem(413, f"a query and the graphs of its request have at most {settings.sparql_query_bytes} bytes")
    return Operation(query, Dataset(*graphs), given.get("format", [""])[0])


def _refuse_both(given: Mapping[str, list[str]]) -> None:
    if "query" in given:
        raise Problem(400, "`query` stands in the address and a body is sent, too: give the query once")


def _refuse_charset(parameters: str) -> None:
    for one in parameters.split(";"):
        name, _, value = one.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in {"utf-8", "utf8", "us-ascii"}:
            raise Problem(415, f"send UTF-8, not {value.strip()[:40]}")


async def _body(request: Request, settings: Settings) -> bytes:
    # A form is percent-encoded: up to three bytes for each of the query.
    most = 3 * settings.sparql_query_bytes + settings.sparql_address_bytes
    return await body(request, most, f"a query has at most {settings.sparql_query_bytes} bytes", settings)


def _parsed(encoded: bytes, what: str) -> dict[str, list[str]]:
    try:
        return parse_qs(encoded.decode(), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except ValueError as error:
        raise Problem(400, f"{what} holds no percent-encoded UTF-8: {error}") from None


def _text(sent: bytes, what: str) -> str:
    try:
        return sent.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, f"{what} is no UTF-8: {error}") from None
