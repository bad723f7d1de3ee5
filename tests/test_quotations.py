"""The words that a page's annotations quote are those of its file, at the place that they name, without contact data."""

import re
import shutil
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_support import read
from rich.console import Console
from support import ARCHIVE, select, store_of

from graph_builder.claims import annotations
from graph_builder.cli.pipeline import Outcome, run
from graph_builder.cli.progress import Progress
from graph_builder.identifiers import Iris
from graph_builder.linking import Mention
from graph_builder.pages.capture import captured_text
from graph_builder.pages.quoting import CONTEXT, quotations
from graph_builder.problems import Problems
from graph_builder.records import Quotation

ANNOTATIONS = """
SELECT ?source ?file ?layout ?capture ?body ?exact ?prefix ?suffix ?start ?end WHERE {
  GRAPH ?source {
    ?annotation a oa:Annotation; oa:motivatedBy oa:identifying; oa:hasBody ?body; oa:hasTarget ?target .
    ?target a oa:SpecificResource; oa:hasSource ?capture; oa:hasSelector ?quote, ?position .
    ?quote a oa:TextQuoteSelector; oa:exact ?exact .
    OPTIONAL { ?quote oa:prefix ?prefix } OPTIONAL { ?quote oa:suffix ?suffix }
    ?position a oa:TextPositionSelector; oa:start ?start; oa:end ?end .
  }
  ?capture tuyun:file ?file .
}
"""
PAGE = (
    "2013-01-31 / Горячая тема\r\nСпор о месте\r\n\r\nАвтор: А. МАМЫТОВА\r\n\r\nИнституте политики развития учат.\r\n"
)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    archive = Path(shutil.copytree(ARCHIVE, tmp_path_factory.mktemp("quoted") / "archive"))
    (spoilt := archive / "pages/ky/1889.txt").write_bytes(
        b"\xef\xbb\xbf" + spoilt.read_bytes().replace(b"\n", b"\r\n").replace("й".encode(), "\u0438\u0306".encode())
    )
    return run(archive, Progress(Console(quiet=True)))


@pytest.fixture(scope="module")
def store(outcome: Outcome) -> ox.Store:
    return store_of(outcome.dataset.view, outcome.dataset.claims)


def test_the_file_holds_the_words_at_their_place(outcome: Outcome, store: ox.Store) -> None:
    rows = select(store, ANNOTATIONS)
    files: dict[str, int] = defaultdict(int)
    for _, file, _, _, _, exact, prefix, suffix, start, end in rows:
        text = (outcome.archive.folder / file).read_bytes().decode()
        if file.endswith(".txt"):
            assert text[int(start) : int(end)] == exact
            assert text[: int(start)].endswith(prefix)
            assert text[int(end) :].startswith(suffix)
        else:
            assert int(end) - int(start) == len(exact)
        files[file] += 1
    assert len(files) > 20
    assert files["pages/ky/1889.txt"]


def test_annotations_stand_in_the_graph_of_their_page_and_not_in_the_view(outcome: Outcome, store: ox.Store) -> None:
    rows = select(store, ANNOTATIONS)
    for source, _, _, capture, *_ in rows:
        assert source.rpartition("page-")[2] == capture.rpartition("/")[2]
    assert not [triple for triple in outcome.dataset.view if "#mention-" in triple[0] + triple[2]]
    subjects = {triple[0][1:-1] for triple in outcome.dataset.view}
    assert {row[4] for row in rows} <= subjects


def test_what_an_article_mentions_is_quoted(store: ox.Store) -> None:
    said = select(
        store,
        "SELECT ?source ?named { GRAPH ?source { ?article tuyun:mentions|tuyun:about|tuyun:contribution/tuyun:contributor "
        "?named } FILTER(CONTAINS(STR(?source), '/source/page-')) }",
    )
    assert len(said) > 100
    assert set(said) <= {(source, body) for source, _, _, _, body, *_ in select(store, ANNOTATIONS)}


def test_people_of_the_byline_are_quoted_provisional_ones_too() -> None:
    found, _ = read(PAGE.replace("А. МАМЫТОВА", "Жаңыл БЕЛГИСИЗОВА"))
    assert found is not None
    quoted = {one.entity: one.exact for one in found.quotations}
    assert "Жаңыл БЕЛГИСИЗОВА" in quoted.values()
    assert all(entity.startswith("person/") for entity, words in quoted.items() if "БЕЛГИСИЗОВА" in words)


def _quoted(data: str, start: int, words: str, *, context: bool = True) -> tuple[Quotation, ...]:
    capture = captured_text("a.txt", data.encode(), Problems())
    assert capture is not None
    end = start + len(words)
    assert capture.text[start:end] == words
    return quotations(capture, [Mention("organization", "dpi", start, end, words)] * 2, context)


def test_positions_count_the_characters_of_the_file() -> None:
    (one,) = _quoted("\ufeffБир\r\nӨ\u00adСИ\u0438\u0306 жана\r\nБИЗ", 4, "ӨСИй")
    assert (one.start, one.end, one.exact) == (6, 12, "Ө\u00adСИ\u0438\u0306")
    assert (one.prefix, one.suffix) == ("Бир\r\n", " жана\r\nБИЗ")


def test_contact_data_end_the_context() -> None:
    text = "Дарек: mail@example.org, ӨСИ, тел.: +996 555 12-34-56 (дем алышсыз)"
    (one,) = _quoted(text, text.index("ӨСИ"), "ӨСИ")
    assert (one.prefix, one.suffix) == (", ", "")
    assert _quoted("Дарек: dpi@example.org", 7, "dpi") == ()


def test_the_context_is_short_and_left_out_where_no_text_may_be_published() -> None:
    text = f"{'а' * 50} ӨСИ\x07{'б' * 50}"
    (one,) = _quoted(text, 51, "ӨСИ")
    assert one.prefix == f"{'а' * (CONTEXT - 1)} "
    assert one.suffix == ""
    (bare,) = _quoted(text, 51, "ӨСИ", context=False)
    assert (bare.exact, bare.prefix, bare.suffix) == ("ӨСИ", "", "")


@pytest.mark.parametrize("missing", ["source/page", "capture/0", "organization/dpi"])
def test_what_leads_to_nothing_published_is_withheld(missing: str) -> None:
    iris = Iris("https://data.example.org/")
    quoted = Quotation("0", 1, "organization/dpi", "ӨСИ", "", "", 0, 3)
    every = {iris.of(one) for one in ("source/page", "capture/0", "organization/dpi")}
    assert len(list(annotations([("page", [quoted])], every, iris))) == 13
    assert list(annotations([("page", [quoted])], every - {iris.of(missing)}, iris)) == []


LETTERS = st.sampled_from([*"аиеё\u0306\u0308\u0301\u0323\r\n\u00ad\u200b\ufeff \u1100\u1161\u11a8가\u0958\u212b\x07x"])


@given(st.lists(LETTERS, min_size=1).map("".join))
def test_every_stretch_of_a_text_is_found_in_its_file(data: str) -> None:
    capture = captured_text("a.txt", data.encode(), Problems())
    if capture is None:
        return
    starts = [capture.offset_of(at) for at in range(len(capture.text))]
    ends = [capture.offset_after(at + 1) for at in range(len(capture.text))]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    assert capture.original == data
    for at, character in enumerate(capture.text):
        own = captured_text("a.txt", capture.original[starts[at] : ends[at]].encode(), Problems())
        assert own is None or re.sub("\r", "\n", character) in own.text
