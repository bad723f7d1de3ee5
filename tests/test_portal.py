"""The portal over a release, asked over HTTP: what it promises beside the contract that ``tuyun doctor`` replays."""

import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pyoxigraph as ox
import pytest
from portal_support import LICENSE, by_nginx, free_port, published, running
from signposting import LinkRel, find_signposting_http, find_signposting_linkset
from site_sample import IRIS
from support import CASES
from typer.testing import CliRunner

from exports.formats import GRAPH_FORMATS
from graph_builder import release
from graph_builder.cli.app import app
from graph_builder.errors import InputError, SystemFailure
from graph_builder.swapping import swap
from portal import releases
from portal.app import create_app
from portal.choosing import best
from portal.doctor.replay import replay
from portal.settings import Settings
from portal.table import RELEASE_HEADER, variants

ABOUT: Final[dict[str, object]] = {"base": IRIS.base}
_LINES: Final = 30_000
CHOICES: Final[list[dict[str, str]]] = tomllib.loads((CASES / "portal" / "negotiation.toml").read_text("utf-8"))["case"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("portal")
    published(place)
    return place


@pytest.fixture(scope="module")
def portal(folder: Path) -> Iterator[str]:
    with running(folder) as address:
        yield address


def test_all_choices_are_tried() -> None:
    assert len(CHOICES) == 34


@pytest.mark.parametrize("case", CHOICES, ids=lambda case: f"{case.get('accept')} {case.get('language')}")
def test_a_bare_iri_leads_to_what_the_headers_ask_for(case: dict[str, str]) -> None:
    offered = [one for one in variants(("ky", "ru", "en")) if not one.format.holds_graphs]
    chosen = best(offered, case.get("accept", ""), case.get("language", ""))
    assert (chosen.suffix if chosen else "") == case["suffix"]


def test_what_is_not_acceptable_lists_the_choices(portal: str) -> None:
    answer = httpx.get(f"{portal}/project/demo", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert [one["href"] for one in answer.json()["choices"]] == [
        f"{IRIS.base}project/demo{suffix}"
        for suffix in (".html", ".ky.html", ".ru.html", ".en.html", ".ttl", ".jsonld", ".nt", ".rdf")
    ]
    page = httpx.get(f"{portal}/project/demo", headers={"Accept": "text/html;q=0, image/png", "Accept-Language": "ru"})
    assert page.status_code == 406


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda one: one.name)
def test_what_is_missing_or_withdrawn_is_told_in_the_format_asked_for(portal: str, format_: Any) -> None:
    syntax = ox.RdfFormat.from_media_type(format_.media_type)
    for path in ("person/nobody", f"person/nobody.{format_.suffix}"):
        answer = httpx.get(f"{portal}/{path}", headers={"Accept": format_.media_type})
        assert (answer.status_code, answer.headers["content-type"]) == (404, format_.content_type)
        assert len(list(ox.parse(answer.content, format=syntax))) == 1
    answer = httpx.get(f"{portal}/person/gone", headers={"Accept": format_.media_type})
    assert (answer.status_code, answer.headers["content-type"]) == (410, format_.content_type)
    said = {str(quad.object.value) for quad in ox.parse(answer.content, format=syntax)}
    assert {"Ушедший", "Эки жолу жазылган", "2026-11-20T10:00:00Z"} <= said


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ky", ["Бул жазуу алынып салынган", "Жок Адам", "Эки жолу жазылган", "2026-ж., 20-ноябрь"]),
        ("ru", ["Эта запись изъята", "Ушедший", "20 ноября 2026"]),
        ("en", ["This record was withdrawn", "Gone $1 {x}", "Entered by &quot;mistake&quot;", "November 20, 2026"]),
    ],
)
def test_a_reader_is_told_in_her_language_what_was_withdrawn(portal: str, language: str, words: list[str]) -> None:
    headers = {"Accept": "text/html", "Accept-Language": language}
    answer = httpx.get(f"{portal}/person/gone", headers=headers)
    assert answer.status_code == 410
    assert [one for one in words if one not in answer.text] == []


def test_programs_are_told_what_was_withdrawn(portal: str) -> None:
    answer = httpx.get(f"{portal}/person/gone.jsonld", headers={"Accept": "application/problem+json"})
    told = answer.json()
    assert answer.status_code == told["status"] == 410
    assert told["name"]["ru"] == "Ушедший"
    assert told["reason"]["ky"] == "Эки жолу жазылган"
    assert told["date"] == "2026-11-20T10:00:00Z"


