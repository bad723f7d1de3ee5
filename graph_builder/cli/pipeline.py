"""The way from an archive to a dataset that passed the gate: every room in the order in which data flows.

What grows with the archive lies on disk between the rooms, sorted by document; memory holds one part at a time.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from exports.changes.finding import QUADS
from graph_builder import corrections, merging, viewing
from graph_builder.blocks import claimed
from graph_builder.claim_order import ClaimOrder, Claims
from graph_builder.claims import annotations
from graph_builder.cli.beginning import Begun, Means, Outcome, begin, check_magazine
from graph_builder.cli.entries import Entries
from graph_builder.cli.progress import Progress
from graph_builder.cli.reporting import reported, told_of
from graph_builder.consolidation import Consolidation
from graph_builder.dataset import Dataset
from graph_builder.gate import Gate
from graph_builder.identifiers import Iris
from graph_builder.neighbours import Neighbours
from graph_builder.old_pieces import keep
from graph_builder.old_releases import system_failures
from graph_builder.parts import Parts
from graph_builder.rdf import Quad, Term, Triple
from graph_builder.report import Report, ShapeResult
from graph_builder.schema import schema
from graph_builder.telling import Telling
from graph_builder.validation import may_fork
from graph_builder.workers import run_shares

__all__ = ["Means", "Outcome", "run"]

_USUAL: Final = Means()


def run(folder: Path, progress: Progress, means: Means = _USUAL) -> Outcome:
    """Read, link, build, consolidate and validate an archive.

    Raises:
        InputError: if the folder holds no readable ``tuyun.toml``.
        SystemFailure: if the machine fails.
    """
    with system_failures(means.place):
        return _run(folder, progress, means)


def _run(folder: Path, progress: Progress, means: Means) -> Outcome:
    begun = begin(folder, progress, means)
    iris, problems, read, pages = begun.iris, begun.problems, begun.read, begun.pages
    entries = Entries(read, pages, begun.archive, problems, means.place, means.memo)
    order = ClaimOrder(means.place, means.memory, means.memo)
    with progress.during("going through the records"):
        sources = entries.surveyed(begun.rule, iris, order.take, means.jobs)
    sources = corrections.resolve(sources, read.corrections, pages, problems)
    corrections.check_rejections(sources, read.corrections, entries, problems)
    check_magazine(begun.archive.config.magazine, read.names(), begun)
    with progress.during("sorting claims"):
        order.take(Claims.of(b"".join(claimed(sources.values(), (), iris)), means.memo))
        said = order.parts()
    out = corrections.overruled(sources, entries, iris)
    merged, count = _merged(said, begun.consolidation(sources), out, iris, means, progress)
    gate, view = _gate(merged, iris, means, progress)
    progress.note(f"{count} claims of {len(sources)} sources, {gate.triples} triples in the view")
    dataset, quarantined, published = _dataset(begun, said, view, gate, means)

    def report() -> Report:
        about = entries.about(told_of(gate), iris)
        return reported(problems, gate, sources.values(), about, iris)

    return begun.outcome(dataset, quarantined, published, report)


def _merged(
    said: Parts, consolidation: Consolidation, out: set[Quad], iris: Iris, means: Means, progress: Progress
) -> tuple[Parts, int]:
    merged, count = Parts(means.place, means.memo), 0
    work = run_shares(merging.shares(said, consolidation, out, iris, means.memo), means.jobs, means.place)
    for part in progress.over(work, "merging claims", len(said)):
        merged.add(part.lines, part.targets, part.kept)
        count += part.claims
    merged.close_writing()
    return merged, count


def _gate(merged: Parts, iris: Iris, means: Means, progress: Progress) -> tuple[Gate, Parts]:
    neighbours = Neighbours(merged, iris, means.place)
    view, results, focus_nodes, triples = Parts(means.place, means.memo), list[ShapeResult](), Counter[Term](), 0
    focus_nodes.update({kind.shape: 0 for kind in schema().kinds.values()})
    jobs = means.jobs if may_fork() else 1
    work = run_shares(viewing.shares(merged, neighbours, iris, means.engine, means.memo), jobs, means.place)
    for part in progress.over(work, "validating", len(merged)):
        view.add(part.lines, part.targets, part.kept)
        results += part.results
        focus_nodes.update(dict(part.focus_nodes))
        triples += part.triples
    view.close_writing()
    merged.close()
    gate = Gate(view, focus_nodes, triples)

    def again(nodes: list[Triple]) -> Iterable[ShapeResult]:
        return viewing.validated_again(nodes, neighbours, iris, gate.withholds, means.engine, means.memo)

    gate.pass_all(results, again)
    return gate, view


def _dataset(
    begun: Begun, said: Parts, whole: Parts, gate: Gate, means: Means
) -> tuple[Dataset, list[Quad], set[Term]]:
    """Return what passed, the claims that were withheld, and which of the entities that matter are published."""
    before = means.before and means.before / QUADS
    telling = Telling(gate, means.memo, before, means.place, means.jobs)
    view = telling.view(whole)
    published = {one for one in sorted(begun.cited | begun.wanted) if view.tells_of(one)}
    claims, quarantined = telling.claims(said, annotations(begun.quoted, published, begun.iris))
    keep((*view.parts, *claims.parts), means.memo)
    return begun.dataset(view, claims), quarantined, published
