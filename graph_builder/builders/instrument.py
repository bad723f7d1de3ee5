"""Legal instrument record to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import aliases, kind_term, labels
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE, SKOS_ALT_LABEL
from graph_builder.rdf import Triple
from graph_builder.records import LegalInstrument


def build(record: LegalInstrument, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of a law, code, treaty or regulation."""
    thing = iris.thing("instrument", record.id)
    yield thing, RDF_TYPE, terms.LegalInstrument
    yield from labels(thing, terms.name, record.name)
    yield from aliases(thing, SKOS_ALT_LABEL, record.aliases)
    if record.type:
        yield thing, terms.kind, kind_term(record.type)
    if record.date:
        yield thing, terms.date, record.date.term
