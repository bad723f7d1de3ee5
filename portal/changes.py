"""``/changes?since=``: what changed since a reader came last, deletions included, in one answer.

Everything in it comes from the change log of the release (:mod:`exports.changes`): nothing is compared here. The answer
is made while it is sent, so that it may be as long as the log is.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from exports.changes import activity, log
from exports.changes import paths as files
from exports.changes.log import Entry
from exports.formats import ACTIVITY_STREAMS, HTML, JSON_LINES
from graph_builder.errors import SystemFailure
from portal.negotiation import best_language, quality
from portal.problems import Problem, described
from portal.releases import Release, Releases
from portal.settings import Settings

ADDRESS: Final = "/changes"
_JSON: Final = "application/json"
_TYPES: Final = (JSON_LINES.media_type, _JSON, ACTIVITY_STREAMS.media_type, HTML.media_type)
_FORM: Final = "%Y-%m-%dT%H:%M:%SZ"
_CHUNK: Final = 200
"""How many changes are sent together."""


def routes(releases: Releases, settings: Settings) -> list[BaseRoute]:
    """Return the route of changes."""

    async def changes(request: Request) -> Response:
        release = releases.of(request.scope)
        accept = request.headers.get("accept", "*/*")
        weights = {one: quality(accept, one) for one in _TYPES}
        form = max(_TYPES, key=lambda one: weights[one])  # of equals the first
        if not weights[form]:
            raise Problem(406, f"changes are told as {', '.join(_TYPES)}", facts={"choices": _TYPES}, headers=_VARY)
        entries = _entries(release)
        wanted = [entry for entry in entries if entry.number > _last_known(request, entries)]
        if form == HTML.media_type:
            wish = request.headers.get("accept-language", "")
            language = best_language(wish, release.languages) or release.languages[0]
            return Response(status_code=303, headers={**_VARY, "Location": files.PAGE.format(language)})
        etag = f'"{release.id}-{len(entries) - len(wanted)}-{_TYPES.index(form)}"'
        headers = {**_VARY, "ETag": etag, "Cache-Control": "no-cache"}
        if etag in re.findall(r'"[^"]*"', request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        if request.method == "HEAD":
            return Response(headers={**headers, "Content-Type": form})
        return StreamingResponse(_WRITERS[form](release, entries, wanted), media_type=form, headers=headers)

    return [Route(ADDRESS, changes)]


_VARY: Final = {"Vary": "Accept, Accept-Language"}


def _entries(release: Release) -> tuple[Entry, ...]:
    if not release.holds(files.RELEASES):
        raise Problem(404, "this release knows of no changes: it was built by an older version")
    return _read(release)


@lru_cache(maxsize=2)
def _read(release: Release) -> tuple[Entry, ...]:
    found = log.read_releases(release.read(files.RELEASES))
    if found is None:
        raise SystemFailure(f"{files.RELEASES}: the log is of another form; build the release again")
    return found.releases


def _last_known(request: Request, entries: tuple[Entry, ...]) -> int:
    """Return the number of the last release that the reader knows; 0 if she knows none.

    ``since`` is a time, a day, the number of a release, or the id of one as a header of each answer names it.

    Raises:
        Problem: 400, if it is none of these, or given twice.
    """
    given = request.query_params.getlist("since")
    unknown = sorted(set(request.query_params) - {"since"})
    if unknown or len(given) > 1:
        raise Problem(400, "the one parameter is since, given once", facts={"parameters": unknown[:10]})
    if not given or not given[0]:
        return 0
    text = given[0]
    if re.fullmatch("[0-9]{1,9}", text) and int(text) <= len(entries):
        return int(text)
    if re.fullmatch("[0-9a-f]{16}", text):
        # A release is named by the one that follows it; what nothing follows is the current one, or was never here.
        following = next((entry.number for entry in entries if entry.previous == text), 0)
        if following:
            return following - 1
        if text == request.scope["tuyun.release"].id:
            return len(entries)
    time = _time(text)
    return sum(entry.time <= time for entry in entries)


def _time(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))  # a + in a query arrives as a blank
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).strftime(_FORM)
    except (ValueError, OverflowError):
        remedy = "give a time (2026-11-25T20:30:00Z), a day, or the number or id of a release that this one follows"
        raise Problem(400, f"since is no time and no release: {remedy}") from None


def _lines(release: Release, entries: list[Entry]) -> Iterator[tuple[Entry, bytes]]:
    for entry in entries:
        with release.file(entry.log).open("rb") as stream:
            yield from ((entry, line.rstrip(b"\n")) for line in stream)


def _dated(release: Release, wanted: list[Entry]) -> Iterator[bytes]:
    """Yield each change as the log has it, with the number and the time of its release."""
    for entry, line in _lines(release, wanted):
        yield b'{"release":%d,"time":"%s",' % (entry.number, entry.time.encode()) + line[1:]


def _json_lines(release: Release, entries: tuple[Entry, ...], wanted: list[Entry]) -> Iterator[bytes]:
    return _gathered(line + b"\n" for line in _dated(release, wanted))


def _json(release: Release, entries: tuple[Entry, ...], wanted: list[Entry]) -> Iterator[bytes]:
    head = {"base": release.base, "release": len(entries), "until": entries[-1].time}
    begin = msgspec.json.encode(head)[:-1] + b',"changes":[\n'
    return chain([begin], _gathered(_divided(_dated(release, wanted))), [b"\n]}\n"])


def _activities(release: Release, entries: tuple[Entry, ...], wanted: list[Entry]) -> Iterator[bytes]:
    first = sum(entry.events for entry in entries[: len(entries) - len(wanted)])
    items = (
        msgspec.json.encode(activity.activity(release.base, event, log.read_change(line), entry.time))
        for event, (entry, line) in enumerate(_lines(release, wanted), first)
    )
    head = {
        "@context": activity.CONTEXT,
        "type": "OrderedCollection",
        "totalItems": sum(entry.events for entry in wanted),
        "partOf": {"id": release.base + files.ACTIVITY, "type": "OrderedCollection"},
    }
    begin = msgspec.json.encode(head)[:-1] + b',"orderedItems":[\n'
    return chain([begin], _gathered(_divided(items)), [b"\n]}\n"])


_WRITERS: Final[Mapping[str, Callable[[Release, tuple[Entry, ...], list[Entry]], Iterator[bytes]]]] = {
    JSON_LINES.media_type: _json_lines,
    _JSON: _json,
    ACTIVITY_STREAMS.media_type: _activities,
}


def _divided(items: Iterator[bytes]) -> Iterator[bytes]:
    for place, item in enumerate(items):
        yield b",\n" + item if place else item


def _gathered(items: Iterator[bytes]) -> Iterator[bytes]:
    """Gather many small pieces into few, so that sending costs little."""
    found: list[bytes] = []
    for item in items:
        found.append(item)
        if len(found) == _CHUNK:
            yield b"".join(found)
            found.clear()
    if found:
        yield b"".join(found)


def paths() -> dict[str, object]:
    """Return what the OpenAPI says of changes."""
    since = {
        "name": "since",
        "in": "query",
        "required": False,
        "schema": {"type": "string"},
        "description": "A time, a day, or the number or id of a release; without it everything since the first release",
    }
    contents: dict[str, object] = {form: {} for form in _TYPES[:-1]}
    answers = {
        "200": {"description": "What changed since, the oldest first", "content": contents},
        "303": {"description": "The page «What changed», for readers"},
        "304": {"description": "As the reader has it"},
        **described({400: "since is no time and no release", 404: "There is no log", 406: "The choices"}),
    }
    return {ADDRESS: {"get": {"operationId": "changes", "parameters": [since], "responses": answers}}}
