"""Rules that several kinds have in common, and the fragment at which the page of the shapes explains each."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from graph_builder.rdf import Term, local_name
from graph_builder.schema import schema
from graph_builder.shape_values import NodeShape, PropertyShape


@cache
def shared() -> Mapping[Term, tuple[PropertyShape, tuple[NodeShape, ...]]]:
    """Return the property shapes that several kinds have in common, with these kinds."""
    users: defaultdict[Term, list[NodeShape]] = defaultdict(list)
    shapes: dict[Term, PropertyShape] = {}
    for kind in schema().kinds.values():
        for shape in (*kind.properties, *kind.advice):
            users[shape.shape].append(kind)
            shapes[shape.shape] = shape
    return {term: (shapes[term], tuple(kinds)) for term, kinds in sorted(users.items()) if len(kinds) > 1}


def fragment(kind: NodeShape, shape: PropertyShape) -> str:
    """Return the fragment of a rule of a kind; the IRI of a shared one leads to where it stands by itself."""
    name = local_name(shape.shape)
    return f"{local_name(kind.shape)}.{name}" if shape.shape in shared() else name
