"""Slugs that differ only in capitals: on disks of Windows and macOS their documents would be one file."""

from collections.abc import Callable, Iterable, Mapping

from graph_builder.problems import Problems
from graph_builder.records import AnyRecord, Entry


def spelling(entry: Entry[AnyRecord]) -> tuple[str, str]:
    """Return the kind of an entry and its slug in small letters."""
    return _spelling(type(entry.record), entry.record.id)


def _spelling(kind: type[AnyRecord], slug: str) -> tuple[str, str]:
    return str(kind.__struct_config__.tag), slug.lower()


def spelled_twice(
    slugs: Callable[[], Iterable[tuple[type[AnyRecord], str]]], first: Mapping[tuple[str, str], Entry[AnyRecord]]
) -> set[tuple[str, str]]:
    """Return what is spelled in several ways, as kind and slug in small letters.

    Args:
        slugs: gives the kind and the slug of each record, as often as it is called; one may come several times.
        first: what is known besides, by kind and slug in small letters.
    """
    odd: dict[tuple[str, str], set[str]] = {}
    plain: dict[tuple[str, str], set[str]] = {}
    for kind, slug in slugs():
        if slug != slug.lower() or _spelling(kind, slug) in first:
            odd.setdefault(_spelling(kind, slug), set()).add(slug)
    for kind, slug in slugs() if odd else ():
        if (key := _spelling(kind, slug)) in odd:
            plain.setdefault(key, set()).add(slug)
    known = {key: {first[key].record.id} if key in first else set[str]() for key in odd}
    return {key for key in odd if len(odd[key] | plain.get(key, set()) | known[key]) > 1}


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
        key = spelling(entry)
        known = first.setdefault(key, entry)
        if known.record.id == entry.record.id:
            kept.append(entry)
            continue
        kind = key[0]
        message = (
            f"{kind}/{entry.record.id} differs from {kind}/{known.record.id} at {known.place} only in capitals: on "
            "some disks their files would be one"
        )
        problems.error(entry.place, "letter-case", message, "write the id as it is there, or choose another")
    return kept
