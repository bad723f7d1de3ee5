"""The portal over stores of other makers, real ones on loopback: the same answers, the same limits, nothing half."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import msgspec
import pyoxigraph as ox
import pytest
from portal_support import free_port, running
from stores_support import WRITER, bag, bag_of_graph, expected, oxigraph, virtuoso
from support import ROOT, need_program

from exports.cookbook.recipe import Form, recipes
from graph_builder.manifest import MANIFEST, content_id
from portal.settings import Settings
from portal.stores.credentials import Credentials
from portal.stores.pushing import planned, push
from portal.stores.remote import Endpoint, RemoteEngine
from portal.stores.store import Store

TABLE: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"
RUNAWAY: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@dataclass(frozen=True)
class Held:
    """A store that holds the sample: where it is asked, and how."""

    endpoint: Endpoint
    credentials: Credentials

    @property
    def without_default(self) -> bool:
        """Whether a named graph stands for the default graph, so that it is among the named graphs, too."""
        return bool(self.endpoint.default_graph)


def filled(url: str, release: Path) -> Held:
    credentials = Credentials.of(WRITER)
    store = Store(url, credentials)
    try:
        push(planned(release, store), store)
        return Held(Endpoint(store.queries, store.kind, store.default_graph), credentials)
    finally:
        store.close()


@pytest.fixture(scope="module")
def in_oxigraph(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as served:
        yield filled(f"{served.address}/query", sample_release)


@pytest.fixture(scope="module")
def in_virtuoso(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as served:
        yield filled(f"{served.address}/sparql", sample_release)


@pytest.fixture(params=["in_oxigraph", "in_virtuoso"])
def held(request: pytest.FixtureRequest) -> Held:
    found: Held = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def in_hasty(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """A store that ends queries after two seconds in its own way."""
    with oxigraph(tmp_path_factory.mktemp("hasty"), "--timeout-s", "2") as served:
        yield filled(f"{served.address}/query", sample_release)


@pytest.fixture(scope="module")
def portals() -> Iterator[contextlib.ExitStack]:
    with contextlib.ExitStack() as stack:
        yield stack


_STARTED: Final[dict[str, httpx.Client]] = {}


@pytest.fixture
def client(held: Held, sample_release: Path, portals: contextlib.ExitStack) -> httpx.Client:
    """A portal with the usual limits over the store; each is started once."""
    at = held.endpoint.queries
    if at not in _STARTED:
        _STARTED[at] = portals.enter_context(over(held, sample_release))
    return _STARTED[at]


@pytest.fixture(scope="module")
def sample_store(sample_release: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=sample_release / "data" / "dataset.nq", format=ox.RdfFormat.N_QUADS)
    return store


@contextmanager
def over(held: Held, release: Path, settings: Settings | None = None) -> Iterator[httpx.Client]:
    """Serve a release with the queries passed on to a store."""
    chosen = settings or Settings()
    with (
        running(release, chosen, RemoteEngine(held.endpoint, chosen, held.credentials)) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client


def asked(client: httpx.Client, query: str, accept: str = TABLE) -> httpx.Response:
    return client.post("/sparql", data={"query": query}, headers={"Accept": accept})


def test_the_cookbook_has_the_same_answers_in_each_store(
    client: httpx.Client, sample_release: Path, sample_store: ox.Store
) -> None:
    different = []
    for recipe in recipes():
        graph = recipe.form is Form.CONSTRUCT
        answer = asked(client, recipe.query, TRIPLES if graph else TABLE)
        assert answer.status_code == 200, f"{recipe.id}: {answer.text}"
        assert answer.headers["tuyun-release"] == sample_release.name
        if graph:
            found = bag_of_graph(quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES))
        else:
            found = bag(answer.json())
        if found != expected(sample_store, recipe.query):
            different.append(recipe.id)
    assert len(recipes()) >= 40
    assert different == []


def test_the_cookbook_has_the_same_answers_in_jena(sample_release: Path, sample_store: ox.Store) -> None:
    need_program("java" if Path("/usr/share/java/jena-arq.jar").exists() else None, "libapache-jena-java")
    command = [sys.executable, "-m", "jena_answers", str(sample_release / "data" / "dataset.nq")]
    queries = {recipe.id: recipe.query for recipe in recipes()}
    done = subprocess.run(
        command,
        input=json.dumps(queries),
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    different = []
    for recipe in recipes():
        text = answers[recipe.id]
        if recipe.form is Form.CONSTRUCT:
            found = bag_of_graph(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
        else:
            found = bag(json.loads(text))
        if found != expected(sample_store, recipe.query):
            different.append(recipe.id)
    assert different == []


VAP: Final = "<https://data.municipalitet.kg/phase/vap-3>"
SOME: Final = (
    "ASK { ?s a tuyun:Phase }",
    "ASK { ?s a tuyun:Nothing }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    f"SELECT ?g ?end {{ GRAPH ?g {{ {VAP} tuyun:end ?end }} }}",
    "SELECT * { GRAPH <https://data.municipalitet.kg/source/dpi-kg-en-about> { ?s ?p ?o } }",
    "SELECT ?name ?g { GRAPH <https://data.municipalitet.kg/source/dpi-kg-en-about> { ?s a ?c } GRAPH ?g { ?s tuyun:name ?name } }",
    "SELECT (COUNT(*) AS ?n) FROM <https://data.municipalitet.kg/source/dpi-kg-en-about> { ?s ?p ?o }",
    'SELECT ?x { BIND("\\u0022\\u005C\\n# no comment" AS ?x) } # SERVICE <http://127.0.0.1:9/> {}',
)


@pytest.mark.parametrize("query", SOME)
def test_each_way_to_name_graphs_finds_the_same(
    held: Held, client: httpx.Client, query: str, sample_store: ox.Store
) -> None:
    answer = asked(client, query)
    assert answer.status_code == 200, answer.text
    found = bag(answer.json())
    if held.without_default:
        found = Counter({row: number for row, number in found.items() if f"<{held.endpoint.default_graph}>" not in row})
    assert found == expected(sample_store, query)


FORMS: Final = (
    *(("SELECT ?s { ?s a tuyun:Phase }", type_) for type_ in (TABLE, "application/sparql-results+xml", "text/csv")),
    *(("ASK { ?s a tuyun:Phase }", type_) for type_ in (TABLE, "application/sparql-results+xml", "text/csv")),
    *(("CONSTRUCT WHERE { ?s a tuyun:Phase }", type_) for type_ in ("text/turtle", "application/ld+json", TRIPLES)),
    *((f"DESCRIBE {VAP}", type_) for type_ in ("application/rdf+xml", "application/trig")),
    ("SELECT ?s { ?s a tuyun:Phase }", "text/tab-separated-values"),
)


@pytest.mark.parametrize(("query", "accept"), FORMS)
def test_each_form_is_written_whatever_the_store_can_write(client: httpx.Client, query: str, accept: str) -> None:
    answer = asked(client, query, accept)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(accept)
    if accept == "text/csv":
        assert answer.text == "true" if query.startswith("ASK") else len(answer.text.splitlines()) > 3
    elif query.startswith(("SELECT", "ASK")):
        results = ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.from_media_type(accept))
        assert results if isinstance(results, ox.QueryBoolean) else len(list(results)) >= 3
    else:
        assert len(list(ox.parse(answer.content, format=ox.RdfFormat.from_media_type(accept)))) >= 3


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """Listen on loopback; yields the address and what came."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def take() -> None:
            while not stop.is_set():
                try:
                    one, _ = server.accept()
                except TimeoutError:
                    continue
                with one:
                    came.append(b"came")

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/sparql", came
        finally:
            stop.set()
            thread.join()


