"""The way from an archive to a dataset that passed the gate: every room in the order in which data flows.

What grows with the archive lies on disk between the rooms, sorted by document; memory holds one part at a time.
"""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from graph_builder import corrections, merging, numbering, viewing
from graph_builder.archive import Archive
from graph_builder.blocks import claimed
from graph_builder.claims import annotations
from graph_builder.cli.entries import Entries
from graph_builder.cli.progress import Progress
from graph_builder.cli.reporting import reported
from graph_builder.consolidation import Consolidation
from graph_builder.dataset import Dataset
from graph_builder.entry_store import name_of
from graph_builder.external_sort import Sorter
from graph_builder.gate import Gate
from graph_builder.identifiers import Iris
from graph_builder.linking import Authority
from graph_builder.memo import Memo
from graph_builder.neighbours import Neighbours
from graph_builder.old_releases import system_failures
from graph_builder.page_names import named
from graph_builder.pages.assembly import PageRecords, read_page
from graph_builder.parts import Parts
from graph_builder.problems import Place, Problems
from graph_builder.publication import publication
from graph_builder.published import claim_lines, view_lines
from graph_builder.rdf import Quad, Term, Triple
from graph_builder.records import Quotation, Source
from graph_builder.records.faults import nearest
from graph_builder.register import Register
from graph_builder.report import Report, ShapeResult
from graph_builder.schema import schema
from graph_builder.sources import SourceRecords, read_sources
from graph_builder.stored import Stored
from graph_builder.trust import Trust
from graph_builder.validation import Engine, may_fork
from graph_builder.withdrawals import check_withdrawals
from graph_builder.workers import run_shares


@dataclass(frozen=True)
class Means:
    """What a run may use.

    Attributes:
        folder: on whose disk lies what is needed meanwhile; None for the system's folder of temporary files.
        memory: how many bytes sorting may take.
        jobs: how many processes work.
        engine: who validates.
        memo: what the stages gave before.
    """

    folder: Path | None = None
    memory: int = 128 << 20
    jobs: int = 1
    engine: Engine = Engine.COMPILED
    memo: Memo = field(default_factory=Memo)

    @property
    def place(self) -> Path:
        """The folder."""
        return self.folder or Path(tempfile.gettempdir())


@dataclass(frozen=True)
class Outcome:
    """What a run yields.

    Attributes:
        archive: the archive that was read.
        dataset: what passed the gate.
        report: what the editor should know.
        quarantined: the claims that were withheld.
        register: the register of slugs, with those minted now.
        input_hash: SHA-256 over the paths and contents of all input files.
    """

    archive: Archive
    dataset: Dataset
    report: Report
    quarantined: tuple[Quad, ...]
    register: Register
    input_hash: str

    @property
    def kept_out(self) -> int:
        """How many faults kept something out of the published view."""
        return len(self.report.withheld) + sum(one.severity == "error" for one in self.report.problems)


def run(folder: Path, progress: Progress, means: Means = Means()) -> Outcome:
    """Read, link, build, consolidate and validate an archive.

    Raises:
        InputError: if the folder holds no readable ``tuyun.toml``.
        SystemFailure: if the machine fails.
    """
    with system_failures(means.place):
        return _run(folder, progress, means)


def _run(folder: Path, progress: Progress, means: Means) -> Outcome:
    problems = Problems()
    archive = Archive.open(folder, problems)
    iris = Iris(archive.config.base)
    read = read_sources(archive, problems, means.place, means.memo)
    progress.note(f"read {len(read.authorities)} authority records and {len(read.records)} records")
    register = Register.load(archive.register_text, problems)
    authority = Authority.build(read.authorities, problems)
    rule = numbering.Numbering.of(archive.config.numbering)
    read_pages = progress.over(_pages(archive, authority, register, rule, problems), "pages", len(archive.pages))
    pages = list(named(list(read_pages)))
    progress.note(f"read {len(pages)} of {len(archive.pages)} pages")
    entries = Entries(read, pages, archive, problems, means.place, means.memo)
    sorter = Sorter(means.place, means.memory)
    with progress.during("going through the records"):
        sources = entries.surveyed(rule, iris, sorter.add)
    sources = corrections.resolve(sources, read.corrections, pages, problems)
    corrections.check_rejections(sources, read.corrections, entries, problems)
    _check_magazine(archive.config.magazine, read, problems)
    with progress.during("sorting claims"):
        for block in claimed(sources.values(), (), iris):
            sorter.add(block.encode())
        said = Parts.cut(sorter, means.place)
    out = corrections.overruled(sources, entries, iris)
    trusted = sources | {page.source.id: page.dated_source for page in pages}
    merged, count = _merged(
        said, Consolidation(schema(), _trust(archive, trusted, iris), iris), out, iris, means, progress
    )
    gate = _gate(merged, iris, means, progress)
    progress.note(f"{count} claims of {len(sources)} sources, {gate.triples} triples in the view")
    wanted = {
        iris.of(name) for name in (*archive.withdrawals, *(one.replaced_by for one in archive.withdrawals.values()))
    }
    dataset, quarantined = _dataset(archive, iris, said, gate, pages, wanted, means)
    dataset = replace(dataset, publication=publication(archive.config, dataset.view, iris, problems))
    check_withdrawals(archive.withdrawals, {iris.path(term) for term in wanted}, problems)
    return Outcome(
        archive,
        dataset,
        reported(problems, gate, sources.values(), entries, iris),
        quarantined,
        register,
        _input_hash(archive),
    )


