"""Event record to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import aliases, count, labels, links, money
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE, SKOS_ALT_LABEL
from graph_builder.rdf import Triple
from graph_builder.records import Event


def build(record: Event, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of an event."""
    thing = iris.thing("event", record.id)
    yield thing, RDF_TYPE, terms.Event
    yield from labels(thing, terms.name, record.name)
    yield from aliases(thing, SKOS_ALT_LABEL, record.aliases)
    if record.date:
        yield thing, terms.date, record.date.term
    if record.project:
        yield thing, terms.project, iris.thing("project", record.project)
    yield from links(thing, terms.organizer, iris, "organization", record.organizer)
    yield from count(thing, terms.municipalityCount, record.municipality_count)
    yield from money(thing, record.budget, record.currency)
