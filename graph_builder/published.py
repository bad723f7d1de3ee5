"""What passed the gate, in the order of the files of a release.

Documents are taken as they lie there wherever that gives the right order; only where the name of one document begins
with that of another are their subjects looked at one by one: ``<…/a#part>``, ``<…/a-b>``, ``<…/a>``.
"""

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import groupby
from typing import Final

from graph_builder.blocks import split, stem_of
from graph_builder.external_sort import Sorter
from graph_builder.gate import Gate
from graph_builder.parts import Parts
from graph_builder.rdf import Quad

_END: Final = b" .\n"


def view_lines(gate: Gate) -> Iterator[bytes]:
    """Yield the published view as sorted N-Triples, several lines at a time, whole subjects always.

    Args:
        gate: after all have passed it.
    """
    waiting: list[tuple[bytes, list[bytes]]] = []
    for (line,), stem, is_simple in _documents(gate.view):
        while waiting and waiting[0][0] < stem + b"#":
            yield _ended(heappop(waiting)[1])
        left = gate.changed.get(stem.decode()) if gate.changed else None
        body = line[len(stem) + 2 : -1] if left is None else "\x01".join(left).encode()
        if not body:
            continue
        if is_simple:
            yield body.replace(b"\x01", _END) + _END
        else:
            for subject, said in groupby(body.split(b"\x01"), key=_subject):
                heappush(waiting, (subject, list(said)))
    while waiting:
        yield _ended(heappop(waiting)[1])


def _documents(parts: Parts) -> Iterator[tuple[list[bytes], bytes, bool]]:
    """Yield the lines of each document, its stem, and whether no other document stands among its subjects."""
    documents = ((stem, list(lines)) for stem, lines in groupby(parts.all_lines(), key=_stem))
    stem, lines = next(documents, (b"", []))
    for next_stem, next_lines in documents:
        yield lines, stem, not next_stem.startswith(stem)
        stem, lines = next_stem, next_lines
    if lines:
        yield lines, stem, True


def _ended(triples: list[bytes]) -> bytes:
    return _END.join(triples) + _END


def _stem(line: bytes) -> bytes:
    return line[: line.index(b"\x00")]


def _subject(triple: bytes) -> bytes:
    return triple[: triple.index(b" ")]


def claim_lines(
    claims: Parts, annotations: Iterable[Quad], gate: Gate, quarantine: Callable[[Quad], None], sorter: Sorter
) -> Iterator[bytes]:
    """Yield the claims about what is published as N-Quads, sorted by graph, therein by triple, each once.

    Several lines come at a time.

    Args:
        claims: all claims.
        annotations: quads of which nothing is withheld.
        gate: after all have passed it.
        quarantine: takes the claims about what is withheld.
        sorter: an empty one.
    """
    annotated: set[bytes] = set()
    for subject, property_, value, graph in annotations:
        annotated.add(stem_of(subject).encode())
        sorter.add(f"{graph}\x00{subject}\x00{subject} {property_} {value}\n".encode())
    withheld = {stem_of(one).encode() for one in gate.reasons}
    for lines, stem, is_simple in _documents(claims):
        for graph, blocks in groupby(lines, key=lambda line: line.split(b"\x00", 2)[1]):
            triples: list[bytes] = []
            for line in blocks:
                said = line[len(stem) + len(graph) + 2 : -1].split(b"\x01")
                if withheld and (stem in withheld or graph[:-1] in withheld or _names_any(said, withheld)):
                    said = list(_let_through(said, graph, gate, quarantine))
                triples += said
            triples = sorted(set(triples))
            if is_simple and stem not in annotated:
                if triples:
                    sorter.add(b"%b\x00%b\x00%b\n" % (graph, _subject(triples[0]), b"\x01".join(triples)))
                continue
            for subject_, about in groupby(triples, key=_subject):
                sorter.add(b"%b\x00%b\x00%b\n" % (graph, subject_, b"\x01".join(about)))
    for (graph, _), found in groupby(sorter, key=lambda line: line.split(b"\x00", 2)[:2]):
        of_subject = [line[line.rindex(b"\x00") + 1 : -1] for line in found]
        body = of_subject[0]
        if len(of_subject) > 1:
            body = b"\x01".join(sorted({one for text in of_subject for one in text.split(b"\x01")}))
        end = b" %b .\n" % graph
        yield body.replace(b"\x01", end) + end


def _names_any(triples: list[bytes], withheld: set[bytes]) -> bool:
    """Tell whether a value may be one of some entities or a dependent of one."""
    for triple in triples:
        value = triple[triple.rindex(b" ") + 1 :]
        if value.startswith(b"<") and value[:-1].partition(b"#")[0] in withheld:
            return True
    return False


def _let_through(triples: list[bytes], graph: bytes, gate: Gate, quarantine: Callable[[Quad], None]) -> Iterator[bytes]:
    source = graph.decode()
    of_source = gate.withholds(source)
    for triple in triples:
        subject, property_, value = split(triple.decode())
        if of_source or gate.withholds(subject) or gate.withholds(value):
            quarantine((subject, property_, value, source))
        else:
            yield triple
