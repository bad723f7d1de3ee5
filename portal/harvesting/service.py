"""The route ``/oai``: one address, asked by GET or by a form."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from exports import harvest
from graph_builder.decode import NOT_JSON
from portal.forms import FORM, parameters
from portal.harvesting.answers import Answers, envelope, error, repeated
from portal.harvesting.arguments import VERBS, checked
from portal.harvesting.faults import Fault
from portal.harvesting.repository import Repository
from portal.problems import Problem
from portal.releases import Release, Releases
from portal.settings import Settings

PATH: Final = "/oai"

_MEDIA_TYPE: Final = "text/xml; charset=utf-8"
_ARGUMENTS: Final = ("identifier", "metadataPrefix", "from", "until", "set", "resumptionToken")


def routes(releases: Releases, settings: Settings) -> list[BaseRoute]:
    """Return the route."""

    async def oai(request: Request) -> Response:
        release = releases.of(request.scope)
        given = await parameters(request, settings)
        address = f"{request.base_url}".rstrip("/") + PATH
        return await run_in_threadpool(_answer, release, given, address, settings)

    return [Route(PATH, oai, methods=["GET", "POST"])]


def _answer(release: Release, given: Mapping[str, list[str]], address: str, settings: Settings) -> Response:
    asked: Mapping[str, str] = {}
    try:
        verb, arguments = checked(given)
        asked = {"verb": verb, **arguments}
        content = Answers(_repository(release), settings, address).answer(verb, arguments)
        content = chain([next(content)], content)
    except Fault as fault:
        asked, content = repeated(fault, asked), iter([error(fault)])
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return StreamingResponse(envelope(now, address, asked, content), media_type=_MEDIA_TYPE)


@lru_cache(maxsize=2)
def _repository(release: Release) -> Repository:
    if not release.holds(harvest.ABOUT):
        raise Problem(404, "this release has no records for harvesting: build it again")
    try:
        return Repository(release)
    except (OSError, KeyError, *NOT_JSON) as error:
        raise Problem(503, "the records for harvesting are damaged; whoever runs the portal can verify it") from error


def paths() -> dict[str, object]:
    """Return what the OpenAPI says of the route."""
    schema = {"verb": {"type": "string", "enum": sorted(VERBS)}} | {name: {"type": "string"} for name in _ARGUMENTS}
    given = [{"name": name, "in": "query", "required": name == "verb", "schema": one} for name, one in schema.items()]
    answers = {"200": {"description": "An answer or an error of OAI-PMH 2.0", "content": {"text/xml": {}}}}
    body = {"content": {FORM: {"schema": {"type": "object", "properties": schema}}}}
    summary = "Records for catalogues and aggregators, by OAI-PMH 2.0"
    return {
        PATH: {
            "get": {"summary": summary, "parameters": given, "responses": answers},
            "post": {"summary": summary, "requestBody": body, "responses": answers},
        }
    }
