"""From a stream of blocks, of which only its end tells how it ended, to an answer that looks whole only if it is."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

from portal.problems import Problem
from portal.sparql.engine import Answer, Cut
from portal.sparql.messages import Ended, Outcome


class Stream(Protocol):
    """An answer as an engine makes it."""

    async def read(self) -> bytes:
        """Return the next block; nothing at its end."""
        ...

    async def ended(self) -> Ended:
        """Return how it ended."""
        ...

    def problem(self, ended: Ended, /) -> Problem:
        """Return what is to be said of an end that is none."""
        ...

    async def release(self) -> str:
        """Return the id of the release that is answered from; empty if nobody can tell."""
        ...


async def begun(stream: Stream, kept_back: int, close: Callable[[], Awaitable[None]]) -> Answer:
    """Return an answer when there is enough of it to be sure, or all.

    Args:
        stream: where it comes from.
        kept_back: how many bytes of it are waited for.
        close: gives up the stream; safe to be called any number of times.

    Raises:
        Problem: if it ended otherwise than well before that.
    """
    head: list[bytes] = []
    kept = 0
    while kept < kept_back:
        block = await stream.read()
        if not block:
            break
        head.append(block)
        kept += len(block)
    else:
        return Answer(await stream.release(), _rest(stream, head, close), close=close)
    ended = await stream.ended()
    await close()
    if ended.outcome != Outcome.DONE:
        raise stream.problem(ended)
    return Answer(await stream.release(), _all(head), kept, close)


async def _rest(stream: Stream, head: list[bytes], close: Callable[[], Awaitable[None]]) -> AsyncIterator[bytes]:
    try:
        for block in head:
            yield block
        while block := await stream.read():
            yield block
        ended = await stream.ended()
        if ended.outcome != Outcome.DONE:
            raise Cut(stream.problem(ended))
    finally:
        await close()


async def _all(blocks: list[bytes]) -> AsyncIterator[bytes]:
    for block in blocks:
        yield block
