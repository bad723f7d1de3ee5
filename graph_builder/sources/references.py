"""References between records: which field points to which kind, and which point to nobody."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from functools import cache
from typing import Any, Final, get_args, get_origin

import msgspec

from graph_builder.memo import Memo
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
    for name in _pointing(type(record)):
        value: Any = getattr(record, name)
        if not value:
            continue
        if not isinstance(value, list):
            yield (*path, name), TARGETS[name], value
        elif name in TARGETS:
            kind = TARGETS[name]
            for index, slug in enumerate(value):
                yield (*path, name, index), kind, slug
        elif name in ANY_KIND:
            for index, reference in enumerate(value):
                kind, _, slug = reference.partition("/")
                yield (*path, name, index), kind, slug
        else:
            for index, part in enumerate(value):
                yield from references(part, (*path, name, index))


@cache
def _pointing(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields of a kind of record that refer to something, or hold parts that may."""
    return tuple(
        field.name
        for field in msgspec.structs.fields(kind)
        if field.name in TARGETS or field.name in ANY_KIND or _holds_parts(field.type)
    )


def _holds_parts(type_: Any) -> bool:
    return get_origin(type_) is list and any(
        isinstance(item, type) and issubclass(item, msgspec.Struct) for item in get_args(type_)
    )


class _Described:
    """The slugs of one kind: all of them while one may be suggested for another, then only a hash of each.

    A hash takes a tenth of the memory of a slug. That of something that nobody describes is among them once in more
    than 10^12 archives of a million records; it would then not be reported.
    """

    def __init__(self) -> None:
        self.slugs: set[str] | None = set()
        self._hashes = array("q")

    def add(self, slug: str) -> None:
        if self.slugs is None:
            self._hashes.append(hash(slug))
            return
        self.slugs.add(slug)
        if len(self.slugs) > SUGGEST_AMONG:
            self._hashes.extend(map(hash, self.slugs))
            self.slugs = None

    def missing(self, slugs: Set[str]) -> Set[str]:
        """Return those of some slugs that are not among these."""
        if self.slugs is not None:
            return slugs - self.slugs
        known = set(map(hash, slugs)).intersection(self._hashes)
        return {slug for slug in slugs if hash(slug) not in known}


class References:
    """What is described and what is referred to, gathered record by record.

    Args:
        memo: what names were found to be near to before.
    """

    def __init__(self, memo: Memo | None = None) -> None:
        self._known: defaultdict[str, _Described] = defaultdict(_Described)
        self._named: dict[str, set[str]] = {}
        self._memo = memo or Memo()

    def note(self, record: AnyRecord) -> None:
        """Take in a record: what it describes can be referred to."""
        self._known[str(type(record).__struct_config__.tag)].add(record.id)
        for _, kind, slug in references(record):
            self._named.setdefault(kind, set()).add(slug)

    def add(self, known: Iterable[tuple[str, str]], named: Iterable[tuple[str, str]]) -> None:
        """Take in what is described and what is referred to, each as kind and slug."""
        for kind, slug in known:
            self._known[kind].add(slug)
        for kind, slug in named:
            self._named.setdefault(kind, set()).add(slug)

    def nobody(self) -> set[tuple[str, str]]:
        """Return what is referred to though nobody describes it, as kind and slug."""
        return {(kind, slug) for kind, named in self._named.items() for slug in self._known[kind].missing(named)}

    def check(self, nobody: Set[tuple[str, str]], entries: Iterable[Entry[AnyRecord]], problems: Problems) -> None:
        """Add a problem for every reference to nobody, with the name that comes nearest.

        Args:
            nobody: what :meth:`nobody` gave.
            entries: all records, or those that refer to these; gone through only if there are any.
            problems: where faults are gathered.
        """
        remedies = {pair: self._remedy(*pair) for pair in sorted(nobody)}
        for entry in entries if remedies else ():
            for path, kind, slug in references(entry.record):
                if (kind, slug) in remedies:
                    place = entry.place.inside(path_text(path))
                    message = f"the archive holds no {kind} {slug}"
                    problems.error(place, "dangling-reference", message, remedies[kind, slug])

    def _remedy(self, kind: str, slug: str) -> str:
        if kind not in KINDS:
            return nearest(kind, list(KINDS))
        slugs = self._known[kind].slugs
        near = "" if slugs is None else self._nearest(slug, sorted(slugs))
        return near if near.startswith("did") else f"add a record {kind}/{slug}, or mend the reference"

    def _nearest(self, slug: str, slugs: list[str]) -> str:
        key = self._memo.key("nearest", slug.encode(), "\n".join(slugs).encode())
        if (known := self._memo.get(key)) is not None:
            return known.decode()
        found = nearest(slug, slugs)
        self._memo.put(key, found.encode())
        return found


def check_references(entries: Collection[Entry[AnyRecord]], problems: Problems) -> None:
    """Add a problem for every reference to nobody (arguments as of :meth:`References.check`)."""
    found = References()
    for entry in entries:
        found.note(entry.record)
    found.check(found.nobody(), entries, problems)
