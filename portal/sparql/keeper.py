"""The process that keeps the queue and the limits of queries, for all processes of a portal.

It holds no data: for each release it starts a :class:`~portal.sparql.crew.Crew`. When another release is swapped in,
its crew is made ready while the one before goes on answering, and takes over at once. Of a great release the first crew
has the published view alone; in the same way it is followed by one that has all.
"""

import argparse
import asyncio
import contextlib
import math
import os
import signal
import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec
import uvloop

from graph_builder.decode import NOT_JSON
from graph_builder.errors import InputError
from graph_builder.old_releases import MANIFEST
from graph_builder.release import current
from portal.settings import Settings
from portal.sparql import messages
from portal.sparql.crew import Crew, Received, Worker, message, readable
from portal.sparql.messages import Begun, Ended, Job, Outcome

_LOOK_SECONDS: Final = 0.5
_AGAIN_SECONDS: Final = 60
_RETRY_OWN: Final = 5
"""Seconds after which a client with too many queries may ask again: some of its own have ended by then."""


class _Manifest(msgspec.Struct):
    id: str


@dataclass(eq=False)
class _Waiting:
    client: str
    everything: bool
    turn: asyncio.Future[tuple[Crew, Worker]] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Keeper:
    """Takes questions, lets them wait for their turn, and has them run."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder, self._settings = folder, settings
        self._running = settings.sparql_running or max(2, os.cpu_count() or 1)
        self._each = settings.sparql_running_per_client or max(1, self._running - 1)
        self._crew: Crew | None = None
        self._next: Crew | None = None
        self._failed, self._failed_at = "", 0.0
        self._queue: list[_Waiting] = []
        self._asked: Counter[str] = Counter()
        self._at_work: Counter[str] = Counter()

    async def serve(self, listening: socket.socket) -> None:
        """Serve the portals that connect, until cancelled."""
        listening.setblocking(False)
        watching = asyncio.create_task(self._watch())
        tasks: set[asyncio.Task[None]] = set()
        loop = asyncio.get_running_loop()
        try:
            while True:
                portal, _ = await loop.sock_accept(listening)
                portal.setblocking(False)
                task = asyncio.create_task(self._answer(portal))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
        finally:
            watching.cancel()
            for crew in (self._crew, self._next):
                if crew is not None:
                    crew.close()

    async def _watch(self) -> None:
        """Look for another release, and have it ready before it is asked."""
        while True:
            with contextlib.suppress(OSError, InputError, *NOT_JSON):
                await self._look()
            await asyncio.sleep(_LOOK_SECONDS)

    async def _look(self) -> None:
        folder = current(self._folder)
        serving = self._crew if self._crew is not None and self._crew.works else None
        release = serving.release if serving and serving.everything else ""
        if folder.name == release or not self._tried_again(folder.name):
            return
        id_ = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Manifest).id
        if id_ == release or not self._tried_again(id_):
            return
        everything = serving is not None  # what a question may be asked now it must be answered afterwards
        self._next = Crew(folder, id_, self._settings, self._running, self._give, everything)
        if not await self._next.ready:
            self._failed, self._failed_at = id_, time.monotonic()  # who was there before goes on being asked
            return
        before, self._crew, self._next = self._crew, self._next, None
        if before is not None:
            before.dismiss()
        self._give()

    def _tried_again(self, release: str) -> bool:
        """Tell whether a release may be loaded: not soon after it failed, but then again, since disks are emptied."""
        return release != self._failed or time.monotonic() - self._failed_at > _AGAIN_SECONDS

    async def _answer(self, portal: socket.socket) -> None:
        """Answer one question of a portal, and close its connection."""
        descriptors: list[int] = []
        with portal:
            content, descriptors = await message(portal)
            if not content:
                return
            job = msgspec.msgpack.decode(content, type=Job)
            gone = asyncio.create_task(message(portal))
            try:
                ended = await self._in_turn(job, descriptors, portal, gone)
                with contextlib.suppress(OSError):
                    messages.send(portal, ended)
            finally:
                gone.cancel()
                for one in descriptors:
                    os.close(one)

    async def _in_turn(self, job: Job, descriptors: list[int], portal: socket.socket, gone: Received) -> Ended:
        settings = self._settings
        wait = math.ceil(settings.sparql_wait_seconds)
        if self._asked[job.client] >= settings.sparql_per_client:
            return Ended(Outcome.CLIENT, retry=_RETRY_OWN)
        if len(self._queue) >= settings.sparql_waiting:
            return Ended(Outcome.QUEUE, retry=wait)
        self._asked[job.client] += 1
        try:
            waiting = _Waiting(job.client, job.everything)
            self._queue.append(waiting)
            self._give()
            either: set[asyncio.Future[Any]] = {waiting.turn, gone}
            await asyncio.wait(either, timeout=settings.sparql_wait_seconds, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.turn.done():
                self._queue.remove(waiting)
                if gone.done():
                    return Ended(Outcome.GONE)
                return Ended(Outcome.WAITED if self._able(job.everything) else Outcome.LOADING, retry=wait)
            crew, worker = waiting.turn.result()
            try:
                with contextlib.suppress(OSError):
                    messages.send(portal, Begun(crew.release))
                return await crew.run(worker, job, descriptors.pop(), settings.sparql_seconds, gone)
            finally:
                self._at_work[job.client] -= 1
                self._give()
        finally:
            self._asked[job.client] -= 1
            if not self._asked[job.client]:
                del self._asked[job.client], self._at_work[job.client]

    def _able(self, everything: bool) -> bool:
        """Tell whether there is a crew that has what a question needs."""
        return self._crew is not None and (self._crew.everything or not everything)

    def _give(self) -> None:
        """Give idle workers to those whose turn it is: to who has the fewest queries running, of these the first."""
        crew = self._crew
        while crew is not None and crew.works and crew.idle:
            able = (one for one in self._queue if self._able(one.everything))
            allowed = [one for one in able if self._at_work[one.client] < self._each]
            if not allowed:
                return
            chosen = min(allowed, key=lambda one: self._at_work[one.client])
            self._queue.remove(chosen)
            self._at_work[chosen.client] += 1
            chosen.turn.set_result((crew, crew.idle.pop()))


async def _until_parent_ends(keeper: Keeper, listening: socket.socket) -> None:
    serving = asyncio.create_task(keeper.serve(listening))
    await readable(0)  # standard input is held open by who started us, and says nothing
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def main() -> None:
    """Run as a process of its own, until standard input is closed."""
    parser = argparse.ArgumentParser()
    for name, kind in (("--listening", int), ("--folder", Path), ("--settings", str)):
        parser.add_argument(name, type=kind, required=True)
    given = parser.parse_args()
    settings = msgspec.json.decode(given.settings, type=Settings)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us says when to end, by closing standard input
    with socket.socket(fileno=given.listening) as listening:
        address = Path(listening.getsockname())
        uvloop.run(_until_parent_ends(Keeper(given.folder, settings), listening))
    with contextlib.suppress(OSError):  # who started us may have been killed, and leaves nothing behind
        address.unlink()
        address.parent.rmdir()


if __name__ == "__main__":
    main()
