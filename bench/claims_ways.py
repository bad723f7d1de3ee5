"""Ways from records to N-Quads, each run alone in a fresh process: ``python -m bench.claims_ways WAY INPUT OUTPUT``.

What only the benchmark needs (:mod:`bench.claims`) is not imported here: it would count as time of the way.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.archives import BASE

if TYPE_CHECKING:
    from graph_builder.records import AnyRecord, Entry, Source

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


def main() -> None:
    """Run one way and print what it took."""
    begun = time.perf_counter()
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    wall = time.perf_counter() - begun
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds = [one.ru_utime + one.ru_stime for one in (own, others)]
    peak = max(own.ru_maxrss, others.ru_maxrss) / 1024
    print(json.dumps({"seconds": sum(seconds), "longest": max(seconds), "wall": wall, "peak": peak}))


if __name__ == "__main__":
    main()
