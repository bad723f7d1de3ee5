"""An editor corrects a page through the command line: what she deletes is gone from the view, not from its source."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from support import select, store_of
from test_cli import tuyun

from graph_builder.cli.pipeline import Outcome, run
from graph_builder.cli.progress import Progress

AUTHORITIES = """\
kind: organization
records:
  - {id: dpi, name: {ky: Өнүктүрүү саясат институту}, abbreviation: {ky: [ӨСИ]}, type: ngo}
  - {id: fund, name: {ky: Айыл коомдук фонду}, type: foundation}
"""
PAGE = """\
Айыл бюджети талкууланды
2020-10-05 / Жаңылыктар

Даярдаган: Асан БЕЛГИСИЗОВ, Үсөн ЖАҢЫЛОВ

ӨСИ жана Айыл коомдук фонду айыл тургундарына бюджет жөнүндө айтып беришти.
"""
FILE = "pages/ky/bayan.txt"
NAMED = "SELECT ?x { ?a a tuyun:Article; tuyun:mentions ?x }"
CLAIMED = "SELECT ?x { GRAPH ?g { ?a a tuyun:Article; tuyun:mentions ?x } FILTER(CONTAINS(STR(?g), '/source/page-')) }"
PEOPLE = "SELECT ?x { ?c a tuyun:Contribution; tuyun:position ?n; tuyun:contributor ?x } ORDER BY ?n"


class Desk:
    """An archive on an editor's desk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        assert tuyun("init", folder).returncode == 0
        for name in ("records", "pages"):
            shutil.rmtree(folder / name)
            (folder / name).mkdir()
        (folder / "authorities" / "organizations-more.yaml").write_text(AUTHORITIES, encoding="utf-8")
        self.page = folder / FILE
        self.page.parent.mkdir(parents=True, exist_ok=True)
        self.page.write_text(PAGE, encoding="utf-8")
        self.run()

    def run(self) -> Outcome:
        outcome = run(self.folder, Progress(Console(quiet=True)))
        outcome.archive.write_register(outcome.register.dump())
        return outcome

    def correct(self, change: Callable[[str], str]) -> Outcome:
        printed = tuyun("read", self.page)
        assert printed.returncode == 0, printed.stderr
        text = change(printed.stdout)
        assert text != printed.stdout
        (self.folder / "records" / "correction.yaml").write_text(text, encoding="utf-8")
        return self.run()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "archive")


def _ask(outcome: Outcome, query: str) -> list[str]:
    store = store_of(outcome.dataset.view, outcome.dataset.claims)
    about = query.replace("?a a tuyun:Article", "?a a tuyun:Article; tuyun:language 'ky'")
    base = outcome.dataset.iris.base
    return [row[0].removeprefix(base) for row in select(store, about)]


def _problems(outcome: Outcome, severity: str) -> list[str]:
    return [str(one) for one in outcome.report.problems if one.severity == severity]


def test_what_is_printed_names_the_page_and_changes_nothing(desk: Desk) -> None:
    before = desk.run()
    after = desk.correct(lambda text: text + "\n")
    head = (desk.folder / "records" / "correction.yaml").read_text(encoding="utf-8")
    assert f"corrects: {FILE}\n" in head
    assert re.search(r"sha256: '?[0-9a-f]{64}", head)
    assert _problems(after, "error") == _problems(after, "warning") == []
    for query in (NAMED, CLAIMED, PEOPLE):
        assert _ask(after, query) == _ask(before, query) != []
    assert not _ask(after, "SELECT ?x { ?x a tuyun:Disagreement }")


def test_a_mention_deleted_is_gone_from_the_view_and_stays_in_the_graph_of_its_page(desk: Desk) -> None:
    after = desk.correct(lambda text: text.replace("  - organization/fund\n", ""))
    assert _ask(after, NAMED) == ["organization/dpi"]
    assert _ask(after, CLAIMED) == ["organization/dpi", "organization/fund"]
    quoted = "SELECT ?exact { GRAPH ?g { ?m oa:hasBody ?x; oa:hasTarget/oa:hasSelector/oa:exact ?exact } FILTER(CONTAINS(STR(?x), 'fund')) }"
    assert _ask(after, quoted) == ["Айыл коомдук фонду"]
    assert after.report.withheld == ()


def test_an_empty_list_says_that_there_is_none(desk: Desk) -> None:
    def emptied(text: str) -> str:
        return re.sub(r"  mentions:\n(?:  - .+\n)+", "  mentions: []\n", text)

    after = desk.correct(emptied)
    assert _ask(after, NAMED) == []
    assert len(_ask(after, CLAIMED)) == 2


