"""A portal over loopback, as it runs: uvicorn in a thread of its own."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from portal.app import create_app
from portal.settings import Settings


@contextmanager
def running(folder: Path, settings: Settings | None = None) -> Iterator[str]:
    """Serve a folder of releases; yields the address, without ``/`` at its end."""
    config = uvicorn.Config(create_app(folder, settings), port=0, access_log=False, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{settings.prefix if settings else ''}"
    finally:
        server.should_exit = True
        thread.join()
