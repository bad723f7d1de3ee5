"""The command line as a newcomer meets it: results, exit statuses, messages; each run is a real process."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sparql_support import release_of
from support import ROOT

from graph_builder.cli import querying
from graph_builder.cli.app import app
from graph_builder.errors import InputError

COMMANDS = (
    "build",
    "check",
    "read",
    "query",
    "serve",
    "push",
    "verify",
    "rollback",
    "doctor",
    "rules",
    "init",
    "terms",
)


def tuyun(*arguments: str | Path, cwd: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "graph_builder", *map(str, arguments)]
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "120"}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, input=stdin, check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new archive that was built once."""
    folder = tmp_path_factory.mktemp("cli")
    assert tuyun("init", folder / "archive").returncode == 0
    built = tuyun("build", folder / "archive", "--out", folder / "public", "--strict")
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    """A copy of the new archive, to be spoilt."""
    return Path(shutil.copytree(made / "archive", tmp_path / "archive"))


def test_commands_are_those_of_the_contract() -> None:
    assert {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    } == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches(command: str) -> None:
    shown = tuyun(command, "--help")
    assert shown.returncode == 0
    assert f"tuyun {command}" in shown.stdout or f"graph_builder {command}" in shown.stdout
    assert len(shown.stdout) > 300


def test_a_new_archive_builds_at_once_and_opens(made: Path) -> None:
    page = made / "public" / "current" / "index.html"
    assert "<h1" in page.read_text(encoding="utf-8")
    release = json.loads((made / "public" / "current" / "release.json").read_text(encoding="utf-8"))
    assert release["withheld"] == 0
    assert release["entities"]["Article"] == 2


def test_a_page_as_a_source_is_called_by_its_title_or_else_by_its_address(archive: Path, tmp_path: Path) -> None:
    page = archive / "pages" / "ky-2.txt"
    text = page.read_text(encoding="utf-8")
    (archive / "pages" / "again.txt").write_text(text.replace("мисал", "дагы"), encoding="utf-8")
    (archive / "pages" / "untitled.txt").write_text("2024-07-01 / Жаңылыктар\nАталышсыз барак.\n", encoding="utf-8")
    table = archive / "pages" / "pages.csv"
    address = "https://www.example.org/ky/article/full/3.html"
    table.write_text(table.read_text(encoding="utf-8") + f"untitled.txt,{address},\n", encoding="utf-8")
    assert tuyun("build", archive, "--out", tmp_path / "public").returncode == 0
    select = "SELECT ?name WHERE { ?s a tuyun:Source ; tuyun:rank 'page' ; tuyun:name ?name }"
    names = tuyun("query", tmp_path / "public", select, "-f", "tsv").stdout.splitlines()[1:]
    short = "example.org/ky/article/full/3.html"
    assert sorted(names) == [
        f'"Page capture: {short}"@en',
        f'"Барактын көчүрмөсү: {short}"@ky',
        '"Барактын көчүрмөсү: Экинчи макала (again)"@ky',
        '"Барактын көчүрмөсү: Экинчи макала (ky-2)"@ky',
        f'"Снимок страницы: {short}"@ru',
    ]
    foot = (tmp_path / "public" / "current" / "article" / "ky-3.en.html").read_text(encoding="utf-8")
    assert foot.partition('class="sources"')[2].count(short) == 1


def test_progress_and_messages_go_to_standard_error(made: Path, tmp_path: Path) -> None:
    built = tuyun("build", made / "archive", "--out", tmp_path / "public")
    assert built.stdout == ""
    said, report, page = built.stderr.splitlines()[-3:]
    assert "0 errors and 1 remark in the input, 0 entities withheld, 1 warning; " in said
    assert Path(report.rpartition("report ")[2]).is_file()
    assert "open " in page
    assert not re.search("\x1b", built.stderr)


@pytest.mark.parametrize(
    ("form", "expected"),
    [("table", "rows"), ("csv", "a\r\n"), ("tsv", "?a"), ("json", '"bindings"'), ("xml", "<sparql")],
)
def test_query_answers_in_every_table_form(made: Path, form: str, expected: str) -> None:
    answered = tuyun("query", made / "public", "SELECT ?a WHERE { ?a a tuyun:Article }", "-f", form)
    assert answered.returncode == 0, answered.stderr
    assert expected.strip() in answered.stdout
    assert "article/ky-1" in answered.stdout


@pytest.mark.parametrize(("form", "expected"), [("ttl", "tuyun:Article"), ("nt", "#Article>"), ("jsonld", '"@id"')])
def test_query_answers_in_graph_forms(made: Path, form: str, expected: str) -> None:
    answered = tuyun("query", made / "public", "CONSTRUCT WHERE { ?a a tuyun:Article; tuyun:title ?t }", "-f", form)
    assert answered.returncode == 0, answered.stderr
    assert expected in answered.stdout


