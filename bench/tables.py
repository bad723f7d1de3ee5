"""What the tables of a release cost: processor seconds, peak memory beside that of the graph alone, sizes of files.

Run: ``python -m bench.tables [articles ...]``. Each size runs in a process of its own.
"""

import resource
import time
from typing import Final

from bench.site.dataset import dataset
from bench.sizes import each
from exports.tables.files import plan

SIZES: Final = (5_000, 50_000)


def measure(articles: int) -> None:
    """Write the tables of so many articles to nowhere, and print what it took."""
    graph = dataset(articles)
    before, begun = _peak(), time.process_time()
    sizes: dict[str, int] = {}
    for path, content in plan(graph):
        written = len(content) if isinstance(content, bytes) else sum(map(len, content))
        suffix = path.rpartition(".")[2]
        sizes[suffix] = sizes.get(suffix, 0) + written
    seconds = time.process_time() - begun
    megabytes = ", ".join(f"{suffix} {size / 1e6:.1f} MB" for suffix, size in sorted(sizes.items()))
    print(
        f"{articles:>7} articles {len(graph.view):>9} triples {len(graph.claims):>9} claims {seconds:6.1f} s "
        f"of processor {before:5d} MiB before, {_peak():5d} MiB at most; {megabytes}"
    )


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    each("bench.tables", measure, SIZES)
