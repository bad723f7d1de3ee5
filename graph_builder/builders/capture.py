"""Capture record to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Triple, iri, plain
from graph_builder.records import Capture


def build(record: Capture, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of a capture, and the article's link to it."""
    thing = iris.thing("capture", record.id)
    yield thing, RDF_TYPE, terms.Capture
    yield thing, terms.sha256, plain(record.sha256)
    if record.article:
        article = iris.thing("article", record.article)
        yield thing, terms.article, article
        yield article, terms.capture, thing
    if record.captured_from:
        yield thing, terms.capturedFrom, iri(record.captured_from)
    if record.retrieved:
        yield thing, terms.retrieved, record.retrieved.term
    if record.shown_issue:
        yield thing, terms.shownIssue, iris.thing("issue", record.shown_issue)
    for predicate, text in (
        (terms.file, record.file),
        (terms.layout, record.layout),
        (terms.language, record.language),
        (terms.shownHeader, record.shown_header),
        (terms.shownTitle, record.shown_title),
        (terms.shownRubric, record.shown_rubric),
    ):
        if text:
            yield thing, predicate, plain(text)
