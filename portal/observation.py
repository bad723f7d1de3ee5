"""What the one who runs a portal looks at: is it alive, how much does it do, who asked for what."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from portal.releases import Releases
from portal.settings import Settings


def routes(releases: Releases, settings: Settings) -> list[BaseRoute]:
    """Return the routes of observation."""

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "release": releases.of(request.scope).id})

    return [Route("/health", health)]


def paths() -> dict[str, object]:
    """Return what the OpenAPI says of them."""
    return {"/health": {"get": {"summary": "Is the portal alive?", "responses": {"200": {"description": "It is"}}}}}
