"""The keeper's side of one release: the holder of its data, and the workers that it forked."""

import asyncio
import contextlib
import os
import socket
import subprocess
from collections import deque
from collections.abc import Callable
from multiprocessing.spawn import get_executable
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec

from portal.settings import Settings
from portal.sparql import messages
from portal.sparql.messages import Ended, Exited, Fork, Forked, Job, Kill, Outcome, Ready, ToKeeper

_PAUSE_SECONDS: Final = 1

Received: TypeAlias = asyncio.Task[tuple[bytes, list[int]]]
"""The next message of a socket: here mostly its end."""

_BY_SIGNAL: Final = {6: Outcome.MEMORY, 24: Outcome.TIME}
"""What ended a worker that nobody killed: the allocator gives up by SIGABRT, the processor's time by SIGXCPU."""


async def readable(descriptor: int | socket.socket) -> None:
    """Wait until something can be read."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def note() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(descriptor, note)
    try:
        await ready
    finally:
        loop.remove_reader(descriptor)


async def message(source: socket.socket) -> tuple[bytes, list[int]]:
    """Return the next message, to be decoded, and what came with it; empty if the other side is gone."""
    while True:
        try:
            return messages.receive(source)
        except BlockingIOError:
            await readable(source)
        except ConnectionError:
            return b"", []


class Worker:
    """A process that runs one query at a time.

    Attributes:
        pid: its number.
        asked: whether it was ever given a query.
        socket: leads to it.
        exited: set when it is gone, to the signal that ended it.
    """

    def __init__(self, own: socket.socket) -> None:
        self.pid = 0
        self.asked = False
        self.socket = own
        self.exited: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def run(self, job: Job, descriptor: int) -> Ended:
        """Run a job; return what became of it, whatever that was.

        Args:
            job: the question.
            descriptor: of the pipe for the answer; it is closed here.
        """
        self.asked = True
        try:
            messages.send(self.socket, job, descriptor)
        except OSError:
            return await self._fate()
        finally:
            os.close(descriptor)
        content, _ = await message(self.socket)
        return msgspec.msgpack.decode(content, type=Ended) if content else await self._fate()

    async def _fate(self) -> Ended:
        signal = await asyncio.shield(self.exited)
        return Ended(_BY_SIGNAL.get(signal, Outcome.CRASHED), f"signal {signal}" if signal else "")


class Crew:
    """One release's holder and workers.

    Attributes:
        release: id of the release.
        everything: whether it has all of the release; if not, the published view.
        ready: set when the data is loaded; false if it could not be.
        idle: workers that wait for a query; who worked last comes first, since what it needs is nearest to its hand.
    """

    def __init__(
        self,
        folder: Path,
        release: str,
        settings: Settings,
        size: int,
        on_idle: Callable[[], None],
        everything: bool = False,
    ) -> None:
        """Start the holder of a release.

        Args:
            folder: of the release.
            release: its id.
            settings: the limits.
            size: how many workers it has.
            on_idle: called when a worker is there to be given a query.
            everything: whether all must be there before it is ready; if not, the published view is enough.
        """
        self.everything = False
        self.release, self._size, self._on_idle = release, size, on_idle
        self.ready: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.idle: list[Worker] = []
        self._coming: deque[Worker] = deque()
        self._workers: dict[int, Worker] = {}
        self._busy = 0
        self._dismissed = False
        self._socket, theirs = messages.pair()
        self._socket.setblocking(False)
        command = [get_executable(), "-m", "portal.sparql.holder", "--keeper", str(theirs.fileno())]
        command += ["--folder", str(folder), "--release", release]
        command += ["--settings", msgspec.json.encode(settings).decode()]
        command += ["--everything"] if everything else []
        with theirs:
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while True:
            content, _ = await message(self._socket)
            if not content:
                break
            told = msgspec.msgpack.decode(content, type=ToKeeper)
            if isinstance(told, Ready):
                self.everything = told.everything
                self.ready.set_result(True)
                for _ in range(self._size):
                    self._fork()
            elif isinstance(told, Forked):
                worker = self._coming.popleft()
                worker.pid = told.pid
                self._workers[told.pid] = worker
                self._rest(worker)
            else:
                self._lost(told)
        await asyncio.to_thread(self._process.wait)
        if not self.ready.done():
            self.ready.set_result(False)
        for pid in list(self._workers):
            self._lost(Exited(pid, 9))
        self._dismissed = True
        self._on_idle()

    @property
    def works(self) -> bool:
        """Whether its holder is there."""
        return not self._dismissed

    def _fork(self) -> None:
        if self._dismissed:
            return
        own, theirs = messages.pair()
        own.setblocking(False)
        with theirs, contextlib.suppress(OSError):
            messages.send(self._socket, Fork(), theirs.fileno())
            self._coming.append(Worker(own))

    def _lost(self, told: Exited) -> None:
        worker = self._workers.pop(told.pid)
        worker.exited.set_result(told.signal)
        worker.socket.close()
        if worker in self.idle:
            self.idle.remove(worker)
        if not self._dismissed:
            # One that never ran a query could not begin to: the next one may not either, and there is no hurry.
            asyncio.get_running_loop().call_later(0 if worker.asked else _PAUSE_SECONDS, self._fork)

    def _rest(self, worker: Worker) -> None:
        self.idle.append(worker)
        self._on_idle()

    async def run(self, worker: Worker, job: Job, descriptor: int, seconds: float, gone: Received) -> Ended:
        """Run a job on a worker that was taken from those that are idle.

        Args:
            worker: the worker.
            job: the question.
            descriptor: of the pipe for the answer; it is closed here.
            seconds: how long it may take.
            gone: done when nobody waits for the answer any more.
        """
        self._busy += 1
        running = asyncio.create_task(worker.run(job, descriptor))
        try:
            either: set[asyncio.Future[Any]] = {running, gone}
            await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                ended = running.result()
            else:
                ended = Ended(Outcome.GONE if gone.done() else Outcome.TIME, last=True)
                with contextlib.suppress(OSError):
                    messages.send(self._socket, Kill(worker.pid))
                await running
        finally:
            self._busy -= 1
        if not worker.exited.done() and not ended.last:
            self._rest(worker)
        if self._dismissed and not self._busy:
            self.close()
        return ended

    def dismiss(self) -> None:
        """Give it no more work; it ends when what runs has ended."""
        self._dismissed = True
        if not self._busy:
            self.close()

    def close(self) -> None:
        """End the holder and all its workers."""
        self._dismissed = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
