"""The table of what is gone: a wrong row is told with its line and costs nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from changes_support import IRIS, Kept, dataset

from exports.changes.history import History
from exports.changes.reasons import Reasons
from graph_builder import terms
from graph_builder.cli.clock import clock
from graph_builder.errors import InputError, SystemFailure
from graph_builder.namespaces import RDF_TYPE, RDFS_LABEL
from graph_builder.old_releases import Last
from graph_builder.problems import Place, Problems
from graph_builder.rdf import tagged
from graph_builder.release import publish
from graph_builder.resources import starter_files
from graph_builder.withdrawals import Withdrawal, check_withdrawals, read_withdrawals

HEAD = "address,replaced_by,reason.ky,reason.ru,reason.en\n"
LATER = 1_790_000_000


def _read(text: str) -> tuple[dict[str, Withdrawal], list[tuple[int, str]]]:
    problems = Problems()
    found = read_withdrawals(text, problems)
    return found, [(problem.place.line, problem.code) for problem in problems]


def test_a_row_gives_reason_and_replacement() -> None:
    found, problems = _read(HEAD + 'person/a,person/b,"Экөө бир, адам",,One person\nperson/c,,,,\n')
    assert problems == []
    reason = {"ky": "Экөө бир, адам", "en": "One person"}
    assert found["person/a"] == Withdrawal("person/b", reason, Place("withdrawn.csv", 2))  # type: ignore[arg-type]
    assert found["person/c"].replaced_by == ""
    assert _read("address\nperson/a\n")[0].keys() == {"person/a"}
    assert _read("") == ({}, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("adress,replaced_by\nperson/a,person/b\n", [(1, "csv-header")]),
        ("address,address\nperson/a,person/b\n", [(1, "csv-header")]),
        (HEAD + "person/a,person/b\n", [(2, "csv-cells")]),
        (HEAD + "a,,,,\nperson/b,no one,,,\n", [(2, "wrong-form"), (3, "wrong-form")]),
        (HEAD + ",person/b,,,\n", [(2, "missing-field")]),
        (HEAD + "person/a,,,,\nperson/a,person/b,,,\n", [(3, "duplicate-row")]),
        (HEAD + "person/a,person/a,,,\n", [(2, "circle")]),
        (HEAD + "person/a,person/b,,,\nperson/b,person/a,,,\n", [(2, "circle"), (3, "circle")]),
        (
            HEAD + "person/a,person/b,,,\nperson/b,person/c,,,\nperson/c,person/b,,,\n",
            [(2, "circle"), (3, "circle"), (4, "circle")],
        ),
        (HEAD + 'person/a,"person/b,,,\n', [(2, "csv-quotes")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert _read(text)[1] == expected


def test_rows_are_compared_with_what_is_published() -> None:
    found, _ = _read(HEAD + "person/a,person/b,,,\nperson/c,person/nobody,,,\nperson/d,person/a,,,\n")
    problems = Problems()
    check_withdrawals(found, {"person/b", "person/a"}, problems)
    assert [(one.place.line, one.code, str(one.severity)) for one in problems] == [
        (2, "withdrawn-but-published", "warning"),
        (3, "dangling-reference", "error"),
    ]


def _history(names: str, rows: str, before: History | None) -> History:
    view = {(IRIS.thing("person", name), RDF_TYPE, terms.Person) for name in names}
    view |= {(IRIS.thing("person", name), RDFS_LABEL, tagged(name.upper(), "en")) for name in names}
    made = dataset(view)
    last = Kept.of(before.dataset, before) if before else None
    reasons = Reasons(IRIS.base, _read(HEAD + rows)[0], [IRIS.thing("person", "w")])
    number = len(before.releases) + 1 if before else 1
    return History(made, last, reasons, lambda *_: f"2026-01-0{number}T00:00:00Z")


def _stones(history: History) -> dict[str, tuple[str, str, str]]:
    base = f"{IRIS.base}person/"
    return {
        iri.removeprefix(base): (stone.replaced_by.removeprefix(base), stone.date[:10], stone.reason["en"])
        for iri, stone in history.tombstones.items()
    }


def test_a_tombstone_leads_to_what_is_there_and_is_gone_when_the_thing_comes_back() -> None:
    merged = "The record was merged with another: both described the same thing."
    undescribed = "No source of the archive describes it any longer."
    first = _history("abcdw", "", None)
    second = _history("bcd", "person/a,person/b,,,\n", first)
    assert _stones(second) == {
        "a": ("b", "2026-01-02", merged),
        "w": ("", "2026-01-02", "The record breaks the rules and is not published until it is mended."),
    }
    # b goes the same way: who asks for a is led to c; the row of a is no longer needed.
    third = _history("cd", "person/b,person/c,,,Seen twice\n", second)
    assert _stones(third) | {"w": ()} == {
        "a": ("c", "2026-01-02", merged),
        "b": ("c", "2026-01-03", "Seen twice"),
        "w": (),
    }
    # c goes for good: neither leads anywhere.
    fourth = _history("d", "", third)
    assert _stones(fourth)["a"][0] == _stones(fourth)["b"][0] == ""
    assert _stones(fourth)["c"] == ("", "2026-01-04", undescribed)
    # An editor finds out later that c was d: that is news, though nothing of d changed.
    fifth = _history("d", "person/c,person/d,,,\n", fourth)
    assert [(one.iri[-1], one.action) for one in fifth.news()] == [("c", "merged")]
    assert _stones(fifth)["c"] == ("d", "2026-01-04", merged)
    assert not _history("d", "person/c,person/d,,,\n", fifth).has_news
    sixth = _history("acd", "", fifth)
    assert set(_stones(sixth)) == {"b", "w"}
    assert {one.action for one in sixth.news()} == {"created"}
    assert sixth.has_history(IRIS.thing("person", "a"))
    assert not sixth.has_history(IRIS.thing("person", "d"))


def test_a_damaged_release_is_a_failure_of_the_system() -> None:
    first = _history("abc", "", None)
    kept = Kept.of(first.dataset, first)
    for damaged in (b"<a> <b>", b"".join(reversed(kept.files["data/dataset.nt"].splitlines(keepends=True)))):
        with pytest.raises(SystemFailure, match="damaged"):
            History(first.dataset, Kept({**kept.files, "data/dataset.nt": damaged}))
    for path in ("changes/tombstones.json", "changes/entities.jsonl"):
        with pytest.raises(SystemFailure, match="damaged"):
            list(History(first.dataset, Kept({**kept.files, path: b"{{"})).dates())


def test_a_history_of_another_form_or_base_is_not_carried_on() -> None:
    first = _history("abc", "", None)
    kept = Kept.of(first.dataset, first)
    index = json.loads(kept.files["changes/index.json"])
    for other in ({**index, "format": 0}, {**index, "base": "https://other.example/"}, {"x": 1}):
        files = {**kept.files, "changes/index.json": json.dumps(other).encode()}
        history = History(first.dataset, Kept(files))
        assert (history.last, len(history.releases)) == (None, 1)
        assert {change.action for change in history.news()} == {"created"}


# --- the time of a release --------------------------------------------------------------------------------------


def test_the_time_is_given_or_of_the_environment_or_now() -> None:
    assert clock("2026-11-25", {})("", "x") == "2026-11-25T00:00:00Z"
    assert clock("2026-11-25T03:00:00+06:00", {"SOURCE_DATE_EPOCH": "1"})("", "x") == "2026-11-24T21:00:00Z"
    assert clock(None, {"SOURCE_DATE_EPOCH": "0"})("", "x") == "1970-01-01T00:00:00Z"
    assert clock(None, {})("", "2026-01-01T00:00:00Z") == "2026-01-01T00:00:00Z"
    assert clock(None, {})("", "2999-01-01T00:00:00Z") < "2999"
    assert clock(None, {})("2026-01-01T00:00:00Z", "") > "2026-01-01T00:00:00Z"


def test_times_rise() -> None:
    assert clock(None, {"SOURCE_DATE_EPOCH": "0"})("2026-01-01T00:00:00Z", "") == "2026-01-01T00:00:01Z"
    assert clock(None, {})("2999-12-31T23:59:59Z", "") == "3000-01-01T00:00:00Z"
    with pytest.raises(InputError, match="give a later time"):
        clock("2026-01-01", {})("2026-01-01T00:00:00Z", "")


@pytest.mark.parametrize("text", ["", "yesterday", "25.11.2026", "2026-13-01", "0001-01-01", "2026-11-25T99:00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="write 2026-11-25"):
        clock(text, {})


@pytest.mark.parametrize("text", ["now", "1e9", "99999999999999999999", "-99999999999999"])
def test_an_epoch_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH"):
        clock(None, {"SOURCE_DATE_EPOCH": text})


# --- releases on the disk ---------------------------------------------------------------------------------------


def _publish(out: Path, text: bytes, keep: int | None = None) -> str:
    last = Last.of(out)
    about: dict[str, object] = {"previous": last.id if last else ""}
    return publish(out, [("index.html", text)], about, follows=last.id if last else "", keep=keep).id


def test_old_releases_are_kept_as_many_as_asked_for(tmp_path: Path) -> None:
    ids = [_publish(tmp_path, bytes([65 + number])) for number in range(5)]
    (tmp_path / "releases" / "notes").mkdir()
    (tmp_path / "releases" / "0123456789abcdef").mkdir()  # no release: it has no manifest
    assert _publish(tmp_path, b"E", keep=3) == ids[4]
    kept = {path.name for path in (tmp_path / "releases").iterdir()}
    assert kept == {*ids[2:], "notes", "0123456789abcdef"}
    last = _publish(tmp_path, b"F", keep=1)
    assert {path.name for path in (tmp_path / "releases").iterdir()} == {last, "notes", "0123456789abcdef"}
    assert (tmp_path / "current" / "index.html").read_bytes() == b"F"


def test_a_release_that_was_compared_with_another_than_the_current_is_refused(tmp_path: Path) -> None:
    _publish(tmp_path, b"A")
    with pytest.raises(InputError, match="build again"):
        publish(tmp_path, [("index.html", b"C")], {}, follows="")
    assert (tmp_path / "current" / "index.html").read_bytes() == b"A"


def test_files_of_the_last_release_are_read_or_the_system_failed(tmp_path: Path) -> None:
    assert Last.of(tmp_path) is None
    _publish(tmp_path, b"A\nB\n")
    last = Last.of(tmp_path)
    assert last is not None
    assert last.read("index.html") == b"".join(last.chunks("index.html")) == b"A\nB\n"
    assert list(last.lines("index.html")) == [b"A", b"B"]
    assert last.read("none") is None
    with pytest.raises(SystemFailure, match="none"):
        list(last.lines("none"))


# --- the command line -------------------------------------------------------------------------------------------


def _build(archive: Path, out: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "graph_builder", "build", str(archive), "--out", str(out), *options]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | environment, check=False)


def test_builds_compare_themselves_with_the_last(tmp_path: Path) -> None:
    archive, out = tmp_path / "archive", tmp_path / "public"
    for name, content in starter_files():
        (archive / name).parent.mkdir(parents=True, exist_ok=True)
        (archive / name).write_bytes(content)
    assert _build(archive, out).returncode == 0
    first = (out / "current").resolve()
    again = _build(archive, out, SOURCE_DATE_EPOCH=str(LATER))
    assert "as before" in again.stderr
    assert (out / "current").resolve() == first

    other = shutil.copytree(out, tmp_path / "other", symlinks=True)
    people = archive / "authorities" / "people.yaml"
    people.write_text(
        people.read_text("utf-8").replace("name:", "aliases: {en: [Somebody Else]}\n    name:", 1), "utf-8"
    )
    built = _build(archive, out, SOURCE_DATE_EPOCH=str(LATER))
    assert "since the last release: 1 changed" in built.stderr, built.stderr
    assert _build(archive, other, "--released", "2026-09-21T14:13:20Z", "--keep", "1").returncode == 0
    assert (out / "current").readlink() == (other / "current").readlink()
    assert len(list((other / "releases").iterdir())) == 1
    about = json.loads((out / "current" / "release.json").read_text("utf-8"))
    assert (about["changed"], about["previous"]) == ("2026-09-21T14:13:20Z", first.name)

    people.write_text(people.read_text("utf-8").replace("Somebody Else", "Another"), "utf-8")
    refused = _build(archive, out, "--released", "2026-01-01")
    assert refused.returncode == 2
    assert "give a later time" in refused.stderr
    assert json.loads((out / "current" / "release.json").read_text("utf-8"))["id"] == about["id"]


def test_keep_in_the_settings_is_a_number_of_at_least_one(tmp_path: Path) -> None:
    for name, content in starter_files():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    settings = tmp_path / "tuyun.toml"
    settings.write_text("keep_releases = 0\n" + settings.read_text("utf-8"), "utf-8")
    refused = _build(tmp_path, tmp_path / "out")
    assert refused.returncode == 2
    assert "tuyun.toml:1: keep_releases" in refused.stderr
