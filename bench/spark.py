"""A build on one machine beside the same build on a cluster of a master and two workers on this machine.

``python -m bench.spark [ARTICLES ...] [--cluster-only]`` builds generated archives (:mod:`bench.archives`) without
pages but with the documents of entities and prints, for each way, seconds by the clock and processor seconds: on the
cluster those of the workers, which more machines share, and those of the machine that began the build, which they do
not. Both releases must be the same.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Final

import psutil
from spark_cluster import cluster

from bench.archives import write_archive

_SIZES: Final = (5_000, 50_000)
_OPTIONS: Final = ("--no-pages", "--documents", "--released", "2026-11-26")


class Meter:
    """Adds up the processor seconds of processes, also of those that end meanwhile."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[int, float], float] = {}
        self._peak = 0

    def look(self, processes: Iterable[psutil.Process]) -> None:
        """Take in what processes have used so far."""
        resident = 0
        for process in processes:
            try:
                times = process.cpu_times()
                resident += process.memory_info().rss
                self._seconds[process.pid, process.create_time()] = times.user + times.system
            except psutil.Error:
                continue
        self._peak = max(self._peak, resident)

    @property
    def seconds(self) -> float:
        """All processor seconds."""
        return sum(self._seconds.values())

    @property
    def peak(self) -> float:
        """The most memory that they had together, in MiB; what they share counts for each."""
        return self._peak / 2**20


def _measured(
    command: list[str], environment: dict[str, str] | None, meters: dict[str, Callable[[int], list[psutil.Process]]]
) -> dict[str, Meter]:
    found = {name: Meter() for name in meters}
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        build = subprocess.Popen(command, env=environment, stderr=said, stdout=said)
        while build.poll() is None:
            for name, processes in meters.items():
                try:
                    found[name].look(processes(build.pid))
                except psutil.Error:
                    continue
            time.sleep(0.25)
        said.seek(0)
        text = said.read().decode()
    assert build.returncode == 0, text
    wall = time.perf_counter() - begun
    stages = [line for line in text.splitlines() if line[:8].strip().endswith("s") and line.startswith(" ")]
    print("\n".join(stages[:5]))
    print(f"  {wall:8.1f} s by the clock")
    for name, meter in found.items():
        print(f"  {meter.seconds:8.1f} s processor, {meter.peak:6.0f} MiB: {name}", flush=True)
    return found


def main() -> None:
    """Measure each size both ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="*", default=_SIZES)
    chosen = parser.parse_args()
    print(", ".join(f"{name} {version(name)}" for name in ("tuyun", "pyspark")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in chosen.articles:
            archive = folder / f"archive-{size}"
            write_archive(archive, size)
            build = [sys.executable, "-m", "graph_builder", "build", str(archive), *_OPTIONS, "--out"]
            print(f"{size} articles, one process")
            here = folder / f"here-{size}"
            _measured([*build, str(here), "--jobs", "1"], None, {"the build": _family})
            print(f"{size} articles, two workers of one core")
            there = folder / f"there-{size}"
            with cluster(_made(folder / f"cluster-{size}")) as running:
                _measured(
                    [*build, str(there), "--engine", "spark", "--master", running.master, "--jobs", "1"],
                    running.environment,
                    {
                        "the machine that began it, Python": lambda pid: [psutil.Process(pid)],
                        "the machine that began it, Java": lambda pid: psutil.Process(pid).children(recursive=True),
                        "the workers": lambda _, running=running: running.processes(),  # type: ignore[misc]
                    },
                )
            same = (here / "current").readlink() == (there / "current").readlink()
            print("the same release" if same else "ANOTHER RELEASE", flush=True)


def _family(pid: int) -> list[psutil.Process]:
    own = psutil.Process(pid)
    return [own, *own.children(recursive=True)]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main()
