"""``/openapi.json``: every route of the portal, for programs and for those who test it."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.releases import Releases

ADDRESS: Final = "/openapi.json"


def route(releases: Releases, paths: Mapping[str, object]) -> Route:
    """Return the route of the description of all protocols, whose Path Items are given by path."""
    own = {ADDRESS: {"get": {"summary": "This description", "responses": {"200": {"description": "OpenAPI 3.1"}}}}}
    described = dict(sorted({**paths, **own}.items()))

    async def description(request: Request) -> Response:
        about = {"title": "Tuyun", "version": version("tuyun"), "description": releases.of(request.scope).base}
        servers = [{"url": request.scope.get("root_path", "") or "/"}]
        content = msgspec.json.encode({"openapi": "3.1.0", "info": about, "servers": servers, "paths": described})
        return Response(content, media_type="application/json")

    return Route(ADDRESS, description)
