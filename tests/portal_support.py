"""A release of the sample graph, and hosts that serve it over loopback as they run: the portal, nginx, Caddy."""

import asyncio
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import httpx
import msgspec
import uvicorn
from site_sample import IRIS, sample, sample_report
from support import need_program

from exports import datasets, pages
from exports.changes.paths import TOMBSTONES
from graph_builder import release
from graph_builder.codings import coded_files
from graph_builder.release_files import Content
from portal.app import create_app
from portal.connections import Connection
from portal.releases import Releases
from portal.rules import HOSTS
from portal.settings import Settings
from portal.sparql.engine import Engine

LICENSE: Final = "https://creativecommons.org/licenses/by/4.0/"
STONES: Final = {
    f"{IRIS.base}person/gone": {
        "name": {"ky": "Жок Адам", "ru": "Ушедший", "en": "Gone $1 {x} `Person`"},
        "reason": {"ky": "Эки жолу жазылган", "en": 'Entered by "mistake" \\ twice'},
        "date": "2026-11-20T10:00:00Z",
        "type": "https://w3id.org/tuyun/ontology#Person",
        "release": 2,
    },
    f"{IRIS.base}person/double": {
        "name": {"en": "Aidai U."},
        "reason": {"en": "The same person"},
        "date": "2026-11-20T10:00:00Z",
        "release": 2,
        "replacedBy": f"{IRIS.base}person/ayday-ulanova",
    },
}


def published(out: Path) -> release.Release:
    """Publish the sample graph with what was withdrawn from it."""
    dataset = sample(articles=3)
    files: dict[str, Content] = {
        **dict(datasets.plan(dataset)),
        **dict(pages.plan_pages(dataset, sample_report())),
    }
    files[TOMBSTONES] = msgspec.json.encode(STONES)
    about: dict[str, object] = {"base": IRIS.base, "license": LICENSE}
    return release.publish(out, files.items(), about, closing=lambda written: [partial(_dumps, written)])


def _dumps(written: release.Written) -> Iterator[tuple[str, Content]]:
    return coded_files([path for path in written.hashes if path.startswith("data/dataset.")], written.chunks)


@contextmanager
def running(
    folder: Path,
    settings: Settings | None = None,
    engine: Engine | None = None,
    http: type[asyncio.Protocol] = Connection,
    idle_seconds: int = 5,
) -> Iterator[str]:
    """Serve a folder of releases by the portal; yields the address, without ``/`` at its end."""
    chosen = settings or Settings()
    config = uvicorn.Config(
        create_app(folder, chosen, engine),
        http=http,
        timeout_keep_alive=idle_seconds,
        port=0,
        access_log=False,
        log_level="critical",
        server_header=False,
        forwarded_allow_ips=list(chosen.trusted),
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{chosen.prefix}"
    finally:
        server.should_exit = True
        thread.join()


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


NGINX: Final = """worker_processes 1;
pid {place}/pid;
error_log {place}/error.log;
daemon off;
master_process off;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    {body}
}}
"""


@contextmanager
def by_nginx(place: Path, body: str, port: int) -> Iterator[str]:
    """Run nginx with the body of an ``http`` block; yields the address."""
    program = need_program(shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin"), "nginx-light")
    place.mkdir(exist_ok=True)
    file = place / "nginx.conf"
    file.write_text(NGINX.format(place=place, body=body), encoding="utf-8")
    with _started([program, "-c", str(file), "-e", str(place / "error.log")], {}, port) as address:
        yield address


@contextmanager
def by_rules(host: str, out: Path, place: Path) -> Iterator[str]:
    """Serve the current release of a folder by nginx or Caddy with the rules that Tuyun writes."""
    port = free_port()
    (text,) = HOSTS[host](Releases(out).current, str(out / "current"), f"127.0.0.1:{port}").values()
    if host == "nginx":
        with by_nginx(place, text, port) as address:
            yield address
        return
    program = need_program(shutil.which("caddy"), "caddy")
    place.mkdir(exist_ok=True)
    file = place / "Caddyfile"
    file.write_text("{\n\tadmin off\n}\n" + text, encoding="utf-8")
    environment = {"HOME": str(place), "XDG_DATA_HOME": str(place), "XDG_CONFIG_HOME": str(place)}
    with _started([program, "run", "--adapter", "caddyfile", "--config", str(file)], environment, port) as address:
        yield address


@contextmanager
def _started(command: list[str], environment: Mapping[str, str], port: int) -> Iterator[str]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx.get(f"{address}/release.json")
                break
            except httpx.TransportError:
                assert process.poll() is None, process.stdout.read().decode() if process.stdout else ""
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=20)
