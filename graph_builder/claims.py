"""Claims: every triple is said by a source; the graph of its quad is that source."""

from collections.abc import Iterable, Iterator

from graph_builder.builders import BUILDERS
from graph_builder.identifiers import Iris
from graph_builder.rdf import Quad
from graph_builder.records import AnyRecord, Entry, Source


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
