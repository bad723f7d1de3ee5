"""The routes of the service.

At ``/reconcile`` it names things in the archive's first language, at ``/reconcile/ru`` in that of the address.
Version 0.2 is spoken; clients of 0.1 (OpenRefine's form POST, a single ``query``) are understood.
"""

from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from exports.messages import LANGUAGES
from exports.names.index_file import PATH as INDEX
from portal.forms import parameters
from portal.problems import Problem
from portal.reconciliation import described, handlers
from portal.reconciliation.handlers import CORS, Ask, Handler, Service
from portal.releases import Release, Releases
from portal.settings import Settings

ROOT: Final = "/reconcile"

_METHODS: Final = "GET, HEAD, POST, OPTIONS"


def routes(releases: Releases, settings: Settings) -> list[BaseRoute]:
    """Return the routes, those that begin with a language last: «/reconcile/preview» is none."""
    found: list[BaseRoute] = []
    for root in (ROOT, f"{ROOT}/{{language:str}}"):
        for path, handler in handlers.PARTS.items():
            found.append(Route(f"{root}/{path}", _endpoint(releases, settings, handler), methods=["GET", "OPTIONS"]))
        found.insert(0, Route(root, _endpoint(releases, settings, handlers.service), methods=_METHODS.split(", ")))
    return sorted(found, key=lambda route: "{" in getattr(route, "path", ""))


def paths() -> dict[str, object]:
    """Return what the OpenAPI says of the routes."""
    return described.paths(ROOT)


def _endpoint(releases: Releases, settings: Settings, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        release = releases.of(request.scope)
        if request.method == "OPTIONS":
            return Response(
                status_code=204, headers={**CORS, "Access-Control-Allow-Methods": _METHODS, "Allow": _METHODS}
            )
        language = request.path_params.get("language", LANGUAGES[0])
        if language not in LANGUAGES:
            raise Problem(404, f"no service in the language {language!r}; there is one in {', '.join(LANGUAGES)}")
        here = f"{request.base_url}".rstrip("/")
        given = await parameters(request, settings)
        ask = Ask(here, "language" in request.path_params, language, given, settings)
        response = await run_in_threadpool(handler, _service(release), ask)
        response.headers.update(CORS)
        return response

    return endpoint


@lru_cache(maxsize=4)
def _service(release: Release) -> Service:
    if not release.holds(INDEX):
        raise Problem(404, "this release has no index of names: build it again")
    return Service(release)
