"""Several captures of one article are one article with several captures; what each showed is kept, the newest wins."""

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from rich.console import Console
from support import ARCHIVE, select, store_of

from graph_builder.cli.pipeline import run
from graph_builder.cli.progress import Progress

BASE = "https://data.municipalitet.kg/"
HEAD = """\
Муниципалитет Научно-популярный журнал

{issue}

Муниципалитет - это триединство территории, живущего на ней населения и
органа местного самоуправления

{title}

2018-05-05 / Финансы МСУ

Айыльные кенеши обсудили, на что тратить деньги.
"""
HEADLESS = "2018-05-05 / Финансы МСУ\nАйыльные кенеши обсудили, на что тратить деньги.\n"
KYRGYZ = "Айылдын акчасы\n2018-05-05 / ЖӨБ финансысы\n\nАйылдык кеңештер акчаны эмнеге жумшоону талкуулашты.\n"
OLD, NEW = "Деньги села", "Деньги аила"
ISSUES = ("2 (148) 31 Января 2024", "10 (156) 12 Ноября 2024")
PAGES = {
    # The newer capture sorts first, so that no order of files can settle what its date must.
    "ru/a.txt": (HEAD.format(issue=ISSUES[1], title=NEW), "http://www.municipalitet.kg/ru/article/full/9001.html"),
    "ru/b.txt": (HEAD.format(issue=ISSUES[0], title=OLD), "http://municipalitet.kg/ru/article/full/9001.html"),
    "ru/c.txt": (HEADLESS, "http://municipalitet.kg/ru/article/full/9001.html"),
    "ky/d.txt": (KYRGYZ, "http://municipalitet.kg/ky/article/full/9001.html"),
}


def _store(folder: Path, retrieved: dict[str, str]) -> ox.Store:
    shutil.copytree(ARCHIVE / "authorities", folder / "authorities")
    shutil.copy(ARCHIVE / "tuyun.toml", folder)
    rows = ["file,url,retrieved"]
    for name, (text, url) in PAGES.items():
        path = folder / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        rows.append(f"{name},{url},{retrieved.get(name, '')}")
    (folder / "pages" / "pages.csv").write_text("\n".join(rows), encoding="utf-8")
    outcome = run(folder, Progress(Console(quiet=True)))
    assert [str(one) for one in outcome.report.problems if one.severity == "error"] == []
    assert outcome.report.withheld == ()
    return store_of(outcome.dataset.view, outcome.dataset.claims)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    return _store(tmp_path_factory.mktemp("captures"), {})


def _ask(store: ox.Store, variable: str, pattern: str) -> list[str]:
    article = f"BIND(<{BASE}article/ru-9001> AS ?a)"
    rows = select(store, f"SELECT ?{variable} WHERE {{ {article} {pattern} }}")
    return [row[0].removeprefix(BASE) for row in rows]


def test_one_article_a_language_and_no_link_of_translation(store: ox.Store) -> None:
    assert _ask(store, "x", "?x a tuyun:Article") == ["article/ky-9001", "article/ru-9001"]
    assert _ask(store, "x", "?x tuyun:translationOf ?y") == []
    assert len(_ask(store, "c", "?a tuyun:capture ?c")) == 3


def test_the_title_of_each_capture_is_kept(store: ox.Store) -> None:
    assert _ask(store, "t", "?a tuyun:capture/tuyun:shownTitle ?t") == sorted([OLD, NEW])
    assert len(_ask(store, "u", "?a tuyun:sourceUrl ?u")) == 2


def test_without_a_date_of_capture_the_header_tells_which_is_newer(store: ox.Store) -> None:
    assert _ask(store, "t", "?a tuyun:title ?t") == [NEW]
    assert _ask(store, "t", "?d tuyun:property tuyun:title; tuyun:claim/tuyun:value ?t") == sorted([OLD, NEW])
    (reason,) = _ask(store, "r", "?d tuyun:property tuyun:title; tuyun:reason ?r FILTER(lang(?r) = 'en')")
    assert "newest" in reason
    assert _ask(store, "r", "?c tuyun:retrieved ?r") == []


def test_a_date_of_capture_counts_more_than_the_header(tmp_path: Path) -> None:
    store = _store(tmp_path, {"ru/a.txt": "2024-11-20", "ru/b.txt": "2025-02-01"})
    assert _ask(store, "t", "?a tuyun:title ?t") == [OLD]
