"""How JSON Schema says what values of one property look like: texts by language, literals of each datatype."""

from collections.abc import Mapping
from typing import Final

from exports import prefixes
from exports.context import TYPE, JsonObject
from graph_builder import namespaces as ns
from graph_builder.rdf import Term, literal_parts
from graph_builder.schema import schema
from graph_builder.shape_values import PropertyShape

# Lexical forms of XML Schema (https://www.w3.org/TR/xmlschema11-2/), as far as dates here have no time zone.
_LEXICAL: Final[Mapping[Term, str]] = {
    ns.XSD_DATE: r"^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}$",
    ns.XSD_G_YEAR_MONTH: r"^-?[0-9]{4,}-[0-9]{2}$",
    ns.XSD_G_YEAR: r"^-?[0-9]{4,}$",
    ns.XSD_DECIMAL: r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$",
}
_WHOLE: Final[Mapping[str, str]] = {
    "minInclusive": "minimum",
    "minExclusive": "exclusiveMinimum",
    "maxInclusive": "maximum",
}


def text_schema(shape: PropertyShape, *, many: bool) -> JsonObject:
    """Return the schema of a map from language to text.

    Args:
        shape: of the property.
        many: whether each language has a list of texts.
    """
    text: JsonObject = {"type": "string", **_length(shape)}
    value = {"type": "array", "minItems": 1, "uniqueItems": True, "items": text} if many else text
    languages = {"propertyNames": {"enum": list(shape.languages)}} if shape.languages else {}
    return {"type": "object", "minProperties": 1, **languages, "additionalProperties": value}


def datatype_schema(datatype: Term, shape: PropertyShape, *, coerced: bool) -> JsonObject:
    """Return the schema of a literal.

    Args:
        datatype: of the literal.
        shape: of the property.
        coerced: whether the context says the datatype; otherwise each value says its own.
    """
    if datatype == ns.XSD_STRING:
        return {"type": "string", **_length(shape), **({"pattern": shape.pattern} if shape.pattern else {})}
    if datatype == ns.XSD_BOOLEAN and coerced:
        return {"type": "boolean"}
    if datatype == ns.XSD_INTEGER and coerced:
        limits = {_WHOLE[name]: int(literal_parts(limit)[0]) for name, limit in shape.limits.items() if name in _WHOLE}
        return {"type": "integer", **limits}
    pattern = _LEXICAL.get(datatype) or _form(datatype)
    text = {"type": "string", **({"pattern": pattern} if pattern else {})}
    if coerced:
        return text
    return {
        "type": "object",
        "properties": {TYPE: {"const": prefixes.short(datatype)}, "@value": text},
        "required": [TYPE, "@value"],
        "additionalProperties": False,
    }


def _length(shape: PropertyShape) -> JsonObject:
    limit = shape.limits.get("minLength")
    return {"minLength": int(literal_parts(limit)[0])} if limit else {}


def _form(datatype: Term) -> str:
    return next((form.pattern for form in schema().forms if form.datatype == datatype), "")
