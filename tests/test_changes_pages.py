"""The pages about changes: names and not addresses, before and after side by side, in every language."""

import re
from dataclasses import replace
from functools import cache

import pytest
from changes_support import Kept
from selectolax.lexbor import LexborHTMLParser, LexborNode
from site_sample import IRIS, sample, sample_report

from exports.changes import files, pages
from exports.changes.history import UNDATED, History
from exports.changes.reasons import Reasons
from exports.pages import plan_pages
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.namespaces import RDFS_LABEL
from graph_builder.problems import Place
from graph_builder.rdf import Triple, document_of, tagged
from graph_builder.records import Labels
from graph_builder.withdrawals import Withdrawal

LANGUAGES = ("ky", "ru", "en")
MERGED, INTO, WITHDRAWN = (IRIS.thing("organization", slug) for slug in ("ulan", "ngara", "ushkon"))
RENAMED, ARTICLE = IRIS.thing("person", "ayday-ulanova"), IRIS.thing("article", "ky-1")
REASON: Labels = {"ky": "Эки жазуу бир уюм жөнүндө болчу.", "ru": "Две записи об одной организации."}


def _without(dataset: Dataset, *gone: str) -> set[Triple]:
    return {one for one in dataset.view if document_of(one[0]) not in gone and document_of(one[2]) not in gone}


@cache
def histories() -> tuple[History, History]:
    """Return the history after a second release, which renames, merges, withdraws, and after a third without news."""
    first = sample()
    past = History(first)
    view = _without(first, MERGED, WITHDRAWN)
    view -= {one for one in view if one[0] == RENAMED and one[2].endswith("@ru") and one[1] in {terms.name, RDFS_LABEL}}
    view |= {(RENAMED, path, tagged("Айдай Уланова-Асанова", "ru")) for path in (terms.name, RDFS_LABEL)}
    contributions = {one for one in view if one[0].startswith(f"{ARTICLE[:-1]}#")}
    view -= contributions | {one for one in view if one[2] in {part[0] for part in contributions}}
    second = replace(first, view=tuple(sorted(view)))
    rows = {"organization/ulan": Withdrawal("organization/ngara", REASON, Place("withdrawn.csv"))}
    reasons = Reasons(IRIS.base, rows, ())
    history = History(second, Kept.of(first, past), reasons, lambda *_: "2026-11-25T20:35:00Z")
    return history, History(second, Kept.of(second, history), reasons, lambda *_: "2026-12-01T00:00:00Z")


@cache
def site() -> dict[str, bytes]:
    history, _ = histories()
    return dict(plan_pages(history.dataset, sample_report(), history))


def tree(path: str) -> LexborHTMLParser:
    return LexborHTMLParser(site()[path].decode())


def one(path: str, selector: str) -> LexborNode:
    (found,) = tree(path).css(selector)
    return found


def text(path: str) -> str:
    return " ".join((one(path, "main").text(separator=" ")).split())


def test_the_release_says_what_changed_in_every_language() -> None:
    expected = {
        "ky": ("Жаңылануу: 2026-ж., 25-ноябрь, 20:35 UTC", "Мурда", "Азыр", "Алынып салынган жазуулар"),
        "ru": ("Обновление: 25 ноября 2026 г., 20:35 UTC", "Было", "Стало", "Изъятые записи"),
        "en": ("Release: November 25, 2026, 20:35 UTC", "Before", "After", "Withdrawn records"),
    }
    assert set(expected) == set(LANGUAGES)
    for language, words in expected.items():
        shown = text(f"{language}/changes/2.html").replace("\u202f", " ").replace("\xa0", " ")
        assert all(word in shown for word in words), (language, shown)
        assert not re.search(r"https?://|<|@ru", shown)


def test_before_and_after_stand_side_by_side() -> None:
    section = one("ru/changes/2.html", "#person-ayday-ulanova")
    rows = [[" ".join(cell.text().split()) for cell in row.css("th, td")] for row in section.css("tbody tr")]
    assert rows == [["имя или название", "Айдай Уланова", "Айдай Уланова-Асанова"]]


def test_a_dependent_that_went_is_one_row_with_its_name() -> None:
    section = one("en/changes/2.html", "#article-ky-1")
    rows = [[" ".join(cell.text().split()) for cell in row.css("th, td")] for row in section.css("tbody tr")]
    assert rows
    assert all(row[0] == "contribution" and row[1] and row[2] == "—" for row in rows), rows


