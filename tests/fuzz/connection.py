"""The portal as strangers reach it: the bytes of a connection go in, what the portal would send comes back.

The server's own parser reads them, and every route may be reached. Only queries are not run: that happens in processes of
their own, which may be killed at any time.
"""

import asyncio
import io
import logging
import tempfile
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import uvicorn
from rich.console import Console
from uvicorn.server import ServerState

from exports.formats import RESULTS_TSV
from graph_builder.cli.archives import init
from graph_builder.cli.building import Plan, build
from portal.app import create_app
from portal.connections import Connection
from portal.releases import Release
from portal.settings import Settings
from portal.sparql.engine import Answer, Question

_SECONDS: Final = 20.0
"""How long the portal may take for one connection."""
_GONE: Final = "ru-1"
"""An article of the starter that the second release no longer has."""


class _Wire(asyncio.Transport):
    """Takes what is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = bytearray()
        self._closing = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += data

    def close(self) -> None:
        self._closing = True

    def is_closing(self) -> bool:
        return self._closing

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return {"peername": ("192.0.2.1", 50_000), "sockname": ("127.0.0.1", 80)}.get(name, default)


class _Engine:
    """Answers every query with an empty table."""

    own = True

    async def run(self, question: Question, release: Release) -> Answer:
        async def content() -> AsyncIterator[bytes]:
            yield b"?graph\n" if question.form.format is RESULTS_TSV else b"{}"

        return Answer(release.id, content())

    async def close(self) -> None:
        pass


class _Failures(logging.Handler):
    """Keeps what the server logs of a request that failed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            self.found.append(record.exc_info[1])


class Portal:
    """A portal over two small releases, of which the second lacks what the first had."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tuyun-fuzz-")
        folder = Path(self._folder.name)
        archive, out, quiet = folder / "archive", folder / "public", Console(file=io.StringIO())
        init(archive)
        more = archive / "records" / "more.jsonl"
        head = {"source": {"id": "more", "rank": "page", "name": {"en": "More"}}}
        gone = {"kind": "article", "id": _GONE, "language": "ru", "title": "--5", "date": "2020-10"}
        kept = {**gone, "id": "ru-2", "title": "²"}
        for articles in ([gone, kept], [kept]):
            more.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in (head, *articles)))
            build(archive, Plan(out), quiet)
        self._loop = asyncio.new_event_loop()
        self._config = uvicorn.Config(create_app(out, Settings(), _Engine()), http=Connection, access_log=False)
        self._config.load()
        self._failures = _Failures()
        logger = logging.getLogger("uvicorn.error")
        logger.handlers, logger.propagate = [self._failures], False
        self.release = (out / "current").resolve()

    def answer(self, data: bytes) -> bytes:
        """Return what is sent to who sends some bytes and then goes away.

        Raises:
            BaseException: what the portal failed with.
        """
        self._failures.found.clear()
        sent = self._loop.run_until_complete(asyncio.wait_for(self._connected(data), _SECONDS))
        if self._failures.found:
            raise self._failures.found[0]
        return sent

    async def _connected(self, data: bytes) -> bytes:
        state, wire = ServerState(), _Wire()
        connection = Connection(self._config, state, {}, self._loop)
        connection.connection_made(wire)
        connection.data_received(data)
        if connection.cycle is None or connection.cycle.more_body or connection.pipeline:
            connection.connection_lost(None)  # no more is coming
        while state.tasks:
            await asyncio.wait(state.tasks)
        if connection.parser is not None:
            connection.connection_lost(None)
        return bytes(wire.sent)


@cache
def portal() -> Portal:
    """Return the portal, made when it is first asked."""
    return Portal()


def connection(data: bytes) -> None:
    """Send bytes to the portal: it does not fail, and what it sends is HTTP or nothing."""
    sent = portal().answer(data)
    assert not sent or sent.startswith(b"HTTP/1.1 "), sent[:80]
