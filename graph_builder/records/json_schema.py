"""The JSON Schema (2020-12) of a file of records, made from the record classes: for editors with completion.

It is the form of YAML and JSON files; each further line of JSON Lines is one of its records.
"""

import re
from functools import cache
from inspect import cleandoc
from typing import Any, Final

import msgspec

from graph_builder.dates import PartialDate
from graph_builder.records.base import Source
from graph_builder.records.codec import DATE_FORMS
from graph_builder.records.table import KINDS

_DATE: Final = {
    "type": "string",
    "title": "Date",
    "description": f"a date as precise as it is known: {DATE_FORMS}; ? or ~ behind it when uncertain",
    "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[?~%]?$",
    "examples": ["2020-10-05", "2020-10", "2020", "2021-21", "2019?"],
}
_ATTRIBUTE: Final = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)$", re.MULTILINE)


@cache
def schema_file() -> bytes:
    """Return the schema as a file."""
    return msgspec.json.format(msgspec.json.encode(json_schema()), indent=2) + b"\n"


def json_schema() -> dict[str, Any]:
    """Return the schema: a head (``source``, ``kind``) and the ``records``, of any kind."""
    types: list[type[msgspec.Struct]] = [Source, *KINDS.values()]
    references, definitions = msgspec.json.schema_components(types, schema_hook=_hook, ref_template="#/$defs/{name}")
    _put_patterns_last(definitions)
    for definition in definitions.values():
        _describe(definition)
    for kind in KINDS.values():
        # The head of the file may name the kind of all its records.
        definitions[kind.__name__]["required"].remove("kind")
    definitions["Source"]["properties"].pop("file")  # filled in by the reader
    source, *records = references
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Records of one source",
        "description": "What one source says about entities: a head that names it, and its records.",
        "type": "object",
        "properties": {
            "source": {**source, "title": "Source", "description": "who says it; an authority file may leave it out"},
            "kind": {
                "title": "Kind",
                "description": "kind of the records that do not name their own",
                "enum": list(KINDS),
            },
            "records": {
                "title": "Records",
                "description": "one entity each; an entity once a source",
                "type": "array",
                "items": {"anyOf": records},
            },
        },
        "required": ["records"],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _hook(kind: type) -> dict[str, Any]:
    if kind is PartialDate:
        return dict(_DATE)
    raise NotImplementedError(kind)


def _put_patterns_last(schema: Any) -> None:
    """Let patterns stand behind what they restrict: msgspec begins with what it does not look at itself."""
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _put_patterns_last(inner)
    if isinstance(schema, dict) and [name for name in schema if name in ("pattern", "type")] == ["pattern", "type"]:
        schema["pattern"] = schema.pop("pattern")


def _describe(definition: dict[str, Any]) -> None:
    """Divide a class's description into its own and those of its attributes."""
    text, _, attributes = cleandoc(definition["description"]).partition("Attributes:\n")
    definition["description"] = " ".join(text.split())
    for name, words in _ATTRIBUTE.findall(attributes):
        if name in definition["properties"]:
            definition["properties"][name]["description"] = " ".join(words.split())
