"""Whatever a stranger asks: it ends within its limits, reaches no other host, and harms nobody else."""

import asyncio
import json
import os
import signal
import socket
import threading
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import httpx
import psutil
import pytest
from sparql_support import SMALL, again, answering, ask, problem, processes, release_of, sample_dataset, values
from support import CASES

from exports.formats import NTRIPLES, RESULTS_JSON
from portal.problems import Problem
from portal.releases import Releases
from portal.settings import Settings
from portal.sparql.answers import Form
from portal.sparql.confinement import SUPPORTED
from portal.sparql.engine import Question
from portal.sparql.grammar import Kind
from portal.sparql.local import LocalEngine

HOSTILE: Final[dict[str, list[dict[str, Any]]]] = tomllib.loads((CASES / "sparql" / "hostile.toml").read_text("utf-8"))
SLACK: Final = 1.0
"""Seconds beyond its limit within which a query must be ended."""
MANY: Final = " ".join(f'"value {number}"' for number in range(1_000))
LONGEST: Final = 100_000
"""Bytes of a query in which an operator is repeated."""
CHAINS: Final[dict[str, tuple[str, str, str]]] = {
    "not": ("ASK { FILTER(", "!", "1) }"),
    "plus": ("ASK { FILTER(1", "+1", ") }"),
    "minus": ("ASK { FILTER(1", "-1", ") }"),
    "times": ("ASK { FILTER(1", "*1", ") }"),
    "or": ("ASK { FILTER(0", "||0", ") }"),
    "and": ("ASK { FILTER(1", "&&1", ") }"),
    "in": ("ASK { FILTER(1 IN (2", ",2", ")) }"),
    "call": ("ASK { FILTER(CONCAT(1", ",1", ")) }"),
    "sequence": ("ASK { ?x a", "/a", " ?y }"),
    "alternative": ("ASK { ?x a", "|a", " ?y }"),
    "repeated sequence": ("ASK { ?x (a", "/a", ")* ?y }"),
    "negated property set": ("ASK { ?x !(a", "|a", ") ?y }"),
    "UNION": ("ASK { {}", "UNION{}", " }"),
    "MINUS": ("ASK { ", "MINUS{}", " }"),
    "OPTIONAL": ("ASK { ", "OPTIONAL{}", " }"),
    "triples": ("ASK { ", "?a ?b ?c.", " }"),
    "objects": ("ASK { ?a ?b 1", ",1", " }"),
    "predicates": ("ASK { ?a ?b 1", ";a 1", " }"),
    "list": ("ASK { (", "1 ", ") ?a ?b }"),
    "groups": ("ASK { ", "{?a ?b ?c}", " }"),
    "GRAPH": ("ASK { ", "GRAPH?g{}", " }"),
    "VALUES": ("ASK { ", "VALUES?a{1}", " }"),
    "rows": ("ASK { VALUES ?a { ", "1 ", " } }"),
    "FILTER": ("ASK { ", "FILTER(1)", " }"),
    "EXISTS": ("ASK { ", "FILTER EXISTS{}", " }"),
    "BIND": ("ASK { ", "BIND(1AS?{n})", " }"),
    "columns": ("SELECT ", "(1AS?{n})", " { }"),
    "aggregates": ("SELECT ", "(MAX(?z)AS?{n})", " { }"),
    "subqueries": ("ASK { ", "{SELECT*{}}", " }"),
    "GROUP BY": ("SELECT (1 AS ?o) { } GROUP BY ", "(1)", ""),
    "HAVING": ("SELECT (1 AS ?o) { } HAVING ", "(1)", ""),
    "ORDER BY": ("SELECT * { ?z ?y ?z } ORDER BY ", "(1)", ""),
    "DESCRIBE": ("DESCRIBE ", "<>", ""),
    "CONSTRUCT": ("CONSTRUCT { ?a ?b 1", ",1", " } { }"),
}
"""What a query may hold any number of: how it begins, what is repeated (``{n}`` for a number), how it ends."""
DEEP: Final = "/".join(["(!<http://example.org/a>)"] * 60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    sample_dataset(place)
    return place


@pytest.fixture(scope="module")
def endpoint(folder: Path) -> Iterator[str]:
    with answering(folder) as address:
        assert ask(address, "ASK {}").status_code == 200
        yield address


def test_all_cases_are_there() -> None:
    assert {name: len(cases) for name, cases in HOSTILE.items()} == {"runaway": 30, "outbound": 41, "malformed": 22}
    for cases in HOSTILE.values():
        assert len({case["name"] for case in cases}) == len(cases)


def _outcome(endpoint: str, case: dict[str, Any]) -> tuple[str, float]:
    """Return how a runaway ended, and after how many seconds; a broken connection is ``cut``."""
    query = case["query"].replace("{many}", MANY).replace("{deep}", DEEP)
    began = time.monotonic()
    try:
        answer = ask(endpoint, query, case.get("accept", "*/*"))
    except httpx.RemoteProtocolError:
        return "cut", time.monotonic() - began
    took = time.monotonic() - began
    if answer.status_code == 200:
        if "json" in answer.headers["Content-Type"]:
            json.loads(answer.content)
        return "done", took
    return problem(answer, (422, 503))["outcome"], took


@pytest.mark.parametrize("case", HOSTILE["runaway"], ids=lambda case: case["name"])
def test_a_runaway_is_ended(endpoint: str, case: dict[str, Any]) -> None:
    seen = []

    def in_time() -> bool:
        outcome, took = _outcome(endpoint, case)
        seen.append((outcome, round(took, 1)))
        # What is cut after it has begun was ended by a limit, too; an answer that looks whole is whole.
        allowed = {*case["ends"], "time", *(() if case["ends"] == ["time"] else ("cut",))}  # a busy machine is slow
        assert outcome in allowed, seen
        return took < SMALL.sparql_seconds + SLACK

    assert again(3, in_time), seen
    assert again(3, lambda: _at_once(endpoint)), "the next query waits"


def _chain(begun: str, operator: str, ended: str) -> str:
    """Return a query of the greatest length that repeats an operator."""
    parts, left = [begun], LONGEST - len(begun) - len(ended)
    for number in range(LONGEST):
        part = operator.replace("{n}", str(number))
        left -= len(part)
        if left < 0:
            break
        parts.append(part)
    return "".join([*parts, ended]).ljust(LONGEST)


def test_all_chains_are_there() -> None:
    assert len(CHAINS) == 34
    assert {len(_chain(*chain).encode()) for chain in CHAINS.values()} == {LONGEST} == {Settings().sparql_query_bytes}


@pytest.fixture(scope="module")
def patient(folder: Path) -> Iterator[str]:
    """An endpoint that takes queries of the usual greatest length, and has more time for them."""
    usual = Settings()
    memory, length = usual.sparql_memory_bytes, usual.sparql_query_bytes
    with answering(folder, sparql_seconds=4, sparql_memory_bytes=memory, sparql_query_bytes=length) as address:
        assert ask(address, "ASK {}").status_code == 200
        yield address


@pytest.mark.parametrize("name", CHAINS)
def test_no_chain_of_operators_ends_its_worker(patient: str, name: str) -> None:
    """The engine calls itself once more for each operator; only the limit of time may end such a query."""
    answer = ask(patient, _chain(*CHAINS[name]), "*/*")
    if answer.status_code != 200:
        assert problem(answer, 503)["outcome"] == "time"


def _later() -> bool:
    time.sleep(0.2)
    return False


def _at_once(endpoint: str) -> bool:
    began = time.monotonic()
    assert ask(endpoint, "ASK {}").json()["boolean"] is True
    return time.monotonic() - began < SLACK


@contextmanager
def _listener() -> Iterator[tuple[int, list[object]]]:
    """Listen on a port; yields it and those who came."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        ending = threading.Event()

        def listen() -> None:
            while not ending.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                came.append(address)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield server.getsockname()[1], came
        finally:
            ending.set()
            thread.join()


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[object]]]:
    with _listener() as found:
        yield found


@pytest.mark.parametrize("case", HOSTILE["outbound"], ids=lambda case: case["name"])
def test_no_query_reaches_another_host(endpoint: str, listener: tuple[int, list[object]], case: dict[str, str]) -> None:
    port, came = listener
    more = {"default-graph-uri": case["graph"].replace("{port}", str(port))} if "graph" in case else {}
    answer = ask(endpoint, case["query"].replace("{port}", str(port)), "application/sparql-results+json", **more)
    if answer.status_code == 200:
        assert values(answer) in ([], [()])  # nothing, or the one solution of an empty pattern
    else:
        assert problem(answer, (400, 403))["line"] >= 1
    assert came == []


@pytest.mark.skipif(not SUPPORTED, reason="the kernel's filter is known for x86-64 and ARM64 alone")
def test_the_kernel_refuses_what_the_check_might_overlook(folder: Path, listener: tuple[int, list[object]]) -> None:
    """The second line of defence alone: the queries are given to the workers without having been read."""
    port, came = listener
    release = Releases(folder).current

    async def run(engine: LocalEngine, query: str) -> tuple[str, str]:
        kind = next((one for one in Kind if one in query), Kind.SELECT)
        chosen = NTRIPLES if kind.is_graph else RESULTS_JSON
        question = Question(query, kind, Form(chosen, chosen.media_type), base=release.base)
        try:
            answer = await engine.run(question, release)
            return "done", b"".join([block async for block in answer.content]).decode()
        except Problem as error:
            return str(error.facts["outcome"]), error.detail

    async def all_() -> list[tuple[str, str]]:
        engine = LocalEngine(folder, replace(SMALL, sparql_seconds=5))
        try:
            return [await run(engine, case["query"].replace("{port}", str(port))) for case in HOSTILE["outbound"]]
        finally:
            await engine.close()

    ended = asyncio.run(all_())
    assert came == []
    refused = [detail for outcome, detail in ended if outcome == "failed" and "Permission denied" in detail]
    assert len(refused) >= 8, ended


def test_the_listener_would_have_counted(listener: tuple[int, list[object]]) -> None:
    with _listener() as (port, came):
        socket.create_connection(("127.0.0.1", port)).close()
        assert again(20, lambda: bool(came) or _later())
        assert len(came) == 1


@pytest.mark.parametrize("case", HOSTILE["malformed"], ids=lambda case: case["name"])
def test_what_is_no_request_is_refused(endpoint: str, case: dict[str, Any]) -> None:
    def filled(text: str) -> str:
        graphs = "".join(f"&named-graph-uri=http://example.org/{number}" for number in range(101))
        filling = {
            "{long}": "x" * 70_000,
            "{address}": "x" * 40_000,
            "{open}": "{" * 10_000,
            "{parentheses}": "(" * 10_000,
            "{graphs}": graphs,
        }
        for name, value in filling.items():
            text = text.replace(name, value)
        return text

    content = filled(case["body"]).encode(case.get("encoding", "utf-8")) if "body" in case else None
    address = filled(endpoint + case.get("address", ""))
    answer = httpx.request(
        case.get("method", "GET"), address, content=content, headers=case.get("headers", {}), timeout=60
    )
    problem(answer, tuple(case["status"]) if isinstance(case["status"], list) else case["status"])
    assert ask(endpoint, "ASK {}").status_code == 200


def test_a_result_that_is_cut_does_not_look_whole(folder: Path) -> None:
    everything = "SELECT * WHERE { ?s ?p ?o . ?a ?b ?c }"
    with answering(folder, sparql_rows=5_000, sparql_buffer_bytes=10_000, sparql_seconds=20.0) as address:
        for accept in ("application/sparql-results+json", "text/csv", "text/tab-separated-values", "application/xml"):
            with pytest.raises(httpx.RemoteProtocolError):
                ask(address, everything, accept)
        counted = httpx.get(address.replace("/sparql", "/metrics")).text
        assert 'outcome="cut_rows"} 4' in counted
        # HTTP/1.0 has no sign of a cut, so nothing is sent before all is there.
        assert problem(_old(address, everything), 422)["outcome"] == "rows"
        assert _old(address, "SELECT * WHERE { ?s ?p ?o }").headers["Content-Length"].isdigit()
    with answering(folder, sparql_rows=5_000, sparql_buffer_bytes=5_000_000, sparql_seconds=20.0) as address:
        assert problem(ask(address, everything), 422)["outcome"] == "rows"


def _old(endpoint: str, query: str) -> httpx.Response:
    """Ask as a proxy does that speaks HTTP/1.0."""
    address = httpx.URL(endpoint, params={"query": query})
    with socket.create_connection((address.host, address.port), timeout=60) as connection:
        connection.sendall(b"GET " + address.raw_path + b" HTTP/1.0\r\n\r\n")
        received = b""
        while block := connection.recv(65536):
            received += block
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    assert "transfer-encoding" not in dict(headers)
    return httpx.Response(int(status.split()[1]), headers=headers, content=body)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_counted_exactly(tmp_path: Path, form: str) -> None:
    """Whatever the texts look like: as many rows as are allowed are given, one more is refused."""
    texts = ['},{\\"x\\":{\\"type\\":\\"', "<result></result>", '\\"a\\r\\nb\\"', "tab\\t\\n", "},{", '\\"', ",", "[{"]
    lines = [
        f'<http://e/{at}-{part}> <http://e/p> "{text}{part}" .\n'
        for at, text in enumerate(texts)
        for part in range(200)
    ]
    release_of(tmp_path, "".join(lines))
    query = "SELECT ?x ?s WHERE { ?s ?p ?x } LIMIT {}"
    with answering(tmp_path, sparql_rows=1_500, sparql_buffer_bytes=5_000_000) as address:
        assert ask(address, query.replace("{}", "1500"), format=form).status_code == 200
        assert problem(ask(address, query.replace("{}", "1501"), format=form), 422)["outcome"] == "rows"


def test_memory_stays_below_its_limit(folder: Path) -> None:
    text = 'GROUP_CONCAT(CONCAT(STR(?a), STR(?c)); SEPARATOR="--------")'
    query = f"SELECT (STRLEN({text}) AS ?x) WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}"
    with answering(folder, sparql_seconds=30, sparql_memory_bytes=100_000_000) as address:
        assert ask(address, "ASK {}").status_code == 200
        most = 0
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(ask, address, query)
            while not asked.done():
                for one in processes("holder"):
                    try:
                        most = max(most, one.memory_info().rss)
                    except psutil.Error:
                        continue
                time.sleep(0.02)
        assert problem(asked.result(), 503)["outcome"] == "memory"
        assert 50_000_000 < most < 200_000_000


def test_pages_come_while_a_hundred_bad_queries_run(folder: Path) -> None:
    query = HOSTILE["runaway"][0]["query"]
    with answering(folder, sparql_wait_seconds=3) as address:
        page = address.replace("/sparql", "/project/demo.ttl")

        def bad(number: int) -> int:
            headers = {"X-Forwarded-For": f"192.0.2.{number}"}
            return httpx.post(address, data={"query": query}, headers=headers, timeout=60).status_code

        def slow() -> bool:
            began = time.monotonic()
            assert httpx.get(page, timeout=60).status_code == 200
            return time.monotonic() - began >= 1

        with ThreadPoolExecutor(100) as pool:
            asked = [pool.submit(bad, number) for number in range(100)]
            time.sleep(0.5)
            times = [again(3, lambda: not slow()) for _ in range(10)]
            assert {one.result() for one in asked} == {503}
        assert all(times)
        assert again(3, lambda: _at_once(address))


def test_one_client_does_not_keep_the_others_waiting(folder: Path) -> None:
    query = HOSTILE["runaway"][0]["query"]
    with answering(folder, sparql_seconds=4, sparql_per_client=3) as address:
        greedy = {"X-Forwarded-For": "192.0.2.1"}
        assert ask(address, "ASK {}").status_code == 200
        with ThreadPoolExecutor(8) as pool:
            asked = [
                pool.submit(httpx.post, address, data={"query": query}, headers=greedy, timeout=60) for _ in range(5)
            ]
            time.sleep(1)
            began = time.monotonic()
            other = httpx.post(address, data={"query": "ASK {}"}, headers={"X-Forwarded-For": "192.0.2.2"}, timeout=60)
            assert other.status_code == 200
            assert time.monotonic() - began < 4  # a worker is kept for others
            answers = [one.result() for one in asked]
        refused = [one for one in answers if one.status_code == 429]
        assert len(refused) == 2
        assert all(int(one.headers["Retry-After"]) > 0 for one in refused)
        assert problem(refused[0], 429)["outcome"] == "client"


def test_a_full_queue_says_when_to_come_again(folder: Path) -> None:
    query = HOSTILE["runaway"][0]["query"]
    with answering(folder, sparql_seconds=3, sparql_waiting=1, sparql_wait_seconds=1, sparql_running=1) as address:
        assert ask(address, "ASK {}").status_code == 200
        with ThreadPoolExecutor(6) as pool:
            answers = [one.result() for one in [pool.submit(ask, address, query) for _ in range(6)]]
        outcomes = [problem(one, 503)["outcome"] for one in answers]
        assert {"time", "queue"} <= set(outcomes) <= {"time", "queue", "waited"}
        for one, outcome in zip(answers, outcomes, strict=True):
            assert ("Retry-After" in one.headers) == (outcome != "time")


def test_a_client_that_goes_away_takes_its_query_with_it(folder: Path) -> None:
    with answering(folder, sparql_seconds=60, sparql_running=1) as address:
        assert ask(address, "ASK {}").status_code == 200
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(address, data={"query": HOSTILE["runaway"][0]["query"]}, timeout=0.5)
        began = time.monotonic()
        assert ask(address, "ASK {}").status_code == 200
        assert time.monotonic() - began < 15


@pytest.mark.parametrize("part", ["keeper", "holder", "worker"])
def test_what_is_killed_is_replaced(folder: Path, part: str) -> None:
    others = {one.pid for kind in ("keeper", "holder") for one in processes(kind)}

    def own(kind: str) -> list[psutil.Process]:
        return [one for one in processes(kind) if one.pid not in others]

    with answering(folder) as address:
        assert ask(address, "ASK {}").status_code == 200
        holders = own("holder")
        found = own("keeper") if part == "keeper" else holders
        below = [one for one in found if one.ppid() in {holder.pid for holder in holders}]
        for one in below if part == "worker" else [one for one in found if one not in below]:
            os.kill(one.pid, signal.SIGKILL)
        assert again(20, lambda: ask(address, "ASK {}").status_code == 200 or _later())
    assert again(50, lambda: not own("holder") or _later())


def test_another_release_is_answered_from_as_soon_as_it_is_there(tmp_path: Path) -> None:
    first = release_of(tmp_path, "<http://e/s> <http://e/p> <http://e/first> .\n")
    query = "SELECT ?o WHERE { ?s ?p ?o }"
    with answering(tmp_path) as address:
        assert values(ask(address, query)) == [("http://e/first",)]
        second = release_of(tmp_path, "<http://e/s> <http://e/p> <http://e/second> .\n")
        wanted = {first.id: [("http://e/first",)], second.id: [("http://e/second",)]}
        seen = []
        for _ in range(200):
            answer = ask(address, query)
            assert values(answer) == wanted[answer.headers["Tuyun-Release"]]  # never a mixture, never a gap
            seen.append(answer.headers["Tuyun-Release"])
            if seen[-1] == second.id:
                break
            time.sleep(0.1)
        assert seen[-1] == second.id
        assert ask(address, query).headers["Tuyun-Release"] == second.id


def test_a_great_release_is_answered_from_the_disk(folder: Path, tmp_path: Path) -> None:
    queries = ["SELECT * WHERE { ?s ?p ?o }", "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }"]
    more = [{}, {"default-graph-uri": "urn:x-arq:UnionGraph"}]
    asked = [(query, one) for query in queries for one in more]
    with answering(folder) as address:
        wanted = [values(ask(address, query, **one)) for query, one in asked]
    for _ in range(2):  # made, and found again
        with answering(folder, sparql_memory_quads=10, sparql_cache=str(tmp_path)) as address:
            assert [values(ask(address, query, **one)) for query, one in asked] == wanted
            assert problem(ask(address, HOSTILE["runaway"][0]["query"]), 503)["outcome"] == "time"
            assert ask(address, "ASK {}").status_code == 200
            assert ask(address, "ASK { SERVICE <http://127.0.0.1:9/> {} }").status_code == 403
    (archive,) = tmp_path.iterdir()
    assert len([one for one in archive.iterdir() if one.is_dir()]) == 1


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX ex: <http://example.org/> ASK { ?s a ex:service ; ex:p 'service', \"at\\u0020your\\nservice\" }",
        "ASK { ?s a <http://example.org/service#this> } # SERVICE <http://example.org/>",
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?service a sd:Service FILTER(?n < 5 || ?n > 7) }",
    ],
)
def test_the_word_alone_asks_nobody(endpoint: str, query: str) -> None:
    assert ask(endpoint, query, "application/sparql-results+json").json()["boolean"] is False
