"""``/releases/<id>/…``: the releases that are kept, each at an address of its own; what stands there never changes."""

import re
from functools import lru_cache
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from graph_builder.errors import SystemFailure
from graph_builder.old_releases import ID_LENGTH, MANIFEST
from portal.answers import send_whole
from portal.documents import Shelf
from portal.prepared import answer
from portal.problems import Problem, described
from portal.releases import SCOPE_KEY, Release, Releases
from portal.settings import Settings

ADDRESS: Final = "/releases"

_ID: Final = re.compile(f"[0-9a-f]{{{ID_LENGTH}}}")
_KEPT: Final = 2
"""How many old releases stay opened."""


class OldReleases:
    """Answers with the documents of a release that its address names."""

    def __init__(self, releases: Releases, settings: Settings) -> None:
        self._releases, self._settings = releases, settings
        self._shelf = lru_cache(maxsize=_KEPT)(self._opened)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request.

        Raises:
            Problem: if there is no such release, or nothing of this name in it.
        """
        id_, path = scope["path_params"]["id"], scope["path_params"]["path"]
        shelf = await run_in_threadpool(self._shelf, id_)
        scope[SCOPE_KEY] = shelf.release
        found = await run_in_threadpool(shelf.find, path or "index.html")
        if found is None:
            raise Problem(404, "this release holds no document of this name; addresses of things lead nowhere here")
        await send_whole(answer(found, scope["method"], scope["headers"]), send, self._settings.chunk_bytes)

    def _opened(self, id_: str) -> Shelf:
        folder = self._releases.kept(id_) if _ID.fullmatch(id_) else None
        if folder is None:
            raise Problem(404, f"no release {id_[:40]!r} is kept; {ADDRESS} lists those that are")
        try:
            return Shelf(Release(folder), self._settings)
        except SystemFailure as error:
            raise Problem(503, f"the release cannot be read: {error}") from error


def routes(releases: Releases, settings: Settings) -> list[BaseRoute]:
    """Return the routes: the list of releases, and their documents."""

    async def listed(request: Request) -> Response:
        current = releases.of(request.scope).id
        ids = await run_in_threadpool(releases.ids)
        return JSONResponse({"current": current, "releases": [{"id": one, "at": f"releases/{one}/"} for one in ids]})

    return [
        Route(ADDRESS, listed),
        Route(f"{ADDRESS}/{{id}}/{{path:path}}", OldReleases(releases, settings), methods=["GET", "HEAD"]),
    ]


def paths() -> dict[str, object]:
    """Return what the OpenAPI says of them."""
    id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{_ID.pattern}$"}}
    failures = described({404: "There is none"})
    listed = {"200": {"description": "The releases that are kept", "content": {"application/json": {}}}}
    manifest = {"200": {"description": "What the release is", "content": {"application/json": {}}}, **failures}
    return {
        ADDRESS: {"get": {"summary": "The releases that are kept", "responses": listed}},
        f"{ADDRESS}/{{id}}/{MANIFEST}": {
            "get": {"summary": "A release; its documents lie beside", "parameters": [id_], "responses": manifest}
        },
    }
