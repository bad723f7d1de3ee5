"""A session on a cluster: what it needs is there, what Spark says stays in its own log, failures become one line.

The only module that imports Spark.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

from graph_builder.errors import InputError, SystemFailure, TuyunError

T = TypeVar("T")
Rdd: TypeAlias = Any
"""A collection in partitions on the machines of a cluster (``pyspark.RDD``)."""

Shared: TypeAlias = Any
"""A value that every machine has (``pyspark.Broadcast``)."""

Watch: TypeAlias = Callable[[Iterator[Any], str, int], Iterator[Any]]
"""Passes items on and shows how many of how many there are: items, what is done, number."""

JAVA: Final = 17
_INSTALL: Final = "--engine spark needs Apache Spark: pip install 'tuyun[spark]'"
_INSTALL_JAVA: Final = (
    f"--engine spark needs Java {JAVA} or newer: apt install openjdk-{JAVA}-jre-headless, or set JAVA_HOME"
)
_MASTER: Final = re.compile(r"spark://(.+)")
_RAISED: Final = re.compile(r"^(?:[\w.]+\.)?(\w+(?:Error|Exception|Failure|Interrupt)): (.*)$")
_ANSWER: Final = 5.0
"""Seconds within which a master answers."""
_WORKERS: Final = 300.0
"""Seconds within which some worker offers an executor."""


def check(master: str) -> None:
    """Tell at once what a session would lack.

    Args:
        master: address of the cluster, as Spark takes it: ``spark://host:7077``, ``local[2]``.

    Raises:
        InputError: if Spark or Java is not installed here.
        SystemFailure: if no master answers at the address.
    """
    if find_spec("pyspark") is None:
        raise InputError(_INSTALL)
    if _java() < JAVA:
        raise InputError(_INSTALL_JAVA)
    if found := _MASTER.fullmatch(master):
        hosts = found[1].split(",")
        if not any(map(_answers, hosts)):
            raise SystemFailure(
                f"no master answers at {master}; start it, or give another address with --master; nothing was "
                "published, the release before stands"
            )


def _java() -> int:
    """Return the version of Java that Spark would find; 0 for none."""
    home = os.environ.get("JAVA_HOME")
    program = f"{home}/bin/java" if home else shutil.which("java")
    if not program:
        return 0
    try:
        told = subprocess.run([program, "-version"], capture_output=True, text=True, check=True, timeout=60).stderr  # noqa: S603 - the user's own Java
    except (OSError, subprocess.SubprocessError):
        return 0
    version = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(version[1]) if version else 0


def _answers(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=_ANSWER):
            return True
    except (OSError, ValueError):
        return False


def home(number: int) -> int:
    """Return the partition for a number; always this very function, by which Spark knows that shuffles are alike."""
    return number


class Session:
    """A session on a cluster, from ``with`` to its end.

    Args:
        master: address of the cluster.
        python: the interpreter that works on every machine, unless ``PYSPARK_PYTHON`` names another.
        folder: where the log, and what this machine needs meanwhile, lies.
        watch: shows progress.

    Attributes:
        cores: how many tasks run at once.

    Raises:
        InputError: if Spark or Java is not installed here.
        SystemFailure: if the cluster cannot be reached or has no worker.
    """

    def __init__(self, master: str, python: str, folder: Path, watch: Watch) -> None:
        check(master)
        self._master, self._python, self._folder, self._watch = master, python, folder, watch
        self.cores = 1
        self._is_log_named = False

    def __enter__(self) -> "Session":
        from pyspark import SparkConf, SparkContext
        from pyspark.java_gateway import launch_gateway

        os.environ.setdefault("PYSPARK_PYTHON", self._python)
        descriptor, name = tempfile.mkstemp(prefix="tuyun-spark-", suffix=".log", dir=self._folder)
        os.close(descriptor)
        self._log, self._stack = Path(name), contextlib.ExitStack()
        settings = self._stack.enter_context(as_file(files(__package__) / "log4j2.properties"))
        conf = SparkConf().setMaster(self._master).setAppName("tuyun build")
        for key, value in {
            "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={settings.as_uri()}",
            "spark.driver.maxResultSize": "0",
            "spark.local.dir": str(self._folder),
            "spark.rdd.compress": "true",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }.items():
            conf.set(key, value)
        log = self._stack.enter_context(self._log.open("ab"))
        try:
            with self._failures():
                gateway = launch_gateway(conf, {"stdout": log, "stderr": log})
                self._stack.callback(_end, gateway)
                self._context = SparkContext(gateway=gateway, conf=conf)
                self._stack.callback(self._context.stop)
                self.cores = self._cores()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(Exception):  # a cluster that is gone cannot be told that we go
            self._stack.close()
        if not self._is_log_named:
            self._log.unlink(missing_ok=True)

    def _cores(self) -> int:
        """Return how many tasks run at once, when there is any executor at all."""
        if _MASTER.fullmatch(self._master):
            scala = self._context._jsc.sc()
            end = time.monotonic() + _WORKERS
            while scala.getExecutorMemoryStatus().size() < 2:  # the driver is one of them
                if time.monotonic() > end:
                    raise SystemFailure(
                        f"no worker of {self._master} offers an executor; start workers, or give them more memory; "
                        "nothing was published, the release before stands"
                    )
                time.sleep(0.1)
        return max(int(self._context.defaultParallelism), 1)

    def distributed(self, items: Sequence[Any]) -> Rdd:
        """Return items as partitions, one each, in order; none for none."""
        return self._context.parallelize(items, max(len(items), 1))

    def together(self, rdds: Iterable[Rdd]) -> Rdd:
        """Return the partitions of several collections, one behind the other."""
        return self._context.union(list(rdds))

    def joined(self, rdds: Sequence[Rdd], count: int) -> Rdd:
        """Return collections that were shuffled by :func:`home` alike, partition by partition, in the order given.

        Args:
            rdds: what is joined; of each the items of one number are in one partition.
            count: how many partitions there are.
        """
        found = self._context.union(list(rdds))
        if found.getNumPartitions() != count:
            raise SystemFailure("this Spark moves partitions that belong together; install tuyun[spark] anew")
        return found

    def kept(self, rdd: Rdd) -> Rdd:
        """Keep what was computed on the disks of the cluster; what is lost there is computed again."""
        from pyspark import StorageLevel

        return rdd.persist(StorageLevel.DISK_ONLY)

    def shared(self, value: object) -> Shared:
        """Hand a value to every machine once."""
        return self._context.broadcast(value)

    def run(self, what: str, action: Callable[[], T]) -> T:
        """Run an action and show how far it is.

        Args:
            what: what is done, for the editor.
            action: asks for the result of some partitions.

        Raises:
            SystemFailure: if a machine, a task or the cluster failed for good.
        """
        with self._failures(), ThreadPoolExecutor(1) as pool:
            future = pool.submit(action)
            try:
                for _ in self._watch(self._done(future), what, 0):
                    pass
            except BaseException:
                self._context.cancelAllJobs()
                raise
            return future.result()

    def stream(self, what: str, rdd: Rdd) -> Iterator[Any]:
        """Yield what partitions hold, partition by partition in order, in the memory of a few of them."""
        with self._failures():
            yield from self._watch(rdd.toLocalIterator(prefetchPartitions=True), what, 0)

    def _done(self, future: "Future[Any]") -> Iterator[int]:
        """Yield once for each task that ended, until all have."""
        tracker, told, counts = self._context.statusTracker(), 0, dict[int, int]()
        while not future.done():
            with contextlib.suppress(Exception):
                for stage in tracker.getActiveStageIds():
                    if info := tracker.getStageInfo(stage):
                        counts[stage] = info.numCompletedTasks
            for _ in range(told, sum(counts.values())):
                yield 1
            told = max(told, sum(counts.values()))
            with contextlib.suppress(TimeoutError):
                future.exception(timeout=0.2)

    @contextlib.contextmanager
    def _failures(self) -> Iterator[None]:
        """Turn what Spark says of a failure into one line."""
        try:
            yield
        except (TuyunError, KeyboardInterrupt):
            raise
        except Exception as error:
            if isinstance(error, OSError) and not isinstance(error, ConnectionError):
                raise
            self._is_log_named = True
            raise SystemFailure(
                f"Spark at {self._master}: {reason(str(error))}; nothing was published, the release before stands; "
                f"what Spark says is in {self._log}"
            ) from error


def _end(gateway: Any) -> None:
    """End the Java process: processes that are forked later must not share its connections."""
    gateway.shutdown()
    gateway.proc.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        gateway.proc.wait(timeout=30)


def reason(told: str) -> str:
    """Return the one line of a failure's text that says why: what a task raised, else the cause that Spark names."""
    lines = told.partition("\nDriver stacktrace:")[0].splitlines()
    raised = [match for line in lines if (match := _RAISED.match(line.strip().removeprefix(": ")))]
    python = [match[2] for match in raised if match[1] not in {"Py4JJavaError", "SparkException", "PythonException"}]
    if python:
        return python[-1].rstrip(".")
    told_by_spark = [match[2] for match in raised if match[2]]
    return (told_by_spark or [line for line in lines if line.strip()] or ["it ended without a word"])[-1].rstrip(".")
