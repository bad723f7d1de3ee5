"""References between records: which field points to which kind, and which point to nobody."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, Final

import msgspec

from graph_builder.problems import Problems
from graph_builder.records import KINDS, AnyRecord, Entry
from graph_builder.records.faults import Path, nearest, path_text
from graph_builder.settings import SUGGEST_AMONG

TARGETS: Final[dict[str, str]] = {
    "affiliation": "organization",
    "article": "article",
    "candidate_issues": "issue",
    "contributor": "person",
    "funder": "organization",
    "implementer": "organization",
    "issue": "issue",
    "magazine": "magazine",
    "organizer": "organization",
    "part_of": "organization",
    "partner": "organization",
    "project": "project",
    "publisher": "organization",
    "region": "region",
    "rubric": "rubric",
    "shown_issue": "issue",
    "succeeded_by": "organization",
    "supports": "organization",
    "translation_of": "article",
    "within": "region",
}
"""Kind of the entity that a field points to by its slug."""

ANY_KIND: Final = frozenset({"about", "mentions"})
"""Fields that point to an entity of any kind, as ``kind/slug``."""


def references(record: msgspec.Struct, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, kind, slug) of each reference in a record."""
    for name in record.__struct_fields__:
        value = getattr(record, name)
        items: list[tuple[Path, Any]]
        if isinstance(value, list):
            items = [((*path, name, index), item) for index, item in enumerate(value)]
        else:
            items = [] if value is None else [((*path, name), value)]
        for inner, item in items:
            if isinstance(item, msgspec.Struct):
                yield from references(item, inner)
            elif name in TARGETS:
                yield inner, TARGETS[name], item
            elif name in ANY_KIND:
                kind, _, slug = item.partition("/")
                yield inner, kind, slug


def check_references(entries: Collection[Entry[AnyRecord]], problems: Problems) -> None:
    """Add a problem for every reference to nobody, with the name that comes nearest.

    Args:
        entries: all records of the archive: what they describe is what can be referred to.
        problems: where faults are gathered.
    """
    known = {(str(type(entry.record).__struct_config__.tag), entry.record.id) for entry in entries}
    remedies: dict[tuple[str, str], str] = {}
    for entry in entries:
        for path, kind, slug in references(entry.record):
            if (kind, slug) in known:
                continue
            if (kind, slug) not in remedies:
                remedies[kind, slug] = _remedy(kind, slug, known)
            inner = path_text(path)
            place = replace(entry.place, path=f"{entry.place.path}.{inner}" if entry.place.path else inner)
            message = f"the archive holds no {kind} {slug}"
            problems.error(place, "dangling-reference", message, remedies[kind, slug])


def _remedy(kind: str, slug: str, known: Collection[tuple[str, str]]) -> str:
    if kind not in KINDS:
        return nearest(kind, list(KINDS))
    slugs = sorted(other for of_kind, other in known if of_kind == kind)
    near = nearest(slug, slugs) if len(slugs) <= SUGGEST_AMONG else ""
    return near if near.startswith("did") else f"add a record {kind}/{slug}, or mend the reference"
