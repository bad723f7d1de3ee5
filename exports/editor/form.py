"""What the form that composes queries offers: the kinds of things and their properties, as the shapes have them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

from exports import prefixes
from exports.graph_index import GraphIndex
from exports.wording import literal_text
from graph_builder import namespaces as ns
from graph_builder.rdf import XSD, Term, is_iri
from graph_builder.schema import schema
from graph_builder.shape_values import PropertyShape
from graph_builder.vocabulary import vocabulary

ValueKind: TypeAlias = Literal["choice", "thing", "text", "string", "date", "number", "boolean", "address"]

_BY_DATATYPE: Final[Mapping[Term, ValueKind]] = {
    ns.RDF_LANG_STRING: "text",
    f"<{XSD}string>": "string",
    f"<{XSD}date>": "date",
    f"<{XSD}gYearMonth>": "date",
    f"<{XSD}gYear>": "date",
    f"<{XSD}integer>": "number",
    f"<{XSD}decimal>": "number",
    f"<{XSD}boolean>": "boolean",
}


def kinds(index: GraphIndex, languages: Sequence[str]) -> list[dict[str, Any]]:
    """Return each class that has things, as the schema has them, with the properties of its shape in their order."""
    return [
        {
            "name": prefixes.name(class_),
            "labels": dict(vocabulary().terms[class_].labels),
            "count": len(held),
            "properties": [_property(one, languages) for one in kind.properties],
        }
        for class_, kind in schema().kinds.items()
        if (held := index.instances(class_))
    ]


def value_kind(shape: PropertyShape) -> ValueKind:
    """Return what the values of a property are, and so by what one narrows them."""
    if shape.values:
        return "choice"
    if shape.classes:
        return "thing"
    return next((_BY_DATATYPE[one] for one in shape.datatypes if one in _BY_DATATYPE), "address")


def _property(shape: PropertyShape, languages: Sequence[str]) -> dict[str, Any]:
    labels = dict(shape.names or vocabulary().terms[shape.path].labels)
    found: dict[str, Any] = {"path": prefixes.name(shape.path), "labels": labels, "values": value_kind(shape)}
    if shape.classes:
        found["classes"] = [prefixes.name(one) for one in shape.classes]
    if shape.values:
        found["choices"] = [_choice(one, shape.path, languages) for one in shape.values]
    return found


def _choice(value: Term, property_: Term, languages: Sequence[str]) -> dict[str, Any]:
    """Return one of the only values: as SPARQL writes it, and as people call it."""
    if is_iri(value):
        known = vocabulary().terms.get(value)
        return {"term": prefixes.name(value), "labels": dict(known.labels) if known else {}}
    return {"term": value, "labels": {code: literal_text(value, property_, code).text for code in languages}}