def test_a_contributor_deleted_takes_along_what_the_page_says_of_the_contribution(desk: Desk) -> None:
    assert len(_ask(desk.run(), PEOPLE)) == 2

    def deleted(text: str) -> str:
        records = re.split(r"(?m)^(?=- )", text)
        kept = [one for one in records if "kind: person" not in one or "asan" not in one]
        head = kept[0].replace("source:\n", "source:\n  rejects: [person/asan-belgisizov]\n")
        one = re.compile(r"  - contributor: asan-belgisizov\n(?:    .+\n)+")
        return "".join([head, *(one.sub("", record) for record in kept[1:])])

    after = desk.correct(deleted)
    assert _ask(after, PEOPLE) == ["person/uson-zhanylov"]
    assert not _ask(after, "SELECT ?x { ?x a tuyun:Disagreement }")
    people = "SELECT ?x { ?x a tuyun:Person; tuyun:provisional true }"
    assert _ask(after, people) == ["person/uson-zhanylov"]
    assert "person/asan-belgisizov" in _ask(after, "SELECT ?x { GRAPH ?g { ?x a tuyun:Person } }")
    assert after.report.withheld == ()
    assert _problems(after, "error") == []


def test_of_two_single_values_the_disagreement_is_shown(desk: Desk) -> None:
    after = desk.correct(lambda text: text.replace("title: Айыл", "title: Айылдын"))
    title = "SELECT ?t { ?a a tuyun:Article; tuyun:title ?t }"
    assert _ask(after, title) == ["Айылдын бюджети талкууланды"]
    values = "SELECT ?v { ?d tuyun:property tuyun:title; tuyun:claim/tuyun:value ?v }"
    assert _ask(after, values) == ["Айыл бюджети талкууланды", "Айылдын бюджети талкууланды"]


def test_an_empty_single_value_says_that_there_is_none(desk: Desk) -> None:
    date = "SELECT ?d { ?a a tuyun:Article; tuyun:datePublished ?d }"
    assert _ask(desk.run(), date) == ["2020-10-05"]
    assert _ask(desk.correct(lambda text: re.sub(r"date: .+", "date: null", text)), date) == []


def test_a_page_that_changes_under_its_correction_is_told_and_the_correction_stands(desk: Desk) -> None:
    desk.correct(lambda text: text.replace("  - organization/fund\n", ""))
    desk.page.write_text(PAGE.replace("айтып беришти", "түшүндүрүп беришти"), encoding="utf-8")
    built = tuyun("build", desk.folder, "--out", desk.folder.parent / "public")
    head = (desk.folder / "records" / "correction.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(head, 1) if "corrects:" in text)
    (warning,) = [one for one in built.stderr.splitlines() if "[page-changed]" in one]
    assert warning.startswith(f"records/correction.yaml:{line}: source.corrects: warning: the page {FILE} changed")
    assert f"run tuyun read {FILE} again and compare" in warning
    assert _ask(desk.run(), NAMED) == ["organization/dpi"]


@pytest.mark.parametrize(
    ("before", "after", "code", "words"),
    [
        (f"corrects: {FILE}", "corrects: pages/ky/bayann.txt", "unknown-correction", f"did you mean {FILE}?"),
        ("rank: editor\n", "rank: editor\n  rejects: [person/nobody]\n", "unknown-rejection", "person/nobody"),
        ("sha256: ", "sha256: x", "wrong-form", "64"),
    ],
)
def test_a_head_that_names_nothing_is_told(desk: Desk, before: str, after: str, code: str, words: str) -> None:
    outcome = desk.correct(lambda text: text.replace(before, after, 1))
    (error,) = _problems(outcome, "error")
    assert error.startswith("records/correction.yaml:")
    assert f"[{code}]" in error
    assert words in error


def test_json_lines_and_csv_correct_as_well(desk: Desk) -> None:
    slug = next(one for one in _ask(desk.run(), "SELECT ?a { ?a a tuyun:Article }") if "2020" in one).partition("/")[2]
    head = f'{{"source": {{"id": "c", "rank": "editor", "corrects": "{FILE}"}}, "kind": "article"}}'
    (desk.folder / "records" / "c.jsonl").write_text(f'{head}\n{{"id": "{slug}", "mentions": []}}\n', encoding="utf-8")
    assert _ask(desk.run(), NAMED) == []
    (desk.folder / "records" / "c.jsonl").unlink()
    (desk.folder / "records" / "c.csv").write_text(
        f"# source: {{id: c, rank: editor, corrects: {FILE}}}\n# kind: article\nid,mentions\n{slug},organization/dpi\n",
        encoding="utf-8",
    )
    assert _ask(desk.run(), NAMED) == ["organization/dpi"]
