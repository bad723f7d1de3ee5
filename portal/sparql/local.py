"""The portal's own engine: asks the keeper, reads the answer from a pipe, never blocks the event loop."""

import asyncio
import contextlib
import fcntl
import os
import socket
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import msgspec
from starlette.concurrency import run_in_threadpool

from portal.problems import Problem
from portal.releases import Release
from portal.settings import Settings
from portal.sparql import messages
from portal.sparql.crew import message, readable
from portal.sparql.data import UNION, VIEW
from portal.sparql.engine import Answer, Cut, Question
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
        call = _Call(await self._connect())
        try:
            return await call.begin(_job(question, release), self._settings)
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
            address = self._settings.sparql_socket or await run_in_threadpool(self._started)
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

    def __init__(self, keeper: socket.socket) -> None:
        self._keeper: socket.socket | None = keeper
        self._pipe = -1
        self._release = ""

    async def begin(self, job: Job, settings: Settings) -> Answer:
        """Send the job; return the answer when there is enough of it to be sure, or all.

        Raises:
            Problem: if it ended otherwise than well before that.
        """
        assert self._keeper is not None
        self._pipe, theirs = os.pipe()
        try:
            os.set_blocking(self._pipe, False)
            with contextlib.suppress(OSError):  # a larger pipe is only faster
                fcntl.fcntl(self._pipe, _SET_PIPE_SIZE, _PIPE_BYTES)
            messages.send(self._keeper, job, theirs)
        except OSError as error:
            raise problem(Ended(Outcome.CRASHED, str(error)), settings) from error
        finally:
            os.close(theirs)
        head: list[bytes] = []
        kept = 0
        while kept < settings.sparql_buffer_bytes:
            block = await self._read()
            if not block:
                break
            head.append(block)
            kept += len(block)
        else:
            await self._told()
            return Answer(self._release, self._rest(head, settings), close=self.close)
        ended = await self._ended()
        await self.close()
        if ended.outcome == Outcome.SYNTAX:
            ended = fault(job.text, ended.detail)
        if ended.outcome != Outcome.DONE:
            raise problem(ended, settings)
        return Answer(self._release, _all(head), size=kept)

    async def _rest(self, head: list[bytes], settings: Settings) -> AsyncIterator[bytes]:
        try:
            for block in head:
                yield block
            while block := await self._read():
                yield block
            ended = await self._ended()
            if ended.outcome != Outcome.DONE:
                raise Cut(problem(ended, settings))
        finally:
            await self.close()

    async def _read(self) -> bytes:
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

    async def _ended(self) -> Ended:
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


async def _all(blocks: list[bytes]) -> AsyncIterator[bytes]:
    for block in blocks:
        yield block


def _job(question: Question, release: Release) -> Job:
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    default, named = question.dataset.default, question.dataset.named
    if not question.dataset:
        own = question.own
        special = {UNION, VIEW}.intersection((*own.default, *own.named))
        # The engine reads FROM itself; only what it cannot do, a merge or a name of ours, is told to it.
        default, named = (own.default, own.named) if len(own.default) > 1 or special else (None, None)
    form = question.form.format.name
    graph = question.kind.is_graph
    return Job(
        question.text, form, graph, question.base, default, named, dict(question.prefixes), question.client, release.id
    )