@pytest.mark.parametrize("suffix", ["", ".ttl", ".ru.html"])
def test_what_was_merged_leads_on_in_the_same_format(portal: str, suffix: str) -> None:
    answer = httpx.get(f"{portal}/person/double{suffix}")
    assert answer.status_code == 301
    assert str(answer.next_request.url if answer.next_request else "") == f"{portal}/person/ayday-ulanova{suffix}"


def test_the_releases_that_are_kept_have_addresses_of_their_own(tmp_path: Path) -> None:
    about: dict[str, object] = {"base": IRIS.base}
    first = release.publish(tmp_path, [("index.html", b"<p>old</p>"), ("a/b.ttl", b"")], about)
    second = release.publish(tmp_path, [("index.html", b"<p>new</p>")], about)
    with running(tmp_path) as address:
        listed = httpx.get(f"{address}/releases").json()
        assert listed["current"] == second.id
        assert {one["id"] for one in listed["releases"]} == {first.id, second.id}
        old = httpx.get(f"{address}/releases/{first.id}/")
        assert (old.content, old.headers[RELEASE_HEADER], old.headers["content-type"]) == (
            b"<p>old</p>",
            first.id,
            "text/html; charset=utf-8",
        )
        assert httpx.get(f"{address}/releases/{first.id}/a/b.ttl").status_code == 200
        assert httpx.get(f"{address}/releases/{first.id}/release.json").json()["id"] == first.id
        again = httpx.get(f"{address}/releases/{first.id}/", headers={"If-None-Match": old.headers["etag"]})
        assert again.status_code == 304
        for wrong in (f"{'0' * 16}/index.html", f"{first.id}/nowhere", "..%2f..%2fetc/passwd", "x/y"):
            assert httpx.get(f"{address}/releases/{wrong}").status_code == 404
        refused = httpx.post(f"{address}/releases/{first.id}/")
        assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


PROFILED = [
    ("article/ky-1", "", 'application/ld+json;profile="https://schema.org/"', "ky-1.schema.jsonld"),
    (
        "article/ky-1",
        "",
        'application/ld+json; profile="http://x.example/ https://schema.org/", text/html;q=0.5',
        "ky-1.schema.jsonld",
    ),
    ("article/ky-1", "", 'application/ld+json;profile="https://schema.org/";q=0.5, text/turtle', "ky-1.ttl"),
    ("article/ky-1", "", 'application/ld+json;profile="http://x.example/"', "ky-1.jsonld"),
    ("article/ky-1", "", "application/ld+json", "ky-1.jsonld"),
    ("article/ky-1", "", 'application/rdf+xml;profile="http://www.europeana.eu/schemas/edm/"', "ky-1.edm.rdf"),
    ("project/demo", "", 'application/rdf+xml;profile="http://www.europeana.eu/schemas/edm/"', "demo.rdf"),
    ("article/ky-1", "?profile=schema.org", "*/*", "ky-1.schema.jsonld"),
    ("article/ky-1", "?profile=https://schema.org/", "text/html,*/*;q=0.8", "ky-1.schema.jsonld"),
    ("article/ky-1", "?profile=edm", "*/*", "ky-1.edm.rdf"),
    ("article/ky-1", "?profile=native", "application/ld+json", "ky-1.jsonld"),
]


@pytest.mark.parametrize(("thing", "query", "accept", "document"), PROFILED)
def test_a_profile_leads_to_its_document(portal: str, thing: str, query: str, accept: str, document: str) -> None:
    answer = httpx.get(f"{portal}/{thing}{query}", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, document)
    assert answer.headers["vary"] == "Accept, Accept-Language"


@pytest.mark.parametrize("query", ["?profile=nonsense", "?profile=", "?profile=edm", "?profile=%00%ff"])
def test_a_profile_that_is_not_there_is_refused_with_the_choices(portal: str, query: str) -> None:
    answer = httpx.get(f"{portal}/project/demo{query}", headers={"Accept": "*/*"})
    assert answer.status_code == 406
    assert answer.json()["choices"]


def test_signposting_finds_every_relation(portal: str) -> None:
    thing, page = f"{IRIS.base}article/ky-1", f"{portal}/article/ky-1.html"
    found = find_signposting_http(page)
    assert found.citeAs is not None
    assert found.citeAs.target == thing
    assert {str(one.target) for one in found.authors} == {f"{IRIS.base}person/ayday-ulanova"}
    assert {str(one.target) for one in found.types} == {"https://schema.org/AboutPage", "https://schema.org/Article"}
    assert {str(one.target) for one in found.items} == {"https://magazine.example.kg/ky/article/full/1.html"}
    assert found.license is not None
    assert found.license.target == LICENSE
    assert {str(one.target).rpartition(".")[2]: one.type for one in found.describedBy} == {
        one.suffix: one.media_type for one in GRAPH_FORMATS
    }
    assert [(one.rel, one.type) for one in found.linksets] == [(LinkRel.linkset, "application/linkset+json")]
    links = find_signposting_linkset(str(next(iter(found.linksets)).target)).for_context(
        f"{IRIS.base}article/ky-1.html"
    )
    assert links.citeAs is not None
    assert {str(one.target) for one in links.authors} == {f"{IRIS.base}person/ayday-ulanova"}
    assert len(links.describedBy) == 14


