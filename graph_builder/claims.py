"""Claims: every triple is said by a source; the graph of its quad is that source."""

from collections.abc import Container, Iterable, Iterator

from graph_builder.builders import builder, quotation
from graph_builder.identifiers import Iris
from graph_builder.rdf import Quad, Term
from graph_builder.records import AnyRecord, Entry, Quotation, Source


def claims(sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris) -> Iterator[Quad]:
    """Yield what each source says of itself and of its records, in the order given, nothing kept in memory."""
    for record, graph, plain in _spoken(sources, entries, iris):
        for line in _lines(record, iris.base, "\n", plain).decode().split("\n")[:-1]:
            subject, predicate, object_ = line.split(" ", 2)
            yield subject, predicate, object_, graph


def lines(sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris) -> Iterator[bytes]:
    """Yield the same claims as canonical N-Quads, the lines of one record at a time: the way for bulk."""
    for record, graph, plain in _spoken(sources, entries, iris):
        yield _lines(record, iris.base, f" {graph} .\n", plain)


def _spoken(
    sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris
) -> Iterator[tuple[Source | AnyRecord, Term, bool]]:
    """Yield who speaks of themselves, then the records, each with the graph of who says it and whether it is plain."""
    for source in sources:
        yield source, iris.thing("source", source.id), False
    for entry in entries:
        yield entry.record, iris.thing("source", entry.source), entry.plain


def _lines(record: Source | AnyRecord, base: str, end: str, plain: bool) -> bytes:
    build = builder(type(record))
    own = build.own(record, base, end, plain)
    return b"".join([own, *(line for _, line in build.beyond(record, base, end))]) if build.beyond else own


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
