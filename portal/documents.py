"""The documents of the release, and the things that they describe: the bare IRI negotiates, a document never does."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from portal.problems import Problem
from portal.releases import Releases
from portal.settings import Settings


def routes(releases: Releases, settings: Settings) -> list[BaseRoute]:
    """Return the one route that answers every path that no other protocol took."""

    async def document(request: Request) -> Response:
        release = releases.of(request.scope)
        path = request.path_params["path"]
        if not release.holds(path):
            raise Problem(404, f"{release.base}{path}: nothing of this name is in the release")
        return FileResponse(release.file(path))

    return [Route("/{path:path}", document)]


def paths() -> dict[str, object]:
    """Return what the OpenAPI says of documents."""
    return {}
