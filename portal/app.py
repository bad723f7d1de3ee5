"""The application: every protocol is a module that gives its routes; here they are listed, and nowhere else."""

from pathlib import Path
from typing import Final, Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute

from portal import documents, observation, openapi, problems
from portal.harvesting import service as oai
from portal.reconciliation import service as reconciliation
from portal.releases import Releases
from portal.settings import Settings


class Room(Protocol):
    """A protocol of the portal: a module with these two functions."""

    def routes(self, releases: Releases, settings: Settings, /) -> list[BaseRoute]:
        """Return its routes. An endpoint asks ``releases.of(request.scope)`` for the release of its request."""
        ...

    def paths(self) -> dict[str, object]:
        """Return the Path Items of the OpenAPI, by path: what ``/openapi.json`` says of the routes."""
        ...


ROOMS: Final[tuple[Room, ...]] = (observation, oai, reconciliation, documents)
"""All protocols; the documents of the release come last, since they answer every path."""


def create_app(folder: Path, settings: Settings | None = None) -> Starlette:
    """Return the portal over a folder of releases, or over one release.

    Raises:
        InputError: if no release is there.
        SystemFailure: if it cannot be read.
    """
    settings, releases = settings or Settings(), Releases(folder)
    described = {path: item for room in ROOMS for path, item in room.paths().items()}
    routes = [route for room in ROOMS for route in room.routes(releases, settings)]
    return Starlette(
        routes=[openapi.route(releases, described), *routes],
        exception_handlers={
            problems.Problem: problems.on_problem,
            HTTPException: problems.on_http_exception,
            Exception: problems.on_failure,
        },
    )
