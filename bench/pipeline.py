"""A whole build without pages beside the plain way: everything in rdflib, validated by pySHACL.

``python -m bench.pipeline [ARTICLES ...]`` builds generated archives (:mod:`bench.archives`) with one process and with
two, and prints processor seconds, seconds by the clock and the largest memory of one process. ``--plain N`` runs the
plain way on N articles as well (about ten minutes for 50,000) and prints the ratios; ``--engines N`` compares the
engines of the gate on the view of N articles. ``python -m bench.pipeline WAY ARCHIVE FOLDER`` runs one way alone, as
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

from bench.archives import BASE, write_archive

_SIZES: Final = (5_000, 50_000)
_FORMATS: Final = {
    "nt": "nt",
    "ttl": "turtle",
    "jsonld": "json-ld",
    "rdf": "pretty-xml",
    "nq": "nquads",
    "trig": "trig",
}


def by_tuyun(archive: Path, folder: Path, jobs: int) -> None:
    """Build as `tuyun build --no-pages` does."""
    from rich.console import Console

    from graph_builder.cli.building import Plan, build
    from graph_builder.cli.pipeline import Means

    build(archive, Plan(folder, Means(jobs=jobs), pages=False), Console(quiet=True))


def by_rdflib(archive: Path, folder: Path) -> None:
    """Read with the standard library, hold claims and view in rdflib, validate with pySHACL, write the same formats.

    Of conflicts the partner's value is taken; what is faulty is removed with all that refers to it, until nothing is.
    """
    import pyshacl
    import rdflib
    from rdflib import RDF, RDFS, SH, XSD, Literal, URIRef

    from bench.claims import _add_article
    from graph_builder.resources import ontology_files, shape_files

    rdflib.NORMALIZE_LITERALS = False
    tuyun = rdflib.Namespace("https://w3id.org/tuyun/ontology#")
    claims, view = rdflib.Dataset(), rdflib.Graph()
    for name in ("articles", "partner"):
        with (archive / "records" / f"{name}.jsonl").open(encoding="utf-8") as stream:
            graph = claims.graph(URIRef(f"{BASE}source/{json.loads(next(stream))['source']['id']}"))
            for line in stream:
                record = json.loads(line)
                if name == "articles" and "language" in record:
                    for target in (graph, view):
                        _add_article(target, record, tuyun, Literal, URIRef, RDF, XSD)
                elif name == "partner":
                    thing = URIRef(f"{BASE}article/{record['id']}")
                    date = Literal(record["date"], datatype=XSD.gYearMonth)
                    graph.add((thing, tuyun.datePublished, date))
                    view.set((thing, tuyun.datePublished, date))
    for node in set(view.subjects(RDF.type)):
        label = view.value(node, tuyun.title) or view.value(node, tuyun.statedName)
        view.add((node, RDFS.label, Literal(str(label), lang="ky")))
        view.add((node, rdflib.DCTERMS.identifier, Literal(str(node).rpartition("/")[2])))
    for reference in {
        value for value in view.objects() if isinstance(value, URIRef)
    }:  # whatever is referred to is described, with the little that shapes see of it
        kind = str(reference).removeprefix(BASE).partition("/")[0]
        if kind in ("person", "organization", "rubric", "region", "project"):
            view.add((reference, RDF.type, tuyun[kind.title()]))
    shapes, ontology = rdflib.Graph(), rdflib.Graph()
    for _, text in shape_files():
        shapes.parse(data=text, format="turtle")
    for _, text in ontology_files():
        ontology.parse(data=text, format="turtle")
    while True:
        _, report, _ = pyshacl.validate(view, shacl_graph=shapes, ont_graph=ontology)
        faulty = {focus for focus in report.objects(None, SH.focusNode) if "/article/" in focus}
        if not faulty:
            break
        for node in faulty:
            view.remove((node, None, None))
            view.remove((None, None, node))
    for suffix, name in _FORMATS.items():
        (claims if suffix in ("nq", "trig") else view).serialize(str(folder / f"dataset.{suffix}"), format=name)


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
    parser.add_argument("articles", type=int, nargs="*", default=_SIZES)
    parser.add_argument("--plain", type=int, default=0, metavar="N")
    parser.add_argument("--engines", type=int, default=0, metavar="N")
    chosen = parser.parse_args()
    print(", ".join(f"{name} {version(name)}" for name in ("tuyun", "rdflib", "pyshacl", "shacl-rust")))
    with tempfile.TemporaryDirectory() as folder:
        for size in dict.fromkeys((*chosen.articles, *filter(None, [chosen.plain]))):
            archive = _archive(Path(folder), size)
            one, two = (_measure(way, archive, Path(folder)) for way in ("tuyun-1", "tuyun-2"))
            print(f"two processes: {one['wall'] / two['wall']:.2f} times one by the clock")
            if size == chosen.plain:
                plain = _measure("rdflib", archive, Path(folder))
                faster, smaller = plain["seconds"] / one["seconds"], plain["peak"] / one["peak"]
                print(f"the plain way: {faster:.1f} times the processor time, {smaller:.1f} times the memory")
        if chosen.engines:
            engines(_archive(Path(folder), chosen.engines))


def _archive(folder: Path, size: int) -> Path:
    archive = folder / f"archive-{size}"
    if not archive.exists():
        write_archive(archive, size)
    return archive


def _measure(way: str, archive: Path, folder: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=folder) as out:
        command = [sys.executable, "-m", "bench.pipeline", way, str(archive), out]
        lines = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
    found: dict[str, float] = json.loads(lines[-1])
    figures = f"{found['seconds']:8.1f} s processor {found['wall']:8.1f} s clock {found['peak']:6.0f} MiB"
    print(f"{archive.name.partition('-')[2]:>8} articles {way:>8} {figures}", flush=True)
    return found


def _alone(way: str, archive: Path, folder: Path) -> None:
    begun = time.perf_counter()
    WAYS[way](archive, folder)
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds = sum(one.ru_utime + one.ru_stime for one in (own, others))
    peak = max(own.ru_maxrss, others.ru_maxrss) / 1024
    print(json.dumps({"seconds": seconds, "wall": time.perf_counter() - begun, "peak": peak, "cores": os.cpu_count()}))


if __name__ == "__main__":
    main()