OUTWARD: Final = (
    "PREFIX x: <{url}> SELECT * {{ SERVICEx: {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICESILENT<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p trueSERVICE<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?x FILTER(?x<5)SERVICE#>\n<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?x FILTER(1<5#>'''\n) SERVICE <{url}> {{ ?s ?p ?o }} #'''\n }}",
    "SELECT * {{ VALUES ?x {{'''a'}} SERVICE <{url}> {{ ?s ?p ?o }} #\\q'''\n }}",
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT ?x {{ ?s ?p ?o }} VALUES ?x {{ <{url}> }} }}",
    "SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
    'SELECT * {{ BIND("\\u0022) SERVICE <{url}> {{ ?s ?p ?o }} #" AS ?x) }}',
    "SELECT * {{ # \\u000A SERVICE <{url}> {{ ?s ?p ?o }}\n ?s ?p ?o }} LIMIT 1",
    'define get:soft "replace" SELECT * FROM <{url}> {{ ?s ?p ?o }}',
    "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    'SELECT (bif:http_get("{url}") AS ?x) {{}}',
    'SELECT (<bif:http_get>("{url}") AS ?x) {{}}',
    'SELECT (<b\\u0069f:http_get>("{url}") AS ?x) {{}}',
    'PREFIX b: <bif:> SELECT (b:http_get("{url}") AS ?x) {{}}',
    'PREFIX j: <java:java.net.> SELECT (j:URL("{url}") AS ?x) {{}}',
    'SELECT `bif:http_get("{url}")` {{}}',
    "LOAD <{url}>",
    "INSERT DATA {{ <a:a> <a:a> <a:a> }}",
)


