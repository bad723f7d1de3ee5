"""Records to N-Quads: Tuyun's readers, builders and writer beside rdflib, morph-kgc and maplib.

``python -m bench.claims [ARTICLES ...]`` prints processor seconds (median of three, or one run of the slow ones),
seconds by the clock, peak memory, how many times Tuyun's processor seconds each takes, and whether all wrote the same
graph; with the usual sizes it also writes table and picture into docs/benchmarks.md.
Each way runs in a fresh process (:mod:`bench.claims_ways`). Before and after each run of another way stands one of
Tuyun, with which it is compared: the speed of a virtual machine changes by half within minutes.

morph-kgc and maplib are run by the Python of the environments that ``make bench-claims`` makes for them, and passed
over where these are missing. They read flat CSV; that it is made from the records is not in their time.
"""

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from bench.archives import BASE
from bench.claims_ways import WAYS
from bench.generate import write_jsonl
from bench.peers.flat import write_csv
from bench.recording import Row, content_hash, record

_GRAPH: Final = f" <{BASE}source/generated>"
ENVIRONMENTS: Final = Path(".venv-peers")
_SIZES: Final = (5_000, 50_000, 500_000)
_AT_MOST: Final = {"rdflib": 50_000}
"""Beyond these sizes a way is not run: rdflib would take 15 GB."""
_PEERS: Final[dict[str, tuple[str, ...]]] = {
    "morph-kgc": ("morph-kgc", "bench/peers/by_morph_kgc.py", "1"),
    "morph-kgc-2": ("morph-kgc", "bench/peers/by_morph_kgc.py", "2"),
    "maplib": ("maplib", "bench/peers/by_maplib.py"),
}

# The byte code of Tuyun's modules is kept beside them, as pip leaves it for all that it installs and so for the others.
_ENVIRONMENT: Final = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Run(NamedTuple):
    """What runs of a way took: medians of seconds, the largest peak in MiB, and of the runs beside each its multiple.

    ``ratio`` is of processor seconds, ``gain`` of seconds by the clock, both against the two runs of Tuyun beside it.
    """

    seconds: float
    wall: float
    peak: float
    version: str
    longest: float
    ratio: float
    gain: float


def main() -> None:
    """Run every size side by side."""
    parts = (f"{name} {version(name)}" for name in ("tuyun", "rdflib", "msgspec"))
    print(f"Python {sys.version.split()[0]}, {', '.join(parts)}")
    sizes = [int(one) for one in sys.argv[1:]]
    for package in ("bench", "graph_builder"):
        compileall.compile_dir(package, quiet=2)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes or _SIZES:
            rows += _side_by_side(Path(folder), size)
    if not sizes:
        record("claims", "Records to N-Quads, times Tuyun's processor time", rows)


def _side_by_side(folder: Path, size: int) -> list[Row]:
    source, tables = folder / f"{size}.jsonl", folder / f"{size}-tables"
    write_jsonl(source, size)
    write_csv(tables, size)
    found: dict[str, _Run] = {}
    contents: dict[str, tuple[int, str]] = {}
    for way in (*WAYS, *_PEERS):
        if size > _AT_MOST.get(way, size):
            continue
        target = folder / f"{way}.nq"
        runs = 3 if way in ("tuyun", "tuyun-2", "reading") or size <= 5_000 else 1
        if (run := _beside(way, source, tables, target, runs)) is None:
            print(f"{size:>9} {way:<12} not installed: make bench-claims")
            continue
        found[way] = run
        if way != "reading":
            contents[way] = content_hash(target, _GRAPH.encode() if way == "maplib" else b"")
            target.unlink()
        same = "" if way == "reading" or contents[way] == contents["tuyun"] else "  ANOTHER GRAPH"
        figures = f"{run.seconds:8.2f} s processor {run.wall:8.2f} s clock {run.peak:6.0f} MiB"
        print(f"{size:>9} {way:<12} {figures} {run.ratio:6.1f} x {run.version}{same}".rstrip(), flush=True)
    one, two, read = found["tuyun"], found["tuyun-2"], found["reading"]
    gain = f"{two.gain:.2f} times one by the clock, {one.seconds / two.longest:.2f} by the longer one's seconds"
    print(f"{size:>9} {contents['tuyun'][0]} triples; two processes {gain}")
    for way, run in found.items():
        if way not in ("tuyun", "tuyun-2", "reading"):
            ratio = f"{run.ratio * one.seconds / (one.seconds - read.seconds):6.1f}"
            print(f"{size:>9} {way:<12} {ratio} times building and writing alone", flush=True)
    return [
        Row(
            size,
            f"{way} {run.version.rpartition(' ')[2]}".strip(),
            run.seconds,
            run.wall,
            run.peak,
            run.ratio,
        )
        for way, run in found.items()
    ]


def _beside(way: str, source: Path, tables: Path, target: Path, runs: int) -> _Run | None:
    """Run a way so often, and Tuyun before and after each run; none if the way is not installed."""
    command = [sys.executable, "-m", "bench.claims_ways", way, str(source), str(target)]
    if way in _PEERS:
        environment, script, *options = _PEERS[way]
        python = ENVIRONMENTS / environment / "bin" / "python"
        if not python.exists():
            return None
        command = [str(python), script, str(tables), str(target), *options]
    other = target.with_suffix(".beside")
    beside = [sys.executable, "-m", "bench.claims_ways", "tuyun", str(source), str(other)]
    own = [_measured(beside)]
    results: list[dict[str, Any]] = []
    for _ in range(runs):
        results.append(_measured(command))
        own.append(_measured(beside))
    other.unlink()
    pairs = list(zip(results, [_between(*two) for two in pairwise(own)], strict=True))
    return _Run(
        statistics.median(one["seconds"] for one in results),
        statistics.median(one["wall"] for one in results),
        max(one["peak"] for one in results),
        str(results[0].get("version", "")),
        statistics.median(one.get("longest", one["seconds"]) for one in results),
        statistics.median(one["seconds"] / near["seconds"] for one, near in pairs),
        statistics.median(near["wall"] / one["wall"] for one, near in pairs),
    )


def _between(first: dict[str, Any], second: dict[str, Any]) -> dict[str, float]:
    """Return what a run between two others would have taken: the mean of their seconds of either kind."""
    return {name: (first[name] + second[name]) / 2 for name in ("seconds", "wall")}


def _measured(command: list[str]) -> dict[str, Any]:
    begun = time.perf_counter()
    said = subprocess.run(command, capture_output=True, check=True, text=True, env=_ENVIRONMENT).stdout
    wall: dict[str, Any] = {"wall": time.perf_counter() - begun}
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return wall | found


if __name__ == "__main__":
    main()
