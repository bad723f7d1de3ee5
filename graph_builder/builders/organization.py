"""Organization record to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import aliases, kind_term, labels
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE, SKOS_ALT_LABEL
from graph_builder.rdf import Triple, iri
from graph_builder.records import Organization


def build(record: Organization, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of an organization."""
    thing = iris.thing("organization", record.id)
    yield thing, RDF_TYPE, terms.Organization
    yield from labels(thing, terms.name, record.name)
    yield from aliases(thing, terms.abbreviation, record.abbreviation)
    yield from aliases(thing, SKOS_ALT_LABEL, record.aliases)
    if record.type:
        yield thing, terms.kind, kind_term(record.type)
    if record.homepage:
        yield thing, terms.homepage, iri(record.homepage)
    if record.part_of:
        yield thing, terms.partOf, iris.thing("organization", record.part_of)
    if record.succeeded_by:
        yield thing, terms.succeededBy, iris.thing("organization", record.succeeded_by)
