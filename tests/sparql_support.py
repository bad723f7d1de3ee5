"""Releases for queries, and portals that serve them with limits small enough to be reached in a test."""

import json
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import httpx
import psutil
from portal_support import running
from site_sample import sample

from exports import datasets
from graph_builder import release
from graph_builder.release_files import Content
from portal.settings import Settings

BASE: Final = "https://data.example.kg/"
SMALL: Final = Settings(
    sparql_seconds=0.7,
    sparql_rows=20_000,
    sparql_result_bytes=5_000_000,
    sparql_buffer_bytes=64_000,
    sparql_memory_bytes=150_000_000,
    sparql_query_bytes=60_000,
    sparql_running=2,
    sparql_per_client=50,
    sparql_waiting=200,
)
"""Limits that a test reaches soon."""


def release_of(out: Path, quads: str, **about: object) -> release.Release:
    """Publish a release that holds nothing but these N-Quads."""
    files: dict[str, Content] = {"data/dataset.nq": quads.encode()}
    return release.publish(out, files.items(), {"base": BASE, **about})


def sample_dataset(out: Path) -> release.Release:
    """Publish the files of the sample graph, without its pages."""
    dataset = sample(articles=3)
    about = {"base": BASE, "triples": len(dataset.view), "claims": len(dataset.claims)}
    return release.publish(out, dict(datasets.plan(dataset)).items(), about)


@contextmanager
def answering(folder: Path, settings: Settings = SMALL, **changed: Any) -> Iterator[str]:
    """Serve a folder of releases; yields the address of its endpoint."""
    with running(folder, replace(settings, **changed)) as address:
        yield f"{address}/sparql"


def ask(endpoint: str, query: str, accept: str = "application/sparql-results+json", **more: str) -> httpx.Response:
    """Ask a query by POST of a form, as nobody before."""
    headers = {"Accept": accept}
    return httpx.post(endpoint, data={"query": query, **more}, headers=headers, timeout=60)


def values(answer: httpx.Response) -> list[tuple[str, ...]]:
    """Return the rows of a result in JSON, values as plain text, sorted."""
    assert answer.status_code == 200, answer.text
    found = answer.json()
    names = found["head"]["vars"]
    rows = found["results"]["bindings"]
    return sorted(tuple(row[name]["value"] if name in row else "" for name in names) for row in rows)


def form(fields: Mapping[str, str]) -> bytes:
    """Return fields as a form carries them."""
    return urllib.parse.urlencode(fields).encode()


def problem(answer: httpx.Response, status: int | tuple[int, ...]) -> dict[str, Any]:
    """Return the problem document of an answer of this status."""
    assert answer.status_code in ((status,) if isinstance(status, int) else status), answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = json.loads(answer.content)
    assert found["status"] == answer.status_code
    assert found["detail"]
    return found


def processes(part: str) -> list[psutil.Process]:
    """Return the processes below this one that run a part of the endpoint: ``keeper`` or ``holder`` (and workers)."""
    found = []
    for one in psutil.Process().children(recursive=True):
        try:
            if f"portal.sparql.{part}" in one.cmdline():
                found.append(one)
        except psutil.Error:
            continue
    return found


def again(tries: int, attempt: Callable[[], bool]) -> bool:
    """Tell whether something holds at one of several tries: for promises of time on a machine that does other work."""
    return any(attempt() for _ in range(tries))
