"""What passed the gate, written by partition, so that the partitions in their order are the files of a release."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import partial
from itertools import chain
from typing import Any, Final

from exports.documents import Document, document
from graph_builder.blocks import Block, decode, split
from graph_builder.gate import Verdict
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE, RDFS_LABEL
from graph_builder.published import (
    Left,
    Withheld,
    by_entity,
    by_subject,
    ended,
    in_order,
    joined,
    left,
    passed,
    triples_of,
)
from graph_builder.rdf import Quad, Term
from graph_builder.spark.asking import answers, blocks_in, first, questions, wanted
from graph_builder.spark.merging import sorted_lines
from graph_builder.spark.ranges import Ranges, gathered
from graph_builder.spark.session import Rdd, Session, Shared, home
from graph_builder.viewing import ViewedPart

_HEADS: Final = frozenset({RDF_TYPE, RDFS_LABEL})
_CHUNK: Final = 1 << 20

_Told = Callable[[Left], Iterable[tuple[bytes, bytes]]]


class Published:
    """The published view on a cluster.

    Args:
        parts: the whole view.
        verdict: after all have passed the gate.
        ranges: which partition holds which documents.
        session: the cluster.
    """

    def __init__(self, parts: Rdd, verdict: Verdict, ranges: Ranges, session: Session) -> None:
        self._parts, self._ranges, self._session = parts, ranges, session
        self._verdict = session.shared(verdict.bare())
        beginnings = session.shared(ranges.beginnings())
        carrying = parts.mapPartitions(partial(_carried, verdict=self._verdict, beginnings=beginnings))
        self._order = {
            "verdict": self._verdict,
            "carried": session.shared(sorted(session.run("putting in order", carrying.collect))),
            "ranges": ranges,
        }

    def among(self, subjects: Set[Term]) -> set[Term]:
        """Return which of some subjects are published."""
        if not subjects:
            return set()
        work = partial(_published_of, subjects=self._session.shared(subjects), verdict=self._verdict)
        return set(self._session.run("looking for what is cited", self._parts.mapPartitions(work).collect))

    def view(self) -> Iterator[bytes]:
        """Yield the published view as sorted N-Triples, many lines at a time."""
        work = partial(_view, **self._order)
        return self._session.stream("view", self._session.kept(self._parts.mapPartitionsWithIndex(work)))

    def documents(self, iris: Iris, context: str, write: Callable[[Document], Any]) -> Rdd:
        """Return what is written of the document of every entity, in order.

        Args:
            iris: of the archive.
            context: absolute IRI of the JSON-LD context.
            write: writes one document.
        """
        count = len(self._ranges)
        asked = self._parts.mapPartitionsWithIndex(partial(_links, iris=iris, **self._order)).partitionBy(count, home)
        there = self._session.joined([asked, self._parts], count)
        heads = there.mapPartitions(partial(_heads, verdict=self._verdict)).partitionBy(count, home)
        joined_ = self._session.joined([heads, self._parts], count)
        work = partial(_documents, iris=iris, context=context, write=write, **self._order)
        return joined_.mapPartitionsWithIndex(work)


def _carried(parts: Iterable[ViewedPart], verdict: Shared, beginnings: Shared) -> Iterator[Left]:
    """Yield the documents of which something sorts behind the documents of a later partition.

    ``<…/a>`` stands behind ``<…/a-b>``, though the document of the first comes first.
    """
    for document_ in _left(parts, verdict):
        if document_.stem.decode() in beginnings.value:
            yield Left(document_.stem, document_.body)


def _left(parts: Iterable[ViewedPart], verdict: Shared) -> Iterator[Left]:
    """Yield what is left of the documents of some parts."""
    return left((line for part in parts for line in part.lines.splitlines(keepends=True)), verdict.value)


def _ordered(
    index: int, parts: Iterable[ViewedPart], told: _Told, verdict: Shared, carried: Shared, ranges: Ranges
) -> Iterator[tuple[bytes, bytes]]:
    """Yield what stands in a partition, in the order of terms.

    A partition takes the terms from the first dependent that the document of its bound could have up to that of the
    next one.
    """
    bounds = [bound + b"#" for bound in ranges.bounds]
    low = bounds[index - 1] if index else b""
    high = bounds[index] if index < len(bounds) else b""
    before = (one for one in carried.value if ranges.number(one.stem) < index)
    for term, body in in_order(chain(before, _left(parts, verdict)), told):
        if low <= term and (not high or term < high):
            yield term, body


def _published_of(parts: Iterable[ViewedPart], subjects: Shared, verdict: Shared) -> Iterator[Term]:
    for document_ in _left(parts, verdict):
        for subject, _ in by_subject(document_):
            if subject.decode() in subjects.value:
                yield subject.decode()


def _view(index: int, parts: Iterable[ViewedPart], **order: Any) -> Iterator[bytes]:
    return _chunks(ended(body) for _, body in _ordered(index, parts, by_subject, **order))


def _chunks(lines: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    length = 0
    for line in lines:
        held.append(line)
        length += len(line)
        if length >= _CHUNK:
            yield b"".join(held)
            held, length = [], 0
    if held:
        yield b"".join(held)


def _links(index: int, parts: Iterable[ViewedPart], iris: Iris, **order: Any) -> Iterator[tuple[int, bytes]]:
    """Yield the questions for the classes and labels of what documents link to."""
    links: set[Term] = set()
    for _, body in _ordered(index, parts, by_entity, **order):
        links.update(value for _, _, value in map(split, triples_of(body)) if iris.owns(value))
    return questions(((index, link) for link in sorted(links)), order["ranges"])


def _heads(items: Iterable[Any], verdict: Shared) -> Iterator[tuple[int, bytes]]:
    pieces, parts = first(items, ViewedPart)
    asked = wanted(pieces)

    def found() -> Iterator[tuple[bytes, list[int]]]:
        for document_ in _left(parts, verdict):
            for subject, body in by_subject(document_):
                if askers := asked.get(subject.decode()):
                    heads = [triple for triple in triples_of(body) if split(triple)[1] in _HEADS]
                    yield Block(subject.decode(), "", heads).encode(), askers

    return answers(found())


def _documents(
    index: int, items: Iterable[Any], iris: Iris, context: str, write: Callable[[Document], Any], **order: Any
) -> Iterator[Any]:
    pieces, parts = first(items, ViewedPart)
    heads = {block.stem: block.triples for block in blocks_in(pieces)}
    for term, body in _ordered(index, parts, by_entity, **order):
        entity, own = term.decode(), [split(triple) for triple in triples_of(body)]
        linked = [split(head) for link in {value for _, _, value in own} for head in heads.get(link, ())]
        yield write(document(entity, iris.path(entity), own, linked, context))


class Claims:
    """The claims about what is published, on a cluster.

    Args:
        said: all claims.
        annotations: quads of which nothing is withheld.
        verdict: after all have passed the gate.
        ranges: which partition takes which claims, as graph and stem.
        memory: how many bytes sorting may take in a partition.
        session: the cluster.
    """

    def __init__(
        self, said: Rdd, annotations: Sequence[Quad], verdict: Verdict, ranges: Ranges, memory: int, session: Session
    ) -> None:
        shared = session.shared(Verdict(verdict.reasons).bare())
        encoded = [Block(graph, s, [f"{s} {p} {o}"]).encode() for s, p, o, graph in annotations]
        cited = [(ranges.number(line), line) for line in encoded]
        # What is withheld goes to a partition of its own, behind the others.
        told = said.mapPartitions(partial(_passed, verdict=shared, ranges=ranges))
        shuffled = session.together([told, session.distributed([cited]).flatMap(list)]).partitionBy(
            len(ranges) + 1, home
        )
        self._last, self._session = len(ranges), session
        self._lines = session.kept(shuffled.mapPartitionsWithIndex(partial(_written, last=len(ranges), memory=memory)))

    def published(self) -> Iterator[bytes]:
        """Yield them as N-Quads, sorted by graph, therein by triple, many lines at a time."""
        return self._session.stream("claims", self._lines.filter(_is_bytes))

    def withheld(self) -> list[Quad]:
        """Return the claims about what is withheld."""
        return list(self._session.run("claims that are withheld", self._lines.filter(_is_quad).collect))


def _is_bytes(item: object) -> bool:
    return isinstance(item, bytes)


def _is_quad(item: object) -> bool:
    return isinstance(item, tuple)


def _passed(parts: Iterable[bytes], verdict: Shared, ranges: Ranges) -> Iterator[tuple[int, bytes]]:
    withheld: list[Quad] = []
    lines = (line for part in parts for line in part.splitlines(keepends=True))
    yield from gathered((ranges.number(line), line) for line in passed(lines, Withheld(verdict.value), withheld.append))
    own = (Block(graph, s, [f"{s} {p} {o}"]).encode() for s, p, o, graph in withheld)
    yield from gathered((len(ranges), line) for line in own)


def _written(index: int, pieces: Iterable[tuple[int, bytes]], last: int, memory: int) -> Iterator[bytes | Quad]:
    lines = sorted_lines(pieces, memory)
    if index < last:
        yield from _chunks(joined(lines))
        return
    for graph, _, triples in map(decode, lines):
        yield from ((*split(triple), graph) for triple in triples)