def test_all_addresses_in_headers_are_ascii_and_encoded_once(portal: str) -> None:
    link = httpx.get(f"{portal}/organization/oto.html").headers["link"]
    assert "https://orush.example.kg/index.php?page=%D3%A9" in link
    assert link.isascii()


def test_it_works_below_a_path_with_and_without_it(folder: Path) -> None:
    with running(folder, Settings(prefix="/archives/sample")) as address:
        assert [one for one in replay(address) if one.broken] == []
        root = address.removesuffix("/archives/sample")
        for start in (address, root):  # a proxy may cut the path off before it hands a request on
            answer = httpx.get(f"{start}/project/demo", headers={"Accept": "text/turtle"}, follow_redirects=True)
            assert str(answer.url) == f"{start}/project/demo.ttl"
        page = httpx.get(f"{root}/nowhere", headers={"Accept": "text/html"}).text
        assert 'href="/archives/sample/assets/tuyun.css"' in page
        assert httpx.get(f"{address}/openapi.json").json()["servers"] == [{"url": "/archives/sample"}]


def test_it_works_behind_a_proxy(folder: Path, tmp_path: Path) -> None:
    log, port = tmp_path / "access.log", free_port()
    with running(folder, Settings(prefix="/a", access_log=str(log))) as address:
        body = (
            f"server {{ listen 127.0.0.1:{port}; location /a/ {{ proxy_pass {address.removesuffix('/a')}/; "
            "proxy_set_header X-Forwarded-For 203.0.113.7; proxy_set_header X-Forwarded-Proto https; } }"
        )
        with by_nginx(tmp_path / "nginx", body, port) as proxy:
            assert [one for one in replay(f"{proxy}/a/") if one.broken] == []
            httpx.get(f"{proxy}/a/project/demo.ttl", headers={"User-Agent": 'a "quoted" one'})
    assert "203.0.113.7 - - [" in log.read_text("ascii")
    assert r'"GET /project/demo.ttl HTTP/1.0" 200' in log.read_text("ascii")
    assert r'"-" "a \x22quoted\x22 one"' in log.read_text("ascii")


def test_every_route_is_in_the_openapi(portal: str) -> None:
    described = httpx.get(f"{portal}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {"/health", "/metrics", "/openapi.json", "/{kind}/{slug}", "/data/dataset.{suffix}"} <= set(
        described["paths"]
    )


def test_metrics_count_answers(portal: str) -> None:
    httpx.get(f"{portal}/nowhere")
    text = httpx.get(f"{portal}/metrics").text
    assert 'method="GET",status="404"' in text
    assert 'le="+Inf"' in text


def test_the_release_that_is_swapped_in_is_served_at_once(tmp_path: Path) -> None:
    first = release.publish(tmp_path, [("a.txt", b"1")], ABOUT)
    with running(tmp_path) as address:
        assert httpx.get(f"{address}/health").json()["release"] == first.id
        second = release.publish(tmp_path, [("a.txt", b"2")], ABOUT)
        assert httpx.get(f"{address}/health").json()["release"] == second.id
        assert httpx.get(f"{address}/a.txt").content == b"2"


def test_a_damaged_release_is_not_served_and_the_one_before_is(tmp_path: Path) -> None:
    first = release.publish(tmp_path, [("a.txt", b"1"), ("b/c.txt", b"1")], ABOUT)
    second = release.publish(tmp_path / "other", [("a.txt", b"2"), ("b/c.txt", b"1")], ABOUT)
    damaged = Path(shutil.copytree(second.folder, tmp_path / "releases" / second.id))
    (damaged / "b" / "c.txt").unlink()
    with running(tmp_path) as address:
        assert httpx.get(f"{address}/health").json() == {"status": "ok", "release": first.id}
        swap(tmp_path / "current", Path("releases") / second.id)
        health = httpx.get(f"{address}/health").json()
        assert (health["status"], health["release"], health["refused"]["release"]) == ("degraded", first.id, second.id)
        assert "b/c.txt missing" in health["refused"]["reason"]
        assert f'release="{second.id}"}} 1' in httpx.get(f"{address}/metrics").text
        assert httpx.get(f"{address}/a.txt").content == b"1"
        swap(tmp_path / "current", Path("releases") / first.id)
        assert httpx.get(f"{address}/health").json() == {"status": "ok", "release": first.id}
        (damaged / "b" / "c.txt").write_bytes(b"1")
        time.sleep(releases._PAUSE)
        swap(tmp_path / "current", Path("releases") / second.id)
        assert httpx.get(f"{address}/health").json() == {"status": "ok", "release": second.id}
        assert httpx.get(f"{address}/a.txt").content == b"2"
        assert httpx.get(f"{address}/files.sha256").content == (damaged / "files.sha256").read_bytes()
    (damaged / "release.json").write_text("{")
    with pytest.raises(SystemFailure, match=r"release\.json"):
        create_app(tmp_path)


