"""The kinds of entities with their classes, and where the kit lies in a release."""

from functools import cache
from typing import Final

from graph_builder.rdf import Term
from graph_builder.schema import schema
from graph_builder.vocabulary import vocabulary

FRAME: Final = "frames/{}.jsonld"
SCHEMA: Final = "frames/{}.schema.json"
COLLECTION: Final = "collections/{}.jsonld"
COLLECTIONS: Final = "collections/index.jsonld"


@cache
def classes() -> dict[str, Term]:
    """Return the class of each kind of entity by the kind, as the shapes' patterns of IRIs have it, sorted by kind."""
    found = {}
    for class_, node in schema().kinds.items():
        if "#" not in node.pattern:
            found[node.pattern.split("/")[1]] = class_
    return dict(sorted(found.items()))


def class_name(class_: Term) -> str:
    """Return the name of a class in JSON-LD (errors of a class that the vocabulary lacks: ``KeyError``)."""
    return vocabulary().terms[class_].name
