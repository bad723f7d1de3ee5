"""Pages of articles in three languages: Tuyun with one process and two beside Hugo with one processor and all.

``python -m bench.site [ARTICLES...]`` prints, for each number of articles (5,000 and 50,000 if none is given), pages a
second of processor time and of wall time, bytes a page, peak memory, and whether both made the same pages.
``python -m bench.site tuyun ARTICLES JOBS FOLDER`` makes Tuyun's pages alone, as the benchmark does in a fresh process.

Processor time is what to compare on a machine that does other work. Of several processes the longest counts: that is
how long they would take with a processor each.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from bench.site import hugo, sameness
from bench.site.dataset import LANGUAGES, dataset
from exports.changes.history import History
from exports.pages import Site
from graph_builder import release, terms
from graph_builder.rdf import Term

_SIZES: Final = (5_000, 50_000)
_SHARES: Final = 400


def main() -> None:
    """Compare both for each size, or make Tuyun's pages alone when arguments say so."""
    match sys.argv[1:]:
        case ["tuyun", count, jobs, folder]:
            print(json.dumps(make(int(count), int(jobs), Path(folder))))
        case sizes:
            print(f"Python {sys.version.split()[0]}, hugo {hugo.version()}, {os.cpu_count()} processors")
            for size in map(int, sizes or _SIZES):
                with tempfile.TemporaryDirectory() as folder:
                    compare(size, Path(folder))


def make(count: int, jobs: int, out: Path) -> Mapping[str, Any]:
    """Write the pages of so many articles as a release and return what it took, from the dataset in memory on."""
    data = dataset(count)
    read, started, worked = _peak(), time.perf_counter(), time.process_time()
    site = Site(data, History(data))
    known, indexed = time.process_time() - worked, _peak()
    articles = site.index.instances(terms.Article)
    size = -(-len(articles) // _SHARES)
    parts = [articles[start : start + size] for start in range(0, len(articles), size)]
    published = release.publish(out, (), {}, [partial(_pages, site, part) for part in parts], jobs)
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = time.process_time() - worked
    return {
        "wall": time.perf_counter() - started,
        "processor": own + others.ru_utime + others.ru_stime,
        "longest": max(own, known + others.ru_utime + others.ru_stime) if jobs == 2 else own,
        "index": known,
        "read_peak": read,
        "index_peak": indexed,
        "peak": max(_peak(), others.ru_maxrss // 1024),
        "files": published.files - 1,
    }


def _pages(site: Site, articles: Sequence[Term]) -> Iterator[tuple[str, bytes]]:
    for term in articles:
        node = site.index.node(term)
        for path, content in site.entity(node, site.work(node)):
            if path.count(".") == 2:  # Hugo has no copy of the first language's page
                yield path, content


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def compare(count: int, folder: Path) -> None:
    """Print how both do with so many articles."""
    pages = count * len(LANGUAGES)
    print(f"\n{count} articles, {pages} pages\n")
    print(f"{'':32}{'wall s':>8}{'pages/s':>9}{'processor s':>13}{'pages/s':>9}{'MiB':>7}{'B a page':>10}")
    hugo.write_site(folder / "hugo", count)
    rates: dict[tuple[str, int | None], tuple[float, float]] = {}
    for jobs in (1, 2):
        found = _alone(count, jobs, folder / f"tuyun-{jobs}")
        rates["tuyun", jobs] = pages / found["wall"], pages / found["longest"]
        size = (
            sum(path.stat().st_size for path in (folder / f"tuyun-{jobs}/current/article").iterdir()) / found["files"]
        )
        _row(f"Tuyun, {jobs} process{'es' * (jobs > 1)}", pages, found["wall"], found["longest"], found["peak"], size)
        print(
            f"    of it reading the graph {found['index']:.1f} s; memory {found['read_peak']} MiB with the dataset, "
            f"{found['index_peak']} with the index, {found['peak']} at the end"
        )
    for processors in (1, None):
        out = folder / f"by-hugo-{processors or 'all'}"  # ext4 makes new files slowly where many were just removed
        wall, used, peak = hugo.build(folder / "hugo", out, processors)
        rates["hugo", processors] = pages / wall, pages / used
        made = list(out.rglob("article/*.html"))
        size = sum(path.stat().st_size for path in made) / len(made)
        _row(f"Hugo, {processors or 'all'} processor{'s' * (not processors)}", pages, wall, used, peak, size)
    print(
        f"\nratio to Hugo with one processor, by processor time: one process {_ratio(rates, 1, 1, 1):.2f}, "
        f"two {_ratio(rates, 2, 1, 1):.2f}; by wall time {_ratio(rates, 1, 1, 0):.2f}, {_ratio(rates, 2, 1, 0):.2f}"
        f"\nratio to Hugo with all processors, by wall time: one process {_ratio(rates, 1, None, 0):.2f}, "
        f"two {_ratio(rates, 2, None, 0):.2f}"
    )
    print(sameness.told(folder / "tuyun-1/current", folder / "by-hugo-1"))


def _ratio(rates: Mapping[Any, tuple[float, float]], jobs: int, processors: int | None, which: int) -> float:
    return rates["tuyun", jobs][which] / rates["hugo", processors][which]


def _row(name: str, pages: int, wall: float, processor: float, peak: int, size: float) -> None:
    print(f"{name:32}{wall:8.1f}{pages / wall:9.0f}{processor:13.1f}{pages / processor:9.0f}{peak:7}{size:10.0f}")


def _alone(count: int, jobs: int, out: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.site", "tuyun", str(count), str(jobs), str(out)]
    said = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    found: dict[str, Any] = msgspec.json.decode(said)
    return found


if __name__ == "__main__":
    main()
