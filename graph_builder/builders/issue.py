"""Issue record, with its language editions, to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Triple, boolean, integer, plain
from graph_builder.records import Issue


def build(record: Issue, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of an issue; each edition is a dependent of its own."""
    thing = iris.thing("issue", record.id)
    yield thing, RDF_TYPE, terms.Issue
    if record.magazine:
        yield thing, terms.magazine, iris.thing("magazine", record.magazine)
    for predicate, value in (
        (terms.number, record.number),
        (terms.lastNumber, record.last_number),
        (terms.wholeNumber, record.whole_number),
        (terms.lastWholeNumber, record.last_whole_number),
    ):
        if value is not None:
            yield thing, predicate, integer(value)
    if record.nominal_month:
        yield thing, terms.nominalMonth, record.nominal_month.term
    if record.provisional:
        yield thing, terms.provisional, boolean(True)
    for edition in record.editions:
        part = iris.part(thing, f"edition-{edition.language}")
        yield thing, terms.datePublished, edition.date.term
        yield thing, terms.edition, part
        yield part, RDF_TYPE, terms.Edition
        yield part, terms.issue, thing
        yield part, terms.language, plain(edition.language)
        yield part, terms.datePublished, edition.date.term
