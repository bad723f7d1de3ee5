"""Claims: every triple is said by a source; the graph of its quad is that source."""

from collections.abc import Container, Iterable, Iterator
from typing import Final

from graph_builder.builders import as_bytes, builder, encoded, quotation
from graph_builder.identifiers import Iris
from graph_builder.rdf import Quad, Term
from graph_builder.records import AnyRecord, Entry, Quotation, Source

_AT_ONCE: Final = 500
"""How many pieces of text are made bytes together: they still lie in the cache of the processor (about 100 KiB)."""


def claims(sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris) -> Iterator[Quad]:
    """Yield what each source says of itself and of its records, in the order given, nothing kept in memory."""
    pieces: list[str] = []
    for record, graph, plain in spoken(sources, entries, iris):
        _say(record, iris.base, "\n", plain, pieces)
        for line in encoded(pieces).decode().split("\n")[:-1]:
            subject, predicate, object_ = line.split(" ", 2)
            yield subject, predicate, object_, graph
        pieces.clear()


def lines(sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris) -> Iterator[bytes]:
    """Yield the same claims as canonical N-Quads, the lines of some records at a time: the way for bulk."""
    pieces: list[str] = []
    who, end = "", ""
    for record, graph, plain in spoken(sources, entries, iris):
        if graph is not who:
            who, end = graph, as_bytes(f" {graph} .\n")
        _say(record, iris.base, end, plain, pieces)
        if len(pieces) > _AT_ONCE:
            yield encoded(pieces)
            pieces.clear()
    if pieces:
        yield encoded(pieces)


def spoken(
    sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris
) -> Iterator[tuple[Source | AnyRecord, Term, bool]]:
    """Yield who speaks of themselves, then the records, each with the graph of who says it and whether it is plain."""
    for source in sources:
        yield source, iris.thing("source", source.id), False
    source_id, graph = "", ""
    for entry in entries:
        if entry.source != source_id:
            source_id, graph = entry.source, iris.thing("source", entry.source)
        yield entry.record, graph, entry.plain


def _say(record: Source | AnyRecord, base: str, end: str, plain: bool, pieces: list[str]) -> None:
    build = builder(type(record), base)
    build.own(record, end, plain, pieces.append)
    if build.beyond:
        pieces += (line for _, line in build.beyond(record, end))


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
