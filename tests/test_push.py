"""`tuyun push`: a release into real stores on loopback; what stands in them afterwards, and when something fails."""

import contextlib
import io
import itertools
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Final
from unittest import mock

import httpx
import pyoxigraph as ox
import pytest
from portal_support import free_port
from rich.console import Console
from stores_support import WRITER, ask, count, oxigraph, virtuoso

from bench.portal.servers import Served
from graph_builder.cli import pushing
from graph_builder.errors import SystemFailure, TuyunError
from graph_builder.old_releases import MANIFEST
from portal.stores.parts import ntriples, parts
from portal.stores.pushing import record_query, recorded, view_of
from portal.stores.store import rows

BASE: Final = "https://data.municipalitet.kg/"
FOREIGN: Final = "https://other.example/graph"
STALE: Final = f"{BASE}source/of-long-ago"


@dataclass(frozen=True)
class Done:
    """What became of a push: the exit status, and what was said."""

    returncode: int
    stderr: str


def push(release: Path, url: str, *options: str, environment: dict[str, str] | None = None) -> Done:
    """Push as the command does, in this process: another one for each would take longer than all else."""
    given = dict(itertools.pairwise(options))
    said = io.StringIO()
    console = Console(file=said, width=10_000)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TUYUN_")}
    with mock.patch.dict(os.environ, clean | (environment or {}), clear=True):
        try:
            pushing.push(
                release,
                url,
                console,
                graph_store=given.get("--graph-store", ""),
                default_graph=given.get("--default-graph", ""),
                bulk="--bulk" in options,
                dry_run="--dry-run" in options,
            )
        except TuyunError as error:
            return Done(3 if isinstance(error, SystemFailure) else 2, f"{said.getvalue()}{error}")
    return Done(0, said.getvalue())


def held(url: str) -> str:
    found = httpx.post(
        url, data={"query": record_query(BASE)}, headers={"Accept": "application/sparql-results+json"}, timeout=60
    )
    return recorded(rows(found.content))


def quads(path: Path) -> set[str]:
    """Return the quads of a file as Oxigraph keeps them: of the integers it knows one type only."""
    text = path.read_text(encoding="utf-8").replace("XMLSchema#nonNegativeInteger>", "XMLSchema#integer>")
    return set(text.split("\n")) - {""}


def dumped(server: Served) -> set[str]:
    """Return the quads that an Oxigraph server holds, but for those that name the release."""
    content = httpx.get(f"{server.address}/store", headers={"Accept": "application/n-quads"}, timeout=60).content
    parsed = ox.parse(content, format=ox.RdfFormat.N_QUADS)
    lines = {f"{one.subject} {one.predicate} {one.object} {_graph(one)}." for one in parsed}
    return {line for line in lines if f"<{BASE}{MANIFEST}> ." not in line}


def _graph(quad: ox.Quad) -> str:
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else f"{quad.graph_name} "


def put(server: Served, graph: str) -> None:
    """Put a triple into a graph of an Oxigraph server."""
    content = "<https://a.example/s> <https://a.example/p> <https://a.example/o> .\n"
    headers = {"Content-Type": "application/n-triples"}
    httpx.put(f"{server.address}/store", params={"graph": graph}, content=content, headers=headers).raise_for_status()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as served:
        yield served


