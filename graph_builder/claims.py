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


def lines(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield each quad as its canonical N-Quads line."""
    for subject, predicate, object_, graph in quads:
        yield f"{subject} {predicate} {object_} {graph} .\n"
