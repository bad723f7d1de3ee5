"""What passed the gate, in the order of the files of a release."""

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import groupby

from graph_builder.blocks import Block, decode, split
from graph_builder.external_sort import Sorter
from graph_builder.gate import Verdict
from graph_builder.parts import Parts
from graph_builder.rdf import Quad, Term


def view_lines(view: Parts, verdict: Verdict, saw: Callable[[Term], None]) -> Iterator[bytes]:
    """Yield the published view as sorted N-Triples.

    Args:
        view: the whole view.
        verdict: after all have passed the gate.
        saw: is told of each subject.
    """
    for subject, triples in in_order(_documents(view, verdict), by_subject):
        saw(subject)
        for triple in triples:
            yield f"{triple} .\n".encode()


def _documents(view: Parts, verdict: Verdict) -> Iterator[tuple[str, list[str]]]:
    for line in view.all_lines():
        stem, _, triples = decode(line)
        yield stem, verdict.left(stem, triples)


def by_subject(_: str, triples: list[str]) -> Iterator[tuple[Term, list[str]]]:
    """Yield the subjects of a document, each with its triples."""
    return ((subject, list(said)) for subject, said in groupby(triples, key=_subject))


def by_entity(stem: str, triples: list[str]) -> Iterator[tuple[Term, list[str]]]:
    """Yield the entity of a document with all triples of the document, if there are any."""
    if triples:
        yield f"{stem}>", triples


def in_order(
    documents: Iterable[tuple[str, list[str]]], told: Callable[[str, list[str]], Iterable[tuple[Term, list[str]]]]
) -> Iterator[tuple[Term, list[str]]]:
    """Yield what is told of documents in the order of terms.

    Between an entity and its dependents others may stand (``<…/a#part>``, ``<…/a-b>``, ``<…/a>``), so what comes too
    early waits.

    Args:
        documents: sorted by stem, each with its triples.
        told: gives the terms of a document, each with triples.
    """
    waiting: list[tuple[Term, list[str]]] = []
    for stem, triples in documents:
        for one in told(stem, triples):
            heappush(waiting, one)
        while waiting and waiting[0][0] < f"{stem}#":
            yield heappop(waiting)
    while waiting:
        yield heappop(waiting)


def _subject(triple: str) -> Term:
    return triple[: triple.index(" ")]


def claim_lines(
    claims: Parts, annotations: Iterable[Quad], verdict: Verdict, quarantine: Callable[[Quad], None], sorter: Sorter
) -> Iterator[bytes]:
    """Yield the claims about what is published as N-Quads, sorted by graph, therein by triple, each once.

    Args:
        claims: all claims.
        annotations: quads of which nothing is withheld.
        verdict: after all have passed the gate.
        quarantine: takes the claims about what is withheld.
        sorter: an empty one.
    """
    for line in passed(claims.all_lines(), verdict, quarantine):
        sorter.add(line)
    for subject, property_, value, graph in annotations:
        sorter.add(Block(graph, subject, [f"{subject} {property_} {value}"]).encode())
    yield from joined(sorter)


def passed(lines: Iterable[bytes], verdict: Verdict, quarantine: Callable[[Quad], None]) -> Iterator[bytes]:
    """Yield claims that may be published, as lines that sort by graph, therein by subject.

    Args:
        lines: claims, as lines of blocks.
        verdict: after all have passed the gate.
        quarantine: takes the claims about what is withheld.
    """
    for line in lines:
        _, graph, triples = decode(line)
        for subject, said in groupby(triples, key=_subject):
            kept = list(said)
            if verdict.reasons:
                withheld = [
                    one for one in kept if verdict.withholds(graph) or any(map(verdict.withholds, split(one)[::2]))
                ]
                for triple in withheld:
                    quarantine((*split(triple), graph))
                kept = [one for one in kept if one not in withheld] if withheld else kept
            if kept:
                yield Block(graph, subject, kept).encode()


def joined(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield N-Quads, sorted and each once, from lines of :func:`passed` that are sorted."""
    for (graph, _), blocks in groupby(map(decode, lines), key=lambda block: (block.stem, block.graph)):
        for triple in sorted({triple for block in blocks for triple in block.triples}):
            yield f"{triple} {graph} .\n".encode()
