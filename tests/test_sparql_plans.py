"""A query put in another way has the same solutions; what is not surely the same is left as it is."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sparql_support import BASE

from bench.sparql.queries import QUERIES
from graph_builder.namespaces import PREFIXES
from portal.sparql.grammar import tokens
from portal.sparql.plans import planned

Graph: TypeAlias = set[tuple[str, str, str]]
_P: Final = "?a tuyun:contribution ?c . ?c tuyun:affiliation <organization/x>"

RECOGNISED: Final = (
    QUERIES["optional"],
    f"SELECT ?a {{ ?a a tuyun:Article FILTER NOT EXISTS {{ {_P} }} }}",
    f"SELECT ?a {{ ?a a tuyun:Article . OPTIONAL {{ {_P} }} . FILTER (!bound($c)) . }} ORDER BY ?a LIMIT 2",
    f"select (count(*) as ?n) {{ ?a a tuyun:Article. optional{{{_P}.}}filter(!bound(?c)) }}",
    f"ASK {{ ?a a tuyun:Article filter\nnot # with\n exists {{ {_P} }} FILTER(?a != <b>) }}",
    f"SELECT ?a {{ ?a tuyun:rubric ?r ; FILTER(?r != <x>) ?a tuyun:title ?t , ?u FILTER NOT EXISTS {{ {_P} }} }}",
    f"SELECT (COUNT(DISTINCT *) AS ?n) {{ ?a ?p ?o OPTIONAL {{ {_P} }} FILTER(!BOUND(?c)) }}",
    f"SELECT ?r (COUNT(?a) AS ?n) {{ ?a tuyun:rubric ?r FILTER NOT EXISTS {{ {_P} }} }} GROUP BY ?r HAVING(COUNT(?a) > 1)",
)

LEFT: Final = (
    f"SELECT * {{ ?a a tuyun:Article OPTIONAL {{ {_P} }} FILTER(!BOUND(?c)) }}",  # ?c is a column
    f"SELECT DISTINCT * {{ ?a a tuyun:Article OPTIONAL {{ {_P} }} FILTER(!BOUND(?c)) }}",
    f"SELECT ?a ?c {{ ?a a tuyun:Article OPTIONAL {{ {_P} }} FILTER(!BOUND(?c)) }}",
    f"SELECT ?a {{ ?a a tuyun:Article OPTIONAL {{ {_P} }} FILTER(!BOUND(?c)) FILTER(!BOUND(?c)) }}",
    f"SELECT ?a {{ ?a a tuyun:Article OPTIONAL {{ {_P} }} FILTER(!BOUND(?c)) }} ORDER BY ?c",
    f"SELECT ?a {{ ?a a tuyun:Article OPTIONAL {{ {_P} }} FILTER(!BOUND(?a)) }}",  # which is always bound
    f"SELECT ?a {{ ?a a tuyun:Article OPTIONAL {{ {_P} }} FILTER(!BOUND(?z)) }}",  # which is never bound
    f"SELECT ?a {{ ?a a tuyun:Article OPTIONAL {{ {_P} }} FILTER(BOUND(?c)) }}",
    f"SELECT ?a {{ ?a a tuyun:Article OPTIONAL {{ {_P} }} FILTER(!BOUND(?c) || true) }}",
    f"SELECT ?a {{ ?a a tuyun:Article OPTIONAL {{ {_P} }} }}",
    # a comparison and a comment, where the grammar has an IRI: the patterns between are in the comment
    f"SELECT ?a {{ ?z a tuyun:Issue FILTER(?z<5#c>) ?a a tuyun:Article . FILTER(1\n) FILTER NOT EXISTS {{ {_P} }} }}",
    f"SELECT ?a {{ ?a a tuyun:Article OPTIONAL {{ {_P} }} ?a tuyun:title ?t FILTER(!BOUND(?c)) }}",
    f"SELECT ?a {{ ?a a tuyun:Article ; tuyun:contribution ?c OPTIONAL {{ {_P} }} FILTER(!BOUND(?c)) }}",
    f"SELECT ?b {{ ?b a tuyun:Article FILTER NOT EXISTS {{ {_P} }} }}",  # no variable in common
    f"SELECT ?a {{ FILTER NOT EXISTS {{ {_P} }} ?a a tuyun:Article }}",
    f"SELECT ?a {{ ?a a tuyun:Article FILTER EXISTS {{ {_P} }} }}",
    f"SELECT ?a {{ ?a a tuyun:Article FILTER(NOT EXISTS {{ {_P} }}) }}",
    f"SELECT ?a {{ ?a a tuyun:Article FILTER(?c = 1) FILTER NOT EXISTS {{ {_P} }} }}",
    f"SELECT ?a {{ ?a a tuyun:Article FILTER(?d<?c&&?c>?z) FILTER NOT EXISTS {{ {_P} }} }}",  # no IRI
    f"SELECT ?a {{ ?a a tuyun:Article MINUS {{ {_P} }} }}",
    f"SELECT ?a {{ ?a a tuyun:Article FILTER NOT EXISTS {{ {_P} FILTER(?a != <b>) }} }}",
    f"SELECT ?a {{ ?a a tuyun:Article BIND(1 AS ?c) FILTER NOT EXISTS {{ {_P} }} }}",
    f"SELECT ?a {{ ?a a tuyun:Article FILTER NOT EXISTS {{ {_P} }} BIND(1 AS ?x) }}",
    f"SELECT ?a {{ ?a a tuyun:Article FILTER NOT EXISTS {{ {_P} }} }} VALUES ?a {{ <b> }}",
    f"SELECT ?a {{ VALUES ?a {{ <b> }} FILTER NOT EXISTS {{ {_P} }} }}",
    f"SELECT ?a {{ {{ ?a a tuyun:Article }} FILTER NOT EXISTS {{ {_P} }} }}",
    f"SELECT ?a {{ GRAPH ?g {{ ?a a tuyun:Article FILTER NOT EXISTS {{ {_P} }} }} }}",
    f"CONSTRUCT {{ ?a a <x> }} {{ ?a a tuyun:Article FILTER NOT EXISTS {{ {_P} }} }}",
    "SELECT ?a { ?a a tuyun:Region FILTER NOT EXISTS { ?a tuyun:within* <region/KG> } }",
    "SELECT ?a { ?a a tuyun:Region FILTER NOT EXISTS { ?a tuyun:within/tuyun:within <region/KG> } }",
    "SELECT ?a { ?a a tuyun:Region FILTER NOT EXISTS { ?a ^tuyun:within <region/KG> } }",
    "SELECT ?a { ?a tuyun:within+ ?b FILTER NOT EXISTS { ?a tuyun:within <region/KG> } }",
    "SELECT ?a { ?a a tuyun:Article FILTER NOT EXISTS { ?a tuyun:contribution [ tuyun:affiliation <x> ] } }",
    "SELECT ?a { ?a a tuyun:Article FILTER NOT EXISTS { ?a tuyun:contribution _:c . _:c tuyun:affiliation <x> } }",
    "SELECT ?a { ?a a tuyun:Article FILTER NOT EXISTS { { SELECT ?a { ?a tuyun:about <x> } } } }",
    "SELECT ?a { ?a a tuyun:Article FILTER NOT EXISTS { ?a tuyun:about ?x } }",  # which names no thing
    "SELECT ?a { ?a tuyun:rubric <rubric/x> FILTER NOT EXISTS { ?a tuyun:about <x> } }",  # few rows
    "SELECT ?a { ?a a tuyun:Article FILTER NOT EXISTS { ?a tuyun:about <\\u0078> } }",
    "SELECT ?a { ?a a tuyun:Article FILTER NOT EXISTS { } }",
    "SELECT ?a { ?a a tuyun:Article",
    "NOT EXISTS",
    "",
)


@pytest.mark.parametrize("query", RECOGNISED)
def test_what_has_no_match_is_asked_by_minus(query: str) -> None:
    other = planned(query)
    assert other
    assert "MINUS" in other
    assert len(other) == len(query)
    assert [line.find("FILTER(?a") for line in other.splitlines()] == [
        line.find("FILTER(?a") for line in query.splitlines()
    ]
    ox.Store().query(other, base_iri=BASE, prefixes=PREFIXES)


def test_all_that_is_left_is_collected() -> None:
    assert len(set(LEFT)) == 42


@pytest.mark.parametrize("query", LEFT)
def test_what_is_not_surely_the_same_is_left(query: str) -> None:
    assert planned(query) is None


def test_mistakes_stand_where_they_stood() -> None:
    query = f"SELECT ?a {{ ?a a tuyun:Article\n OPTIONAL {{ {_P} }} FILTER(!BOUND(?c)) FILTER(1 +) }}"
    other = planned(query)
    assert other
    said = []
    for text in (query, other):
        with pytest.raises(SyntaxError) as caught:
            ox.Store().query(text, base_iri=BASE, prefixes=PREFIXES)
        said.append(str(caught.value))
    assert said[0] == said[1]


_NODES: Final = [f"<{BASE}{name}>" for name in "xyz"]
_PROPERTIES: Final = [f"<{BASE}{name}>" for name in "pq"]
_CLASS: Final = f"<{PREFIXES['rdf']}type>"
_graphs = st.sets(
    st.tuples(st.sampled_from(_NODES), st.sampled_from([*_PROPERTIES, _CLASS]), st.sampled_from([*_NODES, '"1"'])),
    min_size=1,
    max_size=12,
)


_INNER: Final = [
    "?a <p> $c . $c <q> <x>",
    "$c <p> ?a ; <q> <y> .",
    "?a ?p ?d . ?d <q> ?c , <x>",
    "<x> <p> ?a . ?a <q> ?c",
]
_FILTERS: Final = ["", "", "FILTER(?a != <x>)", ". FILTER(?b = <y> || !BOUND(?a)) .", "FILTER isIRI(?b)"]
_HEADS: Final = ["?a", "?a ?b", "DISTINCT ?b", "(COUNT(*) AS ?n)", "(COUNT(DISTINCT *) AS ?n)", "?b (COUNT(?a) AS ?n)"]
_WAYS: Final = [
    "FILTER NOT EXISTS { %s }",
    "OPTIONAL { %s } FILTER(!BOUND(?c))",
    "OPTIONAL { %s } . FILTER(!bound($c))",
]
_properties = st.sampled_from(["<p>", "<q>", "?p"])
_filters = st.sampled_from(_FILTERS)


def _triples(variables: Sequence[str], most: int) -> st.SearchStrategy[str]:
    one = st.tuples(st.sampled_from(variables), _properties, st.sampled_from(variables)).map(" ".join)
    return st.lists(one, max_size=most).map(lambda said: "".join(f" . {triple}" for triple in said))


def _query(head: str, outer: str, before: str, way: str, inner: str, after: str) -> str:
    grouped = " GROUP BY ?b" if head.startswith("?b (") else ""
    return f"SELECT {head} {{ {outer} {before} {way % inner} {after} }}{grouped}"


_queries = st.builds(
    _query,
    st.sampled_from(_HEADS),
    st.builds("?a {} ?b{}".format, _properties, _triples(["?a", "$b"], 1)),
    _filters,
    st.sampled_from(_WAYS),
    st.builds(
        "{}{}".format,
        st.sampled_from(_INNER).map(lambda said: said.rstrip(" .")),
        _triples(["?a", "?b", "?c", "?d"], 2),
    ),
    _filters,
)
_PARTS: Final = (
    "?a ?b ?c ?d ?p * <p> <x> a 1 'x' [] _:b . ; , ( ) { } | / ^ + !",
    "FILTER NOT EXISTS OPTIONAL BOUND UNION",
)


@settings(max_examples=500, deadline=None)
@given(_graphs, _queries)
def test_the_solutions_are_the_same(graph: Graph, query: str) -> None:
    other = planned(query)
    assert other
    assert _solutions(graph, other) == _solutions(graph, query)


@settings(max_examples=1000, deadline=None)
@given(_graphs, _queries, st.integers(0), st.integers(0, 1), st.sampled_from(["", *" ".join(_PARTS).split()]))
def test_the_solutions_are_the_same_where_little_differs(
    graph: Graph, query: str, place: int, taken: int, put: str
) -> None:
    """One terminal is put, taken out or replaced: a query that stays right is answered the same, a wrong one is wrong."""
    parts = [one.text for one in tokens(query)]
    place %= len(parts)
    parts[place : place + taken] = [put]
    query = " ".join(parts)
    if other := planned(query):
        assert _solutions(graph, other) == _solutions(graph, query)


def _solutions(graph: Graph, query: str) -> Any:
    """The names of the columns and the rows, sorted; none if the engine finds a mistake or does not know a function."""
    store = ox.Store()
    store.load("".join(f"{' '.join(one)} .\n" for one in graph), format=ox.RdfFormat.N_TRIPLES)
    try:
        found = store.query(query, base_iri=BASE)
    except SyntaxError:
        return None
    except RuntimeError as error:
        assert "custom function" in str(error)
        return None
    assert isinstance(found, ox.QuerySolutions)
    names = [one.value for one in found.variables]
    return names, sorted(str([str(row[name]) for name in names]) for row in found)
