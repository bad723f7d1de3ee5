"""Component record to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import labels, links
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Triple, integer
from graph_builder.records import Component


def build(record: Component, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of a component, and its project's link to it."""
    thing = iris.thing("component", record.id)
    project = iris.thing("project", record.project)
    yield thing, RDF_TYPE, terms.Component
    yield thing, terms.project, project
    yield project, terms.component, thing
    if record.ordinal is not None:
        yield thing, terms.ordinal, integer(record.ordinal)
    yield from labels(thing, terms.name, record.name)
    yield from labels(thing, terms.goal, record.goal)
    yield from links(thing, terms.partner, iris, "organization", record.partner)
    yield from links(thing, terms.supports, iris, "organization", record.supports)
