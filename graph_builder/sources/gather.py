"""All records of an archive; who speaks twice with one name, or describes one thing twice, is refused."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from graph_builder.archive import Archive, ArchiveFile
from graph_builder.entry_store import Chunk, EntryStore, Position, chunked, name_of
from graph_builder.memo import Memo
from graph_builder.problems import Place, Problems
from graph_builder.records import KINDS, AnyRecord, Entry, Source
from graph_builder.sources.chunks import ReadChunk
from graph_builder.sources.chunks import Share as ReadingShare
from graph_builder.sources.letter_case import spelled_twice, spelling, without_case_twins
from graph_builder.sources.source_file import SourceFile
from graph_builder.sources.table import READERS
from graph_builder.workers import run_shares


@dataclass(slots=True)
class SourceRecords:
    """What the authority files and the files of records say.

    Attributes:
        sources: the sources by their slug.
        corrections: where a source names the one that it corrects, by its own slug.
        authorities: the records of the authority files.
        records: the records of the other files, on disk.
        first: the authority records, by kind and slug in small letters.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    corrections: dict[str, Place] = field(default_factory=dict)
    authorities: list[Entry[AnyRecord]] = field(default_factory=list)
    records: "EntryStore | tuple[()]" = ()
    first: dict[tuple[str, str], Entry[AnyRecord]] = field(default_factory=dict)

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield kind and slug of the records that are no authority records."""
        chunks = self.records.chunks() if isinstance(self.records, EntryStore) else ()
        return (name for chunk in chunks for name in chunk.names)


Name: TypeAlias = tuple[str, str, str]
"""Who speaks, of what kind of thing, of which."""

Keep: TypeAlias = Callable[[list[SourceFile], SourceRecords], "EntryStore | tuple[()]"]
"""Keeps the records of files, those of the sources that are known and that no other record contradicts."""


def read_sources(
    archive: Archive,
    problems: Problems,
    folder: Path | None = None,
    memo: Memo | None = None,
    keep: Keep | None = None,
    jobs: int = 1,
) -> SourceRecords:
    """Read all authority files and files of records; what is faulty is left out and added to the problems.

    A source describes an entity once, and the authority files together count as one. Several sources may
    describe the same entity: these are claims, and stay.

    Args:
        archive: the archive.
        problems: where faults are gathered.
        folder: on whose disk the records are kept; None for the system's folder of temporary files.
        memo: what was read before.
        keep: keeps the records in another way than on this disk.
        jobs: how many processes read.
    """
    authorities = _read(archive.authorities, problems)
    records = _read(archive.records, problems)
    both = [*authorities, *records]
    counts = Counter(file.source.id for file in both)
    shared = {slug for slug, count in counts.items() if count > 1}
    for source in (file.source for file in both):
        if source.id in shared:
            others = [other.source.file for other in both if other.source.id == source.id]
            others.remove(source.file)
            message = f"the source {source.id} is also that of {', '.join(others)}; none of these files was used"
            problems.error(Place(source.file, path="source.id"), "duplicate-source", message, "give each its own id")
    kept = SourceRecords({file.source.id: file.source for file in both if file.source.id not in shared})
    kept.corrections = {
        file.source.id: file.corrects for file in both if file.corrects and file.source.id in kept.sources
    }
    kept.authorities = without_twins(
        (entry for file in authorities for entry in file.entries if entry.source in kept.sources),
        lambda entry: "",
        problems,
    )
    place = folder or Path(tempfile.gettempdir())
    kept.authorities = without_case_twins(kept.authorities, kept.first, problems)
    if keep:
        kept.records = keep(records, kept)
        return kept
    store = EntryStore(place, memo)
    chunks = _chunks(records, place, memo or Memo(), jobs, problems)
    kept.records = _stored((one for one in chunks if one[1].source in kept.sources), store, kept.first, problems)
    return kept


def _chunks(
    files: Iterable[SourceFile], folder: Path, memo: Memo, jobs: int, problems: Problems
) -> Iterator[tuple[Position, Chunk]]:
    """Yield the chunks of files in any order, each with its position in the order of the archive.

    What can be read in sections is shared among processes; other files are read in this one.
    """
    work: list[Callable[[], Iterator[tuple[Position, ReadChunk]]]] = []
    for number, file in enumerate(files):
        if file.shares is None:
            for part, chunk in enumerate(chunked(file.entries)):
                yield (number, part), chunk
            continue
        work += (partial(_numbered, share, (number, part)) for part, share in enumerate(file.shares(memo)))
    for position, (chunk, found) in run_shares(work, jobs, folder):
        for problem in found:
            problems.add(problem)
        yield position, chunk


def _numbered(share: ReadingShare, position: Position) -> Iterator[tuple[Position, ReadChunk]]:
    return (((*position, number), found) for number, found in enumerate(share()))


def _stored(
    chunks: Iterable[tuple[Position, Chunk]],
    store: EntryStore,
    first: dict[tuple[str, str], Entry[AnyRecord]],
    problems: Problems,
) -> EntryStore:
    """Keep entries in a store, without those that describe the same entity in one voice."""
    seen: dict[tuple[str, str], set[str]] = {}
    twins: set[Name] = set()
    for position, chunk in chunks:
        for kind, slug in chunk.names:
            known = seen.setdefault((chunk.source, kind), set())
            if slug in known:
                twins.add((chunk.source, kind, slug))
            known.add(slug)
        store.add(chunk, position)
    store.put_in_order()

    def slugs() -> Iterator[tuple[type[AnyRecord], str]]:
        return ((KINDS[kind], slug) for (_, kind), known in seen.items() for slug in known)

    if refused := left_out(twins, spelled_twice(slugs, first), store, first, problems):
        store.leave_out(refused)
    return store


def left_out(
    twins: Set[Name],
    doubtful: Set[tuple[str, str]],
    entries: Iterable[Entry[AnyRecord]],
    first: dict[tuple[str, str], Entry[AnyRecord]],
    problems: Problems,
) -> set[Name]:
    """Return the records that are refused; each of them is reported.

    Args:
        twins: what a source describes twice.
        doubtful: what is spelled in several ways, as kind and slug in small letters.
        entries: all records, or at least all of these; gone through twice.
        first: the authority records, by kind and slug in small letters; those that come first are added.
        problems: where faults are gathered.
    """
    refused = set(twins)
    if twins:
        without_twins((entry for entry in entries if name_in(entry) in twins), lambda entry: entry.source, problems)
    if doubtful:
        suspects = [entry for entry in entries if spelling(entry) in doubtful and name_in(entry) not in twins]
        refused |= {*map(name_in, suspects)} - {*map(name_in, without_case_twins(suspects, first, problems))}
    return refused


def name_in(entry: Entry[AnyRecord]) -> Name:
    """Return by what a record is known from all others of the archive."""
    return (entry.source, *name_of(entry.record))


def without_twins(
    entries: Iterable[Entry[AnyRecord]], voice: Callable[[Entry[AnyRecord]], str], problems: Problems
) -> list[Entry[AnyRecord]]:
    """Return the entries but those that describe the same entity in one voice; each of these is reported.

    Args:
        entries: records.
        voice: who speaks in an entry.
        problems: where faults are gathered.
    """
    groups: dict[tuple[str, type[AnyRecord], str], list[Entry[AnyRecord]]] = {}
    for entry in entries:
        groups.setdefault((voice(entry), type(entry.record), entry.record.id), []).append(entry)
    kept: list[Entry[AnyRecord]] = []
    for (_, kind, slug), group in groups.items():
        if len(group) == 1:
            kept += group
            continue
        for entry in group:
            others = ", ".join(str(other.place) for other in group if other is not entry)
            message = f"{kind.__struct_config__.tag}/{slug} is described again at {others}; none of them was used"
            remedy = "join the records, or give each its own id"
            problems.error(entry.place, "duplicate-record", message, remedy)
    return kept


def _read(files: Iterable[ArchiveFile], problems: Problems) -> list[SourceFile]:
    return [
        content
        for file in files
        if (content := READERS[PurePosixPath(file.path).suffix.lower()](file, problems)) is not None
    ]
