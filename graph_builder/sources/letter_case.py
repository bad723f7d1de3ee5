"""Slugs that differ only in capitals: on disks of Windows and macOS their documents would be one file."""

from collections.abc import Iterable

from graph_builder.problems import Problems
from graph_builder.records import AnyRecord, Entry


def without_case_twins(
    entries: Iterable[Entry[AnyRecord]], first: dict[tuple[str, str], Entry[AnyRecord]], problems: Problems
) -> list[Entry[AnyRecord]]:
    """Return the entries but those whose slug an entry before them has in other letters; each of these is reported.

    Args:
        entries: records.
        first: the first entry of each kind and slug in small letters; those of the entries are added.
        problems: where faults are gathered.
    """
    kept = []
    for entry in entries:
        kind = str(type(entry.record).__struct_config__.tag)
        known = first.setdefault((kind, entry.record.id.lower()), entry)
        if known.record.id == entry.record.id:
            kept.append(entry)
            continue
        message = (
            f"{kind}/{entry.record.id} differs from {kind}/{known.record.id} at {known.place} only in capitals: on "
            "some disks their files would be one"
        )
        problems.error(entry.place, "letter-case", message, "write the id as it is there, or choose another")
    return kept
