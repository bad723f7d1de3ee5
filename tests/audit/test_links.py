"""Every link of a whole release, packed as readers take it away: in a ZIP, without a server."""

import posixpath
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode


@pytest.fixture(scope="module")
def packed(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    target = tmp_path_factory.mktemp("packed") / "release"
    with ZipFile(shutil.make_archive(str(target), "zip", release)) as opened:
        yield opened


def broken(files: set[str], pages: Mapping[str, LexborHTMLParser], base: str) -> tuple[int, list[str]]:
    """Return how many links were followed, and those that lead nowhere; other hosts are not asked."""
    ids = {path: [node.attributes["id"] or "" for node in page.css("[id]")] for path, page in pages.items()}
    wrong = [
        f"{path}: {name} stands twice"
        for path, names in ids.items()
        for name, count in Counter(names).items()
        if count > 1
    ]
    known = {path: set(names) for path, names in ids.items()}
    count = 0
    for path, page in pages.items():
        for address in {address for node in page.css("[href], [src], [action]") for address in _addresses(node)}:
            if path == "404.html":  # shown at any depth, so its links begin at the root
                address = address.removeprefix("/")
            parts = urlsplit(address.removeprefix(base) if address.startswith(base) else address)
            if parts.scheme:
                continue
            count += 1
            folder = "" if address.startswith(base) else posixpath.dirname(path)
            target = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else path
            if target not in files or (parts.fragment and unquote(parts.fragment) not in known.get(target, ())):
                wrong.append(f"{path}: {address}")
    return count, wrong


def _addresses(node: LexborNode) -> list[str]:
    return [node.attributes[name] or "" for name in ("href", "src", "action") if name in node.attributes]


def test_no_link_of_a_release_is_broken(packed: ZipFile) -> None:
    files = set(packed.namelist())
    pages = {path: LexborHTMLParser(packed.read(path).decode()) for path in files if path.endswith(".html")}
    count, wrong = broken(files, pages, "https://data.municipalitet.kg/")
    assert wrong == []
    assert len(pages) > 2000
    assert count > 50_000


def test_a_broken_link_is_seen() -> None:
    text = (
        "<p id=a><p id=a><a href='#b'>b</a><a href=/c.html>c</a><a href=d%20.html#e>d</a><a href=https://x.kg/f>f</a>"
    )
    page = LexborHTMLParser(text)
    _, wrong = broken({"a/b.html", "a/d .html"}, {"a/b.html": page, "a/d .html": page}, "https://x.kg/")
    assert {one.partition(": ")[2] for one in wrong if one.startswith("a/b")} == {
        "a stands twice",
        "#b",
        "/c.html",
        "d%20.html#e",
        "https://x.kg/f",
    }
