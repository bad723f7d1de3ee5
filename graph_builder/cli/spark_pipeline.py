"""The way from an archive to a dataset that passed the gate, on a cluster: the same rooms, partition by partition.

What is small stays on this machine: settings, authority records, captured pages, files of records that are read as a
whole, corrections, and what the gate withholds. Records in JSON Lines, claims, view and documents stay on the cluster
until they are written.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from exports import published_contexts
from exports.datasets import DOCUMENT_LINES
from graph_builder import corrections
from graph_builder.claims import annotations, claims
from graph_builder.cli.beginning import Begun, Means, Outcome, begin
from graph_builder.cli.progress import Progress
from graph_builder.cli.reporting import reported, told_of
from graph_builder.cli.spark_entries import Spread, spread
from graph_builder.entry_store import name_of
from graph_builder.gate import Gate
from graph_builder.identifiers import Iris
from graph_builder.line_file import LineFile
from graph_builder.old_releases import system_failures
from graph_builder.rdf import Quad, Term, Triple
from graph_builder.records import Source
from graph_builder.release_files import Content, Share
from graph_builder.report import Report, ShapeResult
from graph_builder.schema import schema
from graph_builder.sources.gather import SourceRecords
from graph_builder.sources.source_file import SourceFile
from graph_builder.spark import asking, merging, tasks
from graph_builder.spark.packing import Pack, written
from graph_builder.spark.session import Session, check
from graph_builder.spark.viewing import View
from graph_builder.spark.writing import Claims, Published
from graph_builder.stored import Stored

_CHUNK: Final = 1 << 20


def run(folder: Path, progress: Progress, means: Means, documents: bool) -> Outcome:
    """Read, link, build, consolidate and validate an archive on a cluster.

    Args:
        folder: the archive, which every machine of the cluster sees under this path.
        progress: shows how far it is.
        means: what the run may use; ``master`` is the cluster.
        documents: whether the documents of entities are written too.

    Raises:
        InputError: if the folder holds no readable ``tuyun.toml``; if Spark or Java is not installed.
        SystemFailure: if this machine or the cluster fails.
    """
    check(means.master)
    files: list[SourceFile] = []

    def keep(read: list[SourceFile], _: SourceRecords) -> tuple[()]:
        files.extend(read)
        return ()

    with system_failures(means.place):
        begun = begin(folder, progress, means, keep)
        with Session(means.master, sys.executable, means.place, progress.over) as session:
            progress.note(f"{session.cores} cores at {means.master}")
            return _run(begun, spread(begun, files, session), progress, means, documents)


def _run(begun: Begun, entries: Spread, progress: Progress, means: Means, documents: bool) -> Outcome:
    session, iris, ranges = entries.session, begun.iris, entries.by_stem
    places = begun.read.corrections
    sources = corrections.resolve(entries.sources, places, begun.pages, begun.problems)
    out = session.shared(_overruled(begun, sources, entries))
    said = merging.said(entries.rdd, sources.values(), iris, ranges, means.memory, session)
    merged = merging.merged(said, begun.consolidation(sources), out, iris, session)
    count = session.run("merging claims", merged.map(tasks.claims_of).sum)
    known = asking.neighbours(merged, iris, ranges, session)
    view = View(merged, known, iris, means.engine, session)
    gate = _gate(view)
    progress.note(f"{count} claims of {len(sources)} sources, {gate.triples} triples in the view")
    published = Published(view.parts, gate, ranges, session)
    found = published.among(begun.cited | begun.wanted)
    shown: Stored[Triple] = Stored.of(_lines(published.view()), 3, means.place)
    quoted = list(annotations(begun.quoted, found, iris))
    told = Claims(said, quoted, gate, entries.by_graph, means.memory, session)
    dataset = begun.dataset(shown, Stored.of(_lines(told.published()), 4, means.place))
    written_ = _documents(published, iris, session, means) if documents else ()

    def report() -> Report:
        about = entries.about(told_of(gate), iris)
        return reported(begun.problems, gate, sources.values(), about, iris)

    return replace(begun.outcome(dataset, told.withheld(), found, report), documents=written_)


def _overruled(begun: Begun, sources: dict[str, Source], entries: Spread) -> set[Quad]:
    """Return the claims that are no candidates for the view; only what is corrected is looked at."""
    targets = {slug: source.corrects for slug, source in sources.items() if source.corrects}
    if not targets:
        return set()
    correcting = entries.of(set(targets))
    wanted = {(str(targets[one.source]), *name_of(one.record)) for one in correcting}
    rejecting = [source for source in sources.values() if source.corrects and source.rejects]
    for source in rejecting:
        for name in source.rejects:
            kind, _, slug = name.partition("/")
            wanted.add((str(source.corrects), kind, slug))
    looked_at = [*entries.named(wanted), *correcting]
    corrections.check_rejections(sources, begun.read.corrections, looked_at, begun.problems)
    quads = list(corrections.rejected(rejecting, claims(sources.values(), (), begun.iris), begun.iris))
    if rejecting:
        work = partial(tasks.rejected, rejecting=rejecting, iris=begun.iris)
        quads += entries.session.run("looking for what is rejected", entries.rdd.mapPartitions(work).collect)
    return corrections.overruled(sources, looked_at, begun.iris, quads)


def _gate(view: View) -> Gate:
    results: list[ShapeResult] = []
    focus_nodes: Counter[Term] = Counter({kind.shape: 0 for kind in schema().kinds.values()})
    triples = 0
    for part in view.summaries():
        results += part.results
        focus_nodes.update(dict(part.focus_nodes))
        triples += part.triples
    gate = Gate(view, focus_nodes, triples)
    gate.pass_all(results, lambda nodes: view.validated_again(nodes, gate))
    return gate


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    return (line for chunk in chunks for line in chunk.splitlines(keepends=True))


def _documents(published: Published, iris: Iris, session: Session, means: Means) -> tuple[Share, ...]:
    """Bring the documents of all entities here, where they wait in two files without a name."""
    lines, pack = LineFile(means.place), Pack(means.place)
    context = published_contexts.address(iris.base)
    made = session.kept(published.documents(iris, context, written))
    for document in session.stream("documents", made):
        lines.write(document.line)
        for path, content in document.files:
            pack.add(path, content)
    lines.close_writing()
    return (partial(_together, lines), *pack.shares())


def _together(lines: LineFile) -> Iterator[tuple[str, Content]]:
    yield DOCUMENT_LINES, (lines.read(at, min(at + _CHUNK, lines.size)) for at in range(0, lines.size, _CHUNK))
