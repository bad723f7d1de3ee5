"""Claims on a cluster: shuffled by document, merged where they meet."""

import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from graph_builder import merging
from graph_builder.blocks import claimed
from graph_builder.consolidation import Consolidation
from graph_builder.entry_store import decode
from graph_builder.external_sort import Sorter
from graph_builder.identifiers import Iris
from graph_builder.merging import MergedPart
from graph_builder.parts import PART_BYTES, portions
from graph_builder.records import Source
from graph_builder.spark.ranges import Ranges, gathered
from graph_builder.spark.session import Rdd, Session, Shared, home


def said(entries: Rdd, sources: Iterable[Source], iris: Iris, ranges: Ranges, memory: int, session: Session) -> Rdd:
    """Return all claims, sorted by document: in each partition, parts of whole documents as lines of blocks.

    Args:
        entries: published entries, encoded.
        sources: all sources; they speak of themselves.
        iris: of the archive.
        ranges: which partition takes which documents.
        memory: how many bytes sorting may take in a partition.
        session: the cluster.
    """
    own = [(ranges.number(line), line) for line in claimed(sources, (), iris)]
    blocks = entries.mapPartitions(partial(_blocks, iris=iris, ranges=ranges))
    shuffled = session.together([blocks, session.distributed([own]).flatMap(list)]).partitionBy(len(ranges), home)
    return session.kept(shuffled.mapPartitions(partial(_parts, memory=memory), preservesPartitioning=True))


def _blocks(lines: Iterable[object], iris: Iris, ranges: Ranges) -> Iterator[tuple[int, bytes]]:
    entries = (decode(line) for line in lines if isinstance(line, bytes))
    return gathered((ranges.number(line), line) for line in claimed((), entries, iris))


def sorted_lines(pieces: Iterable[tuple[int, bytes]], memory: int) -> Iterator[bytes]:
    """Yield the lines of shuffled pieces, sorted, in so many bytes of memory."""
    sorter = Sorter(Path(tempfile.gettempdir()), memory)
    for _, piece in pieces:
        for line in piece.splitlines(keepends=True):
            sorter.add(line)
    return iter(sorter)


def _parts(pieces: Iterable[tuple[int, bytes]], memory: int) -> Iterator[bytes]:
    return filter(None, map(b"".join, portions(sorted_lines(pieces, memory), PART_BYTES, PART_BYTES)))


def merged(parts: Rdd, consolidation: Consolidation, overruled: Shared, iris: Iris, session: Session) -> Rdd:
    """Return the merged view of claims, part by part (arguments as of :func:`graph_builder.merging.shares`)."""
    work = partial(_merged, consolidation=session.shared(consolidation), overruled=overruled, iris=iris)
    return session.kept(parts.mapPartitions(work, preservesPartitioning=True))


def _merged(parts: Iterable[bytes], consolidation: Shared, overruled: Shared, iris: Iris) -> Iterator[MergedPart]:
    for part in parts:
        yield merging.merged(part.splitlines(keepends=True), consolidation.value, overruled.value, iris)
