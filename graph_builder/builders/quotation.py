"""Quotation to triples: a Web Annotation that identifies an entity in a capture.

https://www.w3.org/TR/annotation-model/#selectors
"""

from collections.abc import Iterator

from graph_builder import namespaces as ns
from graph_builder.identifiers import Iris
from graph_builder.rdf import XSD, Term, Triple, plain, typed
from graph_builder.records import Quotation


def build(record: Quotation, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of an annotation, its target and the two selectors, all of them fragments of the capture."""
    capture = iris.thing("capture", record.capture)
    annotation, target, quote, position = (
        iris.part(capture, f"mention-{record.number}{end}") for end in ("", "-target", "-quote", "-position")
    )
    yield annotation, ns.RDF_TYPE, ns.OA_ANNOTATION
    yield annotation, ns.OA_MOTIVATED_BY, ns.OA_IDENTIFYING
    yield annotation, ns.OA_HAS_BODY, iris.of(record.entity)
    yield annotation, ns.OA_HAS_TARGET, target
    yield target, ns.RDF_TYPE, ns.OA_SPECIFIC_RESOURCE
    yield target, ns.OA_HAS_SOURCE, capture
    yield target, ns.OA_HAS_SELECTOR, quote
    yield target, ns.OA_HAS_SELECTOR, position
    yield quote, ns.RDF_TYPE, ns.OA_TEXT_QUOTE_SELECTOR
    yield quote, ns.OA_EXACT, plain(record.exact)
    if record.prefix:
        yield quote, ns.OA_PREFIX, plain(record.prefix)
    if record.suffix:
        yield quote, ns.OA_SUFFIX, plain(record.suffix)
    yield position, ns.RDF_TYPE, ns.OA_TEXT_POSITION_SELECTOR
    yield position, ns.OA_START, _offset(record.start)
    yield position, ns.OA_END, _offset(record.end)


def _offset(value: int) -> Term:
    return typed(str(value), f"{XSD}nonNegativeInteger")
