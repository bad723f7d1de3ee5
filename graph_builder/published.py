"""What passed the gate, in the order of the files of a release."""

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import groupby

from graph_builder.blocks import Block, decode, split
from graph_builder.external_sort import Sorter
from graph_builder.gate import Gate
from graph_builder.parts import Parts
from graph_builder.rdf import Quad, Term


def view_lines(gate: Gate, saw: Callable[[Term], None]) -> Iterator[bytes]:
    """Yield the published view as sorted N-Triples.

    Between an entity and its dependents others may stand (``<…/a#part>``, ``<…/a-b>``, ``<…/a>``), so what comes too
    early waits.

    Args:
        gate: after all have passed it.
        saw: is told of each subject.
    """
    waiting: list[tuple[Term, list[str]]] = []
    for line in gate.view.all_lines():
        stem, _, triples = decode(line)
        for subject, said in groupby(gate.left(stem, triples), key=_subject):
            heappush(waiting, (subject, list(said)))
        while waiting and waiting[0][0] < f"{stem}#":
            yield from _written(*heappop(waiting), saw)
    while waiting:
        yield from _written(*heappop(waiting), saw)


def _written(subject: Term, triples: list[str], saw: Callable[[Term], None]) -> Iterator[bytes]:
    saw(subject)
    for triple in triples:
        yield f"{triple} .\n".encode()


def _subject(triple: str) -> Term:
    return triple[: triple.index(" ")]


def claim_lines(
    claims: Parts, annotations: Iterable[Quad], gate: Gate, quarantine: Callable[[Quad], None], sorter: Sorter
) -> Iterator[bytes]:
    """Yield the claims about what is published as N-Quads, sorted by graph, therein by triple, each once.

    Args:
        claims: all claims.
        annotations: quads of which nothing is withheld.
        gate: after all have passed it.
        quarantine: takes the claims about what is withheld.
        sorter: an empty one.
    """
    for line in claims.all_lines():
        _, graph, triples = decode(line)
        for subject, said in groupby(triples, key=_subject):
            kept = list(said)
            if gate.reasons:
                withheld = [one for one in kept if gate.withholds(graph) or any(map(gate.withholds, split(one)[::2]))]
                for triple in withheld:
                    quarantine((*split(triple), graph))
                kept = [one for one in kept if one not in withheld] if withheld else kept
            if kept:
                sorter.add(Block(graph, subject, kept).encode())
    for subject, property_, value, graph in annotations:
        sorter.add(Block(graph, subject, [f"{subject} {property_} {value}"]).encode())
    for (graph, _), blocks in groupby(map(decode, sorter), key=lambda block: (block.stem, block.graph)):
        for triple in sorted({triple for block in blocks for triple in block.triples}):
            yield f"{triple} {graph} .\n".encode()
