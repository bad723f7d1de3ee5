"""``tuyun serve``, ``tuyun doctor`` and ``tuyun rules``: a release over HTTP, by the portal or by other servers."""

import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import uvicorn
from uvicorn.supervisors import Multiprocess

from graph_builder.errors import InputError
from portal.app import create_app
from portal.doctor.replay import replay
from portal.listening import OWN_SOCKETS, hold
from portal.releases import Releases
from portal.rules import HOSTS
from portal.settings import Settings
from portal.sparql.keeping import AVAILABLE, KeeperProcess

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


def serve(directory: Path, host: str, port: int, workers: int, chosen: Settings) -> None:
    """Serve until interrupted.

    Raises:
        InputError: if the folder holds no release, or the address is taken.
        SystemFailure: if the release cannot be read.
    """
    Releases(directory)  # what is wrong with the folder is said before a process is started
    held = _held(host, port) if OWN_SOCKETS else None
    with _kept(directory, chosen) as told:
        _run(directory, host, port, workers, told, held)


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


def _run(directory: Path, host: str, port: int, workers: int, chosen: Settings, held: socket.socket | None) -> None:
    config = uvicorn.Config(
        partial(create_app, directory, chosen),
        factory=True,
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
