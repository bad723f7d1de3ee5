"""How many queries are passed on at a time, in all and of each client; who waits, and for how long."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from portal.settings import Settings
from portal.sparql.limits import problem
from portal.sparql.messages import Ended, Outcome

_RETRY: Final = 2


class Turns:
    """Gives turns in the order of asking, but never all to one client.

    Attributes:
        running: how many have their turn at most.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.running = settings.sparql_running or max(2, os.cpu_count() or 1)
        self._each = settings.sparql_running_per_client or max(1, self.running - 1)
        self._asked: Counter[str] = Counter()
        self._at_work: Counter[str] = Counter()
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def of(self, client: str) -> AsyncIterator[None]:
        """Wait for a turn, and have it during a ``with`` block.

        Raises:
            Problem: if the client has too many queries, too many wait, or no turn came in time.
        """
        limits = self._settings
        if self._asked[client] >= limits.sparql_per_client:
            raise problem(Ended(Outcome.CLIENT, retry=_RETRY), limits)
        if len(self._waiting) >= limits.sparql_waiting:
            raise problem(Ended(Outcome.QUEUE, retry=_RETRY), limits)
        self._asked[client] += 1
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((client, mine))
        try:
            self._next()
            try:
                await asyncio.wait_for(asyncio.shield(mine), limits.sparql_wait_seconds)
            except TimeoutError:
                if not mine.done():
                    raise problem(Ended(Outcome.WAITED, retry=_RETRY), limits) from None
            yield
        finally:
            self._give_back(client, mine)

    def _give_back(self, client: str, mine: "asyncio.Future[None]") -> None:
        if mine.done():
            _less(self._at_work, client)
        else:
            self._waiting.remove((client, mine))
            mine.cancel()
        _less(self._asked, client)
        self._next()

    def _next(self) -> None:
        for one in list(self._waiting):
            client, future = one
            if self._at_work.total() >= self.running:
                return
            if self._at_work[client] < self._each:
                self._waiting.remove(one)
                self._at_work[client] += 1
                future.set_result(None)


def _less(counter: Counter[str], key: str) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]
