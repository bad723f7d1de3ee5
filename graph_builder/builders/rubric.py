"""Rubric record to triples: a concept of the magazine's rubric scheme."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import aliases, labels
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE, SKOS_ALT_LABEL, SKOS_CONCEPT, SKOS_IN_SCHEME, SKOS_PREF_LABEL
from graph_builder.rdf import Triple, boolean
from graph_builder.records import Rubric


def build(record: Rubric, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of a rubric."""
    thing = iris.thing("rubric", record.id)
    yield thing, RDF_TYPE, terms.Rubric
    yield thing, RDF_TYPE, SKOS_CONCEPT
    if record.magazine:
        yield thing, SKOS_IN_SCHEME, iris.part(iris.thing("magazine", record.magazine), "rubrics")
    yield from labels(thing, SKOS_PREF_LABEL, record.name)
    yield from aliases(thing, SKOS_ALT_LABEL, record.aliases)
    if record.provisional:
        yield thing, terms.provisional, boolean(True)
