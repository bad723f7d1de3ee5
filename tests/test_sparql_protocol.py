"""The SPARQL 1.1 Protocol over HTTP: our own requests, those of the W3C, the description of the service."""

import re
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import httpx
import msgspec
import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from sparql_support import BASE, answering, ask, problem, release_of, sample_dataset, values
from support import CASES

from exports.formats import RESULT_FORMATS
from graph_builder.namespaces import PREFIXES
from portal.settings import Settings
from portal.sparql.answers import GRAPHS
from portal.sparql.data import UNION, VIEW
from portal.sparql.faults import fault
from portal.sparql.grammar import Kind, tokens
from portal.sparql.places import placed
from portal.sparql.query_text import read

REQUESTS: Final[list[dict[str, Any]]] = tomllib.loads((CASES / "sparql" / "protocol.toml").read_text("utf-8"))["case"]
W3C: Final = CASES / "sparql" / "w3c-protocol"
MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT: Final = Namespace("http://www.w3.org/2011/http#")
CNT: Final = Namespace("http://www.w3.org/2011/content#")
TSV: Final = "text/tab-separated-values"
SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = tmp_path_factory.mktemp("protocol")
    sample_dataset(place)
    with answering(place, Settings(sparql_running=2)) as address:
        yield address


def test_all_requests_are_there() -> None:
    assert len(REQUESTS) == 48
    assert len({case["name"] for case in REQUESTS}) == len(REQUESTS)


@pytest.mark.parametrize("case", REQUESTS, ids=lambda case: case["name"])
def test_a_request(endpoint: str, case: dict[str, Any]) -> None:
    given: list[tuple[str, str]] = [(name, case[name]) for name in ("query", "format") if name in case]
    given += [(name, one) for name in ("default-graph-uri", "named-graph-uri") for one in case.get(name, ())]
    answer = httpx.request(
        case.get("method", "GET"),
        f"{endpoint}?{urlencode(given)}" if given else endpoint,
        headers=case.get("headers", {}),
        content=case.get("body"),
        data=case.get("form"),
        timeout=60,
    )
    assert answer.status_code == case["status"], answer.text
    if "type" in case:
        assert answer.headers["Content-Type"].partition(";")[0] == case["type"]
    for name, pattern in case.get("has", {}).items():
        assert re.search(pattern, answer.headers[name]), name
    assert re.search(case.get("text", ""), answer.text), answer.text
    if "facts" in case:
        told = problem(answer, case["status"])
        assert {name: told[name] for name in case["facts"]} == case["facts"]


def _w3c() -> list[tuple[str, list[dict[str, Any]]]]:
    graph = Graph().parse(W3C / "manifest.ttl")
    entries = graph.value(graph.value(None, RDF.type, MF.Manifest), MF.entries)
    found = []
    for test in Collection(graph, entries or RDF.nil):
        listed = graph.value(graph.value(test, MF.action), HT.requests) or RDF.nil
        requests = [_request(graph, one) for one in Collection(graph, listed)]
        found.append((str(test).rpartition("#")[2], requests))
    return found


def _request(graph: Graph, node: Any) -> dict[str, Any]:
    listed, body = graph.value(node, HT.headers), graph.value(node, HT.body)
    headers = {
        str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue))
        for one in (Collection(graph, listed) if listed else ())
    }
    response = graph.value(node, HT.resp)
    encoding = str(graph.value(body, CNT.characterEncoding)) if body else "utf-8"
    return {
        "method": str(graph.value(node, HT.methodName)),
        "path": str(graph.value(node, HT.absolutePath)).removeprefix("/sparql/"),
        "headers": headers,
        "content": str(graph.value(body, CNT.chars)).encode(encoding) if body else None,
        "statuses": {str(one)[-3:] for one in graph.objects(response, MF.expectedStatus)},
        "boolean": graph.value(response, MF.expectedBoolean),
        "format": str(graph.value(response, MF.expectedFormat)),
    }


TESTS: Final = _w3c()


