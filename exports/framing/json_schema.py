"""JSON Schemas (2020-12) of the documents by kind, made from the shapes: what a frame gives, for programs that check.

The shapes say cardinality, patterns, classes of values; the context says how each is written. What a schema cannot say
(``sh:lessThan``, limits of decimal numbers, which stand as text) the shapes alone say.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from exports import prefixes
from exports.context import ID, TYPE, Definition, JsonObject, context
from exports.dependence import dependence, stays_inside
from exports.framing.kinds import SCHEMA, class_name, classes
from exports.framing.values import datatype_schema, text_schema
from exports.published_contexts import address
from graph_builder.namespaces import RDFS_LABEL
from graph_builder.rdf import Term, iri_text, is_iri, literal_parts
from graph_builder.schema import schema
from graph_builder.shape_values import NodeShape, PropertyShape
from graph_builder.vocabulary import vocabulary

_LINKED: Final = "Linked"


def json_schema(kind: str, base: str) -> JsonObject:
    """Return the schema of the documents of a kind; arguments and errors are those of the frame."""
    class_ = classes()[kind]
    needed = _needed(class_)
    root = _node(class_)
    root["properties"] = {"@context": {"const": address(base)}, **root["properties"]}
    root["required"] = ["@context", *root["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": base + SCHEMA.format(kind),
        **root,
        "$defs": {**{class_name(one): _node(one) for one in needed}, _LINKED: _linked()},
    }


def plan(base: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each schema."""
    for kind in classes():
        yield SCHEMA.format(kind), msgspec.json.format(msgspec.json.encode(json_schema(kind, base)), indent=2) + b"\n"


def _hanging(class_: Term) -> Iterator[tuple[Term, Term]]:
    yield from dependence().listed[class_]
    yield from dependence().referring[class_]


def _needed(class_: Term) -> list[Term]:
    """Return the classes of dependents that a document of a class may hold, sorted."""
    found: set[Term] = set()
    waiting = [class_]
    while waiting:
        new = {dependent for _, dependent in _hanging(waiting.pop())} - found
        found |= new
        waiting += new
    return sorted(found)


def _node(class_: Term) -> JsonObject:
    node, term = schema().kinds[class_], vocabulary().terms[class_]
    nested = dict(dependence().listed[class_])
    properties: JsonObject = {
        ID: {"type": "string", "pattern": node.pattern},
        TYPE: {"anyOf": [{"const": term.name}, {"type": "array", "contains": {"const": term.name}, "minItems": 2}]},
    }
    required = [ID, TYPE]
    for shape in node.properties:
        definition = context().definitions[shape.path]
        properties[definition.key] = _described(shape.path, _property(shape, definition, node, nested.get(shape.path)))
        if shape.min_count:
            required.append(definition.key)
    for property_, dependent in dependence().referring[class_]:
        items = {"type": "array", "minItems": 1, "items": _reference(class_name(dependent))}
        properties[context().definitions[property_].back] = items
    return {
        "title": term.labels.get("en", term.name),
        "description": term.comments.get("en", ""),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _linked() -> JsonObject:
    label = next(one for one in next(iter(schema().kinds.values())).properties if one.path == RDFS_LABEL)
    return {
        "title": "Linked entity",
        "description": "an entity with a document of its own: its IRI, its classes, its label",
        "type": "object",
        "properties": {
            ID: {"type": "string"},
            TYPE: {"type": ["string", "array"], "items": {"type": "string"}},
            context().definitions[RDFS_LABEL].key: text_schema(label, many=context().definitions[RDFS_LABEL].many),
        },
        "required": [ID, TYPE, context().definitions[RDFS_LABEL].key],
        "additionalProperties": False,
    }


def _described(property_: Term, found: JsonObject) -> JsonObject:
    term = vocabulary().terms.get(property_)
    comment = term.comments.get("en") if term else ""
    return {"description": comment, **found} if comment else found


def _property(shape: PropertyShape, definition: Definition, node: NodeShape, nested: Term | None) -> JsonObject:
    if definition.form == "language":
        return text_schema(shape, many=definition.many)
    value = _reference(class_name(nested)) if nested else _value(shape, definition, node)
    if not definition.many:
        return value
    counts = {"minItems": max(1, shape.min_count), **({"maxItems": shape.max_count} if shape.max_count else {})}
    return {"type": "array", **counts, "uniqueItems": True, "items": value}


def _value(shape: PropertyShape, definition: Definition, node: NodeShape) -> JsonObject:
    if shape.values:
        return {"enum": [_listed_value(one) for one in shape.values]}
    if shape.node_kind == "IRIOrLiteral":
        return {"type": ["string", "object"]}
    if shape.node_kind == "IRI":
        return _link(shape, node)
    choices = [datatype_schema(one, shape, coerced=one == definition.datatype) for one in shape.datatypes]
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _link(shape: PropertyShape, node: NodeShape) -> JsonObject:
    name: JsonObject = {"type": "string", **({"pattern": shape.pattern} if shape.pattern else {})}
    if not shape.classes:
        # An address outside, a term of the vocabulary by its short name, or the owner of this very node.
        return name if shape.pattern.startswith("^http") else {"type": "string"}
    if stays_inside(shape, node):
        return name
    return {"allOf": [_reference(_LINKED), {"properties": {ID: {"pattern": shape.pattern}}}]}


def _listed_value(value: Term) -> str:
    return (prefixes.short(value) or iri_text(value)) if is_iri(value) else literal_parts(value)[0]


def _reference(name: str) -> JsonObject:
    found: dict[str, Any] = {"$ref": f"#/$defs/{name}"}
    return found