def test_a_document_that_is_not_as_it_was_published_is_not_served(tmp_path: Path) -> None:
    here = release.publish(tmp_path, [("a.txt", b"1"), ("b.txt", b"1")], ABOUT).folder
    (here / "a.txt").write_bytes(b"2")
    with running(tmp_path) as address:
        refused = httpx.get(f"{address}/a.txt")
        assert refused.status_code == 503
        assert "a.txt is not as it was published" in refused.text
        assert httpx.get(f"{address}/b.txt").content == b"1"


def test_twenty_swaps_under_load_mix_nothing(tmp_path: Path) -> None:
    """Every file of a release holds its number: answer and header must tell of the same release."""
    numbers: dict[str, bytes] = {}

    def publish(number: int) -> str:
        content = b"%d\n" % number
        files = [("person/a.ttl", content), ("person/a.html", content), ("data/big.nt", content * _LINES)]
        id_ = release.publish(tmp_path, files, ABOUT).id
        numbers[id_] = content
        return id_

    publish(0)
    answers: list[tuple[str, int, bytes]] = []
    faults: list[str] = []
    done = threading.Event()

    def ask(address: str) -> None:
        with httpx.Client() as client:
            while not done.is_set():
                for path in ("person/a.ttl", "person/a", "data/big.nt"):
                    try:
                        answer = client.get(f"{address}/{path}")
                        answers.append((answer.headers[RELEASE_HEADER], answer.status_code, answer.content))
                    except (httpx.HTTPError, KeyError) as error:
                        faults.append(f"{path}: {error!r}")

    with running(tmp_path) as address:
        threads = [threading.Thread(target=ask, args=(address,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(1, 21):
            id_ = publish(number)
            while not faults and id_ not in {one[0] for one in answers[-20:]}:
                done.wait(0.01)
        done.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert {status for _, status, _ in answers} == {200, 303}
    wanted = {id_: {content, content * _LINES} for id_, content in numbers.items()}
    assert [id_ for id_, status, body in answers if status == 200 and body not in wanted[id_]] == []
    assert len({id_ for id_, _, _ in answers}) >= 20


def test_the_command_serves_in_several_processes(folder: Path, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "access.log"
    command = [sys.executable, "-m", "graph_builder", "serve", str(folder), "--port", str(port), "--workers", "2"]
    serving = subprocess.Popen([*command, "--access-log", str(log)])
    processes: Counter[str] = Counter()
    try:
        for _ in range(1200):
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/health")
                if len(processes) == 2:
                    break
                # Both may not listen yet; when they do, each of many connections goes to one or the other.
                answers = [httpx.get(f"http://127.0.0.1:{port}/metrics").text for _ in range(40)]
                processes = Counter(re.findall(r'process="(\d+)"', one)[0] for one in answers)
            except httpx.TransportError:
                assert serving.poll() is None
            time.sleep(0.05)
    finally:
        serving.terminate()
        serving.wait(30)
    assert answer.json()["status"] == "ok"
    assert '"GET /health HTTP/1.1" 200' in log.read_text("ascii")
    assert len(processes) == 2, "each process gets its share of the connections"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_that_is_taken_is_said(folder: Path, workers: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["serve", str(folder), "--port", port, "--workers", workers])
    assert isinstance(result.exception, InputError)
    assert f"127.0.0.1:{port}: Address already in use; choose another --host or --port" in str(result.exception)


def test_a_prefix_that_is_no_path_is_refused(folder: Path) -> None:
    result = CliRunner().invoke(app, ["serve", str(folder), "--prefix", "/a b?"])
    assert "give a path such as /archives/municipalitet" in str(result.exception)


def test_a_folder_without_a_release_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["serve", str(tmp_path)])
    assert "no release there; run `tuyun build ARCHIVE" in str(result.exception)
