"""Examples of use from this archive: one thing of each class, in Turtle, as much as can be read at a glance."""

from typing import Final

from exports import turtle
from exports.graph_index import GraphIndex
from exports.page_language import PageLanguage
from exports.quality.reference_views import ExampleView
from graph_builder.rdf import Term, Triple

_TRIPLES: Final = 9
_LONGEST: Final = 120
"""How long a value may be, as it stands in Turtle."""


def example(class_: Term, index: GraphIndex, page: PageLanguage) -> ExampleView | None:
    """Return the first thing of a class by the order of the index; None if the archive has none."""
    first = next(iter(index.instances(class_)), None)
    if first is None:
        return None
    node = index.node(first)
    triples: list[Triple] = [
        (first, property_, value) for property_, values in sorted(node.properties.items()) for value in values
    ]
    shown = [triple for triple in triples if len(triple[2]) <= _LONGEST][:_TRIPLES]
    text = b"".join(turtle.turtle(shown)).decode()
    return ExampleView(page.link(first), text.strip(), len(shown) < len(triples))
