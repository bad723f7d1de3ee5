"""Records to N-Quads: Tuyun's readers, builders and writer beside the same mapping through rdflib.

``python -m bench.claims`` prints processor seconds (median of three), peak memory, the ratio for the whole way and for
the way from records to N-Quads alone, and whether both wrote the same graph.
``python -m bench.claims WAY INPUT OUTPUT`` runs one way alone, as the benchmark does in a fresh process.
"""

import hashlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.generate import write_jsonl

if TYPE_CHECKING:
    from graph_builder.records import AnyRecord, Entry, Source

BASE: Final = "https://data.example.org/"
_SIZES: Final = (5_000, 50_000, 500_000)
_COMPARED: Final = (5_000, 50_000)


def by_tuyun(source: Path, target: Path) -> None:
    """Read and check, build and write as `tuyun build` does, nothing kept."""
    from graph_builder.claims import lines
    from graph_builder.identifiers import Iris

    with source.open("rb") as stream, target.open("wb", buffering=1 << 20) as out:
        said_by, entries = _entries(stream)
        out.writelines(text.encode() for text in lines([said_by], entries, Iris(BASE)))


def only_reading(source: Path, target: Path) -> None:
    """Read and check the records, and write nothing: what of Tuyun's time is not building and writing."""
    with source.open("rb") as stream:
        for _ in _entries(stream)[1]:
            pass


def _entries(stream: Iterator[bytes]) -> "tuple[Source, Iterator[Entry[AnyRecord]]]":
    from graph_builder.problems import Problems
    from graph_builder.records import Source
    from graph_builder.sources import Head, iter_records

    head = Head(Source(id="generated", rank="page", name={"en": "Generated"}), "article")
    next(stream)
    return head.source, iter_records(enumerate(stream, start=2), "generated.jsonl", head, Problems())


def by_rdflib(source: Path, target: Path) -> None:
    """Read with the standard library, build rdflib terms, add them to a dataset, serialize it."""
    import rdflib
    from rdflib import RDF, XSD, Literal, URIRef

    rdflib.NORMALIZE_LITERALS = False
    tuyun = rdflib.Namespace("https://w3id.org/tuyun/ontology#")
    dataset = rdflib.Dataset()
    graph = dataset.graph(URIRef(f"{BASE}source/generated"))
    graph.add((graph.identifier, RDF.type, tuyun["Source"]))
    graph.add((graph.identifier, tuyun["rank"], Literal("page")))
    graph.add((graph.identifier, tuyun["name"], Literal("Generated", lang="en")))
    with source.open(encoding="utf-8") as stream:
        next(stream)
        for line in stream:
            _add_article(graph, json.loads(line), tuyun, Literal, URIRef, RDF, XSD)
    dataset.serialize(str(target), format="nquads", encoding="utf-8")


def _add_article(graph: Any, record: dict[str, Any], tuyun: Any, literal: Any, uri: Any, rdf: Any, xsd: Any) -> None:
    thing, language = uri(f"{BASE}article/{record['id']}"), record["language"]
    graph.add((thing, rdf.type, tuyun["Article"]))
    graph.add((thing, tuyun["language"], literal(language)))
    graph.add((thing, tuyun["title"], literal(record["title"], lang=language)))
    graph.add((thing, tuyun["abstract"], literal(record["abstract"], lang=language)))
    graph.add((thing, tuyun["datePublished"], literal(record["date"], datatype=xsd.date)))
    graph.add((thing, tuyun["rubric"], uri(f"{BASE}rubric/{record['rubric']}")))
    for url in record["source_urls"]:
        graph.add((thing, tuyun["sourceUrl"], uri(url)))
    for name in ("about", "mentions"):
        for reference in record[name]:
            graph.add((thing, tuyun[name], uri(BASE + reference)))
    for position, contribution in enumerate(record["contributions"], start=1):
        part = uri(f"{thing}#contribution-{position}")
        graph.add((thing, tuyun["contribution"], part))
        graph.add((part, rdf.type, tuyun["Contribution"]))
        graph.add((part, tuyun["article"], thing))
        graph.add((part, tuyun["position"], literal(position)))
        graph.add((part, tuyun["contributor"], uri(f"{BASE}person/{contribution['contributor']}")))
        graph.add((part, tuyun["roleKind"], tuyun["role-author"]))
        graph.add((part, tuyun["statedName"], literal(contribution["stated_name"])))
        for code, text in contribution["role"].items():
            graph.add((part, tuyun["role"], literal(text, lang=code)))
        for slug in contribution["affiliation"]:
            graph.add((part, tuyun["affiliation"], uri(f"{BASE}organization/{slug}")))


WAYS: Final[dict[str, Callable[[Path, Path], None]]] = {
    "tuyun": by_tuyun,
    "reading": only_reading,
    "rdflib": by_rdflib,
}


def main() -> None:
    """Run every size side by side, or one way alone when arguments name it."""
    if len(sys.argv) == 4:
        started = time.process_time()
        WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
        seconds = time.process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "peak": peak}))
        return
    parts = (f"{name} {version(name)}" for name in ("tuyun", "rdflib", "msgspec"))
    print(f"Python {sys.version.split()[0]}, {', '.join(parts)}")
    print("all: seconds of Tuyun for the whole way; read: for reading alone; from records: rdflib / (all - read)")
    columns = ["articles", "triples", "all", "read", "MiB", "rdflib", "MiB", "ratio"]
    widths = (9, 10, 7, 7, 5, 8, 6, 7)
    print("".join(f"{name:>{width}}" for name, width in zip(columns, widths, strict=True)), f"{'from records':>13}")
    with tempfile.TemporaryDirectory() as folder:
        for size in _SIZES:
            print(_row(Path(folder), size), flush=True)


def _row(folder: Path, size: int) -> str:
    source = folder / f"{size}.jsonl"
    write_jsonl(source, size)
    ours, peak = _measure("tuyun", source, folder / "tuyun.nq", 3)
    reading, _ = _measure("reading", source, folder / "nothing", 3)
    triples, hash_ = _content(folder / "tuyun.nq")
    row = f"{size:>9}{triples:>10}{ours:>7.2f}{reading:>7.2f}{peak:>5.0f}"
    if size not in _COMPARED:
        return row
    theirs, their_peak = _measure("rdflib", source, folder / "rdflib.nq", 1 if size > 5_000 else 3)
    same = "same graph" if _content(folder / "rdflib.nq")[1] == hash_ else "ANOTHER GRAPH"
    return f"{row}{theirs:>8.2f}{their_peak:>6.0f}{theirs / ours:>7.1f}{theirs / (ours - reading):>14.1f}  {same}"


def _measure(way: str, source: Path, target: Path, runs: int) -> tuple[float, float]:
    results = []
    for _ in range(runs):
        command = [sys.executable, "-m", "bench.claims", way, str(source), str(target)]
        results.append(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))
    return statistics.median(one["seconds"] for one in results), max(one["peak"] for one in results)


def _content(path: Path) -> tuple[int, str]:
    """Return the number of lines and a hash that does not depend on their order."""
    count, total = 0, 0
    with path.open("rb") as stream:
        for line in stream:
            if line.strip():
                count += 1
                total ^= int.from_bytes(hashlib.blake2b(line, digest_size=16).digest())
    return count, f"{total:032x}"


if __name__ == "__main__":
    main()
