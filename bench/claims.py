"""Records to N-Quads: Tuyun's readers, builders and writer beside rdflib, morph-kgc and maplib.

``python -m bench.claims [ARTICLES ...]`` prints processor seconds (median of three, or one run of the slow ones),
seconds by the clock, peak memory, how many times Tuyun's processor seconds each takes, and whether all wrote the same
graph; with the usual sizes it also writes table and picture into docs/benchmarks.md.
``python -m bench.claims WAY INPUT OUTPUT`` runs one way alone, as the benchmark does in a fresh process.

morph-kgc and maplib are run by the Python of the environments that ``make bench-claims`` makes for them, and passed
over where these are missing. They read flat CSV; that it is made from the records is not in their time.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from bench.archives import BASE
from bench.generate import write_jsonl
from bench.peers.flat import write_csv
from bench.recording import Row, content_hash, record

if TYPE_CHECKING:
    from graph_builder.records import AnyRecord, Entry, Source

ENVIRONMENTS: Final = Path(".venv-peers")
_SIZES: Final = (5_000, 50_000, 500_000)
_AT_MOST: Final = {"rdflib": 50_000}
"""Beyond these sizes a way is not run: rdflib would take 15 GB."""
_SECTION: Final = 4 << 20
_GRAPH: Final = f" <{BASE}source/generated>"


def by_tuyun(source: Path, target: Path) -> None:
    """Read and check, build and write as `tuyun build` does, nothing kept."""
    from graph_builder.claims import lines
    from graph_builder.identifiers import Iris
    from graph_builder.sources.chunks import numbered

    with source.open("rb") as stream, target.open("wb", buffering=1 << 20) as out:
        next(stream)
        said_by, entries = _entries(numbered(stream, 2))
        out.writelines(lines([said_by], entries, Iris(BASE)))


def by_two(source: Path, target: Path) -> None:
    """Do the same in two processes, which take sections of the file in turn."""
    from graph_builder.claims import lines
    from graph_builder.identifiers import Iris
    from graph_builder.sources.chunks import numbered
    from graph_builder.workers import run_shares

    iris = Iris(BASE)

    def written(begin: int, end: int, number: int) -> Iterator[Path]:
        with source.open("rb") as stream:
            stream.seek(begin)
            data = stream.read(end - begin)
        _, entries = _entries(numbered(data.splitlines(keepends=True), number))
        part = target.with_suffix(f".{begin}")
        with part.open("wb", buffering=1 << 20) as out:
            out.writelines(lines((), entries, iris))
        yield part

    shares = [lambda part=part: written(*part) for part in _sections(source)]
    with target.open("wb") as out:
        out.writelines(lines([_entries(iter(()))[0]], (), iris))
        out.flush()
        for part in run_shares(shares, 2, target.parent):
            with part.open("rb") as stream:
                while os.sendfile(out.fileno(), stream.fileno(), None, _SECTION):
                    pass
            part.unlink()


def _sections(source: Path) -> Iterator[tuple[int, int, int]]:
    """Yield begin, end and first line of sections of whole lines, but for the head."""
    with source.open("rb") as stream:
        begin, number = len(next(stream)), 2
        stream.seek(begin)
        while data := stream.read(_SECTION):
            data += stream.readline()
            yield begin, begin + len(data), number
            begin, number = begin + len(data), number + data.count(b"\n")


def only_reading(source: Path, target: Path) -> None:
    """Read and check the records, and write nothing: what of Tuyun's time is not building and writing."""
    from graph_builder.sources.chunks import numbered

    with source.open("rb") as stream:
        next(stream)
        for _ in _entries(numbered(stream, 2))[1]:
            pass


def _entries(lines: Iterator[tuple[int, bytes]]) -> "tuple[Source, Iterator[Entry[AnyRecord]]]":
    from graph_builder.problems import Problems
    from graph_builder.records import Source
    from graph_builder.sources import Head, iter_records

    head = Head(Source(id="generated", rank="page", name={"en": "Generated"}), "article")
    return head.source, iter_records(lines, "generated.jsonl", head, Problems())


