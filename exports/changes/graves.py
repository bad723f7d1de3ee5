"""The tombstones of what is gone: carried on from release to release, taken away when the thing comes back."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from exports.changes.log import Change, Entry, Tombstone
from exports.changes.reasons import Reasons
from graph_builder.rdf import Term


def tombstones(
    before: Mapping[str, Tombstone],
    changes: Iterable[Change],
    entry: Entry,
    reasons: Reasons,
    is_there: Callable[[Term], bool],
) -> dict[str, Tombstone]:
    """Return the tombstones of a release by IRI, sorted.

    Args:
        before: those of the last release.
        changes: what changed since.
        entry: the release.
        reasons: why entities are gone: a reason that an editor gives later counts, too.
        is_there: tells whether the release says anything of an entity.
    """
    found = dict(before)
    for change in changes:
        if not change.is_gone:
            found.pop(change.iri, None)
            continue
        old = found.get(change.iri)
        found[change.iri] = Tombstone(
            name=change.name,
            reason=change.reason,
            date=old.date if old else entry.time,
            type=change.type,
            release=old.release if old else entry.number,
            replaced_by=change.into,
        )
    return {iri: _standing(iri, found, reasons, is_there) for iri in sorted(found)}


def _standing(
    iri: str, stones: Mapping[str, Tombstone], reasons: Reasons, is_there: Callable[[Term], bool]
) -> Tombstone:
    """Return a tombstone with the newest reason of an editor, that leads to what is there or nowhere."""
    stone = stones[iri]
    into, seen = stone.replaced_by, {""}
    while into in stones and into not in seen:
        seen.add(into)
        into = stones[into].replaced_by
    known = into if into and is_there(f"<{into}>") else ""
    return msgspec.structs.replace(stone, reason=reasons.said(iri) or stone.reason, replaced_by=known)
