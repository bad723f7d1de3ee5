"""Project record to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import aliases, count, labels, links, money
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE, SKOS_ALT_LABEL
from graph_builder.rdf import Triple, iri, plain
from graph_builder.records import Project


def build(record: Project, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of a project; its phases and components link themselves to it."""
    thing = iris.thing("project", record.id)
    yield thing, RDF_TYPE, terms.Project
    yield from labels(thing, terms.name, record.name)
    yield from aliases(thing, terms.abbreviation, record.abbreviation)
    yield from aliases(thing, SKOS_ALT_LABEL, record.aliases)
    if record.number:
        yield thing, terms.identifier, plain(record.number)
    yield from labels(thing, terms.goal, record.goal)
    if record.start:
        yield thing, terms.start, record.start.term
    if record.end:
        yield thing, terms.end, record.end.term
    if record.homepage:
        yield thing, terms.homepage, iri(record.homepage)
    yield from links(thing, terms.implementer, iris, "organization", record.implementer)
    yield from links(thing, terms.funder, iris, "organization", record.funder)
    yield from links(thing, terms.partner, iris, "organization", record.partner)
    yield from links(thing, terms.region, iris, "region", record.region)
    yield from count(thing, terms.municipalityCount, record.municipality_count)
    yield from money(thing, record.budget, record.currency)
