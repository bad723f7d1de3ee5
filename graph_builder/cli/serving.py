"""``tuyun serve``, ``tuyun doctor`` and ``tuyun rules``: a release over HTTP, by the portal or by other servers."""

import os
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import uvicorn
from uvicorn.supervisors import Multiprocess

from graph_builder.errors import InputError, SystemFailure
from portal.app import Portal, create_app
from portal.connections import Connection
from portal.doctor.replay import replay
from portal.listening import OWN_SOCKETS, hold
from portal.releases import Releases
from portal.rules import HOSTS
from portal.settings import Settings
from portal.sparql.keeping import AVAILABLE, KeeperProcess
from portal.stores.credentials import Credentials
from portal.stores.pushing import record_query, recorded, view_of
from portal.stores.remote import Endpoint, RemoteEngine
from portal.stores.store import Lost, Store

_START_SECONDS: Final = 60
"""How long a process may take to say that it lives: on a busy machine even starting takes long."""
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~-]+")


def settings(prefix: str, access_log: str) -> Settings:
    """Return the settings that the options of the command make.

    Raises:
        InputError: if the prefix is no path.
    """
    trimmed = prefix.strip("/")
    if trimmed and not all(map(_SEGMENT.fullmatch, trimmed.split("/"))):
        raise InputError(f"--prefix {prefix}: give a path such as /archives/municipalitet, of letters, digits and -._~")
    return Settings(prefix=f"/{trimmed}" if trimmed else "", access_log=access_log)


def endpoint(directory: Path, url: str, default_graph: str, say: Callable[[str], None]) -> Endpoint:
    """Return the store to which queries are passed on, and say which release it holds.

    Raises:
        InputError: if no store answers there, or it refuses the credentials.
        SystemFailure: if it cannot be asked.
    """
    release = Releases(directory).current
    store = Store(url, Credentials.of(os.environ), default_graph=default_graph)
    try:
        held = recorded(store.rows(record_query(release.base), everywhere=True))
    except Lost as error:
        raise SystemFailure(f"{store.queries}: {error}") from error
    finally:
        store.close()
    if held != release.id:
        what = f"release {held}" if held else "no whole release of this archive"
        say(f"{store.queries} holds {what}, {directory} holds {release.id}: tuyun push {directory} {url}")
    instead = "" if store.kind.default_graph else view_of(release.base)
    return Endpoint(store.queries, store.kind, default_graph or instead)


def _portal(directory: Path, chosen: Settings, store: Endpoint | None) -> Portal:
    engine = RemoteEngine(store, chosen, Credentials.of(os.environ)) if store else None
    return create_app(directory, chosen, engine)


def serve(directory: Path, host: str, port: int, workers: int, chosen: Settings, store: Endpoint | None = None) -> None:
    """Serve until interrupted.

    Args:
        directory: folder of releases, or one release.
        host: address to listen on.
        port: port to listen on.
        workers: number of processes.
        chosen: settings.
        store: where queries are passed on to; nothing for the release itself.

    Raises:
        InputError: if the folder holds no release, or the address is taken.
        SystemFailure: if the release cannot be read.
    """
    Releases(directory)  # what is wrong with the folder is said before a process is started
    held = _held(host, port) if OWN_SOCKETS else None
    with nullcontext(chosen) if store else _kept(directory, chosen) as told:
        _run(partial(_portal, directory, told, store), host, port, workers, told, held)


@contextmanager
def _kept(directory: Path, chosen: Settings) -> Iterator[Settings]:
    """Have the data ready for queries, once for all processes; yields the settings that tell them where."""
    if not AVAILABLE:  # the portal says so to who asks a query
        yield chosen
        return
    keeper = KeeperProcess(directory, chosen)
    threading.Thread(target=keeper.watch, daemon=True).start()
    try:
        yield replace(chosen, sparql_socket=keeper.address)
    finally:
        keeper.close()


def _run(
    made: Callable[[], Portal], host: str, port: int, workers: int, chosen: Settings, held: socket.socket | None
) -> None:
    config = uvicorn.Config(
        made,
        factory=True,
        http=Connection,
        host=host,
        port=port,
        workers=workers,
        timeout_worker_healthcheck=_START_SECONDS,
        access_log=False,
        log_level="warning",
        server_header=False,
        forwarded_allow_ips=list(chosen.trusted),
        h11_max_incomplete_event_size=chosen.address_bytes + 64_000,
    )
    listening = [held or config.bind_socket()]
    if workers > 1:
        Multiprocess(config, sockets=listening).run()
    else:
        uvicorn.Server(config).run(sockets=listening)


def _held(host: str, port: int) -> socket.socket:
    try:
        return hold(host, port)
    except OSError as error:
        raise InputError(f"{host}:{port}: {error.strerror}; choose another --host or --port") from error


def doctor(url: str, say: Callable[[str], None]) -> int:
    """Replay the contract against a host, say what is broken, and return how many requests it answered wrongly.

    Raises:
        InputError: if no release is served there.
    """
    asked = broken = 0
    for outcome in replay(url):
        asked += 1
        if outcome.broken:
            broken += 1
            request = outcome.request
            headers = "".join(f", {name}: {_short(value)}" for name, value in request.headers.items())
            say(f"broken: {request.promise}")
            say(f"    {request.method} {_short(request.path)}{headers}")
            for fault in outcome.broken:
                say(f"    {_short(fault, 300)}")
    say(f"{asked} requests, {broken} broken")
    return broken


def rules(host: str, directory: Path, listen: str) -> Mapping[str, str]:
    """Return the files of rules for a kind of host, by name.

    Raises:
        InputError: if the kind is not known, or the folder holds no release.
        SystemFailure: if the release cannot be read.
    """
    if host not in HOSTS:
        raise InputError(f"{host}: no such kind of host; known are {', '.join(HOSTS)}")
    release = Releases(directory).current
    link = directory.absolute() / "current"
    return HOSTS[host](release, str(link if link.exists() else release.folder), listen)


def _short(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
