"""Things that were published and are gone: 410 with name, reason and date, or the way to what they were merged into."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from exports.changes.log import Tombstone
from graph_builder.namespaces import PREFIXES, RDFS_COMMENT, RDFS_LABEL
from graph_builder.rdf import XSD, Triple, iri, tagged, typed
from portal.negotiation import encoded_iri
from portal.problems import Problem
from portal.releases import Release
from portal.table import BARE, split


def find(release: Release, path: str) -> tuple[str, str, Tombstone] | None:
    """Return the thing, the suffix of its document and what is left of it; none if nothing of this name is gone."""
    thing, suffix = split(path)
    stone = release.tombstones.get(thing)
    return (thing, suffix, stone) if stone else None


def answer(request: Request, release: Release, thing: str, suffix: str, stone: Tombstone) -> Response:
    """Lead to what a thing was merged into, its document to the same document there.

    Raises:
        Problem: 410, if it was withdrawn.
    """
    if not stone.replaced_by:
        raise Problem(
            410,
            f"it was withdrawn on {stone.date}",
            facts={"instance": release.base + thing, "name": stone.name, "reason": stone.reason, "date": stone.date},
            headers={} if suffix else BARE,
            names=stone.name,
            reasons=stone.reason,
            date=stone.date,
            triples=tuple(_triples(release.base + thing, stone)),
        )
    other = stone.replaced_by.removeprefix(release.base)
    location = stone.replaced_by
    if other != location:  # below the same base: stay on this host
        there = suffix if release.holds(other + suffix) else ""
        location = f"{'../' * thing.count('/')}{other}{there}"
    return Response(status_code=301, headers={"Location": encoded_iri(location), **({} if suffix else BARE)})


def _triples(thing: str, stone: Tombstone) -> Iterator[Triple]:
    subject = iri(encoded_iri(thing))
    yield from ((subject, RDFS_COMMENT, tagged(text, code)) for code, text in sorted(stone.reason.items()))
    yield from ((subject, RDFS_LABEL, tagged(text, code)) for code, text in sorted(stone.name.items()))
    yield subject, f"<{PREFIXES['prov']}invalidatedAtTime>", typed(stone.date, f"{XSD}dateTime")
