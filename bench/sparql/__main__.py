"""``python -m bench.sparql [ARTICLES] [RUNS]``: queries asked of the portal, `oxigraph serve`, Virtuoso and rdflib.

Some are also put in SQL to DuckDB over the tables of the same release. All over HTTP but DuckDB and rdflib, warm; 50th
and 95th hundredth of the times by the clock, and the processor time of the server, which other work on the machine
does not disturb. An engine whose rows differ is marked.
"""

import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import httpx

from bench.portal.servers import Served, portal
from bench.sparql import servers
from bench.sparql.dump import BASE, release
from bench.sparql.queries import ANALYTIC, LARGE, QUERIES, SQL
from bench.sparql.tables import Tables, write
from portal.sparql.data import UNION

_RDFLIB_MOST: Final = 5_000
_VIEW: Final = f"{BASE}#dataset"
_TABLE: Final = {"Accept": "application/sparql-results+json"}
_GRAPH: Final = {"Accept": "application/n-triples"}
_LONG: Final = 600
_WAIT: Final = 30
"""Seconds within which the first bytes of a large result must come; Virtuoso writes it whole before."""


@dataclass(slots=True)
class Engine:
    """One that is asked.

    Attributes:
        name: as the table has it.
        load: seconds by the clock that loading took; of the portal, from its start to its first answer.
        loading: processor seconds of the same.
        ask: runs a query; returns the rows, to be compared.
        seconds: processor seconds of its processes so far.
        first: seconds until the first bytes of the large result; none if it is not asked by HTTP.
        queries: what it is asked, by name.
        times: by query, in milliseconds.
        work: by query, milliseconds of processor time.
        rows: by query.
    """

    name: str
    load: float
    loading: float
    ask: Callable[[str], int]
    seconds: Callable[[], float]
    first: Callable[[], float] | None = None
    queries: Mapping[str, str] = field(default_factory=lambda: QUERIES)
    times: dict[str, list[float]] = field(default_factory=dict)
    work: dict[str, float] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def main() -> None:
    """Write a release, load it everywhere, ask, and print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 11
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        triples = release(folder / "release", count)
        print(f"{count} articles, {triples} triples; {', '.join(_versions())}; {os.cpu_count()} processors")
        engines = [make(folder, stack) for make in (_portal, _oxigraph, _virtuoso, _tables)]
        if count <= _RDFLIB_MOST:
            engines.append(_rdflib(folder))
        loads = (f"{one.name} {one.load:.1f} s ({one.loading:.1f} s of a processor)" for one in engines)
        print("loading: " + ", ".join(loads), flush=True)
        for name in QUERIES:
            for engine in engines:
                if name in engine.queries:
                    _measure(engine, name, engine.queries[name], runs)
            print(_row(name, engines), flush=True)
        _summary(engines)


def _measure(engine: Engine, name: str, query: str, runs: int) -> None:
    engine.rows[name] = engine.ask(query)  # warm
    began, before = time.perf_counter(), engine.seconds()
    times: list[float] = []
    while len(times) < 3 or (len(times) < runs and time.perf_counter() - began < 20):
        started = time.perf_counter()
        engine.ask(query)
        times.append((time.perf_counter() - started) * 1000)
    engine.times[name] = times
    engine.work[name] = (engine.seconds() - before) * 1000 / len(times)


def _row(name: str, engines: list[Engine]) -> str:
    cells = []
    for one in engines:
        if name not in one.times:
            continue
        times = sorted(one.times[name])
        mark = "" if one.rows[name] == engines[0].rows[name] else " DIFFERS"
        p95 = times[min(len(times) - 1, round(len(times) * 0.95))]
        cells.append(f"{one.name} {statistics.median(times):9.1f} {p95:9.1f} ({one.work[name]:8.1f}){mark}")
    return f"{name:<13}" + "  ".join(cells)


def _summary(engines: list[Engine]) -> None:
    ours, bare, columns, tables = engines[:4]
    over = [name for name in QUERIES if _p50(ours, name) > 1.3 * _p50(bare, name) + 5]
    print(f"at most 1.3 x the bare server + 5 ms: {len(QUERIES) - len(over)} of {len(QUERIES)}; not: {over}")
    ratios = ", ".join(f"{name} {_p50(bare, name) / _p50(ours, name):.1f}" for name in ANALYTIC)
    print(f"bare server / portal, analytic queries: {ratios}")
    ahead = [name for name in QUERIES if _p50(columns, name) < _p50(ours, name)]
    print(f"Virtuoso stays ahead in: {', '.join(ahead)}")
    for other in (ours, columns):
        ratios = ", ".join(f"{name} {other.work[name] / tables.work[name]:.1f}" for name in SQL)
        print(f"{other.name} / tables, processor time: {ratios}")
    print(f"loading, portal / oxigraph load: {ours.load / bare.load:.2f} ({ours.loading / bare.loading:.2f})")
    firsts = [f"{one.name} {1000 * one.first():.0f} ms" for one in engines if one.first]  # inf: not within the wait
    print(f"first bytes of a large result: {', '.join(firsts)}")


def _p50(engine: Engine, name: str) -> float:
    return statistics.median(engine.times[name])


def _versions() -> Iterator[str]:
    yield f"Python {sys.version.split()[0]}"
    yield from (f"{name} {version(name)}" for name in ("tuyun", "pyoxigraph", "oxigraph", "rdflib"))
    program = servers.virtuoso_program()
    assert program, "virtuoso-opensource-7-bin is not installed; `make packages` installs it"
    said = subprocess.run([program, "-?"], capture_output=True, text=True, check=False)
    yield next((line.strip() for line in (said.stdout + said.stderr).splitlines() if "ersion" in line), "Virtuoso")


def _by_http(name: str, load: tuple[float, float], served: Served, path: str, **more: str) -> Engine:
    client = httpx.Client(base_url=served.address, timeout=_LONG)

    def ask(query: str) -> int:
        graph = "CONSTRUCT {" in query or "DESCRIBE <" in query
        answer = client.post(path, data={"query": query, **more}, headers=_GRAPH if graph else _TABLE)
        assert answer.status_code == 200, f"{name}: {answer.text[:500]}"
        if graph:
            return sum(1 for line in answer.content.splitlines() if line.strip() and not line.startswith(b"#"))
        return _hash(answer.json())

    def first() -> float:
        times = []
        for _ in range(3):
            started = time.perf_counter()
            try:
                with client.stream(
                    "POST", path, data={"query": LARGE, **more}, headers=_TABLE, timeout=_WAIT
                ) as answer:
                    next(answer.iter_raw())
            except httpx.TimeoutException:
                return math.inf
            times.append(time.perf_counter() - started)
        return statistics.median(times)

    return Engine(name, *load, ask, served.seconds, first)


def _hash(found: dict[str, Any]) -> int:
    if "boolean" in found:
        return int(found["boolean"])
    rows = found["results"]["bindings"]
    if list(found["head"]["vars"]) == ["__ASK_RETVAL"]:
        return int(bool(rows) and rows[0]["__ASK_RETVAL"]["value"] == "1")
    names = found["head"]["vars"]
    return hash(tuple(sorted(tuple(row.get(name, {}).get("value", "") for name in names) for row in rows)))


def _portal(folder: Path, stack: ExitStack) -> Engine:
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    started = time.perf_counter()
    served = stack.enter_context(portal(folder / "release", folder / "portal", servers.free_port(), 1))
    _await(served, 0.02)
    load = time.perf_counter() - started, served.seconds()
    _await(served, 0.5, **{"default-graph-uri": UNION})  # what is measured next is not disturbed by it
    print(f"portal: the view answers after {load[0]:.1f} s, the union after {time.perf_counter() - started:.1f} s")
    return _by_http("portal", load, served, "/sparql")


def _await(served: Served, pause: float, **more: str) -> None:
    asked = {"query": QUERIES["exists"], **more}
    while httpx.post(f"{served.address}/sparql", data=asked, headers=_TABLE, timeout=_LONG).status_code != 200:
        time.sleep(pause)


def _oxigraph(folder: Path, stack: ExitStack) -> Engine:
    program = servers.oxigraph_program()
    assert program
    place = folder / "oxigraph"
    place.mkdir()
    started, before = time.perf_counter(), _children()
    command = [program, "load", "--location", str(place / "store"), "--file", str(folder / "release/data/dataset.nq")]
    subprocess.run(command, check=True, capture_output=True)
    load = time.perf_counter() - started, _children() - before
    return _by_http("oxigraph", load, stack.enter_context(servers.oxigraph(place)), "/query")


def _virtuoso(folder: Path, stack: ExitStack) -> Engine:
    place = folder / "virtuoso"
    served = stack.enter_context(servers.virtuoso(place, buffers=340_000))
    shutil.copy(folder / "release/data/dataset.nq", place / "dataset.nt")
    started, before = time.perf_counter(), served.seconds()
    servers.isql(place, f"ld_dir('{place}', 'dataset.nt', '{_VIEW}')", "rdf_loader_run()", "checkpoint")
    load = time.perf_counter() - started, served.seconds() - before
    return _by_http("virtuoso", load, served, "/sparql", **{"default-graph-uri": _VIEW})


def _tables(folder: Path, _: ExitStack) -> Engine:
    started, before = time.perf_counter(), time.process_time()
    size = write(folder / "release")
    load = time.perf_counter() - started, time.process_time() - before
    print(f"tables: {size / 1e6:.1f} MB of Parquet")
    tables = Tables(folder / "release")
    graphs = {SQL[name] for name in SQL if "CONSTRUCT {" in QUERIES[name]}

    def ask(sql: str) -> int:
        rows = tables.rows(sql)
        return len(rows) if sql in graphs else hash(tuple(sorted(rows)))

    return Engine("tables", *load, ask, lambda: tables.seconds, queries=SQL)


def _rdflib(folder: Path) -> Engine:
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Graph()
    started, before = time.perf_counter(), time.process_time()
    graph.parse(folder / "release/data/dataset.nq", format="nt")
    load = time.perf_counter() - started, time.process_time() - before

    def ask(query: str) -> int:
        found = graph.query(query)
        if found.type == "ASK":
            return int(bool(found))
        if found.type != "SELECT":
            return len(list(found))
        return hash(tuple(sorted(tuple("" if one is None else str(one) for one in row) for row in found)))  # type: ignore[union-attr]

    return Engine("rdflib", *load, ask, time.process_time)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
