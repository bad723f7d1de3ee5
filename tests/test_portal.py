"""The portal over a release, asked over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from portal_support import running

from graph_builder import release


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("portal")
    release.publish(folder, [("article/ky-1.ttl", b"<a> <b> <c> .\n")], {"base": "https://data.example.org/"})
    with running(folder) as address:
        yield address


def test_it_is_alive_and_names_its_release(portal: str) -> None:
    assert httpx.get(f"{portal}/health").json()["status"] == "ok"


def test_the_current_release_is_served_as_soon_as_it_is_swapped_in(tmp_path: Path) -> None:
    about: dict[str, object] = {"base": "https://data.example.org/"}
    first = release.publish(tmp_path, [("a.txt", b"1")], about)
    with running(tmp_path) as address:
        assert httpx.get(f"{address}/health").json()["release"] == first.id
        second = release.publish(tmp_path, [("a.txt", b"2")], about)
        assert httpx.get(f"{address}/health").json()["release"] == second.id
        assert httpx.get(f"{address}/a.txt").content == b"2"
