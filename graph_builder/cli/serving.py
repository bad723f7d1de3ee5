"""``tuyun serve``: the portal over a folder of releases, in one process or in several."""

import re
from functools import partial
from pathlib import Path
from typing import Final

import uvicorn
from uvicorn.supervisors import Multiprocess

from graph_builder.errors import InputError
from portal.app import create_app
from portal.releases import Releases
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
        InputError: if the folder holds no release.
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
    if workers > 1:
        Multiprocess(config, sockets=[config.bind_socket()]).run()
    else:
        uvicorn.Server(config).run()
