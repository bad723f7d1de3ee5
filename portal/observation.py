"""What the one who runs a portal looks at: is it alive, how much does it do, who asked for what."""

import asyncio
import logging
import os
import re
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from portal.releases import Releases
from portal.settings import Settings

_problems: Final = logging.getLogger("tuyun.portal")
_BOUNDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_METRICS: Final = "text/plain; version=0.0.4; charset=utf-8"
_UNSAFE: Final = re.compile(r'[\\"\x00-\x1f\x7f-\xff]')


class Observer:
    """Counts the answers of one process and writes its access log.

    Attributes:
        answers: number of answers by method and status.
        queries: number of SPARQL queries by what became of them.
        sent: bytes of bodies that were sent.
        seconds: of answering, all together.
    """

    def __init__(self, settings: Settings) -> None:
        self.answers: Counter[tuple[str, int]] = Counter()
        self.queries: Counter[str] = Counter()
        self.sent, self.seconds = 0, 0.0
        self._slots = [0] * (len(_BOUNDS) + 1)
        self._log: IO[str] | None = None
        if settings.access_log:
            file = Path("/dev/stdout" if settings.access_log == "-" else settings.access_log)
            self._log = file.open("a", encoding="ascii")
        self._lines: list[str] = []
        self._second, self._stamp = 0, ""

    def note(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        """Note one answer that was sent."""
        self.answers[scope["method"], status] += 1
        self.sent += size
        self.seconds += seconds
        place = 0
        for bound in _BOUNDS:
            if seconds <= bound:
                break
            place += 1
        self._slots[place] += 1
        if self._log is not None:
            self._write(scope, status, size)

    def _write(self, scope: Scope, status: int, size: int) -> None:
        """Keep a line of the combined log format; lines are written together, a second later at most."""
        now = int(time.time())
        if now != self._second:
            self._second, self._stamp = now, time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now))
        referrer = agent = "-"
        for name, value in scope["headers"]:
            if name == b"user-agent":
                agent = _safe(value)
            elif name == b"referer":
                referrer = _safe(value)
        client, query = scope.get("client"), scope["query_string"]
        address = _safe(scope.get("raw_path") or scope["path"].encode()) + (f"?{_safe(query)}" if query else "")
        if not self._lines:
            asyncio.get_running_loop().call_later(1, self.flush)
        self._lines.append(
            f'{client[0] if client else "-"} - - [{self._stamp}] "{scope["method"]} {address} '
            f'HTTP/{scope["http_version"]}" {status} {size} "{referrer}" "{agent}"\n'
        )
        if len(self._lines) > 1000:
            self.flush()

    def flush(self) -> None:
        """Write the lines that were kept; a disk that is full costs lines of the log, and no answers."""
        if self._log is not None and self._lines:
            lines, self._lines = self._lines, []
            try:
                self._log.write("".join(lines))
                self._log.flush()
            except OSError as error:
                _problems.error("%s: %s; %d lines are lost", self._log.name, error.strerror, len(lines))

    def close(self) -> None:
        """Write what is kept and close the log."""
        self.flush()
        if self._log is not None:
            with suppress(OSError):  # it was said when its lines were written
                self._log.close()
            self._log = None

    def metrics(self, release: str, refused: str = "") -> str:
        """Return the counts as Prometheus reads them; several processes are told apart by their label.

        Args:
            release: id of the one that is served.
            refused: id of one that was swapped in and cannot be served; empty if there is none.
        """
        process = f'process="{os.getpid()}"'
        lines = [
            "# HELP tuyun_release_info The release that is served.",
            "# TYPE tuyun_release_info gauge",
            f'tuyun_release_info{{{process},release="{release}"}} 1',
            "# HELP tuyun_http_answers_total Answers by method and status.",
            "# TYPE tuyun_http_answers_total counter",
        ]
        for (method, status), count in sorted(self.answers.items()):
            name = method if method in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
            lines.append(f'tuyun_http_answers_total{{{process},method="{name}",status="{status}"}} {count}')
        lines += [
            "# HELP tuyun_release_refused The release that was swapped in and is damaged; 0 if there is none.",
            "# TYPE tuyun_release_refused gauge",
            f'tuyun_release_refused{{{process},release="{refused}"}} {int(bool(refused))}',
            "# HELP tuyun_sparql_queries_total SPARQL queries by what became of them.",
            "# TYPE tuyun_sparql_queries_total counter",
        ]
        for outcome, count in sorted(self.queries.items()):
            lines.append(f'tuyun_sparql_queries_total{{{process},outcome="{outcome}"}} {count}')
        lines += [
            "# HELP tuyun_http_sent_bytes_total Bytes of bodies that were sent.",
            "# TYPE tuyun_http_sent_bytes_total counter",
            f"tuyun_http_sent_bytes_total{{{process}}} {self.sent}",
            "# HELP tuyun_http_answer_seconds Time from a request to the end of its answer.",
            "# TYPE tuyun_http_answer_seconds histogram",
        ]
        total = 0
        for bound, count in zip((*_BOUNDS, "+Inf"), self._slots, strict=True):
            total += count
            lines.append(f'tuyun_http_answer_seconds_bucket{{{process},le="{bound}"}} {total}')
        lines += [
            f"tuyun_http_answer_seconds_sum{{{process}}} {self.seconds:.6f}",
            f"tuyun_http_answer_seconds_count{{{process}}} {total}",
        ]
        return "\n".join(lines) + "\n"


def _safe(value: bytes) -> str:
    return _UNSAFE.sub(lambda match: f"\\x{ord(match[0]):02x}", value.decode("latin-1"))


def routes(releases: Releases, settings: Settings) -> list[BaseRoute]:
    """Return the routes of observation."""

    async def health(request: Request) -> Response:
        release = releases.of(request.scope).id
        id_, reason = releases.refused
        refused = {"refused": {"release": id_, "reason": reason}} if id_ else {}
        return JSONResponse({"status": "degraded" if id_ else "ok", "release": release, **refused}, headers=_FRESH)

    async def metrics(request: Request) -> Response:
        text = request.app.state.observer.metrics(releases.of(request.scope).id, releases.refused[0])
        return Response(text, headers={**_FRESH, "Content-Type": _METRICS})

    return [Route("/health", health), Route("/metrics", metrics)]


_FRESH: Final = {"Cache-Control": "no-store"}


def paths() -> dict[str, object]:
    """Return what the OpenAPI says of them."""
    status = {"type": "object", "required": ["status", "release"]}
    alive = {"description": "It answers", "content": {"application/json": {"schema": status}}}
    counts = {"description": "Prometheus text format", "content": {"text/plain": {"schema": {"type": "string"}}}}
    return {
        "/health": {"get": {"operationId": "health", "summary": "Is it alive?", "responses": {"200": alive}}},
        "/metrics": {"get": {"operationId": "metrics", "summary": "What did it do?", "responses": {"200": counts}}},
    }
