"""``/changes?since=``: who asks for what changed gets it whole, and what is gone answers 410 in spite of its page."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from portal_support import running
from site_sample import IRIS, sample, sample_report

from exports import datasets, pages
from exports.changes import files
from exports.changes.history import History
from exports.changes.reasons import Reasons
from graph_builder import release, terms
from graph_builder.dataset import Dataset
from graph_builder.namespaces import RDFS_LABEL
from graph_builder.old_releases import Last
from graph_builder.problems import Place
from graph_builder.rdf import Triple, document_of, tagged
from graph_builder.release_files import Content
from graph_builder.withdrawals import Withdrawal

GONE, MERGED, RENAMED = (IRIS.thing("organization", slug) for slug in ("ushkon", "ulan", "naryn"))
TIMES = ("2026-11-01T00:00:00Z", "2026-11-20T10:00:00Z", "2026-11-25T20:35:00Z")


def _publish(out: Path, made: Dataset, time: str) -> release.Release:
    last = Last.of(out)
    rows = {"organization/ulan": Withdrawal("organization/ngara", {}, Place("withdrawn.csv"))}
    history = History(made, last, Reasons(IRIS.base, rows, ()), lambda *_: time)
    planned: list[tuple[str, Content]] = [*datasets.plan(made), *files.plan(history)]
    planned += pages.plan_pages(made, sample_report(), history)
    about: dict[str, object] = {"base": IRIS.base, "previous": last.id if last else ""}
    return release.publish(out, planned, about)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[release.Release]]:
    """Three releases: the sample; a name changed; two organizations gone."""
    out = tmp_path_factory.mktemp("changes")
    first = sample(articles=3)
    renamed: set[Triple] = {(RENAMED, path, tagged("Naryn", "en")) for path in (RDFS_LABEL, terms.name)}
    second = tuple(sorted({*first.view, *renamed}))
    third = tuple(one for one in second if not {document_of(one[0]), document_of(one[2])} & {GONE, MERGED})
    made = [first, replace(first, view=second), replace(first, view=third)]
    return out, [_publish(out, dataset, time) for dataset, time in zip(made, TIMES, strict=True)]


@pytest.fixture(scope="module")
def portal(releases: tuple[Path, list[release.Release]]) -> Iterator[str]:
    with running(releases[0]) as address:
        yield address


def _lines(answer: httpx.Response) -> list[dict[str, Any]]:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/jsonl")
    return [json.loads(line) for line in answer.text.splitlines()]


def test_everything_since_a_time_a_day_a_number_or_an_id(
    portal: str, releases: tuple[Path, list[release.Release]]
) -> None:
    first, second, third = releases[1]
    asked = {
        TIMES[0]: {2, 3},
        "2026-11-01": {2, 3},
        "2026-11-20T16:00:00+06:00": {3},
        "2026-11-20": {2, 3},
        "1": {2, 3},
        first.id: {2, 3},
        second.id: {3},
        third.id: set(),
        TIMES[2]: set(),
        "2999-01-01": set(),
    }
    for since, numbers in asked.items():
        found = _lines(httpx.get(f"{portal}/changes", params={"since": since}))
        assert {one["release"] for one in found} == numbers, since
        assert {one["time"] for one in found} == {TIMES[number - 1] for number in numbers}
    every = _lines(httpx.get(f"{portal}/changes"))
    assert {one["release"] for one in every} == {1, 2, 3}
    gone = {one["iri"]: one for one in every if one["action"] in {"withdrawn", "merged"}}
    assert set(gone) == {GONE[1:-1], MERGED[1:-1]}
    assert gone[MERGED[1:-1]]["into"] == f"{IRIS.base}organization/ngara"


def test_changes_are_told_in_the_format_asked_for(portal: str) -> None:
    plain = httpx.get(f"{portal}/changes?since=1", headers={"Accept": "application/json"}).json()
    assert (plain["base"], plain["release"], plain["until"]) == (IRIS.base, 3, TIMES[2])
    stream = httpx.get(f"{portal}/changes?since=1", headers={"Accept": "application/activity+json"})
    assert stream.headers["content-type"] == "application/activity+json"
    told = stream.json()
    assert told["totalItems"] == len(told["orderedItems"]) == len(plain["changes"])
    assert [one["object"]["id"] for one in told["orderedItems"]] == [one["iri"] for one in plain["changes"]]
    # Each activity is the one of the static pages, under the same IRI.
    page = httpx.get(told["orderedItems"][0]["id"].replace(IRIS.base, f"{portal}/").partition("#")[0]).json()
    assert [one for one in page["orderedItems"] if one["id"] == told["orderedItems"][0]["id"]] == told["orderedItems"][
        :1
    ]
    empty = httpx.get(f"{portal}/changes?since=3", headers={"Accept": "application/json"}).json()
    assert empty["changes"] == []
    reader = httpx.get(f"{portal}/changes", headers={"Accept": "text/html", "Accept-Language": "ru"})
    assert (reader.status_code, reader.headers["location"]) == (303, "ru/changes/index.html")
    assert httpx.get(f"{portal}/changes", headers={"Accept": "image/png"}).status_code == 406


def test_an_answer_that_the_reader_has_is_not_sent_again(portal: str) -> None:
    first = httpx.get(f"{portal}/changes?since=1")
    tag = first.headers["etag"]
    assert httpx.get(f"{portal}/changes?since=1", headers={"If-None-Match": tag}).status_code == 304
    assert httpx.get(f"{portal}/changes?since=2", headers={"If-None-Match": tag}).status_code == 200
    head = httpx.head(f"{portal}/changes?since=1")
    assert (head.status_code, head.headers["etag"], head.content) == (200, tag, b"")


@pytest.mark.parametrize(
    "query", ["since=yesterday", "since=9999", "since=1&since=2", "from=1", "since=%00", "since=2026-13-01", "since=-1"]
)
def test_what_is_no_time_and_no_release_is_refused(portal: str, query: str) -> None:
    answer = httpx.get(f"{portal}/changes?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_what_is_gone_answers_410_in_spite_of_its_page_for_static_hosts(
    portal: str, releases: tuple[Path, list[release.Release]]
) -> None:
    assert (releases[0] / "current" / "organization" / "ushkon.ru.html").exists()
    for suffix in ("", ".html", ".ru.html", ".ttl"):
        assert httpx.get(f"{portal}/organization/ushkon{suffix}").status_code == 410, suffix
        moved = httpx.get(f"{portal}/organization/ulan{suffix}")
        assert moved.status_code == 301
        assert moved.headers["location"].endswith(f"/ngara{suffix}")
    history = httpx.get(f"{portal}/ru/changes/organization/ushkon.html")
    assert (history.status_code, history.headers["content-language"]) == (200, "ru")


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("feed.atom", "application/atom+xml"),
        ("changes/activity.as.json", "application/activity+json"),
        ("changes/ldes.ttl", "text/turtle; charset=utf-8"),
        ("changes/ldes/1.nq", "application/n-quads"),
        ("changes/log/1.jsonl", "application/jsonl"),
        ("changes/tombstones.json", "application/json"),
    ],
)
def test_feeds_are_sent_with_their_media_types(portal: str, path: str, content_type: str) -> None:
    answer = httpx.get(f"{portal}/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
