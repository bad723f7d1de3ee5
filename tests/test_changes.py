"""Whoever follows the changes ends with the data: nothing is lost, least of all what was withdrawn."""

import json
from pathlib import Path

import pytest
from changes_support import IRIS, READERS, Archive, Editor, dataset, live

from exports.changes import activity, history, ldes, log
from exports.changes.comparing import compare
from exports.changes.history import History
from graph_builder import terms
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Triple, tagged

RELEASES = 20


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of a few items, so that many are filled."""
    monkeypatch.setattr(activity, "A_PAGE", 5)
    monkeypatch.setattr(ldes, "A_PAGE", 4)


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("seed", range(3))
def test_every_feed_rebuilds_twenty_releases_of_random_edits(tmp_path: Path, seed: int) -> None:
    archive = Archive(tmp_path, Editor(seed))
    readers = {name: reader() for name, reader in READERS.items()}
    late = {name: reader() for name, reader in READERS.items() if name != "atom"}
    ever: set[str] = set()
    happened: dict[str, int] = {}
    full: dict[str, bytes] = {}
    for number in range(1, RELEASES + 1):
        view = set(archive.release().view)
        ever |= live(view)
        for name, reader in readers.items():
            reader.follow(archive, view)
            assert reader.triples == view, (name, number)
        if number % 7 == 0 or number == RELEASES:
            for name, reader in late.items():
                reader.follow(archive, view)
                assert reader.triples == view, (name, number)
        for action, kinds in archive.history.releases[-1].counts.items():
            happened[action] = happened.get(action, 0) + sum(kinds.values())
        _tombstones_are_right(archive, view, ever)
        _dates_are_right(archive, view)
        full = _full_pages_never_change(archive, full)
    assert min(happened[action] for action in ("created", "changed", "withdrawn", "merged")) > 0
    assert len(full) > 20
    assert len(list((tmp_path / "releases").iterdir())) == 3
    # A reader that came to each release fetched few pages beside the new ones.
    assert readers["event stream"].fetched < len(archive.files("changes/ldes")) + 2 * RELEASES


def _tombstones_are_right(archive: Archive, view: set[Triple], ever: set[str]) -> None:
    stones = json.loads(archive.get("changes/tombstones.json"))
    assert set(stones) == ever - live(view)
    for iri, stone in stones.items():
        assert stone["date"] <= archive.history.releases[-1].time
        assert set(stone["reason"]) == {"ky", "ru", "en"}
        assert stone["name"]
        into = stone.get("replacedBy")
        assert into is None or into in live(view), iri


def _dates_are_right(archive: Archive, view: set[Triple]) -> None:
    dates = [json.loads(line) for line in archive.get("changes/entities.jsonl").splitlines()]
    assert {one["iri"] for one in dates} == live(view)
    assert len(dates) == len(live(view))
    for one in dates:
        assert archive.history.last_changed(f"<{one['iri']}>") == one["changed"] >= one["created"]


def _full_pages_never_change(archive: Archive, before: dict[str, bytes]) -> dict[str, bytes]:
    now: dict[str, bytes] = {}
    for folder in ("activity", "ldes"):
        pages = archive.files(f"changes/{folder}")
        last = max(pages, key=lambda name: int(name.partition(".")[0]))
        now |= {f"{folder}/{name}": data for name, data in pages.items() if name != last}
    logs = archive.files("changes/log")
    now |= {f"log/{name}": data for name, data in logs.items()}
    assert before.items() <= now.items()
    return now


def test_a_release_in_which_nothing_changed_is_the_same_release(tmp_path: Path) -> None:
    archive = Archive(tmp_path, Editor(7))
    view = set(archive.release().view)
    first = (tmp_path / "current").resolve()
    archive.publish(view, clock="2030-01-01T00:00:00Z")
    assert (tmp_path / "current").resolve() == first
    assert not archive.history.has_news
    archive.release()
    second = (tmp_path / "current").resolve()
    archive.publish(archive.editor.view(), clock="2030-01-01T00:00:00Z")
    assert (tmp_path / "current").resolve() == second != first


def test_the_same_release_after_the_same_release_is_the_same_to_the_byte(tmp_path: Path) -> None:
    folders = []
    for name in ("a", "b"):
        archive = Archive(tmp_path / name, Editor(5))
        for _ in range(4):
            archive.release()
        folders.append((tmp_path / name / "current").resolve().name)
    assert folders[0] == folders[1]


def test_the_first_release_takes_its_time_from_its_sources() -> None:
    source = IRIS.thing("source", "one")
    day = '"2026-11-20"^^<http://www.w3.org/2001/XMLSchema#date>'
    month = '"2026-12"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    view = {(source, terms.retrieved, day), (IRIS.thing("source", "two"), terms.retrieved, month)}
    assert History(dataset(view)).releases[0].time == "2026-11-20T00:00:00Z"
    assert History(dataset(set())).releases[0].time == history.UNDATED
    assert History(dataset(view), clock=lambda *_: "2026-11-25T10:00:00Z").releases[0].time == "2026-11-25T10:00:00Z"


def test_dependents_are_compared_with_their_entity() -> None:
    """Sorted, the parts of <a> stand before <a-b>, and <a> behind both."""
    a, ab = IRIS.thing("article", "a"), IRIS.thing("article", "a-b")
    part = IRIS.part(a, "contribution-1")
    old = sorted([(a, RDF_TYPE, terms.Article), (ab, RDF_TYPE, terms.Article)])
    new = sorted([*old, (part, RDF_TYPE, terms.Contribution), (ab, terms.title, tagged("x", "ky"))])
    assert [one[0] for one in new] == [part, ab, ab, a]
    found = {one.entity: one for one in compare(old, new)}
    assert list(found) == [ab, a]
    assert found[a].after == [(part, RDF_TYPE, terms.Contribution)]
    assert found[a].before == []
    assert found[a].existed
    assert list(compare(new, new)) == []
    with pytest.raises(ValueError, match="not sorted"):
        list(compare(reversed(new), new))


def test_statements_survive_the_log() -> None:
    triple = (IRIS.thing("article", "a"), terms.title, tagged('a . "b" \\ .\n', "ky"))
    assert log.triple_of(log.statements([triple])[0]) == triple
