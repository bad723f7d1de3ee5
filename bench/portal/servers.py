"""The servers that are measured, each on a port of its own and stopped at the end."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

_NGINX: Final = """worker_processes {workers};
pid {place}/pid;
error_log {place}/error.log;
daemon off;
events {{ worker_connections 1024; }}
http {{
    access_log {place}/access.log;
    default_type application/octet-stream;
    types {{ text/html html; text/turtle ttl; application/n-quads nq; }}
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs.

    Attributes:
        address: without ``/`` at its end.
        process: its first process.
    """

    address: str
    process: psutil.Process

    def _all(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def seconds(self) -> float:
        """Return processor seconds of all its processes so far."""
        return sum(sum(one.cpu_times()[:2]) for one in self._all())

    def memory(self) -> int:
        """Return bytes of memory that its processes hold now."""
        return sum(one.memory_info().rss for one in self._all())


@contextmanager
def nginx(root: Path, place: Path, port: int, workers: int) -> Iterator[Served]:
    """Serve a folder by nginx with its usual settings, access log and sendfile on."""
    place.mkdir(exist_ok=True)
    file = place / "nginx.conf"
    file.write_text(_NGINX.format(place=place, root=root, port=port, workers=workers), encoding="utf-8")
    with _started(["nginx", "-c", str(file), "-e", str(place / "error.log")], port, "/release.json") as served:
        yield served


@contextmanager
def portal(folder: Path, place: Path, port: int, workers: int) -> Iterator[Served]:
    """Serve a folder of releases as `tuyun serve` does, access log on."""
    place.mkdir(exist_ok=True)
    tuyun = Path(sys.executable).with_name("tuyun")
    options = ["--port", str(port), "--workers", str(workers), "--access-log", str(place / "access.log")]
    with _started([str(tuyun), "serve", str(folder), *options], port, "/release.json") as served:
        yield served


@contextmanager
def describing(dump: Path, port: int) -> Iterator[Served]:
    """Answer SPARQL over a graph in memory by rdflib-endpoint."""
    with _started(
        [sys.executable, "-m", "bench.portal.describing", str(dump), str(port)], port, "/?query=ASK{}"
    ) as served:
        yield served


@contextmanager
def _started(command: list[str], port: int, path: str) -> Iterator[Served]:
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            try:
                urllib.request.urlopen(address + path, timeout=5).close()
                break
            except OSError:
                if running.poll() is not None:
                    raise RuntimeError(f"{command[0]} stopped with {running.returncode}") from None
                time.sleep(0.05)
        yield Served(address, psutil.Process(running.pid))
    finally:
        running.terminate()
        running.wait(30)
