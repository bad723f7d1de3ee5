"""A whole build without pages beside the plain way: everything in rdflib, validated by pySHACL (:mod:`bench.plain`).

``python -m bench.pipeline [ARTICLES ...]`` builds generated archives (:mod:`bench.archives`) with one process and with
two, and prints processor seconds, seconds by the clock and the largest memory of one process; with the usual sizes it
also writes table and picture into docs/benchmarks.md. ``--plain N`` runs the plain way on N articles as well (about
half an hour for 50,000), prints the ratios and whether the dataset is the same; ``--engines N`` compares the engines of
the gate on the view of N articles. ``python -m bench.pipeline WAY ARCHIVE FOLDER`` runs one way alone, as
the benchmark does in a fresh process.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from bench.archives import write_archive
from bench.memory import peak
from bench.recording import Row, content_hash, record

_SIZES: Final = (5_000, 50_000, 500_000)


def by_tuyun(archive: Path, folder: Path, jobs: int) -> None:
    """Build as `tuyun build --no-pages` does."""
    from rich.console import Console

    from graph_builder.cli.building import Plan, build
    from graph_builder.cli.pipeline import Means

    build(archive, Plan(folder, Means(jobs=jobs), pages=False), Console(quiet=True))


def by_rdflib(archive: Path, folder: Path) -> None:
    """Make the same dataset with rdflib, and check it by pySHACL."""
    from bench.plain import pipeline

    pipeline(archive, folder)


WAYS: Final[dict[str, Callable[[Path, Path], None]]] = {
    "tuyun-1": lambda archive, folder: by_tuyun(archive, folder, 1),
    "tuyun-2": lambda archive, folder: by_tuyun(archive, folder, 2),
    "rdflib": by_rdflib,
}


def engines(archive: Path) -> None:
    """Print processor seconds and results of each engine on one view, which is spoilt a little."""
    from rich.console import Console

    from graph_builder.cli.pipeline import Means, run
    from graph_builder.cli.progress import Progress
    from graph_builder.validation import Engine, validate

    dataset = run(archive, Progress(Console(quiet=True)), Means()).dataset
    view = [triple for number, triple in enumerate(dataset.view) if number % 9973]
    found: dict[str, Any] = {}
    for engine in Engine:
        begun = time.process_time()
        outcome = validate(view, engine)
        found[engine] = (time.process_time() - begun, outcome)
        print(
            f"{engine:>12}: {found[engine][0]:8.2f} s, {len(outcome.results)} results, {len(view)} triples", flush=True
        )
    (ours, one), (theirs, other) = found[Engine.COMPILED], found[Engine.REFERENCE]
    print(f"ratio {theirs / ours:.1f}, {'same results' if one == other else 'OTHER RESULTS'}")


def main() -> None:
    """Measure each way in a process of its own."""
    if len(sys.argv) == 4 and sys.argv[1] in WAYS:
        _alone(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="*")
    parser.add_argument("--plain", type=int, default=0, metavar="N")
    parser.add_argument("--engines", type=int, default=0, metavar="N")
    chosen = parser.parse_args()
    print(", ".join(f"{name} {version(name)}" for name in ("tuyun", "rdflib", "pyshacl", "shacl-rust")))
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in dict.fromkeys((*(chosen.articles or _SIZES), *filter(None, [chosen.plain]))):
            rows += _side_by_side(Path(folder), size, size == chosen.plain)
        if chosen.engines:
            engines(_archive(Path(folder), chosen.engines))
    if not chosen.articles:
        record("pipeline", "A whole build without pages, times Tuyun's processor time", rows)


def _side_by_side(folder: Path, size: int, with_plain: bool) -> list[Row]:
    archive = _archive(folder, size)
    found = {way: _measure(way, archive, folder) for way in ("tuyun-1", "tuyun-2")}
    one, two = found["tuyun-1"], found["tuyun-2"]
    print(f"two processes: {one['wall'] / two['wall']:.2f} times one by the clock")
    if with_plain:
        plain = found[f"rdflib {version('rdflib')}, pySHACL {version('pyshacl')}"] = _measure("rdflib", archive, folder)
        faster, smaller = plain["seconds"] / one["seconds"], plain["peak"] / one["peak"]
        same = "the same dataset" if plain["content"] == one["content"] else "ANOTHER DATASET"
        print(f"the plain way: {faster:.1f} times the processor time, {smaller:.1f} times the memory, {same}")
    return [
        Row(size, way, run["seconds"], run["wall"], run["peak"], run["seconds"] / one["seconds"])
        for way, run in found.items()
    ]


def _archive(folder: Path, size: int) -> Path:
    archive = folder / f"archive-{size}"
    if not archive.exists():
        write_archive(archive, size)
    return archive


def _measure(way: str, archive: Path, folder: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=folder) as out:
        command = [sys.executable, "-m", "bench.pipeline", way, str(archive), out]
        lines = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
        made = Path(out) / ("dataset.nq" if way == "rdflib" else "current/data/dataset.nq")
        content = content_hash(made)
    found: dict[str, Any] = json.loads(lines[-1]) | {"content": content}
    figures = f"{found['seconds']:8.1f} s processor {found['wall']:8.1f} s clock {found['peak']:6.0f} MiB"
    print(f"{archive.name.partition('-')[2]:>8} articles {way:>8} {figures}", flush=True)
    return found


def _alone(way: str, archive: Path, folder: Path) -> None:
    begun = time.perf_counter()
    WAYS[way](archive, folder)
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds = sum(one.ru_utime + one.ru_stime for one in (own, others))
    wall = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "wall": wall, "peak": peak(), "cores": os.cpu_count()}))


if __name__ == "__main__":
    main()
