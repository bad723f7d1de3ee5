"""What a partition must know of nodes in others: it asks where they stand, and is answered from there.

Two shuffles take the place of the index that one machine keeps: who is referred to, and what is said of them. Documents
are partitioned by range all the way, so that questions meet the documents without moving these.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from graph_builder.blocks import Block, decode, split, stem_of
from graph_builder.identifiers import Iris
from graph_builder.merging import MergedPart
from graph_builder.naming import LOOKED_THROUGH
from graph_builder.neighbourhood import seen_beyond
from graph_builder.neighbours import described
from graph_builder.rdf import Term
from graph_builder.spark.ranges import Ranges, gathered
from graph_builder.spark.session import Rdd, Session, Shared, home

T = TypeVar("T")
_FIELD = "\t"


class Node(NamedTuple):
    """A node that somebody asks for.

    Attributes:
        line: what is said of it, as a block under its own name.
        askers: the partitions that ask.
    """

    line: bytes
    askers: tuple[int, ...]


class Nobody(NamedTuple):
    """A node that somebody refers to and that nobody describes."""

    term: Term


def questions(asked: Iterable[tuple[int, Term]], ranges: Ranges) -> Iterator[tuple[int, bytes]]:
    """Yield, for the partition in which a node would stand, who asks for it, in few pieces.

    Args:
        asked: who asks, for what, each once.
        ranges: which partition holds which documents.
    """
    return gathered(
        (ranges.number(stem_of(term).encode()), f"{term}{_FIELD}{asker}\n".encode()) for asker, term in asked
    )


def wanted(pieces: Iterable[tuple[int, bytes]]) -> dict[Term, list[int]]:
    """Return which nodes are asked for, and by whom."""
    found: dict[Term, list[int]] = defaultdict(list)
    for _, piece in pieces:
        for line in piece.decode().splitlines():
            term, _, asker = line.partition(_FIELD)
            found[term].append(int(asker))
    return found


def answers(nodes: Iterable[tuple[bytes, Iterable[int]]]) -> Iterator[tuple[int, bytes]]:
    """Yield nodes for those who asked, in few pieces."""
    return gathered((asker, line) for line, askers in nodes for asker in askers)


def first(items: Iterable[Any], *kinds: type[T]) -> tuple[list[Any], Iterator[T]]:
    """Return what stands before the first item of some kinds, and the items of these, which come last."""
    before: list[Any] = []
    rest = iter(items)
    for item in rest:
        if isinstance(item, kinds):

            def later(begin: T = item) -> Iterator[T]:
                yield begin
                yield from rest

            return before, later()
        before.append(item)
    return before, iter(())


class Neighbourhood(NamedTuple):
    """What the partitions know of nodes that stand elsewhere.

    Attributes:
        answers: for each partition, the nodes to which it refers.
        through: the nodes that labels and shapes see through others, by their name; few, so that everybody has them.
        nobody: who is referred to though nobody describes them.
    """

    answers: Rdd
    through: Mapping[Term, list[str]]
    nobody: frozenset[Term]


class _Through(NamedTuple):
    """A node that is seen through another one."""

    term: Term


def neighbours(merged: Rdd, iris: Iris, ranges: Ranges, session: Session) -> Neighbourhood:
    """Return what each partition must know of others.

    Args:
        merged: the merged view.
        iris: of the archive.
        ranges: which partition holds which documents.
        session: the cluster.
    """
    asked = merged.mapPartitionsWithIndex(partial(_of_merged, ranges=ranges)).partitionBy(len(ranges), home)
    there = session.joined([asked, merged], len(ranges)).mapPartitions(_described, preservesPartitioning=True)
    nodes = session.kept(there)
    beyond = session.run("looking for neighbours", nodes.mapPartitions(partial(_beyond, iris=iris)).collect)
    terms = session.shared({one.term for one in beyond if isinstance(one, _Through)})
    blocks = session.run("looking for neighbours", nodes.mapPartitions(partial(_blocks, terms=terms)).collect)
    return Neighbourhood(
        session.kept(nodes.mapPartitions(_answers).partitionBy(len(ranges), home)),
        {block.stem: block.triples for block in blocks},
        frozenset(one.term for one in beyond if isinstance(one, Nobody)),
    )


def _of_merged(index: int, parts: Iterable[MergedPart], ranges: Ranges) -> Iterator[tuple[int, bytes]]:
    targets = {target for part in parts for target in part.targets}
    return questions(((index, target) for target in sorted(targets)), ranges)


def _described(items: Iterable[Any]) -> Iterator[Node | Nobody]:
    pieces, parts = first(items, MergedPart)
    asked = wanted(pieces)
    missing = set(asked)
    for part in parts:
        for block in described(part.lines.splitlines(keepends=True), asked.keys()):
            missing.discard(block.stem)
            yield Node(block.encode(), tuple(asked[block.stem]))
    yield from map(Nobody, sorted(missing))


def _beyond(nodes: Iterable[Node | Nobody], iris: Iris) -> Iterator[_Through | Nobody]:
    """Yield who is not described, and what is seen through nodes that somebody asked for, which all have asked for."""
    through = seen_beyond() | LOOKED_THROUGH
    found: set[Term] = set()
    for node in nodes:
        if isinstance(node, Nobody):
            yield node
        else:
            triples = map(split, decode(node.line).triples)
            found.update(value for _, property_, value in triples if property_ in through and iris.owns(value))
    yield from map(_Through, found)


def _blocks(nodes: Iterable[Node | Nobody], terms: Shared) -> Iterator[Block]:
    for node in nodes:
        if isinstance(node, Node) and (block := decode(node.line)).stem in terms.value:
            yield block


def _answers(nodes: Iterable[Node | Nobody]) -> Iterator[tuple[int, bytes]]:
    return answers(node for node in nodes if isinstance(node, Node))


def blocks_in(pieces: Iterable[tuple[int, bytes]]) -> Iterator[Block]:
    """Yield the nodes of answers."""
    return (decode(line) for _, piece in pieces for line in piece.splitlines(keepends=True))