def _check_magazine(magazine: str, read: SourceRecords, problems: Problems) -> None:
    """Report a magazine of the settings that no record describes: its issues and rubrics could not be published."""
    names = chain(map(name_of, (one.record for one in read.authorities)), read.names())
    described = sorted({slug for kind, slug in names if kind == "magazine"})
    if magazine not in described:
        near = nearest(magazine, described) if described else ""
        remedy = near or f"add a record magazine/{magazine} to authorities/"
        message = f"the archive holds no magazine {magazine}"
        problems.error(Place("tuyun.toml", path="magazine"), "dangling-reference", message, remedy)


def _pages(
    archive: Archive,
    authority: Authority,
    register: Register,
    rule: numbering.Numbering,
    problems: Problems,
) -> Iterator[PageRecords]:
    for page in archive.pages:
        found = read_page(page, authority, register, rule, archive.config, problems)
        if found is not None:
            yield found


def _trust(archive: Archive, sources: dict[str, Source], iris: Iris) -> Trust:
    return Trust(
        {iris.thing("source", slug): source for slug, source in sources.items()},
        archive.config.ranks.order,
        archive.config.rank_overrides(iris),
    )


def _merged(
    said: Parts, consolidation: Consolidation, out: set[Quad], iris: Iris, means: Means, progress: Progress
) -> tuple[Parts, int]:
    merged, count = Parts(means.place), 0
    work = run_shares(merging.shares(said, consolidation, out, iris, means.memo), means.jobs, means.place)
    for part in progress.over(work, "merging claims", len(said)):
        merged.add(part.lines, part.targets)
        count += part.claims
    merged.close_writing()
    return merged, count


def _gate(merged: Parts, iris: Iris, means: Means, progress: Progress) -> Gate:
    neighbours = Neighbours(merged, iris, means.place)
    view, results, focus_nodes, triples = Parts(means.place), list[ShapeResult](), Counter[Term](), 0
    focus_nodes.update({kind.shape: 0 for kind in schema().kinds.values()})
    jobs = means.jobs if may_fork() else 1
    work = run_shares(viewing.shares(merged, neighbours, iris, means.engine, means.memo), jobs, means.place)
    for part in progress.over(work, "validating", len(merged)):
        view.add(part.lines, part.targets)
        results += part.results
        focus_nodes.update(dict(part.focus_nodes))
        triples += part.triples
    view.close_writing()
    merged.close()
    gate = Gate(view, focus_nodes, triples)

    def again(nodes: list[Triple]) -> Iterable[ShapeResult]:
        return viewing.validated_again(nodes, neighbours, iris, gate.withholds, means.engine, means.memo)

    gate.pass_all(results, again)
    return gate


def _dataset(
    archive: Archive,
    iris: Iris,
    said: Parts,
    gate: Gate,
    pages: list[PageRecords],
    wanted: set[Term],
    means: Means,
) -> tuple[Dataset, tuple[Quad, ...]]:
    """Return what passed, and the claims that were withheld; of the entities that are wanted leave the published."""
    view: Stored[Triple] = Stored(view_lines(gate), 3, means.place)
    quoted = [(page.source.id, page.quotations) for page in pages]
    published = {one for one in sorted(_named_in(quoted, iris) | wanted) if view.tells_of(one)}
    wanted &= published
    quarantined: list[Quad] = []
    lines = claim_lines(
        said, annotations(quoted, published, iris), gate, quarantined.append, Sorter(means.place, means.memory)
    )
    claims_: Stored[Quad] = Stored(lines, 4, means.place)
    dataset = Dataset(iris, tuple(archive.config.languages), tuple(sorted(archive.config.title.items())), view, claims_)
    return dataset, tuple(sorted(set(quarantined), key=lambda quad: (quad[3], *quad[:3])))


def _named_in(quoted: Iterable[tuple[str, Iterable[Quotation]]], iris: Iris) -> set[Term]:
    """Return what must be published for an annotation to be so: its source, its capture, the entity."""
    found: set[Term] = set()
    for source, quotations in quoted:
        found.add(iris.thing("source", source))
        for one in quotations:
            found |= {iris.of(one.entity), iris.thing("capture", one.capture)}
    return found


def _input_hash(archive: Archive) -> str:
    digest = hashlib.sha256()
    for path, hash_ in sorted(archive.input_hashes()):
        digest.update(f"{hash_}  {path}\n".encode())
    return digest.hexdigest()
