"""Source to triples: who says what stands in the named graph of the same IRI."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import labels
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Triple, iri, plain
from graph_builder.records import Source


def build(record: Source, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of a source."""
    thing = iris.thing("source", record.id)
    yield thing, RDF_TYPE, terms.Source
    yield thing, terms.rank, plain(record.rank)
    yield from labels(thing, terms.name, record.name)
    if record.url:
        yield thing, terms.url, iri(record.url)
    if record.retrieved:
        yield thing, terms.retrieved, record.retrieved.term
    if record.corrects:
        yield thing, terms.corrects, iris.thing("source", record.corrects)
    if record.file:
        yield thing, terms.file, plain(record.file)