@pytest.fixture(scope="module")
def other_release(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same release without the claims of half of the sources, and under another id."""
    folder = tmp_path_factory.mktemp("other")
    (folder / "data").mkdir()
    manifest = (sample_release / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(manifest.replace(sample_release.name, "0" * 16), encoding="utf-8")
    file = sample_release / "data" / "dataset.nq"
    half = parts(file)[len(parts(file)) // 2]
    (folder / "data" / "dataset.nq").write_bytes(file.read_bytes()[: half.start])
    return folder


def test_a_store_of_its_own_is_replaced_in_one_transaction(
    store: Served, sample_release: Path, other_release: Path
) -> None:
    url = f"{store.address}/query"
    put(store, STALE)
    before = dumped(store)
    tried = push(sample_release, store.address, "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "nothing was changed" in tried.stderr
    assert dumped(store) == before
    first = push(sample_release, store.address)
    assert first.returncode == 0, first.stderr
    assert "in one transaction, 1 graphs of another release removed" in first.stderr
    assert dumped(store) == quads(sample_release / "data" / "dataset.nq")
    assert held(url) == sample_release.name
    seen: set[tuple[str, int]] = set()
    stop = threading.Event()

    def watch() -> None:
        query = f"SELECT ?id (COUNT(*) AS ?n) {{ GRAPH <{BASE}{MANIFEST}> {{ ?x <http://www.w3.org/ns/dcat#version> ?id }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?id"
        while not stop.is_set():
            (row,) = ask(url, query)["results"]["bindings"]
            seen.add((row["id"]["value"], int(row["n"]["value"])))

    thread = threading.Thread(target=watch)
    thread.start()
    second = push(other_release, url)
    stop.set()
    thread.join()
    assert second.returncode == 0, second.stderr
    assert held(url) == "0" * 16
    assert dumped(store) == quads(other_release / "data" / "dataset.nq")
    assert len(seen) <= 2
    assert len({id_ for id_, _ in seen}) == len(seen)  # one number of claims for each release: nothing half was seen


def test_graphs_of_others_stay_and_those_of_a_former_release_go(
    store: Served, sample_release: Path, other_release: Path
) -> None:
    put(store, FOREIGN)
    try:
        for release in (sample_release, other_release):
            done = push(release, f"{store.address}/query")
            assert done.returncode == 0, done.stderr
            assert "graph by graph" in done.stderr
            foreign = {line for line in dumped(store) if f"<{FOREIGN}>" in line}
            assert len(foreign) == 1
            assert dumped(store) - foreign == quads(release / "data" / "dataset.nq")
    finally:
        httpx.delete(f"{store.address}/store", params={"graph": FOREIGN}).raise_for_status()


def test_without_a_transaction_the_end_is_the_same(store: Served, sample_release: Path) -> None:
    done = push(sample_release, f"{store.address}/query", "--bulk")
    assert done.returncode == 0, done.stderr
    assert dumped(store) == quads(sample_release / "data" / "dataset.nq")


def test_a_store_that_is_not_known_is_written_by_the_standard_protocol(store: Served, sample_release: Path) -> None:
    with nameless(store) as url:
        unknown = push(sample_release, f"{url}/query")
        assert unknown.returncode == 2
        assert "--graph-store" in unknown.stderr
        done = push(sample_release, f"{url}/query", "--graph-store", f"{url}/store")
    assert done.returncode == 0, done.stderr
    assert "graph by graph" in done.stderr
    assert dumped(store) == quads(sample_release / "data" / "dataset.nq")


def test_virtuoso_takes_a_release_and_wants_to_know_from_whom(sample_release: Path, tmp_path: Path) -> None:
    wrong = {**WRITER, "TUYUN_STORE_PASSWORD": "wrong-word"}
    with virtuoso(tmp_path / "virtuoso") as served:
        url = f"{served.address}/sparql"
        for environment, said in (({}, "wants to know who asks"), (wrong, "refuses the user tuyun")):
            refused = push(sample_release, url, environment=environment)
            assert refused.returncode == 2, refused.stderr
            assert said in refused.stderr
            assert "wrong-word" not in refused.stderr
            assert held(url) == ""
        for _ in range(2):
            done = push(sample_release, url, environment=WRITER)
            assert done.returncode == 0, done.stderr
            assert held(url) == sample_release.name
        view = next(part for part in parts(sample_release / "data" / "dataset.nq") if not part.graph)
        assert count(url, **{"default-graph-uri": view_of(BASE)}) == view.triples
        elsewhere = push(sample_release, url, "--default-graph", f"{BASE}view", environment=WRITER)
        assert elsewhere.returncode == 0, elsewhere.stderr
        assert count(url, f"GRAPH <{BASE}view> {{ ?s ?p ?o }}") == view.triples


@pytest.mark.parametrize(
    ("url", "environment", "said"),
    [
        ("http://127.0.0.1:{free}/query", {}, "no SPARQL store answers there"),
        ("http://me:secret@127.0.0.1:{free}/query", {}, "TUYUN_STORE_PASSWORD"),
        ("ftp://127.0.0.1/query", {}, "give the address"),
        ("{store}/query", {"TUYUN_STORE_USER": "me"}, "set both or neither"),
        ("{store}/nothing", {}, "no SPARQL store answers there"),
    ],
)
def test_a_wrong_call_is_said_and_nothing_is_changed(
    url: str, environment: dict[str, str], said: str, store: Served, sample_release: Path
) -> None:
    done = push(sample_release, url.format(free=free_port(), store=store.address), environment=environment)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "secret" not in done.stderr


def test_the_command_says_on_standard_error_what_it_did(store: Served, sample_release: Path) -> None:
    command = [sys.executable, "-m", "graph_builder", "push", str(sample_release), store.address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert f"the store holds release {sample_release.name}" in done.stderr


def test_a_folder_without_a_release_is_said(store: Served, tmp_path: Path) -> None:
    done = push(tmp_path, f"{store.address}/query")
    assert done.returncode == 2
    assert "no release there" in done.stderr


@contextlib.contextmanager
def cutting(server: Served, after: int) -> Iterator[str]:
    """Pass connections on to a server; the one that sends more than so many bytes is broken off."""
    port = int(server.address.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_pass_on, args=(listening, port, after), daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def _pass_on(listening: socket.socket, port: int, after: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            one, _ = listening.accept()
            other = socket.create_connection(("127.0.0.1", port))
            threading.Thread(target=_copy, args=(one, other, after), daemon=True).start()
            threading.Thread(target=_copy, args=(other, one, 0), daemon=True).start()


def _copy(source: socket.socket, target: socket.socket, most: int) -> None:
    passed = 0
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            passed += len(data)
            if most and passed > most:
                break
            target.sendall(data)
    for one in (source, target):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
    source.close()  # the other direction closes the target


def test_a_connection_that_is_lost_leaves_all_or_is_told_and_can_be_repeated(
    store: Served, sample_release: Path, other_release: Path
) -> None:
    url = f"{store.address}/query"
    assert push(other_release, url).returncode == 0
    with cutting(store, 500_000) as way:
        whole = push(sample_release, f"{way}/query")
        assert whole.returncode == 3, whole.stderr
        assert "all or nothing was replaced" in whole.stderr
        assert held(url) == "0" * 16
        assert dumped(store) == quads(other_release / "data" / "dataset.nq")
        put(store, FOREIGN)
        parts_only = push(sample_release, f"{way}/query")
        assert parts_only.returncode == 3, parts_only.stderr
        assert "is marked as holding no whole release" in parts_only.stderr
        assert held(url) == ""
    httpx.delete(f"{store.address}/store", params={"graph": FOREIGN}).raise_for_status()
    again = push(sample_release, url)
    assert again.returncode == 0, again.stderr
    assert dumped(store) == quads(sample_release / "data" / "dataset.nq")


class _Forgetful(BaseHTTPRequestHandler):
    """Says that all is well and keeps nothing, as Virtuoso does with a body of unknown length."""

    server_version = "Forgetful"
    inner = ""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, b'{"head":{"vars":[]},"results":{"bindings":[]}}')

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(201, b"")

    def do_DELETE(self) -> None:
        self._answer(204, b"")

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Nameless(_Forgetful):
    """Passes requests on to a store, and does not say what it is."""

    def do_POST(self) -> None:
        self._through("POST")

    def do_PUT(self) -> None:
        self._through("PUT")

    def do_DELETE(self) -> None:
        self._through("DELETE")

    def _through(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        sent = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}
        answer = httpx.request(method, f"{self.inner}{self.path}", content=body, headers=sent, timeout=60)
        self._answer(answer.status_code, answer.content)


@contextlib.contextmanager
def answering(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def nameless(store: Served) -> Iterator[str]:
    with answering(type("Nameless", (_Nameless,), {"inner": store.address})) as url:
        yield url


def test_a_store_that_only_says_that_it_took_the_release_is_found_out(sample_release: Path) -> None:
    with answering(_Forgetful) as url:
        done = push(sample_release, f"{url}/query", "--graph-store", f"{url}/store")
    assert done.returncode == 3
    assert "the store holds 0" in done.stderr


HOSTILE: Final[Sequence[str]] = (
    '<https://e.example/a> <https://e.example/p> "a \\" <https://e.example/g> .\\n{\'"@ky',
    '<https://e.example/a> <https://e.example/p> " . "',
    '<https://e.example/a> <https://e.example/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "<https://e.example/a> <https://e.example/p> <https://e.example/g>",
    '<https://e.example/a> <https://e.example/p> "\\\\"',
    '<https://e.example/a> <https://e.example/p> "өүң 😀"@ky',
)


def test_graphs_are_cut_out_of_a_file_exactly(tmp_path: Path) -> None:
    lines = [f"{one} ." for one in HOSTILE]
    lines += [f"{one} <https://e.example/{graph}> ." for graph in ("g", "h-ө") for one in HOSTILE]
    file = tmp_path / "dataset.nq"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = parts(file)
    assert [(part.graph, part.triples) for part in found] == [
        ("", 6),
        ("https://e.example/g", 6),
        ("https://e.example/h-ө", 6),
    ]
    for part in found:
        content = b"".join(ntriples(file, part))
        assert content.decode() == "".join(f"{one} .\n" for one in HOSTILE)
        assert len(content) == part.size


def test_a_file_that_no_build_wrote_is_refused(store: Served, sample_release: Path, tmp_path: Path) -> None:
    shutil.copy(sample_release / MANIFEST, tmp_path / MANIFEST)
    (tmp_path / "data").mkdir()
    lines = (sample_release / "data" / "dataset.nq").read_bytes().splitlines(keepends=True)
    (tmp_path / "data" / "dataset.nq").write_bytes(b"".join([*lines[-3:], *lines]))
    done = push(tmp_path, f"{store.address}/query")
    assert done.returncode == 3
    assert "build the archive again" in done.stderr
