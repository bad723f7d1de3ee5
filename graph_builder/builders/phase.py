"""Phase record to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import count, labels, links, money
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Triple, boolean, integer
from graph_builder.records import Phase


def build(record: Phase, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of a phase, and its project's link to it."""
    thing = iris.thing("phase", record.id)
    project = iris.thing("project", record.project)
    yield thing, RDF_TYPE, terms.Phase
    yield thing, terms.project, project
    yield project, terms.phase, thing
    if record.ordinal is not None:
        yield thing, terms.ordinal, integer(record.ordinal)
    yield from labels(thing, terms.name, record.name)
    if record.start:
        yield thing, terms.start, record.start.term
    if record.end:
        yield thing, terms.end, record.end.term
    yield from links(thing, terms.region, iris, "region", record.region)
    yield from count(thing, terms.municipalityCount, record.municipality_count)
    yield from links(thing, terms.funder, iris, "organization", record.funder)
    yield from money(thing, record.budget, record.currency)
    if record.final is not None:
        yield thing, terms.isFinal, boolean(record.final)
