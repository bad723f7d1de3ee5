"""The route ``/sparql``."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from tempfile import SpooledTemporaryFile
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from exports.formats import HTML, TRIG, TURTLE
from graph_builder.namespaces import PREFIXES
from portal.negotiation import best_language, quality
from portal.problems import Problem
from portal.releases import Release, Releases
from portal.settings import Settings
from portal.sparql import answers, described, description, protocol, query_text
from portal.sparql.engine import Answer, Cut, Dataset, Engine, Question
from portal.sparql.messages import Outcome
from portal.table import RELEASE_HEADER

PATH: Final = "/sparql"
EDITOR: Final = "sparql"
"""Path of the editor's page, without suffix: where a browser is led that asks nothing."""

_SPOOL: Final = 1 << 20
_FOR_READERS: Final = (TURTLE, TRIG)
"""Formats in which prefixes make a graph readable."""
_IN_DATA: Final = ("dcterms", "oa", "rdfs", "skos", "tuyun", "xsd")
"""Prefixes of what stands in the data; they are declared before it is known what the answer will hold."""
_HEADERS: Final = {"Vary": "Accept", "Cache-Control": "no-cache"}


def routes(releases: Releases, settings: Settings) -> list[BaseRoute]:
    """Return the route."""

    async def sparql(request: Request) -> Response:
        try:
            return await answered(request)
        except Problem as error:
            error.in_rdf = False  # line, column and outcome are members of the document
            raise

    async def answered(request: Request) -> Response:
        engine: Engine = request.app.state.engine
        release = releases.of(request.scope)
        operation = await protocol.read(request, settings)
        if operation.query is None:
            return _led(request, release) or await description.answer(request, release, engine, settings)
        asked = query_text.read(operation.query, release.base)
        address = request.url.query if request.method != "POST" else ""
        form = answers.choose(asked.kind, request.headers.get("accept", ""), operation.format, address)
        client = request.client.host if request.client else ""
        known = (*(_IN_DATA if form.format in _FOR_READERS else ()), *asked.undeclared)
        prefixes = {**{one: PREFIXES[one] for one in known}, **asked.prefixes}
        own = Dataset(asked.default, asked.named)
        question = Question(
            operation.query,
            asked.kind,
            form,
            operation.dataset,
            own,
            release.base,
            asked.prologue,
            prefixes,
            client,
            asked.graphs,
        )
        answer = await _asked(request, engine.run(question, release))
        headers = {**_HEADERS, "Content-Type": form.content_type, RELEASE_HEADER: answer.release or release.id}
        return Streamed(answer, headers)

    return [Route(PATH, sparql, methods=["GET", "POST"])]


def paths() -> dict[str, object]:
    """Return what the OpenAPI says of the route."""
    return described.paths(PATH)


def _led(request: Request, release: Release) -> Response | None:
    """Return the way to the editor for a reader who would rather have a page, if the release has one."""
    accept = request.headers.get("accept", "")
    weight = quality(accept, HTML.media_type)
    if not release.holds(f"{EDITOR}.{HTML.suffix}") or not weight:
        return None
    if any(quality(accept, one.media_type) > weight for one in answers.GRAPHS):
        return None
    if "text/html" not in accept.lower():  # `*/*` alone is a program's: it is told about the service
        return None
    spoken = tuple(one for one in release.languages if release.holds(f"{EDITOR}.{one}.{HTML.suffix}"))
    language = best_language(request.headers.get("accept-language", ""), spoken) if spoken else ""
    suffix = f"{language}.{HTML.suffix}" if language else HTML.suffix
    return RedirectResponse(f"{EDITOR}.{suffix}", 303, {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"})


async def _asked(request: Request, work: Awaitable[Answer]) -> Answer:
    """Return an answer that can be sent, and count what became of the question."""
    queries: Counter[str] = request.app.state.observer.queries
    try:
        answer = await _unless_gone(request, work)
        if answer.size < 0 and request.scope["http_version"] == "1.0":
            answer = await _whole(answer)
    except Problem as error:
        queries[str(error.facts.get("outcome", "refused"))] += 1
        raise
    queries[Outcome.DONE] += 1
    return answer


async def _whole(answer: Answer) -> Answer:
    """Return an answer of known size: HTTP/1.0 (as some proxies speak it) has no sign by which a cut one could be told.

    Raises:
        Problem: if the answer is cut.
    """
    kept = SpooledTemporaryFile(_SPOOL)  # noqa: SIM115 - closed when it is sent
    try:
        async for block in answer.content:
            kept.write(block)
    except BaseException as error:
        kept.close()
        await answer.close()
        if isinstance(error, Cut):
            raise error.problem from None
        raise
    size = kept.tell()
    kept.seek(0)

    async def content() -> AsyncIterator[bytes]:
        while block := kept.read(_SPOOL):
            yield block

    async def close() -> None:
        kept.close()

    return Answer(answer.release, content(), size, close)


async def _unless_gone(request: Request, work: Awaitable[Answer]) -> Answer:
    """Return what comes of a work, given up when the client goes away."""
    task = asyncio.ensure_future(work)
    gone = asyncio.create_task(_gone(request.receive))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not task.done():
            task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        return await task
    raise Problem(400, "the client went away")


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class Streamed(Response):
    """An answer that is sent while it is made; one that is cut breaks the connection off, so that it is seen."""

    def __init__(self, answer: Answer, headers: dict[str, str]) -> None:
        self._answer = answer
        if answer.size >= 0:
            headers = {**headers, "Content-Length": str(answer.size)}
        self.status_code, self.background = 200, None
        self.init_headers(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        sending = asyncio.create_task(self._send(scope["method"] == "HEAD", send))
        gone = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            sending.cancel()
            try:
                await sending
            except asyncio.CancelledError:
                pass
            except Cut as cut:  # not ended, so the server breaks the connection off
                scope["app"].state.observer.queries[f"cut_{cut.problem.facts.get('outcome', 'refused')}"] += 1
            await self._answer.close()

    async def _send(self, head_only: bool, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if not head_only:
            async for block in self._answer.content:
                await send({"type": "http.response.body", "body": block, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