GRAPHS = """<https://data.example.kg/a> <http://e/p> "view" .
<https://data.example.kg/a> <http://e/p> "both" <https://data.example.kg/source/1> .
<https://data.example.kg/a> <http://e/p> "both" <https://data.example.kg/source/2> .
<https://data.example.kg/a> <http://e/p> _:b <https://data.example.kg/source/2> .
"""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?x { <a> <http://e/p> ?x }", ["view"]),
        ("SELECT ?x FROM <urn:x-arq:DefaultGraph> { ?s ?p ?x }", ["view"]),
        ("SELECT ?x FROM <source/1> { ?s ?p ?x }", ["both"]),
        ("SELECT ?x FROM <source/3> { ?s ?p ?x }", []),
        ("SELECT (COUNT(*) AS ?x) FROM <source/1> FROM <source/2> { ?s ?p ?o }", ["2"]),
        ("SELECT (COUNT(*) AS ?x) FROM <urn:x-arq:UnionGraph> { ?s ?p ?o }", ["3"]),
    ],
)
def test_query_reads_names_and_graphs_as_the_portal_does(tmp_path: Path, query: str, expected: list[str]) -> None:
    out = io.StringIO()
    querying.query(release_of(tmp_path, GRAPHS).folder, query, querying.ResultFormat.TSV, out)
    assert [line.strip('"') for line in out.getvalue().splitlines()[1:]] == expected


def test_query_says_where_it_is_wrong_and_shows_blank_nodes(tmp_path: Path) -> None:
    folder = release_of(tmp_path, GRAPHS).folder
    with pytest.raises(InputError, match="line 2, column 18: "):
        querying.query(folder, "SELECT ?x\nWHERE { ?s ?p ?o ?x }\nLIMIT 5", querying.ResultFormat.CSV, io.StringIO())
    out = io.StringIO()
    querying.query(folder, "SELECT ?x { BIND(BNODE() AS ?x) }", querying.ResultFormat.TABLE, out)
    assert "_:" in out.getvalue()


def test_query_from_a_file_and_from_standard_input(made: Path, tmp_path: Path) -> None:
    text = "ASK { GRAPH ?g { ?a a tuyun:Article } }"
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    assert tuyun("query", made / "public", tmp_path / "q.rq").stdout == "yes\n"
    assert tuyun("query", made / "public", "-", stdin=text).stdout == "yes\n"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent ?x { ?s ?p ?o } }",
        "ASK { ?s ?p 'a # not a comment' . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_query_asks_no_other_server(made: Path, query: str) -> None:
    refused = tuyun("query", made / "public", query)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "SERVICE" in refused.stderr