@pytest.fixture(scope="module")
def kasei(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the data of the tests of the W3C."""
    place = tmp_path_factory.mktemp("w3c")
    lines = ["<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n"]
    for number in (1, 2, 3):
        triples = (W3C / f"data{number}.nt").read_text("utf-8")
        graph = f"<http://kasei.us/2009/09/sparql/data/data{number}.rdf> .\n"
        lines += [f"{line.removesuffix(' .')} {graph}" for line in triples.splitlines()]
    release_of(place, "".join(lines))
    with answering(place) as address:
        yield address


def test_all_tests_of_the_w3c_are_there() -> None:
    names = [name for name, _ in TESTS]
    assert len(names) == 34
    assert len([name for name in names if name.startswith("update_")]) == 7


def _everything(endpoint: str) -> set[str]:
    text = ask(endpoint, "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", "text/csv").text
    return set(text.splitlines())


@pytest.mark.parametrize("name", [name for name, _ in TESTS])
def test_of_the_w3c(kasei: str, name: str) -> None:
    requests = dict(TESTS)[name]
    before = _everything(kasei)
    assert len(before) == 5
    for at, asked in enumerate(requests):
        address = f"{kasei}{asked['path']}"
        answer = httpx.request(asked["method"], address, headers=asked["headers"], content=asked["content"], timeout=60)
        if name.startswith("update_"):  # turned round: it reads only, and whatever is asked after it finds nothing new
            if at == 0 or "update" in asked["headers"].get("content-type", ""):
                assert answer.status_code in {403, 405, 501}
                assert _everything(kasei) == before
            continue
        assert f"{answer.status_code // 100}XX" in {one.upper() for one in asked["statuses"]}, answer.text
        kind = answer.headers["Content-Type"].partition(";")[0]
        if asked["boolean"] is not None:
            assert answer.json()["boolean"] == asked["boolean"].toPython()
        if asked["format"] in {"boolean", "tabular"}:
            assert kind in {one.media_type for one in RESULT_FORMATS}
        if asked["format"] == "RDF":
            assert kind in {one.media_type for one in GRAPHS}
            list(ox.parse(answer.content, format=ox.RdfFormat.from_media_type(kind)))


def test_a_long_query_is_answered(endpoint: str) -> None:
    values_ = " ".join(f'"{number:05}"' for number in range(12_000))
    query = f"SELECT (COUNT(?x) AS ?n) WHERE {{ VALUES ?x {{ {values_} }} }}"
    assert 95_000 < len(query) < Settings().sparql_query_bytes
    assert values(ask(endpoint, query)) == [("12000",)]


def test_updates_change_nothing(kasei: str) -> None:
    before = _everything(kasei)
    for update in ("CLEAR ALL", "DROP DEFAULT", "INSERT DATA { <a:a> <a:a> 1 }", "LOAD <http://127.0.0.1:9/x>"):
        for kind, content in (
            ("application/sparql-update", update.encode()),
            ("application/sparql-query", update.encode()),
            ("application/x-www-form-urlencoded", urlencode({"update": update}).encode()),
            ("application/x-www-form-urlencoded", urlencode({"query": update}).encode()),
        ):
            problem(httpx.post(kasei, content=content, headers={"Content-Type": kind}), 403)
        problem(httpx.get(kasei, params={"update": update}), 403)
        problem(httpx.get(kasei, params={"query": update}), 403)
    assert _everything(kasei) == before


def test_the_union_holds_each_triple_once(endpoint: str) -> None:
    every = "SELECT ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    wanted = sorted(set(_rows(ask(endpoint, every, TSV))))
    plain = "SELECT ?s ?p ?o { ?s ?p ?o }"
    assert _rows(ask(endpoint, plain, TSV, **{"default-graph-uri": UNION})) == wanted
    assert _rows(ask(endpoint, f"SELECT ?s ?p ?o FROM <{UNION}> {{ ?s ?p ?o }}", TSV)) == wanted
    assert len(_rows(ask(endpoint, plain, TSV))) < len(wanted)


def _rows(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return sorted(answer.text.splitlines()[1:])


def test_the_merge_of_graphs_holds_each_triple_once(tmp_path: Path) -> None:
    triple = "<http://e/s> <http://e/p> <http://e/o>"
    other = '<http://e/s> <http://e/p> "two words, and a \\" mark"@en'
    graphs = [f"{triple} .", f"{triple} <http://e/1> .", f"{triple} <http://e/2> .", f"{other} <http://e/2> ."]
    release_of(tmp_path, "".join(f"{line}\n" for line in graphs))
    with answering(tmp_path) as address:
        merged = ask(address, "SELECT (COUNT(*) AS ?n) FROM <http://e/1> FROM <http://e/2> { ?s ?p ?o }")
        assert values(merged) == [("2",)]
        named = "SELECT ?g (COUNT(*) AS ?n) FROM <http://e/1> FROM <http://e/2> FROM NAMED <http://e/2> "
        assert values(ask(address, named + "{ ?s ?p ?o GRAPH ?g { ?s ?p ?other } } GROUP BY ?g")) == [
            ("http://e/2", "4")
        ]
        both = f"SELECT (COUNT(*) AS ?n) FROM <{VIEW}> FROM <http://e/1> {{ ?s ?p ?o }}"
        assert values(ask(address, both)) == [("1",)]
        union = f"SELECT (COUNT(*) AS ?n) FROM <{UNION}> FROM NAMED <http://e/1> {{ ?s ?p ?o GRAPH ?g {{ ?s ?q ?r }} }}"
        assert values(ask(address, union)) == [("2",)]
        assert values(ask(address, f"SELECT (COUNT(*) AS ?n) FROM <{UNION}> {{ ?s ?p ?o }}")) == [("2",)]


def _description(endpoint: str) -> Graph:
    answer = httpx.get(endpoint, headers={"Accept": "text/turtle"}, timeout=60)
    assert answer.status_code == 200
    return Graph().parse(data=answer.text, format="turtle")


def test_the_description_is_rdf_of_the_endpoint_itself(endpoint: str) -> None:
    """The three tests of the W3C: it is RDF, it names its own address, it keeps to the vocabulary."""
    graph = _description(endpoint)
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert graph.value(service, SD.endpoint) == URIRef(endpoint)
    classes = {"Service", "Dataset", "Graph", "NamedGraph", "GraphCollection"}
    ranges = {"defaultDataset": "Dataset", "availableGraphs": "GraphCollection", "defaultGraph": "Graph"}
    ranges |= {"namedGraph": "NamedGraph"}
    values_ = {"endpoint", "supportedLanguage", "resultFormat", "defaultEntailmentRegime", "name"}
    for subject, predicate, value in graph:
        if str(predicate).startswith(SD):
            name = str(predicate).rpartition("#")[2]
            assert name in {*ranges, *values_}
            assert isinstance(value, URIRef)
            if name in ranges:
                assert (value, RDF.type, SD[ranges[name]]) in graph
        if predicate == RDF.type and str(value).startswith(SD):
            assert str(value).rpartition("#")[2] in classes
        assert isinstance(subject, URIRef)


def test_the_description_says_what_is_true(endpoint: str) -> None:
    graph = _description(endpoint)
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert not list(graph.objects(service, SD.feature))
    (dataset,) = graph.objects(service, SD.defaultDataset)
    described = {str(graph.value(one, SD.name)) for one in graph.objects(dataset, SD.namedGraph)}
    assert described == {one for (one,) in values(ask(endpoint, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"))}
    schema = Namespace("https://schema.org/")
    limits = {
        str(graph.value(one, schema.propertyID)): float(str(graph.value(one, schema.value)))
        for one in graph.objects(service, schema.additionalProperty)
    }
    told = Settings()
    assert limits == {name: getattr(told, f"sparql_{name}") for name in limits}
    assert set(limits) >= {"seconds", "rows", "result_bytes", "memory_bytes", "query_bytes", "per_client", "waiting"}
    for one in graph.objects(service, SD.resultFormat):
        assert any(one == URIRef(known.iri) for known in (*RESULT_FORMATS, *GRAPHS))


def test_every_format_of_a_graph_holds_the_same_triples(endpoint: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a tuyun:Article ; ?p ?o }"
    found = set()
    for one in GRAPHS:
        answer = ask(endpoint, query, one.media_type)
        assert answer.headers["Content-Type"].partition(";")[0] == one.media_type
        parsed = ox.parse(answer.content, format=ox.RdfFormat.from_media_type(one.media_type))
        found.add(frozenset(str(quad.triple) for quad in parsed))
    (triples,) = found
    assert len(triples) > 20


def test_every_format_of_a_table_holds_the_same_rows(endpoint: str) -> None:
    query = "SELECT ?s ?label WHERE { ?s a tuyun:Project ; rdfs:label ?label }"
    found = set()
    for one, form in zip(RESULT_FORMATS, ("JSON", "XML", "CSV", "TSV"), strict=True):
        content = ask(endpoint, query, one.media_type).content
        if form == "CSV":  # which forgets languages, so pyoxigraph reads none
            assert len(content.decode().split("\r\n")) > 2
            continue
        parsed = ox.parse_query_results(content, format=getattr(ox.QueryResultsFormat, form))
        assert isinstance(parsed, ox.QuerySolutions)
        found.add(frozenset(tuple(map(str, row)) for row in parsed))
    (rows,) = found
    assert rows


def test_the_openapi_knows_the_endpoint(endpoint: str) -> None:
    described = msgspec.json.decode(httpx.get(endpoint.replace("/sparql", "/openapi.json")).content)["paths"]["/sparql"]
    assert {one["name"] for one in described["get"]["parameters"]} == {
        *("query", "default-graph-uri", "named-graph-uri", "format"),
    }
    assert set(described["post"]["requestBody"]["content"]) == {
        *("application/x-www-form-urlencoded", "application/sparql-query"),
    }
    assert {"400", "403", "406", "413", "415", "422", "429", "503"} <= set(described["get"]["responses"])


def test_a_browser_that_asks_nothing_is_led_to_the_editor(tmp_path: Path) -> None:
    from graph_builder import release

    pages = {f"sparql{suffix}.html": b"<!DOCTYPE html>" for suffix in ("", ".ky", ".ru", ".en")}
    files = {"data/dataset.nq": b"", **pages, **{f"{code}/index.html": b"" for code in ("ky", "ru", "en")}}
    release.publish(tmp_path, files.items(), {"base": BASE})
    with answering(tmp_path) as address:
        browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
        for languages, page in (("ru-RU, en;q=0.5", "sparql.ru.html"), ("de", "sparql.html")):
            answer = httpx.get(address, headers={**browser, "Accept-Language": languages})
            assert (answer.status_code, answer.headers["Location"]) == (303, page)
            assert answer.headers["Vary"] == "Accept, Accept-Language"
        assert httpx.get(address, headers={"Accept": "*/*"}).headers["Content-Type"].startswith("text/turtle")
        wished = httpx.get(address, headers={"Accept": "application/ld+json, text/html;q=0.9"})
        assert wished.headers["Content-Type"] == "application/ld+json"
        shown = httpx.get(address, params={"query": "ASK {}"}, headers=browser)
        assert "<boolean>true</boolean>" in shown.text
        assert shown.headers["Content-Type"] == "application/xml"


@pytest.mark.parametrize(
    ("query", "kind", "default", "named"),
    [
        ("SELECT * FROM <http://e/a> FROM NAMED <http://e/b> WHERE {}", Kind.SELECT, ["http://e/a"], ["http://e/b"]),
        (
            "BASE <http://e/x/> PREFIX e: <y#> ASK FROM e:z FROM <../w> {}",
            Kind.ASK,
            ["http://e/x/y#z", "http://e/w"],
            [],
        ),
        ("construct { ?s ?p 'FROM <http://e/a>' } from <http://e/a> where {}", Kind.CONSTRUCT, ["http://e/a"], []),
        ("# ASK\nDESCRIBE <ASK> FROM <b#c>", Kind.DESCRIBE, ["https://data.example.kg/b#c"], []),
        ("SELECT ?from { ?from <FROM> ?x . FILTER(?x<?y && ?y>?z) }", Kind.SELECT, [], []),
        (
            "PREFIX : <http://e/> SELECT * FROM :a\\#b { ?s :p '''it's \"\"\" FROM''' }",
            Kind.SELECT,
            ["http://e/a#b"],
            [],
        ),
    ],
)
def test_what_a_query_says_of_itself(query: str, kind: Kind, default: list[str], named: list[str]) -> None:
    found = read(query, BASE)
    assert (found.kind, list(found.default), list(found.named)) == (kind, default, named)


WRONG: Final = (
    ("SELECT ?x\nWHERE { ?s ?p ?o ?x }\nLIMIT 5", 2, 18, "from '?x }' on"),
    ("SELECT ?x WHERE {\n ?s ?p }\n\n\nORDER BY ?x", 2, 8, "from '}' on"),
    ("SELECT * {\r\n ?s ?p ?o\r\n ?x }\r\n LIMIT 3", 3, 2, "from '?x }' on"),
    ("SELECT ?x { ?x ?y ?z FILTER(?z > ) }\n# a comment", 1, 34, "from ') }' on"),
    ("SELECT ?x { ?x ?y ?z } ORDER BY ?x LIMIT ten", 1, 42, "from 'ten' on"),
    ("SELECT ?x { ?x ?y ?z } LIMIT", 1, 29, "to its end"),
    ("SELECT ?x { ?x ?y ?z . FILTERR(?z > 5) }", 1, 24, "from 'FILTERR"),
    ("SELECT (COUNT(?x) as n) { ?x ?y ?z }", 1, 22, "from 'n)"),
    ('SELECT ?x { ?s ?p "a }\n ?x ?y "b" }', 1, 19, "from '\"a }' on"),
    ('SELECT ("\\uD800" AS ?x) {}', 1, 9, "from '\""),
    ('ASK { ?s ?p "көчмө"@ky , }', 1, 26, "from '}' on"),
    ("ASK {\n ?s ?p ?o # open\n", 2, 17, "a } is missing"),
    ("ASK { ?s foo:bar ?o }", 1, 10, "PREFIX foo:"),
    ("PREFIX a: <b c> ASK {}", 1, 15, "this is no IRI"),
    ("ASK {} }\n\n", 1, 8, "from '}' on"),
    ("", 1, 1, "to its end"),
)
"""Wrong queries; where each is wrong, and what is said. The parser of the engine puts most of them elsewhere."""


@pytest.mark.parametrize(("query", "line", "column", "told"), WRONG)
def test_a_mistake_is_found_to_the_character(query: str, line: int, column: int, told: str) -> None:
    with pytest.raises(SyntaxError) as said:
        ox.Store().query(query, prefixes=PREFIXES)
    ended = fault(query, placed(query, BASE, str(said.value)))
    assert (ended.line, ended.column) == (line, column), ended
    assert told in ended.detail


def test_what_the_parser_says_without_a_place_stays() -> None:
    assert placed("ASK {", BASE, "something else") == "something else"
    assert placed("ASK {}", BASE, "error at 1:6: of another query") == "error at 1:6: of another query"


def test_prefixes_that_are_missing_are_told_to_other_engines() -> None:
    found = read("PREFIX rdfs: <http://e/> SELECT * { ?s a tuyun:Phase ; rdfs:label ?x ; skos:prefLabel 'dcterms:' }")
    assert found.undeclared == ("skos", "tuyun")
    assert found.prologue.startswith("PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX tuyun: <")
    assert [token.text for token in tokens("ASK{?s?p?o}")] == ["ASK", "{", "?s", "?p", "?o", "}"]


def test_a_dot_ends_a_triple_and_no_name() -> None:
    query = "{?a a e:A. ?a e:p.q e:x\\.. ?a e: :.}"
    wanted = "{ ?a a e:A . ?a e:p.q e:x\\. . ?a e: : . }"
    assert [token.text for token in tokens(query)] == wanted.split()


def test_long_queries_are_divided_in_a_time_that_grows_with_their_length() -> None:
    begun = time.process_time()
    for text in ("a.", "a-", "a:b.", "<a", "'a"):
        assert list(tokens(text * 40_000))
    assert time.process_time() - begun < 20  # half a second each; by the square of the length it was a minute
