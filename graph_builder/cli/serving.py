"""``tuyun serve``, ``tuyun doctor`` and ``tuyun rules``: a release over HTTP, by the portal or by other servers."""

import re
import socket
from collections.abc import Callable, Mapping
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
    config = uvicorn.Config(
        partial(create_app, directory, chosen),
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        forwarded_allow_ips=list(chosen.trusted),
        h11_max_incomplete_event_size=chosen.address_bytes + 64_000,
    )
    listening = [_listening(config)]
    if workers > 1:
        Multiprocess(config, sockets=listening).run()
    else:
        uvicorn.Server(config).run(sockets=listening)


def _listening(config: uvicorn.Config) -> socket.socket:
    if not OWN_SOCKETS:
        return config.bind_socket()
    try:
        return hold(config.host, config.port)
    except OSError as error:
        raise InputError(f"{config.host}:{config.port}: {error.strerror}; choose another --host or --port") from error


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
