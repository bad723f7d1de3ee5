"""Whatever is asked, the answer is well formed and of the right status: never a 500, never a line too many."""

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from portal_support import published, running

from exports.formats import GRAPH_FORMATS
from portal.negotiation import best_language, media_ranges, quality
from portal.settings import Settings

TYPES = {"application/problem+json", "text/html", *(one.media_type for one in GRAPH_FORMATS)}
# What a header may hold (RFC 9110, 5.5) and more; a server refuses the rest before we see it.
VALUES = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=200)
ACCEPTS = st.one_of(
    VALUES,
    st.lists(
        st.sampled_from(
            ["text/html", "*/*", "text/*", ";q=0.5", ";q=", ";q=2", ",", ";", '"', "\\", "q", "image/png", "/"]
        )
    ).map("".join),
)
TURNED = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = tmp_path_factory.mktemp("bad")
    published(place)
    with running(place) as found:
        yield found


def ask(address: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    connection.putrequest("GET", path)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value.encode("latin-1"))
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def well_formed(status: int, headers: dict[str, str], body: bytes) -> bool:
    """Tell whether an answer is a success, the way elsewhere, or a problem that can be read."""
    assert status < 500
    if status < 400:
        return "content-type" in headers or status == 303
    media = headers["content-type"].partition(";")[0]
    if media == "application/problem+json":
        told = msgspec.json.decode(body)
        return bool(told["status"] == status and told["title"] and told["detail"])
    return media in TYPES and bool(body)


@settings(max_examples=300, deadline=None)
@given(ACCEPTS)
def test_any_accept_is_read(header: str) -> None:
    assert media_ranges(header)
    assert 0 <= quality(header, "text/html") <= 1


@settings(max_examples=300, deadline=None)
@given(st.one_of(VALUES, st.lists(st.sampled_from(["ky", "ru-RU", "*", ";q=0.5", ";q=x", ",", "-", " "])).map("".join)))
def test_any_accept_language_is_read(header: str) -> None:
    assert best_language(header, ("ky", "ru", "en")) in {"", "ky", "ru", "en"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(accept=ACCEPTS, languages=VALUES)
def test_no_header_makes_it_fail(address: str, accept: str, languages: str) -> None:
    assert well_formed(*ask(address, "/project/demo", Accept=accept.strip(), Accept_Language=languages.strip()))
    assert well_formed(*ask(address, "/project/nothing", Accept=accept.strip(), Accept_Language=languages.strip()))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=TURNED, accept=st.sampled_from(["", "text/html", "text/turtle", "application/ld+json", "application/rdf+xml"])
)
def test_no_address_makes_it_fail(address: str, text: str, accept: str) -> None:
    path = "/" + "".join(f"%{byte:02X}" for byte in text.encode())
    status, headers, body = ask(address, path, Accept=accept)
    assert well_formed(status, headers, body)
    assert status in {200, 301, 303, 400, 404, 406, 410}


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        ("/../etc/passwd", {404}),
        ("/%2e%2e/%2e%2e/etc/passwd", {404}),
        ("/project/..%2f..%2f..%2fetc/passwd", {404}),
        ("/%252e%252e%252fetc/passwd", {404}),
        ("//etc/passwd", {404}),
        ("/project/demo%00.ttl", {400}),
        ("/project/demo.ttl%00", {400}),
        ("/%ff%fe", {404}),
        ("/project/demo%0d%0aSet-Cookie:%20a=b", {404}),
        ("/ky%0d%0aSet-Cookie:%20a=b", {404}),
        ("/project/demo?x=%0d%0aSet-Cookie:%20a=b", {303}),
        ("/" + "a" * 8_000, {414}),
        ("/project/demo?" + "a" * 8_000, {303, 414}),
        ("/%F0%9F%92%A9", {404}),
        ("/project/demo.", {404}),
        ("/project/demo.TTL", {404}),
        ("/.ttl", {404}),
        ("/project/", {404}),
        ("/data/dataset.nt.gz.gz", {404}),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/turtle", "application/rdf+xml"])
def test_addresses_that_mean_harm_are_answered_rightly(
    address: str, path: str, statuses: set[int], accept: str
) -> None:
    status, headers, body = ask(address, path, Accept=accept)
    assert status in statuses
    assert well_formed(status, headers, body)
    assert "set-cookie" not in headers
    assert b"root:" not in body


@pytest.mark.parametrize("header", ["Accept", "Accept-Language"])
def test_a_header_beyond_the_limit_is_refused(address: str, header: str) -> None:
    long = "a/b," * Settings().header_bytes
    status, _, body = ask(address, "/project/demo", **{header: long})
    assert (status, msgspec.json.decode(body)["status"]) == (431, 431)
    assert str(Settings().header_bytes) in msgspec.json.decode(body)["detail"]


@pytest.mark.parametrize(
    ("range_", "status", "length"),
    [
        ("bytes=0-0", 206, 1),
        ("bytes=-1", 206, 1),
        ("bytes=-999999999", 206, None),
        ("bytes=0-999999999", 206, None),
        ("bytes=999999999-", 416, 0),
        ("bytes=-0", 416, 0),
        ("bytes=5-2", 200, None),
        ("bytes=a-b", 200, None),
        ("bytes=-", 200, None),
        ("bytes=", 200, None),
        ("bytes=0-1,3-4", 200, None),
        ("bytes=1-" + "9" * 400, 200, None),
        ("lines=0-1", 200, None),
        ("bytes=\u00b2-3", 200, None),
    ],
)
def test_ranges_of_every_kind_are_answered(address: str, range_: str, status: int, length: int | None) -> None:
    for path in ("/project/demo.ttl", "/data/dataset.nq"):
        got, headers, body = ask(address, path, Range=range_)
        assert got == status
        assert int(headers["content-length"]) == len(body)
        assert length is None or len(body) == length


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /project/demo HTTP/1.1\r\nHost: a\r\nAccept: text/\xffhtml\r\n\r\n",
        b"GET /\xd0\xb0 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /project/demo HTTP/1.1\r\nHost: a\r\nAccept: a\x00b\r\n\r\n",
        b"GET project/demo HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http://other.example/project/demo HTTP/1.1\r\nHost: a\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        b"BREW /project/demo HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /project/demo HTTP/9.9\r\nHost: a\r\n\r\n",
        b"\r\n\r\n\x00\x01",
    ],
)
def test_what_is_hardly_http_is_answered_or_closed(address: str, raw: bytes) -> None:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert not answer or re.match(rb"HTTP/1\.1 (?:[234]\d\d|505) ", answer), answer[:200]
    assert ask(address, "/health")[0] == 200


def test_schemathesis_finds_no_server_error(address: str, tmp_path: Path) -> None:
    command = [
        Path(sys.executable).with_name("st"),
        "run",
        f"{address}/openapi.json",
        "--checks",
        "not_a_server_error,content_type_conformance,response_schema_conformance,unsupported_method",
        "--max-examples",
        "30",
        "--generation-database",
        "none",
        "--seed",
        "1",
    ]
    done = subprocess.run([*map(str, command)], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
