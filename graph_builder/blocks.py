"""Blocks: what one source says of one document, as a line of bytes; they sort by document, then by source.

A block holds the document's stem (its IRI without the closing ``>``, so that dependents sort with it), the graph and
the triples. Terms hold no control character, so these keep the parts of a block apart.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from graph_builder.builders import BUILDERS
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, Triple
from graph_builder.records import AnyRecord, Entry, Source

FIELD: Final = "\x00"
TRIPLE: Final = "\x01"


class Block(NamedTuple):
    """What is said of one document.

    Attributes:
        stem: the document.
        graph: who says it; empty for the view.
        triples: each as ``subject property value``.
    """

    stem: str
    graph: Term
    triples: list[str]

    def encode(self) -> bytes:
        """Return the block as one line."""
        return f"{self.stem}{FIELD}{self.graph}{FIELD}{TRIPLE.join(self.triples)}\n".encode()


def decode(line: bytes) -> Block:
    """Read a line that :meth:`Block.encode` wrote."""
    stem, graph, triples = line[:-1].decode().split(FIELD)
    return Block(stem, graph, triples.split(TRIPLE) if triples else [])


def stem_of(term: Term) -> str:
    """Return the stem of the document in which a subject stands."""
    return term.partition("#")[0].removesuffix(">")


def split(triple: str) -> Triple:
    """Return the terms of a triple's text."""
    subject, property_, value = triple.split(" ", 2)
    return subject, property_, value


def claimed(sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris) -> Iterator[Block]:
    """Yield what each source says of itself and of its records, in the order given, nothing kept in memory."""
    build_source = BUILDERS[Source]
    for source in sources:
        yield from _blocks(build_source(source, iris), iris.thing("source", source.id))
    for entry in entries:
        record = entry.record
        yield from _blocks(BUILDERS[type(record)](record, iris), iris.thing("source", entry.source))


def _blocks(triples: Iterable[Triple], graph: Term) -> Iterator[Block]:
    for stem, group in groupby(triples, key=lambda triple: stem_of(triple[0])):
        yield Block(stem, graph, [f"{s} {p} {o}" for s, p, o in group])


def documents(lines: Iterable[bytes]) -> Iterator[tuple[str, list[Block]]]:
    """Yield the blocks of each document, from lines that are sorted."""
    return ((stem, list(blocks)) for stem, blocks in groupby(map(decode, lines), key=lambda block: block.stem))
