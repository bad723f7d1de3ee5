"""Replays the contract against a host: learns from ``release.json`` what to ask for, and names each broken promise."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import msgspec

from exports.changes.log import Tombstone
from exports.changes.paths import TOMBSTONES
from exports.formats import LINKSET
from graph_builder.decode import NOT_JSON
from graph_builder.errors import InputError
from graph_builder.old_releases import MANIFEST
from portal import openapi
from portal.doctor.contract import Request, contract, filled
from portal.doctor.host import MOST, UNANSWERED, Answer, Host
from portal.releases import Manifest
from portal.sparql import service as sparql

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request that was replayed.

    Attributes:
        request: what was asked.
        broken: what is wrong with the answer, one text a fault; empty if the promise is kept.
    """

    request: Request
    broken: tuple[str, ...]


def replay(url: str) -> Iterator[Outcome]:
    """Ask a host everything that the contract has.

    Raises:
        InputError: if the address is none, nothing answers there, or it serves no release.
    """
    yield from outcomes(Host(url), url)


def outcomes(host: Host, url: str) -> Iterator[Outcome]:
    """Ask a host that was found (errors as in :func:`replay`, ``url`` stands in their messages)."""
    names = _learn(host, url)
    for request in contract():
        if request.needs in {"", *names}:
            yield _check(host, filled(request, names))


def _learn(host: Host, url: str) -> dict[str, str]:
    """Return the names that stand in the contract's braces, from what the host says of its release."""
    manifest = _decoded(host, url, MANIFEST, Manifest)
    suffix = f".{LINKSET.suffix}"
    thing = next((path.removesuffix(suffix) for path in manifest.files if path.endswith(suffix)), "")
    if not thing:
        raise InputError(f"{url}: the release is of an older tuyun: build it again")
    name = thing.rpartition("/")[2]
    known = _answered(host, url, "HEAD", f"/{thing}.ttl")
    iri, last = re.escape(manifest.base + thing), re.escape(name)
    names = {
        "thing": thing,
        "name": name,
        "release": manifest.id,
        "dump": "data/dataset.nt",
        "missing": f"{thing}-that-never-was",
        "long": "a" * 8_000,
        "segment": "a" * 300,
        "etag": known.headers.get("etag", ""),
        "date": known.headers.get("last-modified", ""),
        "size": known.headers.get("content-length", ""),
        "link_page": _in_any_order(
            rf'<{iri}>; rel="cite-as"',
            rf'<{iri}\.[a-z]+\.html>; rel="canonical"',
            rf'<{last}\.ttl>; rel="describedby"; type="text/turtle"',
            rf'<{last}\.jsonld>; rel="alternate"; type="application/ld\+json"',
            rf'<{last}\.linkset\.json>; rel="linkset"; type="application/linkset\+json"',
        ),
        "link_data": _in_any_order(
            rf'<{iri}>; rel="cite-as"', rf'<{iri}\.ttl>; rel="canonical"', rf'<{last}\.html>; rel="describes"'
        ),
    }
    is_portal = _answered(host, url, "HEAD", openapi.ADDRESS).status == HTTPStatus.OK
    if is_portal:  # it answers queries, too
        names["queries"] = sparql.PATH.removeprefix("/")
    if TOMBSTONES in manifest.files:
        stones = _decoded(host, url, TOMBSTONES, dict[str, Tombstone])
        for iri, stone in stones.items():
            key = "merged" if stone.replaced_by else "gone"
            if stone.replaced_by.startswith(manifest.base) or not stone.replaced_by:
                names.setdefault(key, iri.removeprefix(manifest.base))
                names.setdefault(f"{key}_into", stone.replaced_by.removeprefix(manifest.base))
    return names


def _in_any_order(*patterns: str) -> str:
    return "".join(f"(?=.*{pattern})" for pattern in patterns)


def _decoded(host: Host, url: str, path: str, form: type[T]) -> T:
    try:
        return msgspec.json.decode(_fetched(host, url, path), type=form)
    except NOT_JSON as error:
        raise InputError(f"{url}: what stands at /{path} is not of a release ({error}); is one served there?") from None


def _answered(host: Host, url: str, method: str, path: str) -> Answer:
    try:
        return host.ask(method, path, {"Accept-Encoding": "identity"} if method == "GET" else {})
    except UNANSWERED as error:
        raise InputError(f"{url}: {error or type(error).__name__}; is a release served there?") from None


def _fetched(host: Host, url: str, path: str) -> bytes:
    answer = _answered(host, url, "GET", f"/{path}")
    if answer.status != 200:
        raise InputError(f"{url}: /{path} answers {answer.status}; give the address of the root of a release")
    return answer.body


def _check(host: Host, request: Request) -> Outcome:
    try:
        answer = host.ask(request.method, request.path, request.headers)
    except UNANSWERED as error:
        return Outcome(request, (f"no answer: {error or type(error).__name__}",))
    return Outcome(request, tuple(_faults(host, request, answer)))


def _faults(host: Host, request: Request, answer: Answer) -> Iterator[str]:
    if answer.status not in request.status:
        yield f"status {answer.status}, not {' or '.join(map(str, request.status))}"
    if request.leads_to:
        location = answer.headers.get("location", "")
        if _led(host, request, location) not in request.leads_to:
            yield f"Location {location or 'is missing'}, not {' or '.join(request.leads_to)}"
    if request.type:
        said = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if said not in request.type:
            yield f"Content-Type {said or 'is missing'}, not {' or '.join(request.type)}"
    for name, pattern in request.has.items():
        value = answer.headers.get(name.lower())
        if value is None:
            yield f"{name} is missing"
        elif not re.search(pattern, value):
            yield f"{name} is {value!r}"
    yield from (f"{name} should not be there" for name in request.lacks if name.lower() in answer.headers)
    varied = {one.strip().lower() for one in answer.headers.get("vary", "").split(",")}
    yield from (f"Vary names {name}" for name in request.varies_not if name in varied)
    if request.empty and answer.body:
        yield f"a body of {len(answer.body)} bytes"
    if request.body:
        try:
            if not re.search(request.body, _text(answer)):
                yield f"the body lacks {request.body!r}"
        except zlib.error as error:
            yield f"the body is no gzip: {error}"


def _led(host: Host, request: Request, location: str) -> str:
    """Return the path to which an answer leads; empty if it is no address."""
    try:
        there = urlsplit(urljoin(f"http://host{host.prefix}{request.path}", location)).path
    except ValueError:
        return ""
    return there.removeprefix(host.prefix)


def _text(answer: Answer) -> str:
    body = answer.body
    if answer.headers.get("content-encoding") == "gzip":
        unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS)
        body = unpacking.decompress(body, MOST)
        if not unpacking.eof and len(body) < MOST:
            raise zlib.error("it ends too early")
    return body.decode("utf-8", "replace")
