"""Region record to triples: a place of the administrative division, also a SKOS concept."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import aliases, count, kind_term, labels
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE, SKOS_ALT_LABEL, SKOS_CONCEPT
from graph_builder.rdf import Triple, plain
from graph_builder.records import Region


def build(record: Region, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of a region."""
    thing = iris.thing("region", record.id)
    yield thing, RDF_TYPE, terms.Region
    yield thing, RDF_TYPE, SKOS_CONCEPT
    yield from labels(thing, terms.name, record.name)
    yield from aliases(thing, SKOS_ALT_LABEL, record.aliases)
    if record.type:
        yield thing, terms.kind, kind_term(record.type)
    if record.code:
        yield thing, terms.code, plain(record.code)
    if record.within:
        yield thing, terms.within, iris.thing("region", record.within)
    yield from count(thing, terms.aiylAimakCount, record.aiyl_aimak_count)
