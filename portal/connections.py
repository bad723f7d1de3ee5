"""A connection of a client: documents in memory are written to it at once, all else goes to the application as ever.

By the long way, a task and two messages, a document costs more than twice as much, and little else is asked for. The
bytes are the same either way: both send what :meth:`portal.app.Portal.at_once` returns.
"""

import asyncio
import re
import time
from typing import Any, Final, cast

from starlette.types import Scope
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from portal.app import Portal

_METHODS: Final = {b"GET": "GET", b"HEAD": "HEAD"}
_PLAIN: Final = re.compile(rb"/[A-Za-z0-9/._~-]*")
"""Addresses that mean what they say: nothing to decode, no query."""
_LONG_WAY: Final = frozenset(
    {b"content-length", b"transfer-encoding", b"upgrade", b"x-forwarded-for", b"x-forwarded-proto"}
)
"""Headers of which the server or a proxy's middleware makes something; a request with one takes the long way."""


class Connection(HttpToolsProtocol):
    """One connection: HTTP/1.1 by httptools, as uvicorn has it, and a short way for documents that are in memory."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        app = config.loaded_app
        while not isinstance(app, Portal):  # uvicorn puts its own around it
            app = app.app
        self._portal = app
        self._plain = not config.access_log and self.limit_concurrency is None and not self.root_path
        self._answered = False
        self._said: tuple[object, bytes] = (None, b"")

    def on_headers_complete(self) -> None:
        """Answer at once, or begin the long way."""
        self._answered = self._plain and self._answer()
        if not self._answered:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End a request."""
        if not self._answered:
            super().on_message_complete()

    def _answer(self) -> bool:
        """Write the answer, if it is in memory and its turn has come; tell whether it was."""
        began, scope, parser = time.perf_counter(), cast(Scope, self.scope), self.parser
        method = _METHODS.get(parser.get_method())
        if method is None or not _PLAIN.fullmatch(self.url):
            return False
        if self.flow.write_paused or (self.cycle is not None and not self.cycle.response_complete):
            return False
        if parser.get_http_version() != "1.1" or not parser.should_keep_alive():
            return False
        for name, _ in self.headers:
            if name in _LONG_WAY:
                return False
        scope["method"], scope["raw_path"], scope["query_string"] = method, self.url, b""
        scope["path"] = self.url.decode("ascii")
        try:
            found = self._portal.at_once(scope)
            if found is None or not isinstance(found.body, bytes):
                return False
            lines = found.lines
        except Exception:  # the application comes to the same, and says it as it says everything
            return False
        self.transport.write(b"".join([STATUS_LINE[found.status], self._always(), lines, b"\r\n", found.body]))
        self.on_response_complete()
        self._portal.observer.note(scope, found.status, len(found.body), time.perf_counter() - began)
        return True

    def _always(self) -> bytes:
        """Return the headers that the server adds to each answer: it makes them anew every second."""
        said, lines = self._said
        headers = self.server_state.default_headers
        if said is not headers:
            lines = b"".join([b"%b: %b\r\n" % line for line in headers])
            self._said = headers, lines
        return lines
