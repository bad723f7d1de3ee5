"""Website record to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import aliases, labels
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE, SKOS_ALT_LABEL
from graph_builder.rdf import Triple, iri
from graph_builder.records import Website


def build(record: Website, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of a web portal."""
    thing = iris.thing("website", record.id)
    yield thing, RDF_TYPE, terms.Website
    yield from labels(thing, terms.name, record.name)
    yield from aliases(thing, SKOS_ALT_LABEL, record.aliases)
    if record.homepage:
        yield thing, terms.homepage, iri(record.homepage)
