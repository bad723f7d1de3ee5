"""The way from an archive to a dataset that passed the gate: every room in the order in which data flows."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import msgspec

from graph_builder import corrections, numbering
from graph_builder.archive import Archive
from graph_builder.claims import annotations, claims
from graph_builder.cli.progress import Progress
from graph_builder.consolidation import Consolidation
from graph_builder.dataset import Dataset
from graph_builder.derivation import derive
from graph_builder.gate import Passed, pass_gate
from graph_builder.identifiers import Iris
from graph_builder.linking import Authority
from graph_builder.page_names import named
from graph_builder.pages.assembly import PageRecords, read_page
from graph_builder.problems import Place, Problems
from graph_builder.publication import publication
from graph_builder.rdf import Quad, Term, Triple, document_of
from graph_builder.records import AnyRecord, Article, Entry, Magazine, Source
from graph_builder.records.faults import nearest
from graph_builder.register import Register
from graph_builder.report import Report
from graph_builder.schema import schema
from graph_builder.sources import SourceRecords, check_references, read_sources, with_valid_issn
from graph_builder.trust import Trust
from graph_builder.withdrawals import check_withdrawals


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


def run(folder: Path, progress: Progress) -> Outcome:
    """Read, link, build, consolidate and validate an archive.

    Raises:
        InputError: if the folder holds no readable ``tuyun.toml``.
        SystemFailure: if the machine fails.
    """
    problems = Problems()
    archive = Archive.open(folder, problems)
    iris = Iris(archive.config.base)
    read = read_sources(archive, problems)
    progress.note(f"read {len(read.authorities)} authority records and {len(read.records)} records")
    register = Register.load(archive.register_text, problems)
    authority = Authority.build(read.authorities, problems)
    rule = numbering.Numbering.of(archive.config.numbering)
    read_pages = progress.over(_pages(archive, authority, register, rule, problems), "pages", len(archive.pages))
    pages = list(named(list(read_pages)))
    progress.note(f"read {len(pages)} of {len(archive.pages)} pages")
    sources, entries = _all_records(archive, read, pages, rule)
    sources = corrections.resolve(sources, read.corrections, pages, problems)
    corrections.check_rejections(sources, read.corrections, entries, problems)
    entries = [with_valid_issn(entry, problems) for entry in entries]
    check_references(entries, problems)
    _check_magazine(archive.config.magazine, read, problems)
    with progress.during("merging claims"):
        quads = sorted(set(claims(sources.values(), entries, iris)))
        out = corrections.overruled(sources, entries, quads, iris)
        trusted = sources | {page.source.id: page.dated_source for page in pages}
        view = list(_view((quad for quad in quads if quad not in out), archive, trusted, iris))
    progress.note(f"{len(quads)} claims of {len(sources)} sources, {len(view)} triples in the view")
    with progress.during("validating"):
        passed = pass_gate(view, quads, _places(sources.values(), entries, iris))
    dataset = replace(
        _dataset(archive, iris, passed, pages),
        publication=publication(archive.config, passed.view, iris, problems),
    )
    published = {iris.path(triple[0]) for triple in passed.view if "#" not in triple[0]}
    check_withdrawals(archive.withdrawals, published, problems)
    return Outcome(
        archive,
        dataset,
        Report(tuple(problems), passed.warnings, passed.withheld, passed.focus_nodes),
        passed.quarantined,
        register,
        _input_hash(archive),
    )


def _check_magazine(magazine: str, read: SourceRecords, problems: Problems) -> None:
    """Report a magazine of the settings that no record describes: its issues and rubrics could not be published."""
    described = sorted(
        {one.record.id for one in (*read.authorities, *read.records) if isinstance(one.record, Magazine)}
    )
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


def _all_records(
    archive: Archive, read: SourceRecords, pages: Iterable[PageRecords], rule: numbering.Numbering
) -> tuple[dict[str, Source], list[Entry[AnyRecord]]]:
    sources = dict(read.sources)
    entries: list[Entry[AnyRecord]] = [*read.authorities, *read.records]
    for page in pages:
        sources[page.source.id] = page.source
        entries.extend(page.entries)
    derived = numbering.derive(entries, rule, archive.config.magazine)
    if derived:
        sources[numbering.DERIVED_SOURCE.id] = numbering.DERIVED_SOURCE
        entries.extend(derived)
    return sources, [_as_published(entry, archive.config.publish_text) for entry in entries]


def _as_published(entry: Entry[AnyRecord], publish_text: str) -> Entry[AnyRecord]:
    """Leave out as much of an article's text as the archive's owner does not publish."""
    record = entry.record
    if not isinstance(record, Article) or publish_text == "full":
        return entry
    abstract = record.abstract if publish_text == "abstract" else None
    kept = msgspec.structs.replace(record, abstract=abstract, text=None)
    return replace(entry, record=kept)


def _view(quads: Iterable[Quad], archive: Archive, sources: dict[str, Source], iris: Iris) -> Iterator[Triple]:
    trust = Trust(
        {iris.thing("source", slug): source for slug, source in sources.items()},
        archive.config.ranks.order,
        archive.config.rank_overrides(iris),
    )
    consolidation = Consolidation(schema(), trust, iris)
    documents: dict[Term, list[Quad]] = defaultdict(list)
    for quad in quads:
        documents[document_of(quad[0])].append(quad)
    merged = [triple for document in sorted(documents) for triple in consolidation.merge(documents[document])]
    known = {triple[0] for triple in merged}
    nodes: dict[Term, dict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_ in merged:
        if iris.owns(object_) and object_ not in known:
            continue  # a reference to nobody, reported where its record stands
        nodes[subject][predicate].append(object_)
        yield subject, predicate, object_
    yield from derive(nodes, nodes)


def _places(
    sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris
) -> dict[Term, tuple[Place, ...]]:
    places: dict[Term, set[Place]] = defaultdict(set)
    for source in sources:
        places[iris.thing("source", source.id)].add(Place(source.file))
    for entry in entries:
        kind = str(type(entry.record).__struct_config__.tag)
        places[iris.thing(kind, entry.record.id)].add(entry.place)
    return {entity: tuple(sorted(found)) for entity, found in places.items()}


def _dataset(archive: Archive, iris: Iris, passed: Passed, pages: Iterable[PageRecords]) -> Dataset:
    published = {triple[0] for triple in passed.view}
    quoted = annotations(((page.source.id, page.quotations) for page in pages), published, iris)
    return Dataset(
        iris,
        tuple(archive.config.languages),
        tuple(sorted(archive.config.title.items())),
        passed.view,
        tuple(sorted(chain(passed.claims, quoted), key=lambda quad: (quad[3], *quad[:3]))),
    )


def _input_hash(archive: Archive) -> str:
    digest = hashlib.sha256()
    for path, hash_ in sorted(archive.input_hashes()):
        digest.update(f"{hash_}  {path}\n".encode())
    return digest.hexdigest()
