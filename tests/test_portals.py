"""The page for portals: what it names is there, in three languages; its program imports the archive as it stands."""

import json
import sqlite3
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from archive_support import sample_files, sample_outcome
from selectolax.lexbor import LexborHTMLParser
from serving import served
from site_sample import IRIS, sample, sample_report
from support import ROOT

from exports.datasets import plan
from exports.formats import PROFILES
from exports.framing.kinds import classes
from exports.graph_index import GraphIndex
from exports.messages import catalogue
from exports.pages import plan_pages
from exports.profiles.losses import losses
from graph_builder import terms
from graph_builder.rdf import iri_text

PROGRAM = ROOT / "examples" / "import_articles.py"


@cache
def site() -> dict[str, bytes]:
    dataset = sample(3)
    return {**{path: b"" for path, _ in plan(dataset)}, **dict(plan_pages(dataset, sample_report()))}


def page(language: str) -> LexborHTMLParser:
    return LexborHTMLParser(site()[f"{language}/portals.html"].decode())


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_file_that_the_page_names_is_published(language: str) -> None:
    named = {link.attributes["href"] or "" for link in page(language).css("main a[href^='../'][type]")}
    assert {path for path in named if path.removeprefix("../") not in site()} == set()
    kinds = {kind for kind in classes() if any(path.startswith(f"{kind}/") for path in site())}
    for pattern in ("../frames/{}.jsonld", "../frames/{}.schema.json", "../collections/{}.jsonld"):
        assert {pattern.format(kind) for kind in kinds} <= named
    assert {"../data/dataset.jsonl", "../collections/index.jsonld"} <= named


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_page_speaks_its_language_and_lists_what_profiles_drop(language: str) -> None:
    tree = page(language)
    (heading,), (main,) = tree.css("h1"), tree.css("main")
    assert heading.text() == catalogue()["portals_title"][language]
    text = main.text()
    for profile in PROFILES:
        assert profile.iri in text
        rows = tree.css(f"details[id='profile-{profile.name}'] tbody tr")
        assert len(rows) == len(losses(profile.name))
        for row, loss in zip(rows, losses(profile.name), strict=True):
            dropped, kept = row.css("td")
            assert len(dropped.css("a")) == len(loss.dropped)
            assert len(kept.css("a")) == len(loss.kept)


def test_the_page_shows_the_program_that_runs_here() -> None:
    command, program = (node.text() for node in page("en").css("#import pre code"))
    assert program == PROGRAM.read_text(encoding="utf-8")
    assert command == f"python {PROGRAM.name} {IRIS.base} portal.sqlite"


# --- the worked import ------------------------------------------------------------------------------------------


def imported(address: str, table: Path) -> list[tuple[str, ...]]:
    done = subprocess.run([sys.executable, PROGRAM, address, table], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    connection = sqlite3.connect(table)
    rows = connection.execute("SELECT * FROM article ORDER BY iri").fetchall()
    connection.close()
    assert done.stdout == f"{len(rows)} articles in {table}\n"
    return rows


@pytest.fixture
def release(tmp_path: Path) -> Path:
    (tmp_path / "release" / "data").mkdir(parents=True)
    (tmp_path / "release" / "data" / "dataset.jsonl").write_bytes(sample_files()["data/dataset.jsonl"])
    return tmp_path / "release"


def test_the_import_takes_every_article_with_its_authors(release: Path, tmp_path: Path) -> None:
    rows = {row[0]: row for row in imported(str(release), tmp_path / "portal.sqlite")}
    index = GraphIndex(sample_outcome().dataset)
    assert set(rows) == {iri_text(article) for article in index.instances(terms.Article)}
    for iri, title, language, *_ in rows.values():
        document = json.loads(sample_files()[f"{iri.removeprefix('https://data.municipalitet.kg/')}.jsonld"])
        assert title == document.get("title", document["label"])[language]
    (row,) = (row for row in rows.values() if "2020-10-05" in row[0])
    assert row[2:4] == ("ky", "2020-10-05")
    assert row[5] == "Нургүл Жаманкулова"
    assert sum(bool(row[5]) for row in rows.values()) > 10


def test_an_article_that_is_withdrawn_goes_at_the_next_import(release: Path, tmp_path: Path) -> None:
    table, lines = tmp_path / "portal.sqlite", release / "data" / "dataset.jsonl"
    before = imported(str(release), table)
    kept = [line for line in lines.read_bytes().splitlines(keepends=True) if before[0][0].encode() not in line[:300]]
    lines.write_bytes(b"".join(kept))
    assert imported(str(release), table) == before[1:]


def test_the_import_works_over_http(release: Path, tmp_path: Path) -> None:
    with served(release) as address:
        assert imported(address, tmp_path / "a.sqlite") == imported(str(release), tmp_path / "b.sqlite")
