"""What passed the gate, in the order of the files of a release.

Documents are taken as they lie there wherever that gives the right order; only where the name of one document begins
with that of another are their subjects looked at one by one: ``<…/a#part>``, ``<…/a-b>``, ``<…/a>``. A *body* is the
triples of a document or a subject as they lie in a block.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from heapq import heappop, heappush
from itertools import groupby
from typing import Final, NamedTuple

from graph_builder.blocks import TRIPLE, split, stem_in, stem_of
from graph_builder.gate import Verdict
from graph_builder.rdf import Quad

_BETWEEN: Final = TRIPLE.encode()
IN_STEM: Final = rb'[^>#"\x00-\x20]'
"""Pattern of a byte of a stem in a line of blocks, behind its ``<``."""

END: Final = b" .\n"
"""What stands behind the triples of the view."""


class Left(NamedTuple):
    """A document of the view, without what is withheld.

    Attributes:
        stem: the document.
        body: its triples; at least one.
        is_alone: whether it is known that no other document stands among its subjects.
    """

    stem: bytes
    body: bytes
    is_alone: bool = False


def left(lines: Iterable[bytes], verdict: Verdict) -> Iterator[Left]:
    """Yield what is left of documents, given as sorted lines of the view; those of which nothing is are passed over."""
    for (line,), stem, is_alone in _documents(lines):
        changed = verdict.changed.get(stem.decode()) if verdict.changed else None
        body = line[len(stem) + 2 : -1] if changed is None else TRIPLE.join(changed).encode()
        if body:
            yield Left(stem, body, is_alone)


def by_subject(document: Left) -> Iterator[tuple[bytes, bytes]]:
    """Yield the subjects of a document, each with its body."""
    for subject, said in groupby(document.body.split(_BETWEEN), key=_subject):
        yield subject, _BETWEEN.join(said)


def by_entity(document: Left) -> Iterator[tuple[bytes, bytes]]:
    """Yield the entity of a document with all of its body."""
    yield document.stem + b">", document.body


def in_order(
    documents: Iterable[Left], told: Callable[[Left], Iterable[tuple[bytes, bytes]]]
) -> Iterator[tuple[bytes, bytes]]:
    """Yield what is told of documents in the order of terms; what stands alone comes whole, under its entity.

    Between an entity and its dependents others may stand (``<…/a#part>``, ``<…/a-b>``, ``<…/a>``), so what comes too
    early waits.

    Args:
        documents: sorted by stem.
        told: gives the terms of a document, each with a body.
    """
    waiting: list[tuple[bytes, bytes]] = []
    for document in documents:
        while waiting and waiting[0][0] < document.stem + b"#":
            yield heappop(waiting)
        if document.is_alone:
            yield from by_entity(document)
        else:
            for one in told(document):
                heappush(waiting, one)
    while waiting:
        yield heappop(waiting)


def ended(body: bytes, end: bytes = END) -> bytes:
    """Return a body as lines with an end."""
    return body.replace(_BETWEEN, end) + end


def triples_of(body: bytes) -> list[str]:
    """Return the triples of a body."""
    return body.decode().split(TRIPLE)


def _documents(lines: Iterable[bytes]) -> Iterator[tuple[list[bytes], bytes, bool]]:
    """Yield the lines of each document, its stem, and whether no other document stands among its subjects.

    Of the last one that is not known: the lines may be followed by others elsewhere.
    """
    documents = ((stem, list(lines)) for stem, lines in groupby(lines, key=stem_in))
    stem, own = next(documents, (b"", []))
    for next_stem, next_lines in documents:
        yield own, stem, not next_stem.startswith(stem)
        stem, own = next_stem, next_lines
    if own:
        yield own, stem, False


def _subject(triple: bytes) -> bytes:
    return triple[: triple.index(b" ")]


def annotation_line(quad: Quad) -> bytes:
    """Return an annotation as one of the lines of :func:`passed`."""
    subject, property_, value, graph = quad
    return f"{graph}\x00{subject}\x00{subject} {property_} {value}\n".encode()


class Withheld:
    """What is withheld, ready to be looked for in many lines of blocks.

    Args:
        verdict: after all have passed the gate.
    """

    def __init__(self, verdict: Verdict) -> None:
        self._verdict = verdict
        self._stems = {stem_of(one).encode() for one in verdict.reasons}
        # Finds all stems that may be theirs, and few others: those that begin as they all do.
        low, high = min(self._stems, default=b""), max(self._stems, default=b"")
        same = next((at for at, both in enumerate(zip(low, high, strict=False)) if both[0] != both[1]), len(low))
        self._names = re.compile((re.escape(low[:same]) or b"<") + IN_STEM + b"*")

    def may_be_in(self, graph: bytes, line: bytes) -> bool:
        """Tell whether a line of a graph may hold a claim that is withheld."""
        stems = self._stems
        return bool(stems) and (graph[:-1] in stems or not stems.isdisjoint(self._names.findall(line)))

    def let_through(self, triples: list[bytes], graph: bytes, quarantine: Callable[[Quad], None]) -> Iterator[bytes]:
        """Yield triples that may be published; a function takes the others."""
        source = graph.decode()
        of_source = self._verdict.withholds(source)
        for triple in triples:
            subject, property_, value = split(triple.decode())
            if of_source or self._verdict.withholds(subject) or self._verdict.withholds(value):
                quarantine((subject, property_, value, source))
            else:
                yield triple


def passed(
    lines: Iterable[bytes],
    withheld: Withheld,
    quarantine: Callable[[Quad], None],
    shared: Container[bytes] | None = None,
) -> Iterator[bytes]:
    """Yield claims that may be published, as lines that sort by graph, therein by subject.

    Args:
        lines: claims, as sorted lines of blocks.
        withheld: what may not.
        quarantine: takes the claims about what is withheld.
        shared: stems of documents of which other lines speak too; None if those may speak of any.
    """
    for own, stem, is_alone in _documents(lines):
        for graph, blocks in groupby(own, key=lambda line: line.split(b"\x00", 2)[1]):
            triples: list[bytes] = []
            for line in blocks:
                said = line[len(stem) + len(graph) + 2 : -1].split(_BETWEEN)
                if withheld.may_be_in(graph, line):
                    said = list(withheld.let_through(said, graph, quarantine))
                triples += said
            triples = sorted(set(triples))
            if triples and is_alone and shared is not None and stem not in shared:
                yield b"%b\x00%b\x00%b\n" % (graph, _subject(triples[0]), _BETWEEN.join(triples))
                continue
            for subject, about in groupby(triples, key=_subject):
                yield b"%b\x00%b\x00%b\n" % (graph, subject, _BETWEEN.join(about))


def together(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield graph, term and body of each term of each graph, from lines of :func:`passed` that are sorted."""
    for (graph, term), found in groupby(lines, key=lambda line: line.split(b"\x00", 2)[:2]):
        of_subject = [line[line.rindex(b"\x00") + 1 : -1] for line in found]
        body = of_subject[0]
        if len(of_subject) > 1:
            body = _BETWEEN.join(sorted({one for text in of_subject for one in text.split(_BETWEEN)}))
        yield graph, term, body


def joined(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield N-Quads, several at a time, sorted and each once, from lines of :func:`passed` that are sorted."""
    return (ended(body, end_of(graph)) for graph, _, body in together(lines))


def end_of(graph: bytes) -> bytes:
    """Return what stands behind the triples of a graph."""
    return b" %b .\n" % graph
