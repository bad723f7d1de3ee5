"""``tuyun query --table``: SQL over the tables of a release; it reads them, and reaches and changes nothing else."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from test_cli import tuyun

from graph_builder.cli.querying import ResultFormat
from graph_builder.cli.table_querying import query
from graph_builder.errors import InputError, SystemFailure

PHASES = "SELECT id, funder, budget, start_first, isFinal FROM phase ORDER BY id"


@pytest.fixture(scope="module")
def release(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with its tables alone, which a query may not change."""
    folder = tmp_path_factory.mktemp("tables") / "it's a release"
    shutil.copytree(sample_release / "data" / "tables", folder / "data" / "tables")
    shutil.copy(sample_release / "release.json", folder)
    return folder


def answer(release: Path, sql: str, form: str = "csv") -> str:
    out = io.StringIO()
    query(release, sql, ResultFormat(form), out)
    return out.getvalue()


def test_the_command_answers_in_sql(release: Path, tmp_path: Path) -> None:
    found = tuyun("query", release, "--table", "SELECT count(*) AS n FROM article WHERE language = 'ky'", "-f", "csv")
    assert (found.returncode, found.stderr) == (0, "")
    assert int(found.stdout.split()[1]) > 10
    file = tmp_path / "phases.sql"
    file.write_text(PHASES, encoding="utf-8")
    assert tuyun("query", release, file, "--table", "-f", "csv").stdout == answer(release, PHASES)
    assert tuyun("query", release, "-", "--table", "-f", "csv", stdin=PHASES).stdout == answer(release, PHASES)


def test_the_command_says_what_is_wrong(release: Path, tmp_path: Path) -> None:
    wrong = tuyun("query", release, "--table", "SELECT nothing FROM article")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("tuyun: the query cannot be answered: Binder Error")
    assert "LINE 1" in wrong.stderr
    (tmp_path / "release.json").write_text("{}")
    (tmp_path / "data").mkdir()
    assert "holds no tables" in tuyun("query", tmp_path, "--table", "SELECT 1").stderr


def test_every_form_says_the_same(release: Path) -> None:
    objects = json.loads(answer(release, PHASES, "json"))
    rows = list(csv.DictReader(io.StringIO(answer(release, PHASES, "csv"))))
    assert list(csv.DictReader(io.StringIO(answer(release, PHASES, "tsv")), dialect="excel-tab")) == rows
    assert len(objects) == len(rows) > 3
    for found, row in zip(objects, rows, strict=True):
        assert row["funder"] == "|".join(found["funder"] or ())
        assert row["start_first"] == (found["start_first"] or "")
        assert row["budget"] == ("" if found["budget"] is None else str(found["budget"]))
        assert row["isFinal"] == {None: "", True: "true", False: "false"}[found["isFinal"]]
    shown = answer(release, PHASES, "table")
    assert shown.startswith("id")
    assert shown.endswith(f"{len(rows)} rows\n")
    assert answer(release, "SELECT 1 AS one", "table").endswith("\n1 row\n")
    assert json.loads(answer(release, "FROM phase WHERE false", "json")) == []


def test_values_of_every_type_have_a_form(release: Path) -> None:
    sql = "SELECT MAP {'a': [1]} a, {'x': DATE '2020-01-01'} b, 1.50 c, 'x'::BLOB d, TIME '10:00' e, [NULL, 2] f"
    (found,) = json.loads(answer(release, sql, "json"))
    assert (found["a"], found["b"], found["c"], found["f"]) == ({"a": [1]}, {"x": "2020-01-01"}, 1.5, [None, 2])
    assert answer(release, "SELECT 1.50, DATE '2020-01-01', [1, 2], true, NULL").splitlines()[1] == (
        "1.50,2020-01-01,1|2,true,"
    )


@pytest.mark.parametrize("form", ["xml", "ttl", "nt", "rdf", "jsonld"])
def test_forms_of_graphs_are_refused(release: Path, form: str) -> None:
    with pytest.raises(InputError, match="choose one of table, csv, tsv, json"):
        answer(release, PHASES, form)


READS = (
    "FROM read_text('/etc/hostname')",
    "FROM read_csv('/etc/passwd')",
    "FROM '/etc/passwd'",
    "FROM glob('/*')",
    "FROM sniff_csv('/etc/passwd')",
    "FROM read_parquet('{tables}/../../../other.parquet')",
    "FROM read_blob('{tables}/csv-metadata.json')",
    "FROM read_json('{tables}/datapackage.json')",
    "FROM 'http://127.0.0.1:1/x.parquet'",
    "FROM read_csv('https://127.0.0.1:1/x.csv')",
    "FROM 's3://bucket/x.parquet'",
    "FROM duckdb_secrets()",
    "FROM connection",
    "FROM folder",
    "SELECT (SELECT content FROM read_text('/etc/hostname')) FROM article",
    "FROM query('COPY article TO ''{tables}/x.csv''')",
)
WRITES = (
    "COPY article TO '{tables}/article.parquet'",
    "COPY article TO '/tmp/article.csv'",
    "CREATE TABLE article AS SELECT 1",
    "DROP VIEW article",
    "ATTACH '{tables}/x.db'",
    "EXPORT DATABASE '{tables}'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "PRAGMA enable_external_access",
    "CALL pragma_version()",
    "SELECT 1; COPY article TO '{tables}/x.csv'",
    "EXPLAIN ANALYZE COPY article TO '{tables}/x.csv'",
    "",
    "-- nothing",
)


def test_a_query_reads_the_tables_and_nothing_else(release: Path) -> None:
    tables = str(release / "data" / "tables").replace("'", "''")
    for sql in READS:
        with pytest.raises(InputError, match="the query cannot be answered"):
            answer(release, sql.format(tables=tables))
    assert len(READS) == 16


def test_a_query_changes_nothing(release: Path) -> None:
    before = {path: path.read_bytes() for path in release.rglob("*") if path.is_file()}
    for sql in WRITES:
        with pytest.raises(InputError, match="exactly one SELECT"):
            answer(release, sql.format(tables=str(release / "data" / "tables").replace("'", "''")))
    assert {path: path.read_bytes() for path in release.rglob("*") if path.is_file()} == before
    assert len(WRITES) == 16


def test_a_damaged_table_is_a_failure_of_the_system(release: Path, tmp_path: Path) -> None:
    damaged = shutil.copytree(release, tmp_path / "damaged")
    table = damaged / "data" / "tables" / "article.parquet"
    table.write_bytes(table.read_bytes()[:-200])
    with pytest.raises(SystemFailure, match="build the archive again"):
        answer(damaged, "SELECT count(*) FROM article")