def test_all_ways_out_are_collected() -> None:
    assert len(set(OUTWARD)) == 22


@pytest.mark.parametrize("query", OUTWARD)
def test_no_query_reaches_another_host_or_changes_anything(client: httpx.Client, query: str) -> None:
    with listening() as (url, came):
        answer = asked(client, query.format(url=url))
    assert came == []
    if answer.status_code == 200:  # what looked like a way out was a text or a comment
        assert "\\u" in query
    else:
        assert answer.status_code in {400, 403}
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_service_is_described_as_it_is(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200, answer.text
    assert "https://data.municipalitet.kg/source/dpi-kg-en-about" in answer.text
    assert "UnionGraph" not in answer.text
    assert "limit-memory_bytes" not in answer.text
    assert client.get("/sparql?query=ASK{}&default-graph-uri=urn:x-arq:UnionGraph").status_code == 501


def test_a_wrong_query_is_answered_with_its_place(client: httpx.Client) -> None:
    answer = asked(client, "SELECT ?s\nWHERE { ?s ?p }")
    assert answer.status_code == 400
    assert answer.json()["line"] == 2


def test_a_runaway_is_ended_in_time_and_the_next_query_answers(in_hasty: Held, sample_release: Path) -> None:
    with over(in_hasty, sample_release, Settings(sparql_seconds=1.0)) as client:
        began = time.monotonic()
        answer = asked(client, RUNAWAY)
        assert answer.status_code == 503, answer.text
        assert answer.json()["outcome"] == "time"
        assert time.monotonic() - began < 2.5
        assert asked(client, "ASK { ?s ?p ?o }").json()["boolean"] is True


def test_what_the_store_cuts_is_no_success(in_hasty: Held, sample_release: Path) -> None:
    bare = httpx.post(in_hasty.endpoint.queries, data={"query": RUNAWAY}, headers={"Accept": TABLE}, timeout=30)
    assert bare.status_code == 200  # the store itself calls a broken body a success
    assert "cancelled" in bare.text
    with over(in_hasty, sample_release, Settings(sparql_seconds=20)) as client:
        answer = asked(client, RUNAWAY)
    assert answer.status_code == 502, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_limits_of_rows_and_bytes_hold(held: Held, sample_release: Path) -> None:
    everything = "SELECT ?s ?p ?o { ?s ?p ?o }"
    for settings, outcome in ((Settings(sparql_rows=100), "rows"), (Settings(sparql_result_bytes=10_000), "bytes")):
        with over(held, sample_release, settings) as client:
            for query, accept in ((everything, TABLE), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")):
                answer = asked(client, query, f"{accept}, application/problem+json;q=0.1")
                assert answer.status_code == 422, answer.text[:200]
                assert accept != TABLE or answer.json()["outcome"] == outcome


def test_an_answer_that_has_begun_is_broken_off_when_time_is_over(in_oxigraph: Held, sample_release: Path) -> None:
    many = "SELECT ?a ?b ?c ?d { ?a ?b ?c . ?d ?e ?f }"
    settings = Settings(sparql_seconds=1.5, sparql_rows=0, sparql_buffer_bytes=1000)
    with (
        over(in_oxigraph, sample_release, settings) as client,
        pytest.raises(httpx.RemoteProtocolError),
        client.stream("POST", "/sparql", data={"query": many}, headers={"Accept": TABLE}) as answer,
    ):
        assert answer.status_code == 200
        for _ in answer.iter_bytes():
            pass


def test_a_store_that_is_gone_is_said_to_be(sample_release: Path, in_oxigraph: Held) -> None:
    gone = Held(Endpoint(f"http://127.0.0.1:{free_port()}/query", in_oxigraph.endpoint.kind), in_oxigraph.credentials)
    with over(gone, sample_release) as client:
        answer = asked(client, "ASK {}")
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert client.get("/phase/vap-3.ttl").status_code == 200


@pytest.fixture(scope="module")
def poorer(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's release without some things, as it was before they were added to the store."""
    folder = tmp_path_factory.mktemp("poorer")
    manifest = json.loads((sample_release / MANIFEST).read_bytes())
    manifest["files"] = {path: hash_ for path, hash_ in manifest["files"].items() if not _taken(path)}
    manifest["id"] = content_id(manifest["files"])
    for path in manifest["files"]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        os.link(sample_release / path, folder / path)
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    return folder


TAKEN: Final = ("phase/vap-3", "project/vap", "region/KG-J", "organization/dpi", "issue/108", "rubric/vap-news")


def _taken(path: str) -> bool:
    return path.partition(".")[0] in TAKEN or path.startswith("article/")


def test_what_only_the_store_has_is_served_from_it(held: Held, poorer: Path, sample_release: Path) -> None:
    article = next(path.stem for path in sorted((sample_release / "article").glob("ky-*.nt")))
    with over(held, poorer) as client:
        for thing in (*TAKEN, f"article/{article}"):
            assert (sample_release / f"{thing}.ttl").exists(), thing
            for suffix in ("nt", "ttl", "jsonld", "rdf"):
                answer = client.get(f"/{thing}.{suffix}")
                assert answer.status_code == 200, answer.text
                assert answer.content == (sample_release / f"{thing}.{suffix}").read_bytes(), f"{thing}.{suffix}"
        led = client.get("/phase/vap-3", headers={"Accept": "text/turtle"})
        assert (led.status_code, led.headers["location"]) == (303, "vap-3.ttl")
        assert client.get("/phase/vap-99.ttl").status_code == 404
        assert client.get("/phase/vap-3.xyz").status_code == 404


def test_a_page_of_what_only_the_store_has_says_what_is_known(held: Held, poorer: Path) -> None:
    with over(held, poorer) as client:
        for language, word in (("ky", "фаза"), ("ru", "фаза"), ("en", "phase")):
            page = client.get(f"/phase/vap-3.{language}.html")
            assert page.status_code == 200, page.text
            assert page.headers["content-language"] == language
            assert "default-src 'none'" in page.headers["content-security-policy"]
            assert word in page.text.lower()
            assert "2022" in page.text


def test_the_command_serves_from_a_store(in_oxigraph: Held, sample_release: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "graph_builder", "serve", str(sample_release), "--port", str(port)]
    command += ["--endpoint", in_oxigraph.endpoint.queries]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(600):
            try:
                answer = httpx.post(f"http://127.0.0.1:{port}/sparql", data={"query": "ASK { ?s ?p ?o }"})
                break
            except httpx.TransportError:
                assert process.poll() is None
                time.sleep(0.05)
        assert answer.json()["boolean"] is True
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_the_command_says_that_no_store_answers(sample_release: Path) -> None:
    command = [sys.executable, "-m", "graph_builder", "serve", str(sample_release)]
    done = subprocess.run(
        [*command, "--endpoint", f"http://127.0.0.1:{free_port()}/query"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "no SPARQL store answers there" in done.stderr
