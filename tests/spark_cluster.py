"""A Spark cluster on this machine: a master and two workers, real processes on loopback."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

_WAIT: Final = 120.0


class Cluster:
    """A running cluster.

    Attributes:
        master: its address.
    """

    def __init__(self, folder: Path, workers: int) -> None:
        import pyspark

        (home,) = pyspark.__path__
        port = _free_port()
        self.master = f"spark://127.0.0.1:{port}"
        self.environment = {
            **os.environ,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(folder),
            "SPARK_LOG_DIR": str(folder),
            "TMPDIR": str(folder),
        }
        program, package = f"{home}/bin/spark-class", "org.apache.spark.deploy"
        options = ("--host", "127.0.0.1", "--webui-port", "0")
        self._log = (folder / "cluster.log").open("wb")
        self._processes = [self._start(program, f"{package}.master.Master", *options, "--port", str(port))]
        end = time.monotonic() + _WAIT
        while not _is_open(port):
            assert time.monotonic() < end, "the master did not start"
            time.sleep(0.2)
        more = (*options, "--cores", "1", "--memory", "1500m", "--work-dir", str(folder / "work"), self.master)
        self._processes += [self._start(program, f"{package}.worker.Worker", *more) for _ in range(workers)]

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=self.environment, stdout=self._log, stderr=self._log)

    def executors(self) -> list[psutil.Process]:
        """Return the processes that work for a build now."""
        found = []
        for worker in self._processes[1:]:
            for child in psutil.Process(worker.pid).children(recursive=True):
                try:
                    if "CoarseGrainedExecutorBackend" in " ".join(child.cmdline()):
                        found.append(child)
                except psutil.Error:
                    continue
        return found

    def processes(self) -> list[psutil.Process]:
        """Return all processes of the cluster."""
        own = [psutil.Process(one.pid) for one in self._processes]
        return [*own, *(child for one in own for child in one.children(recursive=True))]

    def stop(self) -> None:
        """End all of its processes."""
        everything = self.processes()
        for one in reversed(self._processes):
            one.kill()
            one.wait()
        for process in everything:
            if process.is_running():
                process.kill()
        self._log.close()


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """Run a cluster while a ``with`` block does.

    Args:
        folder: where it keeps what it computes, and its logs.
        workers: how many; each has one core.
    """
    found = Cluster(folder, workers)
    try:
        yield found
    finally:
        found.stop()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _is_open(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
