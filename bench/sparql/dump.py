"""A release of generated articles, as far as queries need it: written as a stream, whatever the size."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from bench.generate import articles, authorities
from bench.site.dataset import SOURCE
from graph_builder import manifest
from graph_builder.claims import claims
from graph_builder.identifiers import Iris
from graph_builder.problems import Place
from graph_builder.records import AnyRecord, Entry, Source
from graph_builder.records.codec import dec_hook

BASE: Final = "https://data.example.org/"


def release(folder: Path, count: int) -> int:
    """Write a release of so many articles and of all that they name; return how many triples it has.

    All stands in the default graph, about 23 triples an article: what is measured is queries, not who says what.
    """
    (folder / "data").mkdir(parents=True)
    digest, triples = hashlib.sha256(), 0
    with (folder / "data" / "dataset.nq").open("wb", buffering=1 << 20) as out:
        source = msgspec.convert(SOURCE, Source, dec_hook=dec_hook)
        for subject, property_, value, _ in claims([source], _entries(count), Iris(BASE)):
            line = f"{subject} {property_} {value} .\n".encode()
            digest.update(line)
            out.write(line)
            triples += 1
    about = {"base": BASE, "triples": triples, "claims": 0}
    _, files = manifest.written({"data/dataset.nq": digest.hexdigest()}, about)
    for name, text in files.items():
        (folder / name).write_bytes(text)
    return triples


def _entries(count: int) -> Iterator[Entry[AnyRecord]]:
    place = Place("generated.jsonl", 1)
    for said in authorities():
        yield Entry(_record(said), "generated", place)
    for said in articles(count):
        yield Entry(_record(said), "generated", place)


def _record(said: dict[str, object]) -> AnyRecord:
    record: AnyRecord = msgspec.convert(said, AnyRecord, dec_hook=dec_hook)
    return record
