"""Blocks: what one source says of one document, as a line of bytes; they sort by document, then by source.

A block holds the document's stem (its IRI without the closing ``>``, so that dependents sort with it), the graph and
the triples. Terms hold no control character, so these keep the parts of a block apart.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from graph_builder.builders import as_bytes, builder, encoded
from graph_builder.claims import spoken
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


def stem_in(line: bytes) -> bytes:
    """Return the stem with which a line of a block begins."""
    return line[: line.index(b"\x00")]


def split(triple: str) -> Triple:
    """Return the terms of a triple's text."""
    subject, property_, value = triple.split(" ", 2)
    return subject, property_, value


def claimed(sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris) -> Iterator[bytes]:
    """Yield what each source says of itself and of its records as lines of blocks, in the order given."""
    pieces: list[str] = []
    for record, graph, plain in spoken(sources, entries, iris):
        build = builder(type(record), iris.base)
        build.own(record, TRIPLE, plain, pieces.append)
        middle = as_bytes(f"{FIELD}{graph}{FIELD}")
        stem = as_bytes(iris.thing(build.kind, record.id)[:-1])
        yield b"%b\n" % encoded([stem, middle, *pieces])[:-1]  # the last triple has an end too many
        pieces.clear()
        for stem, line in build.beyond(record, "\n") if build.beyond else ():
            yield encoded((stem, middle, line))


def documents(lines: Iterable[bytes]) -> Iterator[tuple[str, list[Block]]]:
    """Yield the blocks of each document, from lines that are sorted."""
    return ((stem, list(blocks)) for stem, blocks in groupby(map(decode, lines), key=lambda block: block.stem))
