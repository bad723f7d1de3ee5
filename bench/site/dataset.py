"""The generated archive as a dataset: claims merged as a build merges them, the gate left out (it is not measured)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import msgspec

from bench.generate import articles, authorities
from graph_builder.claims import claims
from graph_builder.consolidation import Consolidation
from graph_builder.dataset import Dataset
from graph_builder.derivation import derive
from graph_builder.identifiers import Iris
from graph_builder.problems import Place
from graph_builder.rdf import Quad, Term, Triple, document_of
from graph_builder.records import AnyRecord, Entry, Source
from graph_builder.records.codec import dec_hook
from graph_builder.schema import schema
from graph_builder.trust import Trust

BASE: Final = "https://data.example.org/"
LANGUAGES: Final = ("ky", "ru", "en")
TITLE: Final = {"ky": "Үлгү архив", "ru": "Архив-пример", "en": "Sample archive"}
SOURCE: Final = {"id": "generated", "rank": "page", "name": {"en": "Generated"}, "retrieved": "2025-11-20"}
_RANKS: Final = ("editor", "publisher", "partner", "page", "derived")


def dataset(count: int) -> Dataset:
    """Return the dataset of so many articles with everything that they name."""
    iris, source = Iris(BASE), msgspec.convert(SOURCE, Source, dec_hook=dec_hook)
    trust = Trust({iris.thing("source", source.id): source}, _RANKS, {})
    quads = sorted(claims([source], _entries(count), iris), key=lambda quad: (document_of(quad[0]), *quad))
    view = tuple(sorted(_view(quads, Consolidation(schema(), trust, iris))))
    quads.sort(key=itemgetter(3, 0, 1, 2))
    return Dataset(iris, LANGUAGES, tuple(sorted(TITLE.items())), view, tuple(quads))


def _entries(count: int) -> Iterator[Entry[AnyRecord]]:
    place = Place("generated.jsonl", 1)
    for said in (*authorities(), *articles(count)):
        yield Entry(_record(said), "generated", place)


def _record(said: dict[str, Any]) -> AnyRecord:
    record: AnyRecord = msgspec.convert(said, AnyRecord, dec_hook=dec_hook)
    return record


def _view(quads: Iterable[Quad], consolidation: Consolidation) -> Iterator[Triple]:
    nodes: dict[Term, dict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for _, document in groupby(quads, key=lambda quad: document_of(quad[0])):
        for subject, property_, value in consolidation.merge(document):
            nodes[subject][property_].append(value)
            yield subject, property_, value
    yield from derive(nodes, nodes)
