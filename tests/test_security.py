"""Hostile records: markup in every field of every kind, opened in a real browser as the portal serves it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

import hostile_archive
import pytest
from browser import Browser, browser
from lxml import html
from portal_support import running
from rich.console import Console

from graph_builder.cli.archives import init
from graph_builder.cli.building import Plan, build
from graph_builder.cli.pipeline import Means
from graph_builder.records import KINDS

_LANGUAGES: Final = ("ky", "ru", "en")
_SCHEMES: Final = {"", "http", "https", "mailto"}
_SHORT: Final = "<img src=x onerror=alert(1)>"
"""For a page, whose language is told by its letters."""
_PAYLOAD: Final = hostile_archive.PAYLOAD.format(where="title")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    archive = place / "archive"
    init(archive)
    assert hostile_archive.write(archive) > 150, "every field with a text"
    settings = archive / "tuyun.toml"
    text = settings.read_text(encoding="utf-8")
    for title in ("Менин журналымдын архиви", "Архив моего журнала", "Archive of my magazine"):
        assert title in text
        text = text.replace(title, _PAYLOAD.replace("\\", "\\\\").replace('"', '\\"'))
    settings.write_text(text, encoding="utf-8")
    page = archive / "pages" / "ky-2.txt"
    page.write_text(
        page.read_text(encoding="utf-8").replace("Экинчи макала", f"Экинчи {_SHORT} макала"), encoding="utf-8"
    )
    assert build(archive, Plan(place / "public", Means(jobs=2)), Console(quiet=True)) == 0, "nothing of it is kept out"
    return place / "public"


@pytest.fixture(scope="module")
def pages(folder: Path) -> list[str]:
    """Paths of all pages of the release."""
    current = (folder / "current").resolve()
    return sorted(path.relative_to(current).as_posix() for path in current.rglob("*.html"))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


def test_every_kind_has_its_hostile_page(pages: list[str]) -> None:
    for kind, slug in hostile_archive.SLUGS.items():
        assert {f"{kind}/{slug}.{code}.html" for code in _LANGUAGES} <= set(pages)
    assert len(KINDS) == len(hostile_archive.SLUGS) == 14


def test_no_page_runs_what_a_record_says(folder: Path, pages: list[str], opened: Browser) -> None:
    looked_at = [path for path in pages if f".{_LANGUAGES[_number(path) % 3]}." in path or path.count(".") == 1]
    with running(folder) as address:
        for path in looked_at:
            opened.open(f"{address}/{quote(path)}")
        opened.open(f"{address}/ky/search.html?q={quote(_PAYLOAD)}")
        opened.wait("document.querySelector('.said').textContent !== ''")
        asked = {urlsplit(one).netloc for one in opened.requests if one.startswith("http")}
    assert opened.dialogs == []
    assert opened.complaints == [], "what the security policy blocks is told here"
    assert asked == {urlsplit(address).netloc}
    assert len(looked_at) > 60


def test_the_browser_would_tell(tmp_path: Path, opened: Browser) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<!DOCTYPE html><title>x</title>{_PAYLOAD}", encoding="utf-8")
    opened.open(page)
    opened.wait("true")
    assert opened.dialogs
    opened.dialogs.clear()
    opened.complaints.clear()


def test_markup_of_records_is_text_in_every_page(folder: Path, pages: list[str]) -> None:
    found: Counter[str] = Counter()
    for path in pages:
        tree = html.fromstring((folder / "current" / path).read_bytes())
        for element in tree.iter():
            if not isinstance(element.tag, str):
                continue
            for name, value in element.attrib.items():
                assert not str(name).startswith("on"), (path, name)
                if name in {"href", "src", "action", "data"}:
                    assert urlsplit(str(value)).scheme in _SCHEMES, (path, value)
            if element.tag == "script" and element.get("src") is None:
                assert element.get("type") in {"application/ld+json", "application/json"}, path
        found["payload"] += "onerror=alert" in str(tree.xpath("string()"))
    assert found["payload"] > 100


def test_no_cell_of_a_list_is_a_formula(folder: Path) -> None:
    files = [path for path in (folder / "current").rglob("*.csv") if "tables" not in path.parts]
    texts = (io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="") for path in files)
    cells = [cell for text in texts for row in csv.reader(text) for cell in row]
    assert [cell for cell in cells if re.match(r"[=+@\t\r]|-(?!\d)", cell)] == []
    assert any("cmd|" in cell for cell in cells)
    assert len(files) > 10


def test_files_lie_within_the_release_and_open_on_every_disk(folder: Path) -> None:
    release = (folder / "current").resolve()
    names = [path.relative_to(release).as_posix() for path in release.rglob("*")]
    assert not [path for path in release.rglob("*") if path.is_symlink()]
    assert max(Counter(name.lower() for name in names).values()) == 1
    assert not [
        name for name in names if re.search(r'[<>:"\\|?*\x00-\x1f]|[. ](/|$)|(^|/)(con|nul|aux)(\.|/|$)', name, re.I)
    ]


def _number(path: str) -> int:
    return sum(path.partition(".")[0].encode())
