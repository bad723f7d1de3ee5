"""The documents of the release, and the things that they describe: the bare IRI negotiates, a document never does."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from exports.formats import FORMATS, HTML, LINKSET, format_of
from exports.messages import LANGUAGES
from graph_builder.codings import CODINGS
from portal import negotiation, tombstones
from portal.answers import Answer, encoded
from portal.choosing import best, not_acceptable, within
from portal.prepared import Prepared, prepare
from portal.problems import Problem, described
from portal.releases import OWN, Release, Releases
from portal.settings import Settings
from portal.stores import documents as from_store
from portal.table import (
    BARE,
    COMMON,
    DOCUMENT_CACHE,
    PAGE,
    RELEASE_HEADER,
    document_links,
    split,
    thing_links,
    variants,
)

_CODING_NAMES: Final = {"br": b"br", "gz": b"gzip"}
_LINKED: Final = ("author", "type", "item", "collection", "license")
_MOST_LINKS: Final = 10
"""Links of one relation in a header; a link set has them all, and proxies refuse long headers."""

_INDEX: Final = "index.html"


class Shelf:
    """The documents of one release, each made ready when it is first asked for and kept as long as there is room."""

    def __init__(self, release: Release, settings: Settings) -> None:
        self.release, self._settings = release, settings
        self._ready: dict[str, Prepared] = {}
        self._choices: dict[tuple[str, bytes, bytes, bytes], Answer] = {}
        self._kept = 0

    def find(self, path: str) -> Prepared | None:
        """Return the document at an address, without its leading ``/``; none if it is no document."""
        found = self._ready.get(path)
        if found is None:
            at = f"{path}{_INDEX}" if not path or path.endswith("/") else path
            if not self.release.holds(at):
                return None
            found = self._prepare(at)
            self._keep(path, found)
        return found

    def _keep(self, path: str, found: Prepared) -> None:
        self._ready[path] = found
        self._kept += _weight(found)
        while self._kept > self._settings.kept_bytes:
            oldest = next(iter(self._ready))
            self._kept -= _weight(self._ready.pop(oldest))

    def _prepare(self, path: str) -> Prepared:
        headers = self._headers(path)
        found = self._file(path, headers)
        packed = [suffix for suffix in CODINGS if self.release.holds(f"{path}.{suffix}")]
        if packed:
            varied = {**headers, "Vary": "Accept-Encoding"}
            found = self._file(path, varied)
            found.codings = [
                (name, self._file(f"{path}.{suffix}", {**varied, "Content-Encoding": name.decode()}))
                for suffix in packed
                for name in (_CODING_NAMES[suffix],)
            ]
        return found

    def _file(self, path: str, headers: Mapping[str, str]) -> Prepared:
        digest = self.release.digests[path]
        found = prepare(self.release.file(path), digest[:32], headers, self._settings.kept_document_bytes)
        body = found.whole.body
        if isinstance(body, bytes) and path not in OWN and hashlib.sha256(body).hexdigest() != digest:
            raise Problem(503, f"{path} is not as it was published; whoever runs the portal can `tuyun verify` it")
        return found

    def _headers(self, path: str) -> dict[str, str]:
        format_ = format_of(path)
        headers = {**COMMON, RELEASE_HEADER: self.release.id, "Cache-Control": DOCUMENT_CACHE}
        headers["Content-Type"] = format_.content_type if format_ else "application/octet-stream"
        if format_ is HTML:
            headers.update(PAGE)
            if language := self.release.language_of(path):
                headers["Content-Language"] = language
        if links := self._links(path):
            headers["Link"] = ", ".join(links)
        return headers

    def _links(self, path: str) -> list[str]:
        thing, suffix = split(path)
        offered = self.release.offered(thing)
        if not offered:
            return []
        iri, name = self.release.base + thing, thing.rpartition("/")[2]
        others = self.release.suffixes(thing)
        found = [one.text(name, iri) for one in document_links(suffix, offered, others, self.release.languages)]
        if suffix.endswith(".html") and f".{LINKSET.suffix}" in others:
            found += self._own_links(thing, path)
        if self.release.license:
            found.append(f'<{self.release.license}>; rel="license"')
        return found

    def _own_links(self, thing: str, path: str) -> Iterator[str]:
        """Yield the links that the thing's link set has for a page."""
        contexts = msgspec.json.decode(self.release.read(f"{thing}.{LINKSET.suffix}"))["linkset"]
        context: dict[str, list[dict[str, str]]] = next(
            (one for one in contexts if one["anchor"] == self.release.base + path), {}
        )
        for relation in _LINKED:
            for link in context.get(relation, ())[:_MOST_LINKS]:
                yield f'<{negotiation.encoded_iri(link["href"])}>; rel="{relation}"'

    def choose(self, thing: str, accept: bytes, languages: bytes, query: bytes = b"") -> Answer | None:
        """Return the answer that leads from a bare IRI to the document that suits; none if it is no thing.

        Args:
            thing: path of the thing.
            accept: the header ``Accept``.
            languages: the header ``Accept-Language``.
            query: of the address; ``profile`` in it names a vocabulary.

        Raises:
            Problem: 406, if no document suits.
        """
        key = (thing, accept, languages, query if b"profile" in query else b"")
        found = self._choices.get(key)
        if found is None:
            offered = self.release.offered(thing)
            if not offered:
                return None
            name = thing.rpartition("/")[2]
            links = ", ".join(one.text(name, self.release.base + thing) for one in thing_links(offered))
            wishes = accept.decode("latin-1"), languages.decode("latin-1")
            others = self.release.in_profiles(thing)
            left, named = within(query, offered, others)
            chosen = best(left, *wishes, named)
            if chosen is None:
                raise not_acceptable(self.release.base + thing, left or offered, links)
            own = {"Location": f"{name}{chosen.suffix}", "Link": links, "Content-Length": "0"}
            found = Answer(303, encoded({**COMMON, **BARE, RELEASE_HEADER: self.release.id, **own}))
            if len(self._choices) >= self._settings.kept_choices:
                self._choices.clear()
            self._choices[key] = found
        return found


