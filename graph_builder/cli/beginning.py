"""What a run may use, what it begins with and what it yields: the same whichever engine works in between."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder import numbering
from graph_builder.archive import Archive
from graph_builder.cli.progress import Progress
from graph_builder.consolidation import Consolidation
from graph_builder.dataset import Dataset
from graph_builder.entry_store import name_of
from graph_builder.identifiers import Iris
from graph_builder.linking import Authority
from graph_builder.memo import Memo
from graph_builder.page_names import named
from graph_builder.problems import Place, Problems
from graph_builder.publication import publication
from graph_builder.rdf import Quad, Term, Triple
from graph_builder.records import Quotation, Source
from graph_builder.records.faults import nearest
from graph_builder.register import Register
from graph_builder.release_files import Share
from graph_builder.report import Report
from graph_builder.schema import schema
from graph_builder.sources.gather import Keep, SourceRecords, read_sources
from graph_builder.stored import Stored
from graph_builder.trust import Trust
from graph_builder.validation import Engine
from graph_builder.withdrawals import check_withdrawals

if TYPE_CHECKING:  # reading pages takes long to load, and an archive may have none
    from graph_builder.pages.assembly import PageRecords


@dataclass(frozen=True)
class Means:
    """What a run may use.

    Attributes:
        folder: on whose disk lies what is needed meanwhile; None for the system's folder of temporary files.
        memory: how many bytes sorting may take.
        jobs: how many processes work.
        engine: who validates.
        master: address of the cluster on which Spark does the work; empty for this machine alone.
        memo: what the stages gave before.
        before: the release before, of which what is the same is read; None if there is none.
    """

    folder: Path | None = None
    memory: int = 128 << 20
    jobs: int = 1
    engine: Engine = Engine.COMPILED
    master: str = ""
    memo: Memo = field(default_factory=Memo)
    before: Path | None = None

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
        documents: the documents of entities, as far as they were written on the way.
    """

    archive: Archive
    dataset: Dataset
    report: Report
    quarantined: tuple[Quad, ...]
    register: Register
    input_hash: str
    documents: tuple[Share, ...] = ()

    @property
    def kept_out(self) -> int:
        """How many faults kept something out of the published view."""
        return len(self.report.withheld) + sum(one.severity == "error" for one in self.report.problems)


@dataclass(frozen=True)
class Begun:
    """What was read of an archive before any claim is made; the same whichever engine goes on.

    Attributes:
        archive: the archive.
        iris: of the archive.
        problems: where faults are gathered.
        read: what the files of records say.
        register: the register of slugs.
        rule: the numbering rule.
        pages: what the captured pages say.
    """

    archive: Archive
    iris: Iris
    problems: Problems
    read: SourceRecords
    register: Register
    rule: numbering.Numbering
    pages: "list[PageRecords]"

    def consolidation(self, sources: dict[str, Source]) -> Consolidation:
        """Return who merges the claims of some sources."""
        trusted = sources | {page.source.id: page.dated_source for page in self.pages}
        known = {self.iris.thing("source", slug): source for slug, source in trusted.items()}
        config = self.archive.config
        return Consolidation(schema(), Trust(known, config.ranks.order, config.rank_overrides(self.iris)), self.iris)

    @property
    def quoted(self) -> list[tuple[str, tuple[Quotation, ...]]]:
        """What is quoted from each page, by the slug of its source."""
        return [(page.source.id, tuple(page.quotations)) for page in self.pages]

    @property
    def wanted(self) -> set[Term]:
        """The entities of which it must be known whether they are published: what was withdrawn or took its place."""
        withdrawals = self.archive.withdrawals
        return {self.iris.of(name) for name in (*withdrawals, *(one.replaced_by for one in withdrawals.values()))}

    @property
    def cited(self) -> set[Term]:
        """What must be published for an annotation to be so: its source, its capture, the entity."""
        found: set[Term] = set()
        for source, quotations in self.quoted:
            found.add(self.iris.thing("source", source))
            for one in quotations:
                found |= {self.iris.of(one.entity), self.iris.thing("capture", one.capture)}
        return found

    def dataset(self, view: Stored[Triple], claims_: Stored[Quad]) -> Dataset:
        """Return the dataset of what passed the gate."""
        config = self.archive.config
        return Dataset(self.iris, tuple(config.languages), tuple(sorted(config.title.items())), view, claims_)

    def outcome(
        self, dataset: Dataset, quarantined: Iterable[Quad], published: Set[Term], report: Callable[[], Report]
    ) -> Outcome:
        """Return what the run yields.

        Args:
            dataset: what passed the gate.
            quarantined: the claims that were withheld, in any order.
            published: of the entities that are wanted, those that are published.
            report: makes the report, when all problems are gathered.
        """
        archive, problems = self.archive, self.problems
        dataset = replace(dataset, publication=publication(archive.config, dataset.view, self.iris, problems))
        wanted = self.wanted & published
        check_withdrawals(archive.withdrawals, {self.iris.path(term) for term in wanted}, problems)
        ordered = tuple(sorted(set(quarantined), key=lambda quad: (quad[3], *quad[:3])))
        return Outcome(archive, dataset, report(), ordered, self.register, _input_hash(archive))


def begin(folder: Path, progress: Progress, means: Means, keep: Keep | None = None) -> Begun:
    """Read all of an archive but the records that are kept elsewhere (errors as of :func:`run`).

    Args:
        folder: the archive.
        progress: shows how far it is.
        means: what the run may use.
        keep: keeps the files of records in another way than on this disk.
    """
    problems = Problems()
    archive = Archive.open(folder, problems)
    read = read_sources(archive, problems, means.place, means.memo, keep, means.jobs)
    counted = f" and {len(read.records)} records" if keep is None else ""
    progress.note(f"read {len(read.authorities)} authority records{counted}")
    register = Register.load(archive.register_text, problems)
    authority = Authority.build(read.authorities, problems)
    rule = numbering.Numbering.of(archive.config.numbering)
    read_pages = progress.over(_pages(archive, authority, register, rule, problems), "pages", len(archive.pages))
    pages = list(named(list(read_pages)))
    progress.note(f"read {len(pages)} of {len(archive.pages)} pages")
    return Begun(archive, Iris(archive.config.base), problems, read, register, rule, pages)


def check_magazine(magazine: str, names: Iterable[tuple[str, str]], begun: Begun) -> None:
    """Report a magazine of the settings that no record describes: its issues and rubrics could not be published.

    Args:
        magazine: slug of the magazine.
        names: kind and slug of what stands under ``records/``, or at least of all magazines there.
        begun: the rest.
    """
    found = chain((name_of(one.record) for one in begun.read.authorities), names)
    described = sorted({slug for kind, slug in found if kind == "magazine"})
    if magazine not in described:
        near = nearest(magazine, described) if described else ""
        remedy = near or f"add a record magazine/{magazine} to authorities/"
        message = f"the archive holds no magazine {magazine}"
        begun.problems.error(Place("tuyun.toml", path="magazine"), "dangling-reference", message, remedy)


def _pages(
    archive: Archive,
    authority: Authority,
    register: Register,
    rule: numbering.Numbering,
    problems: Problems,
) -> "Iterator[PageRecords]":
    if not archive.pages:
        return
    from graph_builder.pages.assembly import read_page

    for page in archive.pages:
        found = read_page(page, authority, register, rule, archive.config, problems)
        if found is not None:
            yield found


def _input_hash(archive: Archive) -> str:
    digest = hashlib.sha256()
    for path, hash_ in sorted(archive.input_hashes()):
        digest.update(f"{hash_}  {path}\n".encode())
    return digest.hexdigest()
