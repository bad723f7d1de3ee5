"""What is answered in a quicker way is answered the same: the view by itself, what was counted while loading, the disk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest
from sparql_support import BASE, answering, ask, release_of, sample_dataset, values

from exports.cookbook.recipe import recipes
from graph_builder.namespaces import PREFIXES
from graph_builder.release import Release
from portal.settings import Settings
from portal.sparql.data import UNION, VIEW, Data, needs_all
from portal.sparql.plans import planned
from portal.sparql.query_text import read
from portal.sparql.stores import source
from portal.sparql.tallies import rewritten

COUNTED: Final = (
    "SELECT ?r (COUNT(?a) AS ?n) WHERE { ?a tuyun:rubric ?r } GROUP BY ?r",
    "select (count(distinct $a) as $n) $r { $a tuyun:rubric $r . } group by $r order by desc($n) ?r limit 2 offset 1",
    "PREFIX x: <https://w3id.org/tuyun/ontology#> SELECT ?r (COUNT(*) AS ?n) (COUNT(?r) AS ?m) { ?a x:rubric ?r } GROUP BY ?r",
    "SELECT (COUNT(?a) AS ?n) { ?a <https://w3id.org/tuyun/ontology#rubric> ?r } GROUP BY ?r ORDER BY ?r",
    "SELECT ?k (COUNT(?a) AS ?n) # all of them\n { ?a a ?k } GROUP BY ?k ORDER BY ASC(?k) LIMIT 100",
    "SELECT (COUNT(?a) AS ?n) { ?a a tuyun:Article }",
    "SELECT (COUNT(?a) AS ?n) { ?a a tuyun:Article. }",
    "SELECT (COUNT(DISTINCT ?a) AS ?n) WHERE { ?a a tuyun:Nothing . }",
    "BASE <http://example.org/> SELECT (COUNT(?a) AS ?n) { ?a a <nothing> }",
)
"""Answered from what was counted."""

NOT_COUNTED: Final = (
    "SELECT ?r (COUNT(DISTINCT ?r) AS ?n) { ?a tuyun:rubric ?r } GROUP BY ?r",
    "SELECT ?r (COUNT(DISTINCT *) AS ?n) { ?a tuyun:rubric ?r } GROUP BY ?r",
    "SELECT ?r (COUNT(?b) AS ?n) { ?a tuyun:rubric ?r } GROUP BY ?r",
    "SELECT ?r (COUNT(?a) AS ?n) { ?a tuyun:rubric ?r } GROUP BY ?r HAVING (COUNT(?a) > 1)",
    "SELECT ?r (COUNT(?a) AS ?n) { ?a tuyun:rubric ?r } GROUP BY ?r ORDER BY COUNT(?a) ?r",
    "SELECT ?r (COUNT(?a) AS ?n) { ?a tuyun:rubric ?r } GROUP BY ?r VALUES ?r { <rubric/news> }",
    "SELECT ?r (COUNT(?a) AS ?n) { ?a tuyun:rubric ?r FILTER(?r != ?a) } GROUP BY ?r",
    "SELECT ?r (COUNT(?a) AS ?n) { ?a tuyun:rubric/tuyun:magazine ?r } GROUP BY ?r",
    "SELECT ?r (COUNT(?a) AS ?n) { ?a ^tuyun:rubric ?r } GROUP BY ?r",
    "SELECT ?a (COUNT(?r) AS ?n) { ?a tuyun:rubric ?r } GROUP BY ?a",
    "SELECT ?r (COUNT(?r) AS ?n) { ?r tuyun:rubric ?r } GROUP BY ?r",
    "SELECT DISTINCT (COUNT(?a) AS ?n) { ?a tuyun:rubric ?r } GROUP BY ?r",
    "SELECT ?t (COUNT(?a) AS ?n) { ?a tuyun:title ?t } GROUP BY ?t",
    "SELECT ?r (COUNT(?a) AS ?n) FROM <http://example.org/g> { ?a tuyun:rubric ?r } GROUP BY ?r",
    "SELECT (COUNT(?a) AS ?n) { ?a a tuyun:Article, tuyun:Article }",
    "SELECT (COUNT(?a) AS ?n) { ?a a 'tuyun:Article' }",
    "SELECT (COUNT(*) AS ?n) { ?a a tuyun:Article ; tuyun:rubric ?r }",
)
"""Near to it, and left to the engine."""

NO_QUERIES: Final = (
    "SELECT (COUNT(?a) AS ?n) { ?a a undeclared:x:y }",
    "SELECT ?r ?r (COUNT(?a) AS ?a) { ?a tuyun:rubric ?r } GROUP BY ?r",
    "SELECT ?a (COUNT(?a) AS ?n) { ?a tuyun:rubric ?r } GROUP BY ?r",
    "SELECT (COUNT(?a) AS ?r) { ?a tuyun:rubric ?r } GROUP BY ?r",
)
"""Which the engine must see, since it says what is wrong."""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return sample_dataset(tmp_path_factory.mktemp("answers"))


@pytest.fixture(scope="module")
def plain(release: Release) -> ox.Store:
    """The release in one store, as any other program would load it."""
    store = ox.Store()
    store.bulk_load(path=str(release.folder / "data/dataset.nq"), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module", params=["memory", "disk"])
def data(release: Release, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Data]:
    settings = Settings(sparql_cache=str(tmp_path_factory.mktemp("cache")))
    if request.param == "disk":
        settings = Settings(sparql_cache=settings.sparql_cache, sparql_memory_quads=0)
    held = source(release.folder, release.id, settings, everything=True)
    yield held.open()
    held.close()


def _answer(store: ox.Store, query: str, **options: Any) -> list[str] | bool:
    found = store.query(query, base_iri=BASE, prefixes=PREFIXES, **options)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return sorted(map(str, found))
    names = [str(one) for one in found.variables]
    rows = [str([str(row[name.removeprefix("?")]) for name in names]) for row in found]
    return [*names, *(rows if "ORDER BY" in query.upper() else sorted(rows))]


@pytest.mark.parametrize("query", COUNTED)
def test_what_was_counted_is_what_the_engine_counts(data: Data, plain: ox.Store, query: str) -> None:
    other = rewritten(query, BASE, data.tallies)
    assert other
    assert _answer(data.view, other) == _answer(plain, query)


@pytest.mark.parametrize("query", [*NOT_COUNTED, *NO_QUERIES])
def test_every_other_query_is_left_to_the_engine(data: Data, plain: ox.Store, query: str) -> None:
    assert rewritten(query, BASE, data.tallies) is None
    if query in NO_QUERIES:
        with pytest.raises(SyntaxError):
            plain.query(query, base_iri=BASE, prefixes=PREFIXES)
    else:
        _answer(plain, query)


@pytest.mark.parametrize("recipe", recipes(), ids=lambda one: one.id)
def test_the_cookbook_is_answered_as_by_one_store(data: Data, plain: ox.Store, recipe: Any) -> None:
    everything = needs_all(None, None, read(recipe.query, BASE).graphs)
    store, options = data.chosen(None, None, everything)
    other = None if everything else rewritten(recipe.query, BASE, data.tallies)
    assert _answer(store, other or planned(recipe.query) or recipe.query, **options) == _answer(plain, recipe.query)


def test_some_of_the_cookbook_needs_the_view_alone_and_some_all() -> None:
    assert {needs_all(None, None, read(one.query, BASE).graphs) for one in recipes()} == {False, True}


def test_describe_finds_the_same_in_the_view(data: Data, plain: ox.Store) -> None:
    for query in ("DESCRIBE ?p { ?p a tuyun:Project }", "DESCRIBE ?a { ?a a tuyun:Article }"):
        found = _answer(data.view, query)
        assert found
        assert found == _answer(plain, query)


@pytest.mark.parametrize(
    "line",
    [
        "<http://e/1> <http://e/p> <http://e/\\u0061> .",  # another way of writing an IRI
        "<http://e/1> <http://e/p> _:node .",
        '<http://e/1> <http://e/p> "text" .',
        "<http://e/3> <http://e/p> <http://e/a> .",  # stands twice
    ],
)
def test_what_cannot_be_counted_for_sure_is_not(tmp_path: Path, line: str) -> None:
    quads = f"<http://e/2> <http://e/p> <http://e/a> .\n<http://e/3> <http://e/p> <http://e/a> .\n{line}\n"
    made = release_of(tmp_path, quads)
    assert not source(made.folder, made.id, Settings(), everything=True).open().tallies


def test_claims_are_not_counted(tmp_path: Path) -> None:
    quads = "".join(f"<http://e/{one}> <http://e/p> <http://e/a> {'<http://e/g> ' * (one > 1)}.\n" for one in range(4))
    made = release_of(tmp_path, quads)
    found = source(made.folder, made.id, Settings(), everything=True).open()
    assert found.tallies == {"<http://e/p>": {"<http://e/a>": 2}}


@pytest.mark.parametrize("memory", [2_000_000, 0])
def test_of_a_great_release_the_view_is_there_first_and_all_soon(
    release: Release, plain: ox.Store, tmp_path: Path, memory: int
) -> None:
    held = source(release.folder, release.id, Settings(sparql_at_once_quads=0, sparql_cache=str(tmp_path)), False)
    assert not held.everything
    first = held.open()
    assert (first.store, first.union) == (None, None)
    query = "SELECT ?s ?p ?o { ?s ?p ?o }"
    assert _answer(first.view, query) == _answer(plain, query)
    held.close()
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    claims = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    either = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } }"
    limits = Settings(sparql_seconds=20, sparql_memory_quads=memory, sparql_cache=str(tmp_path))
    with answering(release.folder.parents[1], limits, sparql_at_once_quads=0) as address:
        asked = [ask(address, count, **more) for more in _ways()] + [ask(address, claims)]
    wanted = [plain.query(query) for query in (count, count, either, claims)]
    assert [values(one) for one in asked] == [[(_number(rows),)] for rows in wanted]


def _number(rows: Any) -> str:
    (row,) = rows
    number: str = row[0].value
    return number


def _ways() -> list[dict[str, str]]:
    return [{}, {"default-graph-uri": VIEW}, {"default-graph-uri": UNION}]
