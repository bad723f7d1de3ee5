"""What the OpenAPI says of the service."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from exports.messages import LANGUAGES
from portal.forms import FORM

Schema: TypeAlias = Mapping[str, object]
Parameters: TypeAlias = Mapping[str, tuple[bool, Schema]]

_TEXT: Final[Schema] = {"type": "string"}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
_FORM: Final[Parameters] = {
    "queries": (False, {"type": "string", "description": "a batch of queries as JSON (4.3)"}),
    "query": (False, {"type": "string", "description": "one name or one query as JSON (version 0.1)"}),
    "extend": (False, {"type": "string", "description": "a data extension query as JSON (6.2)"}),
}
_PREFIX: Final[Parameters] = {"prefix": (True, _TEXT), "cursor": (False, _NUMBER)}
_PARTS: Final[Mapping[str, tuple[str, Parameters, str]]] = {
    "suggest/entity": (
        "Entities that have a name that begins so",
        {**_PREFIX, "type": (False, _TEXT)},
        "application/json",
    ),
    "suggest/type": ("Types whose name begins so", _PREFIX, "application/json"),
    "suggest/property": ("Properties whose name begins so", _PREFIX, "application/json"),
    "properties": (
        "Properties that entities of a type have",
        {"type": (False, _TEXT), "limit": (False, _NUMBER)},
        "application/json",
    ),
    "preview": ("A few facts of an entity as a small page", {"id": (True, _TEXT)}, "text/html"),
    "flyout": ("The same as a piece of HTML", {"id": (True, _TEXT)}, "application/json"),
}
_PROBLEM: Final = {"description": "What was wrong with the request", "content": {"application/problem+json": {}}}
_FAULTS: Final = {"400": _PROBLEM, "404": _PROBLEM, "413": _PROBLEM, "415": _PROBLEM}


def paths(root: str) -> dict[str, Any]:
    """Return the Path Items by path, for the service in the archive's first language and in each other."""
    language = {
        "name": "language",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": LANGUAGES},
    }
    found: dict[str, Any] = {}
    for base, shared in ((root, []), (f"{root}/{{language}}", [language])):
        body = {FORM: {"schema": {"type": "object", "properties": _properties()}}}
        summary = "Candidates for names, values of entities, or the manifest"
        found[base] = {
            "parameters": shared,
            "get": _operation(summary, _FORM, "application/json"),
            "post": _operation(summary, {}, "application/json") | {"requestBody": {"content": body}},
        }
        for part, (said, parameters, media_type) in _PARTS.items():
            found[f"{base}/{part}"] = {"parameters": shared, "get": _operation(said, parameters, media_type)}
    return found


def _properties() -> dict[str, Any]:
    return {name: schema for name, (_, schema) in _FORM.items()}


def _operation(summary: str, parameters: Parameters, media_type: str) -> dict[str, Any]:
    return {
        "summary": summary,
        "parameters": [
            {"name": name, "in": "query", "required": required, "schema": schema}
            for name, (required, schema) in parameters.items()
        ],
        "responses": {"200": {"description": "As asked", "content": {media_type: {}}}, **_FAULTS},
    }