def test_what_is_gone_says_so_at_its_address() -> None:
    path = "organization/ushkon.ky.html"
    assert one(path, "h1").text() == "«Үшкөн» уюму"
    assert "Архивдин булактарынын бири да" in text("organization/ushkon.ky.html")
    assert tree(path).css_matches('meta[name="robots"][content="noindex"]')
    assert not tree(path).css_matches("meta[http-equiv]")
    assert site()["organization/ushkon.html"] == site()["organization/ushkon.ky.html"]
    assert one(path, "time").attributes["datetime"] == "2026-11-25T20:35:00Z"


def test_what_was_merged_leads_on_and_gives_the_editors_reason() -> None:
    path = "organization/ulan.ru.html"
    refresh = one(path, 'meta[http-equiv="refresh"]').attributes["content"]
    assert refresh == "0; url=../organization/ngara.ru.html"
    assert REASON["ru"] in text("organization/ulan.ru.html")
    assert "Организация «Нара»" in text("organization/ulan.ru.html")
    assert REASON["ky"] in text("organization/ulan.en.html")  # nobody gave an English one


def test_an_entity_leads_to_its_history_and_the_history_begins_with_its_creation() -> None:
    link = one("person/ayday-ulanova.en.html", ".facts a[href*='/changes/']")
    assert link.text().replace("\u202f", " ") == "Last changed: November 25, 2026, 20:35 UTC"
    events = [one.text() for one in tree("en/changes/person/ayday-ulanova.html").css("h2")]
    assert events == ["Changed", "Added"]
    assert not tree("person/bakyt-asanov.en.html").css(".facts a[href*='/changes/']")
    assert "en/changes/person/bakyt-asanov.html" not in site()
    assert [one.text() for one in tree("en/changes/organization/ulan.html").css("h2")] == [
        "Merged into another record",
        "Added",
    ]


def test_links_of_the_pages_lead_to_files() -> None:
    history, _ = histories()
    known = set(site()) | {path for path, _ in files.plan(history)}
    read = 0
    for path in site():
        if "/changes/" not in path and not path.startswith(("organization/u", "feed")):
            continue
        for node in LexborHTMLParser(site()[path].decode()).css("main a[href], head link[href]"):
            href = node.attributes["href"] or ""
            if "://" in href or href.endswith((".ttl", ".jsonld", ".nt", ".rdf")):
                continue
            parts = [*path.split("/")[:-1]]
            for part in href.partition("#")[0].split("/"):
                parts = parts[:-1] if part == ".." else [*parts, part]
            read += 1
            assert "/".join(parts) in known, (path, href)
    assert read > 100


def test_a_release_without_news_shows_the_same_history() -> None:
    _, later = histories()
    assert not later.has_news
    assert len(later.releases) == 2
    now = dict(plan_pages(later.dataset, sample_report(), later))
    assert {path: data for path, data in now.items() if now[path] != site().get(path)} == {}


def test_long_releases_are_cut_into_pages_and_say_what_they_leave_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "A_PAGE", 2)
    monkeypatch.setattr(pages, "SHOWN", 5)
    first = sample(30)
    people = [IRIS.thing("article", f"ru-{number}") for number in range(9)]
    view = {*first.view, *((person, RDFS_LABEL, tagged("Extra", "en")) for person in people)}
    second = replace(first, view=tuple(sorted(view)))
    history = History(second, Kept.of(first, History(first)), None, lambda *_: "2026-11-25T00:00:00Z")
    made = dict(plan_pages(second, sample_report(), history))
    assert {"en/changes/2.html", "en/changes/2-2.html", "en/changes/2-3.html"} <= set(made)
    assert "en/changes/2-4.html" not in made
    assert "data files: 4" in made["en/changes/2.html"].decode()


def test_a_first_release_without_any_date_is_called_the_first() -> None:
    empty = Dataset(IRIS, LANGUAGES, (("ky", "Архив"),), (), ())
    made = dict(plan_pages(empty, sample_report()))
    assert History(empty).releases[0].time == UNDATED
    assert "Биринчи жарыялоо" in made["ky/changes/index.html"].decode()
    assert b"1970" not in made["ky/changes/index.html"]
