"""Frames by kind: they say, for programs, which tree the document of an entity is (https://www.w3.org/TR/json-ld11-framing/).

The writer of documents does not use them: it writes the same trees directly, in bulk; tests hold the two together.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from exports.context import TYPE, JsonObject, context
from exports.dependence import dependence, stays_inside
from exports.framing.kinds import FRAME, class_name, classes
from exports.published_contexts import address
from graph_builder.rdf import Term
from graph_builder.schema import schema

_FLAGS: Final[JsonObject] = {"@embed": "@always", "@omitDefault": True}
# Any node at all ("id": {}), with its classes and its label, if it has one. The label goes by its short name: in a
# map of languages an empty object would say that there must be none.
_LINKED: Final[JsonObject] = {"id": {}, **_FLAGS, "@explicit": True, "rdfs:label": {"@omitDefault": True}}

_NAMED: Final[JsonObject] = {"id": {}, "@embed": "@never", "@omitDefault": True}


def frame(kind: str, base: str) -> JsonObject:
    """Return the frame of a kind of entities.

    Args:
        kind: as in paths, e.g. ``article``.
        base: of the archive, for the address of the context.

    Raises:
        KeyError: if there is no such kind.
    """
    return {"@context": address(base), **_node(classes()[kind])}


def plan(base: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each frame."""
    for kind in classes():
        yield FRAME.format(kind), msgspec.json.format(msgspec.json.encode(frame(kind, base)), indent=2) + b"\n"


def _node(class_: Term) -> JsonObject:
    node: JsonObject = {TYPE: class_name(class_), **_FLAGS}
    nested = dict(dependence().listed[class_])
    for shape in schema().kinds[class_].properties:
        if shape.path in nested:
            node[_key(shape.path)] = _node(nested[shape.path])
        elif shape.node_kind.startswith("IRI"):
            node[_key(shape.path)] = _NAMED if stays_inside(shape, schema().kinds[class_]) else _LINKED
    for property_, dependent in dependence().referring[class_]:
        node[context().definitions[property_].back] = _node(dependent)
    return node


def _key(property_: Term) -> str:
    return context().definitions[property_].key
