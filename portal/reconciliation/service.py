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
from portal.reconciliation.handlers import Ask, Handler, Service
from portal.releases import Release, Releases
from portal.settings import Settings

ROOT: Final = "/reconcile"


def routes(releases: Releases, settings: Settings) -> list[BaseRoute]:
    """Return the routes: in the archive's first language, and below the code of each."""
    found: list[BaseRoute] = []
    for root, language in ((ROOT, ""), *((f"{ROOT}/{code}", code) for code in LANGUAGES)):
        found.append(Route(root, _endpoint(releases, settings, handlers.service, language), methods=["GET", "POST"]))
        for path, handler in handlers.PARTS.items():
            endpoint = _endpoint(releases, settings, handler, language)
            found.append(Route(f"{root}/{path}", endpoint, methods=["GET"]))
    return found


def paths() -> dict[str, object]:
    """Return what the OpenAPI says of the routes."""
    return described.paths(ROOT)


def _endpoint(
    releases: Releases, settings: Settings, handler: Handler, language: str
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        release = releases.of(request.scope)
        here = f"{request.base_url}".rstrip("/")
        given = await parameters(request, settings)
        ask = Ask(here, bool(language), language or release.languages[0], given, settings)
        return await run_in_threadpool(handler, _service(release), ask)

    return endpoint


@lru_cache(maxsize=4)
def _service(release: Release) -> Service:
    if not release.holds(INDEX):
        raise Problem(404, "this release has no index of names: build it again")
    return Service(release)