def test_query_may_speak_of_services(made: Path) -> None:
    text = "SELECT ?service WHERE { ?service rdfs:label 'SERVICE' } # service"
    assert tuyun("query", made / "public", text).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("query", "{public}", "SELECT"), "SPARQL"),
        (("query", "{public}", "ASK {}", "-f", "ttl"), "choose one of"),
        (("query", "{public}", "CONSTRUCT WHERE { ?a ?b ?c }", "-f", "csv"), "choose one of"),
        (("query", "{empty}", "ASK {}"), "tuyun build"),
        (("build", "{empty}"), "tuyun.toml"),
        (("check", "{empty}/nowhere"), "no such folder"),
        (("build", "{archive}", "--out", "{archive}/tuyun.toml"), "is a file"),
        (("read", "{empty}/nothing.txt"), "no such file"),
        (("init", "{archive}"), "not an empty folder"),
        (("build", "--bad-option"), "No such option"),
        (("frobnicate",), "No such command"),
    ],
)
def test_wrong_calls_exit_with_2_and_say_what_to_do(
    made: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    places = {"public": made / "public", "archive": made / "archive", "empty": tmp_path}
    filled = [re.sub(r"\{(public|archive|empty)\}", lambda found: str(places[found[1]]), one) for one in arguments]
    refused = tuyun(*filled, cwd=tmp_path)
    assert refused.returncode == 2, refused.stderr
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_mistyped_date_is_told_with_its_line_and_the_rest_is_published(archive: Path, tmp_path: Path) -> None:
    records = archive / "records" / "articles.yaml"
    records.write_text(records.read_text(encoding="utf-8").replace("2024-05-17", "2024-15-17"), encoding="utf-8")
    built = tuyun("build", archive, "--out", tmp_path / "public")
    assert built.returncode == 0
    line = next(
        number for number, text in enumerate(records.read_text(encoding="utf-8").splitlines(), 1) if "2024-15" in text
    )
    assert f"records/articles.yaml:{line}: records[0].date" in built.stderr
    assert (tmp_path / "public" / "current" / "person" / "example-author.html").exists()
    assert not (tmp_path / "public" / "current" / "article" / "ky-1.html").exists()
    assert tuyun("build", archive, "--out", tmp_path / "public", "--strict").returncode == 1


def test_a_wrong_check_digit_is_told_and_only_the_number_is_left_out(archive: Path, tmp_path: Path) -> None:
    magazine = archive / "authorities" / "magazine.yaml"
    text = magazine.read_text(encoding="utf-8").replace("    publisher:", "    issn: 1694-7054\n    publisher:")
    magazine.write_text(text, encoding="utf-8")
    built = tuyun("build", archive, "--out", tmp_path / "public")
    assert built.returncode == 0, built.stderr
    assert "authorities/magazine.yaml:3: issn: error: wrong check digit: 1694-7054" in built.stderr
    page = (tmp_path / "public" / "current" / "magazine" / "my-magazine.ttl").read_text(encoding="utf-8")
    assert "issn" not in page
    assert (tmp_path / "public" / "current" / "article" / "ky-1.html").exists()


def test_what_a_shape_refuses_is_withheld_with_its_message(archive: Path, tmp_path: Path) -> None:
    (archive / "records" / "phases.yaml").write_text(
        "source: {id: partner, rank: partner}\n"
        "records:\n"
        "  - {kind: project, id: p, name: {en: P}}\n"
        "  - {kind: phase, id: p-1, project: p, ordinal: 1, start: 2022-06, end: 2021-01}\n"
        "  - {kind: phase, id: p-2, project: p, ordinal: 2, start: 2022-06, end: 2023-01}\n",
        encoding="utf-8",
    )
    built = tuyun("build", archive, "--out", tmp_path / "public")
    assert built.returncode == 0, built.stderr
    assert "records/phases.yaml:4: records[1]: withheld: https://data.example.org/phase/p-1" in built.stderr
    release = tmp_path / "public" / "current"
    assert not (release / "phase" / "p-1.html").exists()
    assert (release / "phase" / "p-2.html").exists()
    assert "phase/p-1" not in (release / "project" / "p.nt").read_text(encoding="utf-8")
    assert (release / "report" / "quarantine" / "phase-p-1.nq").read_text(encoding="utf-8")


def test_check_publishes_nothing_and_reports_in_four_forms(archive: Path, tmp_path: Path) -> None:
    records = archive / "records" / "articles.yaml"
    records.write_text(records.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    before = sorted(path.name for path in archive.rglob("*"))
    text = tuyun("check", archive, cwd=tmp_path)
    assert text.returncode == 1
    assert "titel" in text.stdout
    assert "title" in text.stdout
    report = json.loads(tuyun("check", archive, "--format", "json").stdout)
    assert report["problems"][0]["file"] == "records/articles.yaml"
    assert "<h1" in tuyun("check", archive, "--format", "html").stdout
    annotation = tuyun("check", archive, "--format", "github").stdout.splitlines()[0]
    assert re.match(r"::error file=.*records/articles\.yaml,line=\d+,title=[a-z-]+::", annotation)
    assert sorted(path.name for path in archive.rglob("*")) == before
    assert not (tmp_path / "public").exists()


def test_check_lists_warnings_by_cause_with_their_places(archive: Path) -> None:
    organizations = archive / "authorities" / "organizations.yaml"
    organizations.write_text(organizations.read_text(encoding="utf-8").replace("    type: ngo\n", ""), encoding="utf-8")
    lines = tuyun("check", archive).stdout.splitlines()
    cause = lines.index("warning: kind: No kind of organization is given: add it if a source states it [1]")
    place = "authorities/organizations.yaml:3: records[0]"
    assert lines[cause + 1] == f"    {place}: https://data.example.org/organization/my-publisher"
    report = json.loads(tuyun("check", archive, "--format", "json").stdout)
    places = [one["places"] for one in report["warnings"] if one["focusNode"].endswith("my-publisher")]
    assert places == [[{"file": "authorities/organizations.yaml", "line": 3, "path": "records[0]"}]]
    assert place in tuyun("check", archive, "--format", "html").stdout
    shown = tuyun("check", archive, "--format", "github").stdout
    assert f"::warning file={archive.as_posix()}/authorities/organizations.yaml,line=3," in shown


def test_a_page_is_read_as_yaml_and_a_correction_of_it_wins(tmp_path: Path) -> None:
    archive = Path(shutil.copytree(ROOT / "archive", tmp_path / "archive"))
    page = next(iter(sorted((archive / "pages" / "ru").glob("*.txt"))))
    read = tuyun("read", page)
    assert read.returncode == 0, read.stderr
    title = re.search(r"title: (.+)", read.stdout)
    assert title
    (archive / "records" / "correction.yaml").write_text(
        read.stdout.replace(title[0], "title: Исправленное название"), encoding="utf-8"
    )
    checked = tuyun("check", archive, "--format", "json")
    assert json.loads(checked.stdout)["withheld"] == []


def test_terms_are_up_to_date() -> None:
    assert tuyun("terms", "--check").stdout == "up to date\n"
