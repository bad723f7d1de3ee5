"""The plain way: an archive of `bench.archives`, read with the standard library into rdflib, checked by pySHACL.

It makes the same dataset as ``tuyun build --no-pages``, claims and view with all that is derived, withholds the same
entities and writes it in the same six formats; :mod:`bench.pipeline` compares the two, line by line. What it knows of
these archives (which values are single, who is believed more) is written into it; Tuyun reads that from the shapes.
"""

import json
import sys
import time
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyshacl
import rdflib
from babel.dates import format_interval
from rdflib import DCTERMS, RDF, RDFS, SH, SKOS, Dataset, Graph, Literal, URIRef

from bench.archives import BASE
from bench.rdflib_records import TUYUN, Triple, article, authority, day, entity, labels, source
from graph_builder.reasons import REASONS
from graph_builder.resources import advice_files, ontology_files, shape_files

_LANGUAGES: Final = ("ky", "ru", "en")
_FORMATS: Final = {
    "nt": "nt",
    "ttl": "turtle",
    "jsonld": "json-ld",
    "rdf": "pretty-xml",
    "nq": "nquads",
    "trig": "trig",
}
_DERIVED: Final[dict[str, Any]] = {
    "id": "derived-numbering",
    "rank": "derived",
    "name": {
        "ky": "Журналдын номерлөө эрежеси",
        "ru": "Правило нумерации журнала",
        "en": "Numbering rule of the magazine",
    },
}
_RUBRICS: Final = {"ky": "{}: рубрикалар", "ru": "{}: рубрики", "en": "{}: rubrics"}
_PHASE: Final = {"ky": "{}: {}-фаза", "ru": "{}: фаза {}", "en": "{}: phase {}"}
_DISAGREEMENT: Final = {
    "ky": "Карама-каршы маалымат: {}",
    "ru": "Расхождение источников: {}",
    "en": "Sources disagree: {}",
}
_OFFSET: Final = 24142
_FIRST_KNOWN: Final = 92


def pipeline(archive: Path, folder: Path) -> None:
    """Make the dataset of an archive and write it; say on the error output what each step took."""
    rdflib.NORMALIZE_LITERALS = False
    steps = _Steps()
    ontology = _parsed(ontology_files())
    dataset = _claims(archive)
    steps.done("claims")
    view = _view(dataset, ontology)
    steps.done("view")
    _withhold(view, dataset, _parsed((*shape_files(), *advice_files())), ontology, steps)
    for triple in view:
        dataset.default_graph.add(triple)
    steps.done("one dataset")
    for suffix, name in _FORMATS.items():
        whole = dataset if suffix in ("nq", "trig") else view
        whole.serialize(str(folder / f"dataset.{suffix}"), format=name, encoding="utf-8")
        steps.done(suffix)


class _Steps:
    def __init__(self) -> None:
        self._begun = time.process_time()

    def done(self, name: str) -> None:
        now = time.process_time()
        print(f"plain way: {name} {now - self._begun:.1f} s", file=sys.stderr, flush=True)
        self._begun = now


def _parsed(files: Iterable[tuple[str, str]]) -> Graph:
    graph = Graph()
    for _, text in files:
        graph.parse(data=text, format="turtle")
    return graph


def _claims(archive: Path) -> Dataset:
    """Read all records; one whose date is none is left out. Add what the numbering rule says."""
    dataset = Dataset()
    dates: dict[str, set[str]] = {}
    for file in ("authorities/all.jsonl", "records/articles.jsonl", "records/partner.jsonl"):
        with (archive / file).open(encoding="utf-8") as stream:
            head = json.loads(next(stream))["source"]
            graph = dataset.graph(entity("source", head["id"]))
            _add(graph, source(head, file))
            for line in stream:
                record = json.loads(line)
                if record["kind"] != "article":
                    _add(graph, authority(record))
                elif record["date"] != "2020-13-45":
                    _add(graph, article(record))
                    dates.setdefault(record["id"], set()).add(record["date"])
    graph = dataset.graph(entity("source", _DERIVED["id"]))
    _add(graph, source(_DERIVED, "tuyun.toml"))
    _add(graph, _candidates(dates))
    return dataset


def _add(graph: Graph, triples: Iterable[Triple]) -> None:
    for triple in triples:
        graph.add(triple)


def _candidates(dates: dict[str, set[str]]) -> Iterator[Triple]:
    """Yield the issues that may have carried an article of one known month, and what is known of them."""
    known: set[int] = set()
    for slug, said in dates.items():
        (only,) = said if len(said) == 1 else ("",)
        own = 12 * int(only[:4]) + int(only[5:7]) - _OFFSET if only else 0
        thing = entity("article", slug)
        for whole in (own - 1, own):
            if whole < _FIRST_KNOWN:
                continue
            issue = entity("issue", str(whole))
            yield thing, RDF.type, TUYUN.Article
            yield thing, TUYUN.candidateIssue, issue
            if whole not in known:
                known.add(whole)
                year, month = divmod(whole + _OFFSET - 1, 12)
                yield issue, RDF.type, TUYUN.Issue
                yield issue, TUYUN.magazine, entity("magazine", "generated")
                yield issue, TUYUN.number, Literal(month + 1)
                yield issue, TUYUN.wholeNumber, Literal(whole)
                yield issue, TUYUN.nominalMonth, day(f"{year:04}-{month + 1:02}")
                yield issue, TUYUN.provisional, Literal(True)


