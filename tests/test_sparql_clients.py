"""Clients of other makers ask the endpoint and get what the release holds: what a researcher will use."""

import json
import platform
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from sparql_support import answering, sample_dataset
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from support import ROOT, need_program

from portal.settings import Settings

LABELS: Final = (
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX tuyun: <https://w3id.org/tuyun/ontology#> "
    "SELECT ?project ?label WHERE { ?project a tuyun:Project ; rdfs:label ?label } ORDER BY ?project LANG(?label)"
)
PROJECTS: Final = (
    "PREFIX tuyun: <https://w3id.org/tuyun/ontology#> CONSTRUCT { ?s a tuyun:Project } WHERE { ?s a tuyun:Project }"
)
CLIENTS: Final = ROOT / "tests" / "clients" / "node_modules"
MACHINES: Final = {"x86_64": "x64", "aarch64": "arm64"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("clients")
    sample_dataset(place)
    return place


@pytest.fixture(scope="module")
def endpoint(folder: Path) -> Iterator[str]:
    with answering(folder, Settings(sparql_running=2)) as address:
        yield address


@pytest.fixture(scope="module")
def labels(folder: Path) -> set[tuple[str, str, str]]:
    """Return IRI, label and language of each project, as the files of the release have them."""
    graph = Graph().parse(folder / "current" / "data" / "dataset.nt")
    found = {(str(iri), str(label), getattr(label, "language", "")) for iri, label in graph.query(LABELS)}  # type: ignore[misc]
    assert {language for _, _, language in found} == {"ky", "ru", "en"}
    return found


def _of_json(text: str | bytes) -> set[tuple[str, str, str]]:
    rows = json.loads(text)["results"]["bindings"]
    return {(row["project"]["value"], row["label"]["value"], row["label"]["xml:lang"]) for row in rows}


@pytest.mark.parametrize("method", ["GET", POST, POSTDIRECTLY])
def test_sparqlwrapper(endpoint: str, labels: set[tuple[str, str, str]], method: str) -> None:
    client: Any = SPARQLWrapper(endpoint)
    if method == POSTDIRECTLY:
        client.setMethod(POST)
        client.setRequestMethod(POSTDIRECTLY)
    else:
        client.setMethod(method)
    client.setQuery(LABELS)
    client.setReturnFormat(JSON)
    assert _of_json(json.dumps(client.queryAndConvert())) == labels
    client.setReturnFormat(XML)
    assert len(client.queryAndConvert().getElementsByTagName("result")) == len(labels)
    client.setReturnFormat(CSV)
    assert client.queryAndConvert().decode().startswith("project,label\r\n")
    client.setQuery(PROJECTS)
    client.setReturnFormat(TURTLE)
    graph = Graph().parse(data=client.queryAndConvert().decode(), format="turtle")
    assert {str(one) for one in graph.subjects()} == {iri for iri, _, _ in labels}


def test_sparqlwrapper_says_that_a_query_is_wrong(endpoint: str) -> None:
    client = SPARQLWrapper(endpoint, returnFormat=JSON)
    client.setQuery("SELECT * WHERE {")
    with pytest.raises(QueryBadFormed, match="is missing at its end"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_as_a_client(endpoint: str, labels: set[tuple[str, str, str]], method: str) -> None:
    graph = Graph(SPARQLStore(endpoint, method=method))
    found = {(str(iri), str(label), label.language) for iri, label in graph.query(LABELS)}  # type: ignore[misc, union-attr]
    assert found == labels
    iri, label, language = min(labels)
    assert (URIRef(iri), None, Literal(label, lang=language)) in graph
    described = graph.query(PROJECTS).graph
    assert described is not None
    assert {str(subject) for subject in described.subjects()} == {one for one, _, _ in labels}


def test_rdflib_asks_a_named_graph(endpoint: str) -> None:
    store = SPARQLStore(endpoint, context_aware=True, returnFormat="json")
    graph = Graph(store, URIRef("https://data.example.kg/source/authorities"))
    assert len(list(graph.triples((None, None, None)))) > 10
    assert not list(Graph(store, URIRef("https://example.org/nowhere")).triples((None, None, None)))


def _run(*command: str) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_curl(endpoint: str, labels: set[tuple[str, str, str]]) -> None:
    curl = need_program(shutil.which("curl"), "curl")
    accept = ["--header", "Accept: application/sparql-results+json"]
    asked = ["--fail", "--silent", "--show-error", "--data-urlencode", f"query={LABELS}", endpoint, *accept]
    assert _of_json(_run(curl, *asked)) == labels
    assert _of_json(_run(curl, "--get", *asked)) == labels
    assert _of_json(_run(curl, "--get", "--http1.0", *asked)) == labels


def test_roqet(endpoint: str, labels: set[tuple[str, str, str]]) -> None:
    roqet = need_program(shutil.which("roqet"), "rasqal-utils")
    found = _run(roqet, "-q", "-p", endpoint, "-e", LABELS, "-r", "xml")
    rows = ElementTree.fromstring(found).iterfind(".//{*}result")
    texts = [[(one.text, dict(one.attrib)) for one in row.iterfind("{*}binding/*")] for row in rows]
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert {(iri, label, attributes[language]) for (iri, _), (label, attributes) in texts} == labels


def test_comunica(endpoint: str, labels: set[tuple[str, str, str]]) -> None:
    machine = MACHINES.get(platform.machine(), "")
    node, client = CLIENTS / f"node-linux-{machine}/bin/node", CLIENTS / "@comunica/query-sparql/bin/query.js"
    found = str(node) if node.exists() and client.exists() else None
    node_path = need_program(found, "npm packages of tests/clients")
    asked = _run(node_path, str(client), f"sparql@{endpoint}", LABELS, "-t", "application/sparql-results+json")
    assert _of_json(asked) == labels
    graph = _run(node_path, str(client), f"sparql@{endpoint}", PROJECTS, "-t", "application/n-triples")
    assert len(graph.splitlines()) == len({iri for iri, _, _ in labels})
