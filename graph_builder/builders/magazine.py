"""Magazine record to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import labels
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE, SKOS_CONCEPT_SCHEME
from graph_builder.rdf import Triple, iri, plain
from graph_builder.records import Magazine


def build(record: Magazine, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of a magazine and of the scheme that holds its rubrics."""
    thing = iris.thing("magazine", record.id)
    scheme = iris.part(thing, "rubrics")
    yield thing, RDF_TYPE, terms.Magazine
    yield from labels(thing, terms.name, record.name)
    if record.issn:
        yield thing, terms.issn, plain(record.issn)
    if record.registration:
        yield thing, terms.registration, plain(record.registration)
    if record.publisher:
        yield thing, terms.publisher, iris.thing("organization", record.publisher)
    for language in record.language:
        yield thing, terms.language, plain(language)
    if record.homepage:
        yield thing, terms.homepage, iri(record.homepage)
    yield scheme, RDF_TYPE, terms.RubricScheme
    yield scheme, RDF_TYPE, SKOS_CONCEPT_SCHEME
    yield scheme, terms.magazine, thing