def _view(dataset: Dataset, ontology: Graph) -> Graph:
    view = Graph()
    page: Any
    partner: Any
    for graph in dataset.graphs():
        if graph.identifier != dataset.default_graph.identifier:
            _add(view, graph)
    page, partner = (dataset.graph(entity("source", name)) for name in ("generated", "partner"))
    for predicate in (TUYUN.datePublished, TUYUN.rubric):
        for thing, ours in partner.subject_objects(predicate):
            theirs = page.value(thing, predicate)
            if theirs is not None and theirs != ours:
                view.remove((thing, predicate, theirs))
                if not (predicate == TUYUN.datePublished and str(theirs).startswith(str(ours))):
                    _add(view, _disagreement(thing, predicate, {ours: partner, theirs: page}))
    described: set[Any] = set(view.subjects())
    for triple in [triple for triple in view if str(triple[2]).startswith(BASE) and isinstance(triple[2], URIRef)]:
        if triple[2] not in described:
            view.remove(triple)
    for thing in described:
        _add(view, list(_derived(thing, view, ontology)))
    return view


def _disagreement(thing: URIRef, predicate: URIRef, said: dict[Any, Graph]) -> Iterator[Triple]:
    node = URIRef(f"{thing}#disagreement-{predicate.rpartition('#')[2]}")
    yield node, RDF.type, TUYUN.Disagreement
    yield node, TUYUN.subject, thing
    yield node, TUYUN.property, predicate
    yield from labels(node, TUYUN.reason, REASONS["rank"])
    preferred = next(iter(said))
    for number, value in enumerate(sorted(said, key=lambda value: value.n3()), start=1):
        claim = URIRef(f"{node}-{number}")
        yield node, TUYUN.claim, claim
        if value is preferred:
            yield node, TUYUN.preferred, claim
        yield claim, RDF.type, TUYUN.Claim
        yield claim, TUYUN.disagreement, node
        yield claim, TUYUN.value, value
        yield claim, TUYUN.source, said[value].identifier


def _derived(thing: URIRef, view: Any, ontology: Any) -> Iterator[Triple]:
    types = set(view.objects(thing, RDF.type))
    yield from labels(thing, RDFS.label, _names(thing, types, view, ontology))
    yield thing, DCTERMS.identifier, Literal(thing.rpartition("/")[2])
    if TUYUN.Region in types:
        for own, skos in ((TUYUN.name, SKOS.prefLabel), (TUYUN.within, SKOS.broader), (TUYUN.code, SKOS.notation)):
            for value in view.objects(thing, own):
                yield thing, skos, value
    start, end = view.value(thing, TUYUN.start), view.value(thing, TUYUN.end)
    if start is None and end is None:
        months = [view.value(thing, TUYUN.nominalMonth), view.value(thing, TUYUN.datePublished)]
        start = end = next((month for month in months if month is not None and len(month) != 10), None)
    if start is not None:
        yield thing, TUYUN.startDay, day(f"{start}-01")
    if end is not None:
        last = monthrange(int(end[:4]), int(end[5:7]))[1]
        yield thing, TUYUN.endDay, day(f"{end}-{last}")


def _names(thing: URIRef, types: set[Any], view: Any, ontology: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for predicate in (TUYUN.name, SKOS.prefLabel, TUYUN.title):
        found = found or {value.language: str(value) for value in view.objects(thing, predicate)}
    if found:
        return found
    if TUYUN.Contribution in types:
        person = view.value(thing, TUYUN.contributor)
        if person is None:
            return {"en": str(view.value(thing, TUYUN.statedName))}
        return _names(person, set(), view, ontology)
    if TUYUN.Phase in types:
        project = _names(view.value(thing, TUYUN.project), set(), view, ontology)
        ordinal = view.value(thing, TUYUN.ordinal)
        return {language: _PHASE[language].format(text, ordinal) for language, text in project.items()}
    if TUYUN.Issue in types:
        month = date.fromisoformat(f"{view.value(thing, TUYUN.nominalMonth)}-01")
        head = f"№ {view.value(thing, TUYUN.number)} ({view.value(thing, TUYUN.wholeNumber)})"
        return {one: f"{head}, {format_interval(month, month, 'yMMMM', locale=one)}" for one in _LANGUAGES}
    if TUYUN.RubricScheme in types:
        names = _names(view.value(thing, TUYUN.magazine), set(), view, ontology)
        return {language: _RUBRICS[language].format(text) for language, text in names.items()}
    if TUYUN.Disagreement in types:
        property_ = view.value(thing, TUYUN.property)
        labels = ontology.objects(property_, RDFS.label)
        return {label.language: _DISAGREEMENT[label.language].format(label) for label in labels}
    if TUYUN.Claim in types:
        value = view.value(thing, TUYUN.value)
        if isinstance(value, URIRef):
            return _names(value, set(), view, ontology)
        return dict.fromkeys(_LANGUAGES, str(value))
    words = {"ky": "Аталышы белгисиз ({})", "ru": "Без названия ({})", "en": "Untitled ({})"}
    return {language: text.format(thing.rpartition("/")[2]) for language, text in words.items()}


def _withhold(view: Graph, dataset: Dataset, shapes: Graph, ontology: Graph, steps: "_Steps") -> None:
    """Take out what violates a shape, with all that refers to it and what is said of it, until nothing does."""
    while True:
        _, report, _ = pyshacl.validate(view, shacl_graph=shapes, ont_graph=ontology)
        steps.done("pySHACL")
        violations = report.subjects(SH.resultSeverity, SH.Violation)
        faulty: set[Any] = {report.value(result, SH.focusNode) for result in violations}
        if not faulty:
            return
        subjects: set[Any] = set(view.subjects())
        faulty |= {part for part in subjects if URIRef(part.partition("#")[0]) in faulty}
        for node in faulty:
            for graph in (view, *dataset.graphs()):
                graph.remove((node, None, None))
                graph.remove((None, None, node))
        steps.done("withholding")