def _weight(found: Prepared) -> int:
    """Return about how many bytes of memory a document takes."""
    return (found.size if isinstance(found.whole.body, bytes) else 0) + 8_000


class Shelves:
    """The shelves of the release that is current and of the one before, which some requests may still need."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._shelves: list[Shelf] = []

    def of(self, release: Release) -> Shelf:
        """Return the shelf of a release."""
        for shelf in self._shelves:
            if shelf.release is release:
                return shelf
        self._shelves = [Shelf(release, self._settings), *self._shelves[:1]]
        return self._shelves[0]


def routes(releases: Releases, settings: Settings) -> list[BaseRoute]:
    """Return the route that answers every address that is neither a document nor one of another protocol.

    Documents and bare IRIs are answered before the routes are asked (:mod:`portal.app`): they are most of the work.
    """

    async def nothing(request: Request) -> Response:
        release = releases.of(request.scope)
        path = request.path_params["path"]
        if "\x00" in path:
            raise Problem(400, "the address holds a character that no address here has")
        if gone := tombstones.find(release, path):
            return tombstones.answer(request, release, *gone)
        if made := await from_store.answer(request, release, path):
            return made
        if release.holds(f"{path}/{_INDEX}"):
            return Response(status_code=301, headers={"Location": f"{path.rpartition('/')[2]}/"})
        thing, suffix = split(path)
        if suffix and release.suffixes(thing):
            raise Problem(
                404, "the record is there, but not in this format", facts={"choices": release.suffixes(thing)}
            )
        raise Problem(404, "nothing of this name is in the release")

    return [Route("/{path:path}", nothing)]


def paths() -> dict[str, object]:
    """Return what the OpenAPI says of documents."""
    named = {"type": "string", "pattern": "^[a-z]+$"}, {"type": "string", "pattern": "^[A-Za-z0-9-]+$"}
    path = [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in zip(("kind", "slug"), named, strict=True)
    ]
    accept = [
        {"name": name, "in": "header", "required": False, "schema": {"type": "string"}, "description": about}
        for name, about in (("Accept", "RFC 9110, 12.5.1"), ("Accept-Language", "RFC 4647, lookup"))
    ]
    suffixes = sorted({one.suffix.removeprefix(".") for one in variants(LANGUAGES)})
    suffix = {"name": "suffix", "in": "path", "required": True, "schema": {"type": "string", "enum": suffixes}}
    failures = described({404: "There is none", 410: "It was withdrawn: its name, the reason, the date"})
    thing = {
        "operationId": "thing",
        "summary": "A thing: leads to the document that suits",
        "parameters": [*path, *accept],
        "responses": {
            "301": {"description": "It was merged into another"},
            "303": {"description": "The address of the document"},
            **described({406: "No document suits; the choices"}),
            **failures,
        },
    }
    contents: dict[str, object] = {one.format.media_type: {} for one in variants(())}
    document = {
        "operationId": "document",
        "summary": "A document about a thing",
        "parameters": [*path, suffix],
        "responses": {"200": {"description": "The document", "content": contents}, **failures},
    }
    dump = {
        "operationId": "dump",
        "summary": "The whole dataset",
        "parameters": [{**suffix, "schema": {"type": "string", "enum": [one.suffix for one in FORMATS if one.is_rdf]}}],
        "responses": {"200": {"description": "The dataset", "content": contents}, **failures},
    }
    return {
        "/{kind}/{slug}": {"get": thing},
        "/{kind}/{slug}.{suffix}": {"get": document},
        "/data/dataset.{suffix}": {"get": dump},
    }
