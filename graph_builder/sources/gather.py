"""All records of an archive; who speaks twice with one name, or describes one thing twice, is refused."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from graph_builder.archive import Archive, ArchiveFile
from graph_builder.problems import Place, Problems
from graph_builder.records import AnyRecord, Entry, Source
from graph_builder.sources.table import READERS


@dataclass(slots=True)
class SourceRecords:
    """What the authority files and the files of records say.

    Attributes:
        sources: the sources by their slug.
        authorities: the records of the authority files.
        records: the records of the other files.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    authorities: list[Entry[AnyRecord]] = field(default_factory=list)
    records: list[Entry[AnyRecord]] = field(default_factory=list)


def read_sources(archive: Archive, problems: Problems) -> SourceRecords:
    """Read all authority files and files of records; what is faulty is left out and added to the problems.

    A source describes an entity once, and the authority files together count as one. Several sources may
    describe the same entity: these are claims, and stay.

    Args:
        archive: the archive.
        problems: where faults are gathered.
    """
    authorities = _read(archive.authorities, problems)
    records = _read(archive.records, problems)
    both = [*authorities, *records]
    counts = Counter(source.id for source, _ in both)
    shared = {slug for slug, count in counts.items() if count > 1}
    for source, _ in both:
        if source.id in shared:
            others = [other.file for other, _ in both if other.id == source.id and other.file != source.file]
            message = f"the source {source.id} is also that of {', '.join(others)}; none of these files was used"
            problems.error(Place(source.file, path="source.id"), "duplicate-source", message, "give each its own id")
    kept = SourceRecords({source.id: source for source, _ in both if source.id not in shared})
    kept.authorities = without_twins(
        (entry for source, entries in authorities if source.id in kept.sources for entry in entries),
        lambda entry: "",
        problems,
    )
    kept.records = without_twins(
        (entry for source, entries in records if source.id in kept.sources for entry in entries),
        lambda entry: entry.source,
        problems,
    )
    return kept


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


def _read(files: Iterable[ArchiveFile], problems: Problems) -> list[tuple[Source, list[Entry[AnyRecord]]]]:
    found: list[tuple[Source, list[Entry[AnyRecord]]]] = []
    for file in files:
        read = READERS[PurePosixPath(file.path).suffix.lower()]
        if (content := read(file, problems)) is not None:
            found.append((content.source, list(content.entries)))
    return found
