"""Starts the keeper of the queries, starts it again should it fail, and ends it with whoever started it."""

import platform
import shutil
import socket
import subprocess
import tempfile
import threading
from multiprocessing.spawn import get_executable
from pathlib import Path
from typing import Final

import msgspec

from portal.settings import Settings

AVAILABLE: Final = platform.system() == "Linux"
"""Whether queries can be answered here: they need what Linux alone has (see the decision on processes)."""

_BACKLOG: Final = 1_000


class KeeperProcess:
    """A keeper that this process owns.

    Attributes:
        address: path of the socket at which it listens.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        """Start a keeper.

        Args:
            folder: of the releases, or of one release.
            settings: the limits.

        Raises:
            OSError: if it cannot be started.
        """
        self._command = [get_executable(), "-m", "portal.sparql.keeper", "--folder", str(folder.absolute())]
        self._command += ["--settings", msgspec.json.encode(settings).decode()]
        self._place = Path(tempfile.mkdtemp(prefix="tuyun-"))  # for its owner alone, and the socket with it
        self.address = str(self._place / "sparql")
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listening.bind(self.address)
        self._listening.listen(_BACKLOG)
        self._lock = threading.Lock()
        self._closed = False
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        # It ends when its standard input does: with this process, however that ends.
        handle = self._listening.fileno()
        command = [*self._command, "--listening", str(handle)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[handle])  # noqa: S603 - our own program

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def ensure(self) -> None:
        """Start it again if it has ended; what waits at its socket is then answered."""
        with self._lock:
            if not self._closed and self._process.poll() is not None:
                if self._process.stdin:
                    self._process.stdin.close()
                self._process = self._start()

    def watch(self) -> None:
        """Start it again whenever it ends, until it is closed: for a process that does nothing else."""
        while not self._closed:
            self._process.wait()
            self.ensure()

    def close(self) -> None:
        """End it, its workers and their queries."""
        with self._lock:
            self._closed = True
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listening.close()
        shutil.rmtree(self._place, ignore_errors=True)
