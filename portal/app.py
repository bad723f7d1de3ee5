"""The application: every protocol is a module that gives its routes; here they are listed, and nowhere else."""

import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Protocol

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Message, Receive, Scope, Send

from portal import changes, documents, observation, old_releases, openapi, problems
from portal.answers import Answer, send_whole
from portal.documents import Shelves
from portal.harvesting import service as oai
from portal.observation import Observer
from portal.prepared import answer
from portal.problems import Problem
from portal.reconciliation import service as reconciliation
from portal.releases import SCOPE_KEY, Releases
from portal.settings import Settings
from portal.sparql import service as sparql
from portal.sparql.engine import Engine
from portal.sparql.local import LocalEngine
from portal.table import COMMON, RELEASE_HEADER


class Room(Protocol):
    """A protocol of the portal: a module with these two functions."""

    def routes(self, releases: Releases, settings: Settings, /) -> list[BaseRoute]:
        """Return its routes. An endpoint asks ``releases.of(request.scope)`` for the release of its request."""
        ...

    def paths(self) -> dict[str, object]:
        """Return the Path Items of the OpenAPI, by path: what ``/openapi.json`` says of the routes."""
        ...


ROOMS: Final[tuple[Room, ...]] = (
    *(observation, changes, old_releases, oai, reconciliation, sparql),
    documents,
)
"""All protocols; the documents of the release come last, since they answer every path."""

_READING: Final = frozenset({"GET", "HEAD"})
_READ: Final = frozenset({b"accept", b"accept-language"})


class Portal(Starlette):
    """Answers what is most of the work, documents and bare IRIs, at once; all else goes through the routes."""

    def __init__(self, releases: Releases, settings: Settings, engine: Engine) -> None:
        described = {path: item for room in ROOMS for path, item in room.paths().items()}
        found = [route for room in ROOMS for route in room.routes(releases, settings)]
        super().__init__(
            routes=[openapi.route(releases, described), *found],
            exception_handlers={
                Problem: problems.on_problem,
                ClientDisconnect: problems.on_gone,
                HTTPException: problems.on_http_exception,
                Exception: problems.on_failure,
            },
            lifespan=self._life,
        )
        self._releases, self._settings = releases, settings
        self._shelves = Shelves(settings)
        self.state.observer = self.observer = Observer(settings)
        self.state.engine = self._engine = engine

    @asynccontextmanager
    async def _life(self, app: Starlette) -> AsyncIterator[None]:
        gc.collect()
        gc.freeze()  # what is loaded now stays: looking through it again and again for garbage would cost every answer
        yield
        gc.unfreeze()
        await self._engine.close()
        self.observer.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        began = time.perf_counter()
        found, problem = None, None
        try:
            found = self.at_once(scope)
        except Problem as error:
            problem = error
        if found is not None:
            await send_whole(found, send, self._settings.chunk_bytes)
            status, size = found.status, found.size
        else:
            prefix, path = self._place(scope)
            scope["root_path"], scope["path"] = prefix, prefix + (path or "/")
            status, size = await self._by_route(problem or self._refused(scope), scope, receive, send)
        self.observer.note(scope, status, size, time.perf_counter() - began)

    def at_once(self, scope: Scope) -> Answer | None:
        """Return what answers a request if that is a document or the way to it; none if it is neither.

        The release that is current is the one of this request from now on.

        Raises:
            Problem: if no document suits, or it cannot be read.
        """
        release = scope[SCOPE_KEY] = self._releases.current
        method, headers = scope["method"], scope["headers"]
        if method not in _READING:
            return None
        path, shelf = self._place(scope)[1][1:], self._shelves.of(release)
        try:
            found = shelf.find(path)
        except OSError as error:
            raise Problem(503, f"a file of the release cannot be read: {error.strerror}") from error
        if found is not None:
            return answer(found, method, headers)
        accept = languages = b""
        for name, value in headers:
            if name == b"accept":
                accept += b"," + value if accept else value
            elif name == b"accept-language":
                languages += b"," + value if languages else value
        if max(len(accept), len(languages)) > self._settings.header_bytes:
            return None
        return shelf.choose(path, accept, languages, scope.get("query_string", b""))

    def _place(self, scope: Scope) -> tuple[str, str]:
        """Return the path below which the portal lies, and that of a request within it, whether or not it names it."""
        path, prefix = scope["path"], self._settings.prefix or scope.get("root_path", "")
        if prefix and (path == prefix or path.startswith(f"{prefix}/")):
            return prefix, path[len(prefix) :]
        return prefix, path

    async def _by_route(self, problem: Problem | None, scope: Scope, receive: Receive, send: Send) -> tuple[int, int]:
        """Answer through the routes, or with a problem; return status and bytes sent."""
        sent = [500, 0]

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent[0] = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in COMMON.items():
                    headers.setdefault(name, value)
                headers.setdefault(RELEASE_HEADER, self._releases.of(scope).id)
            elif scope["method"] != "HEAD":
                sent[1] += len(message.get("body", b""))
            await send(message)

        if problem is not None:
            await problems.answer(Request(scope), problem)(scope, receive, noting)
        elif scope["method"] == "OPTIONS":
            await self._options(scope)(scope, receive, noting)
        else:
            await super().__call__(scope, receive, noting)
        return sent[0], sent[1]

    def _refused(self, scope: Scope) -> Problem | None:
        """Return why a request is not even looked at."""
        limits = self._settings
        queried = scope["path"].removeprefix(scope["root_path"]) == sparql.PATH
        most = limits.sparql_address_bytes if queried else limits.address_bytes
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > most:
            return Problem(
                414, f"an address has at most {most} bytes" + (": send the query by POST" if queried else "")
            )
        long = [name for name, value in scope["headers"] if name in _READ and len(value) > limits.header_bytes]
        if long:
            return Problem(431, f"{long[0].decode()} has at most {limits.header_bytes} bytes")
        return None

    def _options(self, scope: Scope) -> Response:
        """Return which methods an address knows, as RFC 9110 and the preflight of a browser ask for it."""
        methods = {"OPTIONS"}
        for route in self.routes:
            if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE:
                methods |= route.methods or set()
                break
        allowed = ", ".join(sorted(methods))
        cors = {
            "Access-Control-Allow-Methods": allowed,
            "Access-Control-Allow-Headers": "*",
            "Access-Control-Max-Age": "86400",
        }
        return Response(status_code=204, headers={"Allow": allowed, **cors})


def create_app(folder: Path, settings: Settings | None = None, engine: Engine | None = None) -> Portal:
    """Return the portal over a folder of releases, or over one release.

    Args:
        folder: the folder.
        settings: what it is told; by default all as :class:`Settings` has it.
        engine: what answers queries; by default the release itself.

    Raises:
        InputError: if no release is there.
        SystemFailure: if it cannot be read.
    """
    chosen = settings or Settings()
    return Portal(Releases(folder), chosen, engine or LocalEngine(folder, chosen))
