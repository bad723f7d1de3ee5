"""Ways from records to N-Quads, each run alone in a fresh process: ``python -m bench.claims_ways WAY INPUT OUTPUT``.

What only the benchmark needs (:mod:`bench.claims`) is not imported here: it would count as time of the way.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.archives import BASE
from bench.memory import peak

if TYPE_CHECKING:
    from graph_builder.problems import Problem, Problems
    from graph_builder.records import AnyRecord, Entry, Source

_SECTION: Final = 1 << 20
"""About how many bytes of a file a process reads at a time, as in a build."""


def by_tuyun(source: Path, target: Path, jobs: int = 1) -> None:
    """Read and check, build and write as `tuyun build` does, nothing kept: sections of the file, shared as it shares.

    Each section is appended to the same file, in whole lines. Processes count lines from where their section begins;
    faults are told with their line in the file once it is known how many stand before.
    """
    from graph_builder.workers import run_shares

    target.unlink(missing_ok=True)
    _append(target, _lines_of([_source()], ()))
    shares = [partial(_written, source, begin, end, target) for begin, end in _sections(source)]
    before = 1
    for _, count, problems in sorted(run_shares(shares, jobs, target.parent)):
        for problem in problems:
            print(replace(problem, place=problem.place.moved(before)), file=sys.stderr)
        before += count


def by_two(source: Path, target: Path) -> None:
    """Do the same in two processes."""
    by_tuyun(source, target, jobs=2)


def only_reading(source: Path, target: Path) -> None:
    """Read and check the records, and write nothing: what of Tuyun's time is not building and writing."""
    from graph_builder.problems import Problems

    for begin, end in _sections(source):
        for _ in _entries(_read(source, begin, end), Problems()):
            pass


def _sections(source: Path) -> Iterator[tuple[int, int]]:
    """Yield begin and end of sections of whole lines, but for the head."""
    size = source.stat().st_size
    with source.open("rb") as stream:
        begin = len(next(stream))
        while begin < size:
            stream.seek(min(begin + _SECTION, size))
            stream.readline()
            yield begin, stream.tell()
            begin = stream.tell()


def _written(source: Path, begin: int, end: int, target: Path) -> Iterator[tuple[int, int, "list[Problem]"]]:
    """Append what a section says, and yield where it begins, how many lines it has and what is wrong in it."""
    from graph_builder.problems import Problems

    problems = Problems()
    found = _read(source, begin, end)
    _append(target, _lines_of((), _entries(found, problems)))
    yield begin, len(found), list(problems)


def _read(source: Path, begin: int, end: int) -> list[bytes]:
    with source.open("rb") as stream:
        stream.seek(begin)
        return BytesIO(stream.read(end - begin)).readlines()


def _entries(lines: list[bytes], problems: "Problems") -> "Iterator[Entry[AnyRecord]]":
    from graph_builder.sources.chunks import numbered
    from graph_builder.sources.convert import Head
    from graph_builder.sources.json_lines import iter_records

    return iter_records(numbered(lines), "generated.jsonl", Head(_source(), "article"), problems)


def _source() -> "Source":
    from graph_builder.records import Source

    return Source(id="generated", rank="page", name={"en": "Generated"})


def _lines_of(sources: "Iterable[Source]", entries: "Iterable[Entry[AnyRecord]]") -> Iterator[bytes]:
    from graph_builder.claims import lines
    from graph_builder.identifiers import Iris

    return lines(sources, entries, Iris(BASE))


def _append(target: Path, blocks: Iterator[bytes]) -> None:
    """Append blocks of whole lines: the system lets nothing of another process come into the midst of one writing."""
    with target.open("ab", buffering=0) as out:
        for block in blocks:
            if out.write(block) != len(block):
                raise OSError(0, "the disk took less than was written")


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


def main() -> None:
    """Run one way and print what it took."""
    begun = time.perf_counter()
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    wall = time.perf_counter() - begun
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds = [one.ru_utime + one.ru_stime for one in (own, others)]
    print(json.dumps({"seconds": sum(seconds), "longest": max(seconds), "wall": wall, "peak": peak()}))


if __name__ == "__main__":
    main()
