"""What the OpenAPI says of ``/sparql``."""

from typing import Final

from exports.formats import RESULT_FORMATS
from portal.forms import FORM
from portal.problems import described
from portal.sparql.answers import GRAPHS
from portal.sparql.protocol import DIRECT

_TEXT: Final = {"type": "string"}
_IRIS: Final = {"type": "array", "items": {"type": "string", "format": "iri"}}
_PARAMETERS: Final[dict[str, tuple[str, object]]] = {
    "query": ("The query", _TEXT),
    "default-graph-uri": ("Graphs whose merge is the default graph", _IRIS),
    "named-graph-uri": ("Named graphs", _IRIS),
    "format": (
        "Name, suffix or media type of the format of the answer, where `Accept` cannot be sent",
        {"type": "string", "enum": [one.name for one in (*RESULT_FORMATS, *GRAPHS)]},
    ),
}


def paths(path: str) -> dict[str, object]:
    """Return the Path Item of the endpoint."""
    given = [
        {"name": name, "in": "query", "description": about, "schema": schema}
        for name, (about, schema) in _PARAMETERS.items()
    ]
    properties = {name: schema for name, (_, schema) in _PARAMETERS.items()}
    body = {
        "required": True,
        "content": {
            FORM: {"schema": {"type": "object", "required": ["query"], "properties": properties}},
            DIRECT: {"schema": _TEXT},
        },
    }
    content: dict[str, object] = {one.media_type: {} for one in (*RESULT_FORMATS, *GRAPHS)}
    problems = described(
        {
            400: "The query or the request is wrong; a syntax error has `line` and `column`",
            403: "The query would change something or ask another host",
            406: "None of the accepted formats can hold the answer",
            408: "The body of the request did not arrive in time",
            413: "The query is too long",
            415: "The body is neither a form nor a query",
            422: "The result is greater than is given at once (`outcome` says how)",
            429: "This client has too many queries running and waiting",
            503: "A limit was reached (`outcome` says which), or too many wait; `Retry-After`",
        }
    )
    answers: dict[str, object] = {
        "200": {"description": "The result, or the description of the service", "content": content},
        **problems,
    }
    about: dict[str, object] = {"summary": "SPARQL 1.1 Query, read-only", "responses": answers}
    led = {"303": {"description": "The way to the editor, for a browser that asks nothing"}}
    return {
        path: {
            "get": {**about, "operationId": "sparql", "parameters": given, "responses": {**answers, **led}},
            "post": {**about, "operationId": "sparqlPost", "requestBody": body},
        }
    }
