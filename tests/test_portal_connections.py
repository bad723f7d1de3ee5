"""Documents are written to the connection at once or go the long way through the application: the bytes are the same."""

import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from portal_support import published, running
from sparql_support import sample_dataset
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph_builder import release
from portal.connections import Connection
from portal.settings import Settings

LAST: Final = b"GET /nowhere HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n"
DOCUMENT: Final = "/project/demo.ttl"


class Noting(Connection):
    """A connection that notes which addresses it answered at once."""

    at_once: ClassVar[list[bytes]] = []

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        if self._answered:
            self.at_once.append(self.url)


@dataclass(frozen=True)
class Ways:
    """The same portal by both ways: addresses and access logs."""

    short: str
    long: str
    logs: tuple[Path, Path]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("connections")
    published(place)
    return place


@pytest.fixture(scope="module", params=["", "/archives/sample"])
def ways(request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    place = tmp_path_factory.mktemp("logs")
    logs = place / "short.log", place / "long.log"
    told = [Settings(prefix=request.param, access_log=str(log), kept_document_bytes=50_000) for log in logs]
    with running(folder, told[0], http=Noting) as short, running(folder, told[1], http=HttpToolsProtocol) as long:
        yield Ways(short, long, logs)


def said(address: str, *requests: bytes) -> bytes:
    """Return all that comes back when requests are sent at once, down to the end of the connection, without dates."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as connection:
        connection.sendall(b"".join(requests))
        answer = b"".join(iter(lambda: connection.recv(1 << 20), b""))
    return re.sub(rb"(?m)^date: [^\r]+", b"date: -", answer)


def asked(path: str, *headers: str, method: str = "GET", version: str = "1.1") -> bytes:
    lines = [f"{method} {path} HTTP/{version}", "Host: x.example", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def tag(folder: Path, path: str) -> str:
    lines = (folder / "current" / "files.sha256").read_text("utf-8").splitlines()
    (digest,) = [line.split()[0] for line in lines if line.endswith(f" {path}")]
    return f'"{digest[:32]}"'


QUICK: Final = {
    "document": asked(DOCUMENT),
    "head": asked(DOCUMENT, method="HEAD"),
    "page": asked("/", "Accept: text/html", 'User-Agent: \u00e9 "quoted" \\', "Referer: http://x.example/?a=b"),
    "folder": asked("/ky/"),
    "thing": asked("/project/demo", "Accept: text/turtle", "Accept: text/html;q=0.1", "Accept-Language: ru"),
    "thing by head": asked("/project/demo", method="HEAD"),
    "range": asked(DOCUMENT, "Range: bytes=5-20"),
    "end": asked(DOCUMENT, "Range: bytes=-7"),
    "no such range": asked(DOCUMENT, "Range: bytes=999999999-"),
    "range of another": asked(DOCUMENT, "Range: bytes=1-2", 'If-Range: "other"'),
    "several ranges": asked(DOCUMENT, "Range: bytes=1-2,4-5"),
    "any tag": asked(DOCUMENT, "If-None-Match: *"),
    "other tags": asked(DOCUMENT, 'If-None-Match: "a", W/"b"', 'If-None-Match: "c"'),
    "old date": asked(DOCUMENT, "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT"),
    "new date": asked(DOCUMENT, "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"),
    "no date": asked(DOCUMENT, "If-Modified-Since: yesterday"),
    "keep-alive": asked(DOCUMENT, "Connection: keep-alive", "Cookie: a=b", "X-Odd: \t \x80\xff"),
    "coded": asked("/data/dataset.nt", "Accept-Encoding: gzip;q=0.5, br"),
    "expect": asked(DOCUMENT, "Expect: 100-continue"),
    "empty header": asked("/project/demo", "Accept:", "Accept-Language: "),
}
SLOW: Final = {
    "from the disk": asked("/data/dataset.nt", "Accept-Encoding: identity"),
    "part from the disk": asked("/data/dataset.nt", "Accept-Encoding: identity", "Range: bytes=100-60000"),
    "query": asked("/project/demo?profile=native"),
    "query of a document": asked(f"{DOCUMENT}?a=b"),
    "encoded": asked("/project/%64emo.ttl"),
    "fragment": asked(f"{DOCUMENT}#a"),
    "whole address": asked(f"http://x.example{DOCUMENT}"),
    "two slashes": asked(f"/{DOCUMENT}"),
    "up": asked("/project/../project/demo.ttl"),
    "missing": asked("/project/nothing.ttl", "Accept: text/html"),
    "withdrawn": asked("/person/gone", "Accept: application/problem+json"),
    "merged": asked("/person/double"),
    "not acceptable": asked("/project/demo", "Accept: image/png"),
    "long address": asked("/" + "a" * 8_000),
    "long header": asked("/project/demo", "Accept: " + "a/b," * 4_096),
    "options": asked(DOCUMENT, method="OPTIONS"),
    "post": asked(DOCUMENT, "Content-Length: 3", method="POST") + b"abc",
    "body": asked(DOCUMENT, "Content-Length: 3") + b"abc",
    "chunks": asked(DOCUMENT, "Transfer-Encoding: chunked") + b"3\r\nabc\r\n0\r\n\r\n",
    "proxy": asked(DOCUMENT, "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https"),
}
ENDING: Final = {
    "close": asked(DOCUMENT, "Connection: close"),
    "old version": asked(DOCUMENT, version="1.0"),
    "old version kept alive": asked(DOCUMENT, "Connection: keep-alive", version="1.0"),
    "malformed": b"GET /project/demo.ttl HTTP/1.1\r\nbroken\r\n\r\n",
    "no version": b"GET /project/demo.ttl\r\n\r\n",
    "not ASCII": "GET /project/ж HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
    "later version": asked(DOCUMENT, version="2.0"),
}


@pytest.mark.parametrize("name", [*QUICK, *SLOW, *ENDING])
def test_the_bytes_are_the_same_by_either_way(ways: Ways, name: str) -> None:
    request = {**QUICK, **SLOW, **ENDING}[name]
    Noting.at_once.clear()
    answer = said(ways.short, request, LAST)
    assert bool(Noting.at_once) == (name in QUICK)
    assert answer == said(ways.long, request, LAST)
    assert answer.startswith(b"HTTP/1.1 ")


def test_many_requests_sent_together_are_answered_in_their_order(ways: Ways) -> None:
    requests = [one for pair in zip(QUICK.values(), [*SLOW.values(), *SLOW.values()], strict=False) for one in pair]
    requests += [*QUICK.values(), *SLOW.values(), *QUICK.values()]
    Noting.at_once.clear()
    answer = said(ways.short, *requests, LAST)
    assert 0 < len(Noting.at_once) < len(requests)  # behind one that takes the long way, others wait for their turn
    assert answer == said(ways.long, *requests, LAST)
    singly = [said(ways.long, one, LAST).removesuffix(said(ways.long, LAST)) for one in requests]
    assert answer == b"".join([*singly, said(ways.long, LAST)])


def test_what_the_reader_has_is_not_sent_again(ways: Ways, folder: Path) -> None:
    request = asked(DOCUMENT, f'If-None-Match: "x", W/{tag(folder, DOCUMENT[1:])}')
    Noting.at_once.clear()
    answer = said(ways.short, request, LAST)
    assert Noting.at_once == [DOCUMENT.encode()]
    assert answer.startswith(b"HTTP/1.1 304 Not Modified\r\ndate: -\r\n")
    assert answer == said(ways.long, request, LAST)


def test_an_upgrade_is_declined_and_the_document_sent(ways: Ways) -> None:
    Noting.at_once.clear()
    headers = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c"}
    short, long = (httpx.get(f"{one}{DOCUMENT}", headers=headers) for one in (ways.short, ways.long))
    assert Noting.at_once == []
    assert (short.status_code, short.content) == (long.status_code, long.content) == (200, short.content)


PIECES: Final = st.sampled_from(
    [
        *(
            "Accept: text/turtle",
            "Accept: */*;q=0.1",
            "Accept: image/png",
            "Accept-Language: en",
            "Connection: keep-alive",
        ),
        *(
            "Connection: close",
            "If-None-Match: *",
            'If-None-Match: "x"',
            "Range: bytes=0-9",
            "Range: bytes=9-",
            "If-Range: x",
        ),
        *("Accept-Encoding: br", "Accept-Encoding: gzip, *;q=0", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"),
        *("X-Forwarded-For: 203.0.113.7", "Content-Length: 0", "Expect: 100-continue", "Expect: more", "Upgrade: h2c"),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "HEAD", "get", "OPTIONS", "POST", "DELETE", "BREW"]),
    path=st.sampled_from(
        [DOCUMENT, "/project/demo", "/data/dataset.nt", "/", "/ky", "/archives/sample/project/demo", "*"]
    ),
    version=st.sampled_from(["1.1", "1.1", "1.1", "1.0", "0.9"]),
    headers=st.lists(PIECES, max_size=4),
)
def test_no_mixture_of_headers_is_answered_otherwise(
    ways: Ways, method: str, path: str, version: str, headers: list[str]
) -> None:
    requests = asked(path, *headers, method=method, version=version), LAST
    assert said(ways.short, *requests) == said(ways.long, *requests)


def test_log_and_metrics_tell_the_same(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[list[str], list[str]]] = []
    for kind in (Noting, HttpToolsProtocol):
        log = tmp_path / f"{kind.__name__}.log"
        with running(folder, Settings(access_log=str(log)), http=kind) as address:
            said(address, *QUICK.values(), *SLOW.values(), LAST)
            metrics = httpx.get(f"{address}/metrics", headers={"User-Agent": "x"}).text
        lines = [re.sub(r"\[.*?\]", "", line) for line in log.read_text("ascii").splitlines() if "/metrics" not in line]
        counts = re.findall(r"tuyun_http_(?:answers_total|sent_bytes_total|answer_seconds_count)\{process=.+", metrics)
        told.append((lines, [re.sub(r'process="\d+"', "", line) for line in counts]))
    assert len(told[0][0]) == len(QUICK) + len(SLOW) + 1
    assert told[0] == told[1]


def test_a_reader_who_takes_nothing_is_waited_for(tmp_path: Path) -> None:
    """Far more than the system holds for a connection: what is not taken is not piled up, and comes in its order."""
    bodies = [b"%d\n" % number * 50_000 for number in range(10)]
    release.publish(tmp_path, [(f"a/{number}.ttl", body) for number, body in enumerate(bodies)], {"base": "http://x/"})
    rounds = 30
    requests = [asked(f"/a/{number}.ttl") for number in range(10)] * rounds
    Noting.at_once.clear()
    with running(tmp_path, http=Noting) as address:
        answer = said(address, *requests, LAST)
    assert 0 < len(Noting.at_once) < len(requests)
    found = re.findall(rb"\r\n\r\n((?:(\d)\n)(?:\2\n)*)", answer)
    assert [body for body, _ in found] == bodies * rounds


def test_the_date_of_an_answer_moves_on(folder: Path) -> None:
    dates: list[bytes] = []
    with running(folder, http=Noting) as address:
        parts = urlsplit(address)
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as connection:
            while len(set(dates)) < 2 and len(dates) < 1_000:
                connection.sendall(asked(DOCUMENT, method="HEAD"))
                dates += re.findall(rb"date: (.+)\r\n", connection.recv(1 << 20))
                time.sleep(0.02)
    assert len(set(dates)) == 2


def test_a_connection_that_idles_is_closed(folder: Path) -> None:
    with running(folder, http=Noting, idle_seconds=1) as address:
        answer = said(address, asked(DOCUMENT))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")


HEAD_OF_A_QUERY: Final = (
    b"POST /sparql HTTP/1.1\r\nHost: x.example\r\nContent-Type: application/sparql-query\r\nContent-Length: 50\r\n\r\n"
)


def test_a_body_that_does_not_come_is_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    sample_dataset(folder)
    with running(folder, Settings(body_seconds=0.5), idle_seconds=600) as address:
        host = urlsplit(address)
        with socket.create_connection((host.hostname, host.port), timeout=30) as one:
            one.sendall(HEAD_OF_A_QUERY + b"ASK")
            answer = b""
            while block := one.recv(65536):  # until the portal closes the connection
                answer += block
        assert answer.startswith(b"HTTP/1.1 408 ")


def test_clients_that_go_away_are_no_fault_of_the_program(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    sample_dataset(folder)
    with running(folder) as address:
        host = urlsplit(address)
        for _ in range(5):
            with socket.create_connection((host.hostname, host.port), timeout=30) as one:
                one.sendall(HEAD_OF_A_QUERY + b"ASK")
        for _ in range(100):
            counted = httpx.get(f"{address}/metrics").text
            if 'method="POST",status="400"} 5' in counted:
                break
            time.sleep(0.1)
        assert 'method="POST",status="400"} 5' in counted
        assert 'status="500"' not in counted


def test_the_portal_stops_while_connections_are_open(folder: Path) -> None:
    with running(folder, http=Noting, idle_seconds=600) as address:
        parts = urlsplit(address)
        connection = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30)
        connection.sendall(asked(DOCUMENT, method="HEAD"))
        assert connection.recv(1 << 20).startswith(b"HTTP/1.1 200 OK\r\n")
    assert connection.recv(1) == b""
    connection.close()


def test_a_log_that_cannot_be_written_costs_no_answer(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    requests = [asked(DOCUMENT, method="HEAD")] * 1_200
    with running(folder, Settings(access_log="/dev/full"), http=Noting) as address:
        answer = said(address, *requests, LAST)
    assert answer.count(b"HTTP/1.1 200 OK\r\n") == len(requests)
    assert answer.count(b"HTTP/1.1 ") == len(requests) + 1
    assert "/dev/full: No space left on device; 1001 lines are lost" in caplog.text


def test_a_document_that_is_damaged_or_lost_is_refused_by_either_way(tmp_path: Path) -> None:
    here = release.publish(tmp_path, [("a.txt", b"1"), ("b.txt", b"1")], {"base": "http://x/"}).folder
    with running(tmp_path, http=Noting) as short, running(tmp_path, http=HttpToolsProtocol) as long:
        (here / "a.txt").write_bytes(b"2")
        (here / "b.txt").unlink()
        for path in ("/a.txt", "/b.txt"):
            answer = said(short, asked(path), LAST)
            assert answer.startswith(b"HTTP/1.1 503 ")
            assert answer == said(long, asked(path), LAST)
