"""The engine that passes queries on to a store of another maker, with the limits and promises of our own."""

import asyncio
import contextlib
import math
import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import httpx

from graph_builder.decode import NOT_JSON
from portal.problems import Problem
from portal.releases import Release
from portal.settings import Settings
from portal.sparql.begun import begun
from portal.sparql.crew import readable
from portal.sparql.engine import Answer, Question
from portal.sparql.limits import problem
from portal.sparql.messages import Ended, Outcome
from portal.stores.asking import Asked, asked
from portal.stores.conversion import BROKEN, Conversion, accepted
from portal.stores.credentials import Credentials
from portal.stores.kinds import Kind
from portal.stores.pushing import record_query, recorded
from portal.stores.store import FORM, rows
from portal.stores.turns import Turns

_READ: Final = 1 << 16
_PLACE: Final = re.compile(r"(?:\bat|line)\s+(\d+)(?::|,?\s+column\s+)?(\d+)?", re.I)
_TIMED: Final = re.compile(r"time[d ]*out|cancel|estimated execution time", re.I)
_ROWS: Final = re.compile(r"[0-9]{1,18}")
_SAID: Final = 4_000
_SHOWN: Final = 300
_SECONDS: Final = 10.0
"""For how long it is believed which release the store holds."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where queries are passed on to.

    Attributes:
        queries: address of the store's queries.
        kind: who made it.
        default_graph: IRI of the graph that stands for the default graph; empty if it has one of its own.
    """

    queries: str
    kind: Kind
    default_graph: str = ""


class RemoteEngine:
    """Asks a store; see :class:`~portal.sparql.engine.Engine`."""

    own = False

    def __init__(self, endpoint: Endpoint, settings: Settings, credentials: Credentials) -> None:
        """Prepare to ask; nothing is sent yet."""
        self._endpoint, self._settings = endpoint, settings
        self._turns = Turns(settings)
        self._threads = ThreadPoolExecutor(self._turns.running, "answers")
        times = httpx.Timeout(settings.sparql_seconds, connect=min(5.0, settings.sparql_seconds))
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=self._turns.running)
        self._http = httpx.AsyncClient(auth=credentials, timeout=times, limits=limits, trust_env=False)
        self._held, self._looked = "", -math.inf

    async def run(self, question: Question, release: Release) -> Answer:
        """Return the answer as soon as there is something of it (see :class:`~portal.sparql.engine.Engine`)."""
        endpoint = self._endpoint
        sent = asked(question, endpoint.default_graph, release.base)
        own = contextlib.AsyncExitStack()
        try:
            await own.enter_async_context(self._turns.of(question.client))
            call = _Call(self._http, self._threads, Conversion(question, self._settings))
            own.push_async_callback(call.close)
            await call.ask(endpoint.queries, sent)
            call.answers_from = await self._release(release.base)
            return await begun(call, self._settings.sparql_buffer_bytes, own.aclose)
        except BaseException:
            await own.aclose()
            raise

    async def _release(self, base: str) -> str:
        """Return the id of the release that the store says it holds, looked up now and then; empty if it says none."""
        now = asyncio.get_running_loop().time()
        if now - self._looked > _SECONDS:
            self._looked = now
            try:
                response = await self._http.post(
                    self._endpoint.queries, data={"query": record_query(base)}, headers=FORM
                )
                self._held = recorded(rows(response.content)) if response.is_success else ""
            except (httpx.HTTPError, *NOT_JSON):
                self._held = ""
        return self._held

    async def close(self) -> None:
        """Give up the connections."""
        await self._http.aclose()
        self._threads.shutdown(wait=False)


