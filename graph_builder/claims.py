"""Claims: every triple is said by a source; the graph of its quad is that source."""

from collections.abc import Container, Iterable, Iterator

from graph_builder.builders import BUILDERS, quotation
from graph_builder.identifiers import Iris
from graph_builder.rdf import Quad, Term
from graph_builder.records import AnyRecord, Entry, Quotation, Source


def claims(sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris) -> Iterator[Quad]:
    """Yield what each source says of itself and of its records, in the order given, nothing kept in memory."""
    build_source = BUILDERS[Source]
    for source in sources:
        graph = iris.thing("source", source.id)
        for subject, predicate, object_ in build_source(source, iris):
            yield subject, predicate, object_, graph
    for entry in entries:
        record = entry.record
        graph = iris.thing("source", entry.source)
        for subject, predicate, object_ in BUILDERS[type(record)](record, iris):
            yield subject, predicate, object_, graph


def lines(sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris) -> Iterator[str]:
    """Yield the same claims as canonical N-Quads, the lines of one record at a time: the way for bulk."""
    build_source = BUILDERS[Source]
    for source in sources:
        tail = f" {iris.thing('source', source.id)} .\n"
        yield "".join([f"{s} {p} {o}{tail}" for s, p, o in build_source(source, iris)])
    for entry in entries:
        record = entry.record
        tail = f" {iris.thing('source', entry.source)} .\n"
        yield "".join([f"{s} {p} {o}{tail}" for s, p, o in BUILDERS[type(record)](record, iris)])


def described_by(entry: Entry[AnyRecord], iris: Iris) -> Term:
    """Return the entity that an entry describes."""
    return iris.thing(str(type(entry.record).__struct_config__.tag), entry.record.id)


def annotations(
    quoted: Iterable[tuple[str, Iterable[Quotation]]], published: Container[Term], iris: Iris
) -> Iterator[Quad]:
    """Yield the annotations of what is published: evidence for the claims, itself no candidate for the view.

    Args:
        quoted: the slug of a source and what is quoted from it.
        published: the entities that passed the gate; an annotation without its source, its capture or the entity
            that it names would lead nowhere.
        iris: mints the IRIs.
    """
    for source, quotations in quoted:
        graph = iris.thing("source", source)
        for one in quotations if graph in published else ():
            if iris.of(one.entity) in published and iris.thing("capture", one.capture) in published:
                for subject, predicate, object_ in quotation.build(one, iris):
                    yield subject, predicate, object_, graph
