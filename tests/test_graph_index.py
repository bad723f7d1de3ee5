"""The index of the graph finds what a plain reading of all statements finds, and holds little of it."""

import tracemalloc
from collections import defaultdict

import pytest
from site_sample import sample

from exports.filing import Filed, Lists, Positions
from exports.graph_index import GraphIndex
from exports.labels import Text
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.rdf import Term, document_of

MOST = 600
"""How many bytes an article may add to the index, its contributions included."""


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return sample(60)


@pytest.fixture(scope="module")
def index(dataset: Dataset) -> GraphIndex:
    return GraphIndex(dataset)


def test_nodes_hold_all_statements_about_them(dataset: Dataset, index: GraphIndex) -> None:
    properties: defaultdict[Term, dict[Term, list[Term]]] = defaultdict(dict)
    for subject, property_, value in dataset.view:
        properties[subject].setdefault(property_, []).append(value)
    sources: defaultdict[Term, dict[tuple[Term, Term], list[Term]]] = defaultdict(dict)
    for subject, property_, value, graph in dataset.claims:
        sources[subject].setdefault((property_, value), []).append(graph)
    assert len(properties) > 150
    for subject in (*properties, *sources, "<https://data.example.kg/nothing/there>"):
        node = index.node(subject)
        assert node.properties == properties.get(subject, {})
        assert node.sources == sources.get(subject, {})
        for property_, values in node.properties.items():
            assert list(index.values(subject, property_)) == values
            assert index.first(subject, property_) == node.first(property_) == values[0]
    assert index.first("<https://data.example.kg/nothing/there>", terms.name) == ""


def test_dependents_links_and_what_sources_tell(dataset: Dataset, index: GraphIndex) -> None:
    subjects = dict.fromkeys(subject for subject, _, _ in dataset.view)
    links = [(subject, property_, value) for subject, property_, value in dataset.view if dataset.iris.owns(value)]
    for document in index.documents:
        own = [one for one in subjects if one != document and document_of(one) == document and index.type_of(one)]
        assert list(index.parts(document)) == own
        assert list(index.incoming(document)) == [
            (subject, property_)
            for subject, property_, value in links
            if document_of(value) == document != document_of(subject)
        ]
    told = {source: list(index.told_by(source)) for source in index.instances(terms.Source)}
    assert len(told) > 2
    for source, documents in told.items():
        stated = dict.fromkeys(document_of(subject) for subject, _, _, graph in dataset.claims if graph == source)
        assert documents == [one for one in stated if index.type_of(one) and one != source]


def test_places_of_an_order() -> None:
    asked = []

    def arranged(kind: str) -> tuple[Filed, ...]:
        asked.append(kind)
        return tuple(Filed(term, Text("")) for term in {"later": ("<c>", "<a>", "<b>"), "first": ("<e>", "<d>")}[kind])

    numbers = {"first": range(3, 5), "later": range(3)}
    lists = Lists(numbers, arranged)
    positions = Positions(("<a>", "<b>", "<c>", "<d>", "<e>"), numbers, lists)
    assert [*lists] == ["first", "later"]
    assert "first" in lists
    assert "other" not in lists
    assert lists.get("other") is None
    assert [positions.get(one) for one in ("<0>", "<aa>", "<f>")] == [None, None, None]
    assert asked == []
    assert positions["<d>"] == 1
    assert asked == ["first"]
    assert dict(positions) == {"<e>": 0, "<d>": 1, "<c>": 2, "<a>": 3, "<b>": 4}
    assert asked == ["first", "later"]


def test_an_article_adds_little() -> None:
    few, many = sample(100), sample(600)
    assert (_held(many) - _held(few)) / 500 < MOST


def _held(dataset: Dataset) -> int:
    GraphIndex(dataset)  # what is read once for all datasets does not count
    tracemalloc.start()
    index = GraphIndex(dataset)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert index.documents
    return held
