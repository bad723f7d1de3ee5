"""Person record to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import aliases, labels
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE, SKOS_ALT_LABEL
from graph_builder.rdf import Triple, boolean
from graph_builder.records import Person


def build(record: Person, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of a person."""
    thing = iris.thing("person", record.id)
    yield thing, RDF_TYPE, terms.Person
    yield from labels(thing, terms.name, record.name)
    yield from labels(thing, terms.familyName, record.family_name)
    yield from labels(thing, terms.givenName, record.given_name)
    yield from aliases(thing, SKOS_ALT_LABEL, record.aliases)
    if record.provisional:
        yield thing, terms.provisional, boolean(True)
