"""The view on a cluster: made whole and validated where it lies; what the gate asks of it, it asks by partition."""

import tempfile
from collections.abc import Collection, Iterable, Iterator, Set
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from graph_builder import viewing
from graph_builder.blocks import split, stem_of
from graph_builder.gate import Verdict
from graph_builder.identifiers import Iris
from graph_builder.merging import MergedPart
from graph_builder.neighbours import Neighbours
from graph_builder.parts import documents_among
from graph_builder.rdf import Term, Triple
from graph_builder.report import ShapeResult
from graph_builder.spark.asking import Neighbourhood, blocks_in, first
from graph_builder.spark.session import Rdd, Session, Shared
from graph_builder.validation import Engine
from graph_builder.viewing import ViewedPart

_Document = tuple[str, list[str]]


class Summary(NamedTuple):
    """What a part of the view says to the gate."""

    results: tuple[ShapeResult, ...]
    focus_nodes: tuple[tuple[Term, int], ...]
    triples: int


class _Known(Neighbours):
    """The neighbours of a partition, as they were answered to it.

    Args:
        pieces: the answers.
        others: what every partition knows.
        iris: of the archive.
    """

    def __init__(self, pieces: Iterable[tuple[int, bytes]], others: Shared, iris: Iris) -> None:
        self._through, self._nobody = others.value
        self._keep(blocks_in(pieces), iris, Path(tempfile.gettempdir()))

    def _exists(self, subject: Term) -> bool:
        return subject not in self._nobody

    def _triples(self, subject: Term) -> list[str]:
        return super()._triples(subject) or self._through.get(subject, [])


class View:
    """The whole view of an archive, in parts on a cluster.

    Args:
        merged: the merged view.
        known: what each partition must know of others.
        iris: of the archive.
        engine: who validates.
        session: the cluster.

    Attributes:
        parts: the parts (:class:`graph_builder.viewing.ViewedPart`).
    """

    def __init__(self, merged: Rdd, known: Neighbourhood, iris: Iris, engine: Engine, session: Session) -> None:
        self._answers, self._session = known.answers, session
        self._count = merged.getNumPartitions()
        others = session.shared((known.through, known.nobody))
        self._work: dict[str, Any] = {"others": others, "iris": iris, "engine": engine}
        joined = session.joined([self._answers, merged], self._count)
        self.parts = session.kept(joined.mapPartitions(partial(_viewed, **self._work), preservesPartitioning=True))

    def summaries(self) -> list[Summary]:
        """Return what the shapes find, part by part."""
        return self._session.run("validating", self.parts.map(_summary).collect)

    def documents(self, stems: Iterable[str]) -> Iterator[_Document]:
        """Yield some documents, each with its triples, in order."""
        return self._found({stem.encode() for stem in stems}, frozenset())

    def documents_with(self, nodes: Set[Term]) -> Iterator[_Document]:
        """Yield the documents in which some nodes or dependents of them stand, or that refer to them, in order."""
        return self._found({stem_of(node).encode() for node in nodes}, nodes)

    def _found(self, stems: Set[bytes], nodes: Set[Term]) -> Iterator[_Document]:
        work = partial(_among, stems=self._session.shared(stems), nodes=self._session.shared(nodes))
        return iter(self._session.run("withholding", self.parts.mapPartitions(work).collect))

    def validated_again(self, nodes: Iterable[Triple], verdict: Verdict) -> list[ShapeResult]:
        """Return what the shapes find in documents of which something was withheld, each where it lies."""
        stems = {stem_of(subject) for subject, _, _ in nodes}
        changed = {stem: left for stem, left in verdict.changed.items() if stem in stems}
        shared = self._session.shared(Verdict(verdict.reasons, changed).bare())
        encoded = self._session.shared({stem.encode() for stem in stems})
        work = partial(_again, stems=encoded, verdict=shared, **self._work)
        joined = self._session.joined([self._answers, self.parts], self._count).mapPartitions(work)
        return list(self._session.run("validating again", joined.collect))


def _viewed(items: Iterable[Any], others: Shared, iris: Iris, engine: Engine) -> Iterator[ViewedPart]:
    pieces, parts = first(items, MergedPart)
    neighbours = _Known(pieces, others, iris)
    for part in parts:
        if part.lines:
            yield viewing.viewed(part.lines.splitlines(keepends=True), neighbours, iris, engine)


def _summary(part: ViewedPart) -> Summary:
    return Summary(part.results, part.focus_nodes, part.triples)


def _among(parts: Iterable[ViewedPart], stems: Shared, nodes: Shared) -> Iterator[_Document]:
    for part in parts:
        yield from documents_of(part, stems.value, nodes.value)


def documents_of(part: ViewedPart, stems: Collection[bytes], nodes: Set[Term] = frozenset()) -> Iterator[_Document]:
    """Yield documents of a part (arguments as of :func:`graph_builder.parts.documents_among`)."""
    return documents_among(part.lines.splitlines(keepends=True), stems, part.targets, nodes)


def _again(
    items: Iterable[Any], stems: Shared, verdict: Shared, others: Shared, iris: Iris, engine: Engine
) -> Iterator[ShapeResult]:
    pieces, parts = first(items, ViewedPart)
    neighbours = None
    for part in parts:
        touched = [
            split(triple)
            for stem, triples in documents_of(part, stems.value)
            for triple in verdict.value.left(stem, triples)
        ]
        if touched:
            neighbours = neighbours or _Known(pieces, others, iris)
            yield from viewing.validated_again(touched, neighbours, iris, verdict.value.withholds, engine)