def by_rdflib(source: Path, target: Path) -> None:
    """Read with the standard library, build rdflib terms, add them to a dataset, serialize it."""
    import rdflib

    from bench import rdflib_records

    rdflib.NORMALIZE_LITERALS = False
    dataset = rdflib.Dataset()
    graph = dataset.graph(rdflib_records.entity("source", "generated"))
    with source.open(encoding="utf-8") as stream:
        for triple in rdflib_records.source(json.loads(next(stream))["source"], ""):
            graph.add(triple)
        for line in stream:
            for triple in rdflib_records.article(json.loads(line)):
                graph.add(triple)
    dataset.serialize(str(target), format="nquads", encoding="utf-8")


WAYS: Final[dict[str, Callable[[Path, Path], None]]] = {
    "tuyun": by_tuyun,
    "reading": only_reading,
    "tuyun-2": by_two,
    "rdflib": by_rdflib,
}
_PEERS: Final[dict[str, tuple[str, ...]]] = {
    "morph-kgc": ("morph-kgc", "bench/peers/by_morph_kgc.py", "1"),
    "morph-kgc-2": ("morph-kgc", "bench/peers/by_morph_kgc.py", "2"),
    "maplib": ("maplib", "bench/peers/by_maplib.py"),
}


class _Run(NamedTuple):
    seconds: float
    wall: float
    peak: float
    version: str
    longest: float


def main() -> None:
    """Run every size side by side, or one way alone when arguments name it."""
    if len(sys.argv) == 4 and sys.argv[1] in WAYS:
        begun = time.perf_counter()
        WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
        wall = time.perf_counter() - begun
        own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        seconds = [one.ru_utime + one.ru_stime for one in (own, others)]
        peak = max(own.ru_maxrss, others.ru_maxrss) / 1024
        print(json.dumps({"seconds": sum(seconds), "longest": max(seconds), "wall": wall, "peak": peak}))
        return
    parts = (f"{name} {version(name)}" for name in ("tuyun", "rdflib", "msgspec"))
    print(f"Python {sys.version.split()[0]}, {', '.join(parts)}")
    sizes = [int(one) for one in sys.argv[1:]]
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
        if (run := _measured(way, source, tables, target, runs)) is None:
            print(f"{size:>9} {way:<12} not installed: make bench-claims")
            continue
        found[way] = run
        if way != "reading":
            contents[way] = content_hash(target, _GRAPH.encode() if way == "maplib" else b"")
            target.unlink()
        same = "" if way == "reading" or contents[way] == contents["tuyun"] else "  ANOTHER GRAPH"
        ratio = f"{run.seconds / found['tuyun'].seconds:6.1f} x"
        figures = f"{run.seconds:8.2f} s processor {run.wall:8.2f} s clock {run.peak:6.0f} MiB"
        print(f"{size:>9} {way:<12} {figures} {ratio} {run.version}{same}".rstrip(), flush=True)
    one, two, read = found["tuyun"], found["tuyun-2"], found["reading"]
    gain = (
        f"{one.wall / two.wall:.2f} times one by the clock, {one.seconds / two.longest:.2f} by the longer one's seconds"
    )
    print(f"{size:>9} {contents['tuyun'][0]} triples; two processes {gain}")
    for way, run in found.items():
        if way not in ("tuyun", "tuyun-2", "reading"):
            ratio = f"{run.seconds / (one.seconds - read.seconds):6.1f}"
            print(f"{size:>9} {way:<12} {ratio} times building and writing alone", flush=True)
    return [
        Row(
            size,
            f"{way} {run.version.rpartition(' ')[2]}".strip(),
            run.seconds,
            run.wall,
            run.peak,
            run.seconds / one.seconds,
        )
        for way, run in found.items()
    ]


def _measured(way: str, source: Path, tables: Path, target: Path, runs: int) -> _Run | None:
    command = [sys.executable, "-m", "bench.claims", way, str(source), str(target)]
    if way in _PEERS:
        environment, script, *options = _PEERS[way]
        python = ENVIRONMENTS / environment / "bin" / "python"
        if not python.exists():
            return None
        command = [str(python), script, str(tables), str(target), *options]
    results: list[dict[str, Any]] = []
    for _ in range(runs):
        begun = time.perf_counter()
        said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        wall: dict[str, Any] = {"wall": time.perf_counter() - begun}
        results.append(wall | json.loads(said.splitlines()[-1]))
    return _Run(
        statistics.median(one["seconds"] for one in results),
        statistics.median(one["wall"] for one in results),
        max(one["peak"] for one in results),
        str(results[0].get("version", "")),
        statistics.median(one.get("longest", one["seconds"]) for one in results),
    )


if __name__ == "__main__":
    main()