class _Call:
    """One query that is passed on: its request, and the thread that reads the answer and writes it anew.

    Attributes:
        answers_from: id of the release that the store holds; empty if it does not say.
    """

    def __init__(self, http: httpx.AsyncClient, threads: ThreadPoolExecutor, conversion: Conversion) -> None:
        self._http, self._threads, self._conversion = http, threads, conversion
        self._settings = conversion.settings
        self._closing = contextlib.AsyncExitStack()
        self._ends: list[int] = []
        self._feeding: asyncio.Task[Ended] | None = None
        self._converting: asyncio.Future[Ended] | None = None
        self._late: asyncio.TimerHandle | None = None
        self._expired = self._waiting = False
        self._output = -1
        self.answers_from = ""

    async def ask(self, address: str, sent: Asked) -> None:
        """Send the query, and see that an answer begins.

        Raises:
            Problem: if the store refuses it, or does not answer.
        """
        loop = asyncio.get_running_loop()
        headers = {"Accept": accepted(self._conversion.question.kind)}
        fields: dict[str, str | list[str]] = {"query": sent.text}
        for name, value in sent.form:
            fields[name] = [*fields.get(name, []), value]
        began = loop.time()
        try:
            async with asyncio.timeout(self._settings.sparql_seconds):
                request = self._http.build_request("POST", address, data=fields, headers=headers)
                response = await self._http.send(request, stream=True)
                self._closing.push_async_callback(response.aclose)
                if not response.is_success:
                    raise _refused(response.status_code, await _said(response), sent)
        except (TimeoutError, httpx.ReadTimeout):
            raise self.problem(Ended(Outcome.TIME)) from None
        except httpx.HTTPError:
            raise Problem(
                503, "the store behind this endpoint does not answer: come again later", headers={"Retry-After": "10"}
            ) from None
        self._conversion.most = _most(response)
        source, fed = os.pipe()
        self._output, written = os.pipe()
        os.set_blocking(fed, False)
        os.set_blocking(self._output, False)
        self._ends = [fed]
        self._feeding = asyncio.create_task(self._feed(response, fed))
        self._converting = loop.run_in_executor(self._threads, self._conversion.run, source, written)
        self._late = loop.call_at(began + self._settings.sparql_seconds, self._expire)

    async def _feed(self, response: httpx.Response, fed: int) -> Ended:
        """Hand the answer to the thread."""
        try:
            async for chunk in response.aiter_bytes(_READ):
                left = memoryview(chunk)
                while left:
                    try:
                        left = left[os.write(fed, left) :]
                    except BlockingIOError:
                        await _writable(fed)
        except BrokenPipeError:
            pass  # the thread has ended, and says why
        except httpx.HTTPError as error:
            return Ended(BROKEN, str(error) or type(error).__name__)
        finally:
            self._end(fed)
        return Ended(Outcome.DONE)

    def _expire(self) -> None:
        """Let the answer end here: time is over."""
        self._expired = True
        if self._feeding:
            self._feeding.cancel()
        if not self._waiting:  # the client is slow, and the thread may wait to be read
            self._close_output()

    async def release(self) -> str:
        """Return the id of the release that the store holds; empty if it does not say."""
        return self.answers_from

    async def read(self) -> bytes:
        """Return the next block; nothing at the end."""
        while not self._expired or self._waiting:
            try:
                return os.read(self._output, _READ)
            except BlockingIOError:
                self._waiting = True
                try:
                    await readable(self._output)
                finally:
                    self._waiting = False
        return b""

    async def ended(self) -> Ended:
        """Return what became of it: whichever side failed first."""
        assert self._feeding is not None
        assert self._converting is not None
        if self._expired:
            self._close_output()  # nothing more is read: the thread must not wait for it
        converted = await self._converting
        self._feeding.cancel()
        (fed,) = await asyncio.gather(self._feeding, return_exceptions=True)
        if self._expired:
            return Ended(Outcome.TIME)
        if converted.outcome == BROKEN and isinstance(fed, Ended) and fed.outcome != Outcome.DONE:
            return fed
        return converted

    def problem(self, ended: Ended) -> Problem:
        """Return what is to be said of an end that is none."""
        if ended.outcome != BROKEN:
            return problem(ended, self._settings)
        facts = {"outcome": BROKEN}
        if _TIMED.search(ended.detail):
            return problem(Ended(Outcome.TIME), self._settings)
        return Problem(502, "the answer of the store behind this endpoint broke off or cannot be read", facts=facts)

    def _end(self, descriptor: int) -> None:
        if descriptor in self._ends:
            self._ends.remove(descriptor)
            os.close(descriptor)

    def _close_output(self) -> None:
        if self._output >= 0:
            os.close(self._output)
            self._output = -1

    async def close(self) -> None:
        """Give up the answer; the turn is over when the thread has ended."""
        if self._late:
            self._late.cancel()
        self._close_output()
        if self._feeding:
            self._feeding.cancel()
            await asyncio.gather(self._feeding, return_exceptions=True)
        for descriptor in list(self._ends):
            self._end(descriptor)
        await self._closing.aclose()
        if self._converting:
            await asyncio.gather(self._converting, return_exceptions=True)


async def _writable(descriptor: int) -> None:
    """Wait until something can be written."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def note() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_writer(descriptor, note)
    try:
        await ready
    finally:
        loop.remove_writer(descriptor)


async def _said(response: httpx.Response) -> str:
    """Return what a store says of its refusal, as far as anyone reads on."""
    text = b""
    async for chunk in response.aiter_bytes():
        text += chunk
        if len(text) > _SAID:
            break
    return text[:_SAID].decode(errors="replace")


def _most(response: httpx.Response) -> int:
    """Return after how many rows the store has cut the answer; Virtuoso says so in a header only."""
    if "x-sql-state" in response.headers:
        return 1
    said = response.headers.get("x-sparql-maxrows", "")
    return int(said) if _ROWS.fullmatch(said) else 0


def _refused(status: int, said: str, sent: Asked) -> Problem:
    """Return the answer to a query that a store refuses."""
    if status == 400:
        place = _PLACE.search(said)
        line, column = (int(place[1]), int(place[2] or 1)) if place else (0, 0)
        shifted = max(1, column - sent.before) if line == 1 else column
        return problem(Ended(Outcome.SYNTAX, f"the store says: {_first(said)[:_SHOWN]}", line, shifted), Settings())
    if status in {408, 429, 503, 504} or _TIMED.search(said):
        detail = "the store behind this endpoint ended the query or has no room for it: ask for less, or come later"
        return Problem(503, detail, facts={"outcome": Outcome.TIME}, headers={"Retry-After": "10"})
    return Problem(502, f"the store behind this endpoint failed: {status}", facts={"outcome": BROKEN})


def _first(said: str) -> str:
    """Return the first line of a message that says something."""
    return next((line.strip() for line in said.splitlines() if line.strip()), "")
