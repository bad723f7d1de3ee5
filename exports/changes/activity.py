"""The changes as Activity Streams 2.0, by the IIIF Change Discovery API 1.0 at its level 2.

An ordered collection of all creations, updates and deletions, the oldest first; a reader begins at the last page and
goes back until it meets what it knows. https://iiif.io/api/discovery/1.0/, https://www.w3.org/TR/activitystreams-core/
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from exports.changes import paths
from exports.changes.history import History
from exports.changes.log import Change
from exports.changes.paging import Growth, Page
from exports.formats import JSONLD

A_PAGE: Final = 500
CONTEXT: Final = ("https://www.w3.org/ns/activitystreams", "http://iiif.io/api/discovery/1/context.json")
TYPES: Final = {"created": "Create", "changed": "Update", "withdrawn": "Delete", "merged": "Delete"}
"""The type of an activity by what became of an entity."""


class _Kept(msgspec.Struct):
    orderedItems: list[msgspec.Raw]  # noqa: N815 - the name that the specification gives


def growth(history: History) -> Growth:
    """Return how the collection grew."""
    return Growth(A_PAGE, history.first_new, history.total)


def address(base: str, event: int) -> str:
    """Return the IRI of an activity: a fragment of its page, the same for ever.

    Args:
        base: the base of the IRIs.
        event: its number in the whole history, from 0.
    """
    page = Growth(A_PAGE, 0, 0).page_of(event)
    return f"{base}{paths.ACTIVITY_PAGE.format(page)}#{event + 1}"


def plan(history: History) -> Iterator[tuple[str, bytes | Iterable[bytes]]]:
    """Yield path and content of the collection and its pages."""
    grown = growth(history)
    yield paths.ACTIVITY, _pretty(_collection(history, grown))
    for number in range(1, grown.kept + 1):
        assert history.last is not None
        path = paths.ACTIVITY_PAGE.format(number)
        yield path, history.last.chunks(path)
    base, time = history.dataset.iris.base, history.releases[-1].time
    new = (activity(base, event, change, time) for event, change in enumerate(history.news(), history.first_new))
    for page in grown.made(_last_items(history, grown), new):
        yield paths.ACTIVITY_PAGE.format(page.number), _pretty(_page(history, grown, page))


def _last_items(history: History, grown: Growth) -> list[msgspec.Raw]:
    path = paths.ACTIVITY_PAGE.format(grown.kept + 1)
    data = history.last.read(path) if history.last and grown.extends else None
    return msgspec.json.decode(data, type=_Kept).orderedItems if data else []


def _collection(history: History, grown: Growth) -> dict[str, Any]:
    base = history.dataset.iris.base
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "id": base + paths.ACTIVITY,
        "type": "OrderedCollection",
        "totalItems": grown.after,
    }
    if grown.pages:
        found["first"] = _reference(base, 1)
        found["last"] = _reference(base, grown.pages)
    return found


def _page(history: History, grown: Growth, page: Page[Any]) -> dict[str, Any]:
    base = history.dataset.iris.base
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "id": base + paths.ACTIVITY_PAGE.format(page.number),
        "type": "OrderedCollectionPage",
        "startIndex": (page.number - 1) * grown.size,
        "partOf": {"id": base + paths.ACTIVITY, "type": "OrderedCollection"},
    }
    if page.number > 1:
        found["prev"] = _reference(base, page.number - 1)
    if not page.is_last:
        found["next"] = _reference(base, page.number + 1)
    return found | {"orderedItems": page.items}


def _reference(base: str, number: int) -> dict[str, str]:
    return {"id": base + paths.ACTIVITY_PAGE.format(number), "type": "OrderedCollectionPage"}


def activity(base: str, event: int, change: Change, time: str) -> dict[str, Any]:
    """Return one activity.

    Args:
        base: the base of the IRIs.
        event: its number in the whole history, from 0.
        change: what changed.
        time: of the release in which it did.
    """
    about: dict[str, Any] = {"id": change.iri}
    if change.is_gone:
        about |= {"type": "Tombstone", "deleted": time} | ({"formerType": change.type} if change.type else {})
    else:
        about["type"] = change.type or "Object"
        document = {"id": f"{change.iri}.{JSONLD.suffix}", "type": "Dataset", "format": JSONLD.media_type}
        about["seeAlso"] = [document]
    tagged = {language: text for language, text in sorted(change.name.items()) if language}
    if tagged:
        about["nameMap"] = tagged
    found = {"id": address(base, event), "type": TYPES[change.action], "object": about, "endTime": time}
    return found | ({"result": {"id": change.into, "type": "Object"}} if change.into else {})


def _pretty(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
