"""The portal's own engine: asks the keeper, reads the answer from a pipe, never blocks the event loop."""

import asyncio
import contextlib
import fcntl
import os
import socket
import threading
from pathlib import Path
from typing import Final

import msgspec
from starlette.concurrency import run_in_threadpool

from portal.problems import Problem
from portal.releases import Release
from portal.settings import Settings
from portal.sparql import messages
from portal.sparql.begun import begun
from portal.sparql.crew import message, readable
from portal.sparql.data import needs_all, told
from portal.sparql.engine import Answer, Question
from portal.sparql.faults import fault
from portal.sparql.keeping import AVAILABLE, KeeperProcess
from portal.sparql.limits import problem
from portal.sparql.messages import Begun, Ended, FromKeeper, Job, Outcome

_READ: Final = 1 << 16
_PIPE_BYTES: Final = 1 << 20
_SET_PIPE_SIZE: Final = 1031  # F_SETPIPE_SZ
_TRIES: Final = 3


class LocalEngine:
    """Answers from the release, in processes of its own; see :class:`~portal.sparql.engine.Engine`."""

    own = True

    def __init__(self, folder: Path, settings: Settings) -> None:
        """Prepare to answer; the keeper is started with the first question, unless one runs already.

        Args:
            folder: of the releases, or of one release.
            settings: the limits.
        """
        self._folder, self._settings = folder, settings
        self._lock = threading.Lock()
        self._keeper: KeeperProcess | None = None

    async def run(self, question: Question, release: Release) -> Answer:
        """Return the answer as soon as there is something of it (see :class:`~portal.sparql.engine.Engine`)."""
        if not AVAILABLE:
            raise Problem(501, "the portal answers queries on Linux only; `tuyun query` asks a release anywhere")
        call = _Call(await self._connect(), _job(question, release), self._settings)
        try:
            call.begin()
            return await begun(call, self._settings.sparql_buffer_bytes, call.close)
        except BaseException:
            await call.close()
            raise

    async def close(self) -> None:
        """End the keeper, if it was started here."""
        if self._keeper is not None:
            await run_in_threadpool(self._keeper.close)
            self._keeper = None

    async def _connect(self) -> socket.socket:
        for _ in range(_TRIES):
            address = self._settings.sparql_socket
            if not address and self._keeper is not None and self._keeper.runs:
                address = self._keeper.address
            address = address or await run_in_threadpool(self._started)
            one = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            one.setblocking(False)
            try:
                one.connect(address)  # a local socket is connected at once, or its queue is full
            except OSError:
                one.close()
                await asyncio.sleep(0.1)
            else:
                return one
        raise Problem(503, "the keeper of the queries does not answer", headers={"Retry-After": "5"})

    def _started(self) -> str:
        with self._lock:
            if self._keeper is None:
                self._keeper = KeeperProcess(self._folder, self._settings)
            self._keeper.ensure()
            return self._keeper.address


class _Call:
    """One question to the keeper: its connection and the pipe of its answer."""

    def __init__(self, keeper: socket.socket, job: Job, settings: Settings) -> None:
        self._keeper: socket.socket | None = keeper
        self._job, self._settings = job, settings
        self._pipe = -1
        self._release = ""

    def begin(self) -> None:
        """Send the job.

        Raises:
            Problem: if the keeper does not take it.
        """
        assert self._keeper is not None
        self._pipe, theirs = os.pipe()
        try:
            os.set_blocking(self._pipe, False)
            with contextlib.suppress(OSError):  # a larger pipe is only faster
                fcntl.fcntl(self._pipe, _SET_PIPE_SIZE, _PIPE_BYTES)
            messages.send(self._keeper, self._job, theirs)
        except OSError as error:
            raise problem(Ended(Outcome.CRASHED, str(error)), self._settings) from error
        finally:
            os.close(theirs)

    def problem(self, ended: Ended) -> Problem:
        """Return what is to be said of an end that is none."""
        if ended.outcome == Outcome.SYNTAX:
            ended = fault(self._job.text, ended.detail)
        return problem(ended, self._settings)

    async def release(self) -> str:
        """Return the id of the release that is answered from, as the keeper tells it."""
        if not self._release and self._keeper is not None:
            await self._told()
        return self._release

    async def read(self) -> bytes:
        """Return the next block; nothing at the end."""
        while True:
            try:
                return os.read(self._pipe, _READ)
            except BlockingIOError:
                await readable(self._pipe)

    async def _told(self) -> Begun | Ended:
        assert self._keeper is not None
        content, _ = await message(self._keeper)
        if not content:
            return Ended(Outcome.CRASHED, "the keeper is gone")
        told: FromKeeper = msgspec.msgpack.decode(content, type=FromKeeper)
        if isinstance(told, Begun):
            self._release = told.release
        return told

    async def ended(self) -> Ended:
        """Return how it ended."""
        told = await self._told()
        while isinstance(told, Begun):
            told = await self._told()
        return told

    async def close(self) -> None:
        """Give up the answer: the keeper sees it, and ends the query if it still runs."""
        if self._keeper is not None:
            self._keeper.close()
            self._keeper = None
            os.close(self._pipe)


def _job(question: Question, release: Release) -> Job:
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    default, named = question.dataset.default, question.dataset.named
    if not question.dataset:
        default, named = told(question.own.default, question.own.named)
    return Job(
        question.text,
        question.form.format.name,
        question.kind.is_graph,
        question.base,
        default,
        named,
        dict(question.prefixes),
        question.client,
        release.id,
        needs_all(default, named, question.graphs),
    )
