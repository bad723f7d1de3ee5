"""Blocks: what one source says of one document, as a line of bytes; they sort by document, then by source.

A block holds the document's stem (its IRI without the closing ``>``, so that dependents sort with it), the graph and
the triples. Terms hold no control character, so these keep the parts of a block apart.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from graph_builder.builders import builder
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


def claimed(sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris) -> Iterator[bytes]:
    """Yield what each source says of itself and of its records as lines of blocks, in the order given."""
    for source in sources:
        yield from _lines(source, iris.thing("source", source.id), iris.base, plain=False)
    for entry in entries:
        yield from _lines(entry.record, iris.thing("source", entry.source), iris.base, entry.plain)


def _lines(record: Source | AnyRecord, graph: Term, base: str, plain: bool) -> Iterator[bytes]:
    build = builder(type(record))
    middle = f"{FIELD}{graph}{FIELD}"
    own = build.own(record, base, TRIPLE, plain)
    yield b"%b%b\n" % (f"<{base}{build.kind}/{record.id}{middle}".encode(), own[:-1])
    for stem, line in build.beyond(record, base, "\n") if build.beyond else ():
        yield b"%b%b" % (f"{stem}{middle}".encode(), line)


def documents(lines: Iterable[bytes]) -> Iterator[tuple[str, list[Block]]]:
    """Yield the blocks of each document, from lines that are sorted."""
    return ((stem, list(blocks)) for stem, blocks in groupby(map(decode, lines), key=lambda block: block.stem))
