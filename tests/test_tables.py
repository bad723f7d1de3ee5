"""The tables hold the graph: all of it, nothing else, in the same bytes each time, for readers of other makers."""

import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from archive_support import sample_outcome
from csvw import CSVW
from frictionless import Package
from site_sample import SCRIPT, dataset_of
from support import ROOT, store_of
from tables_support import as_uris, described, read_csv, to_rdf, with_one_datatype, write_tables

from exports.tables.columns import ANY, DECIMAL, EDTF, REFERENCE, TEXT, class_tables
from exports.tables.listing import all_tables
from exports.tables.separators import SEPARATORS
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.dates import EDTF as EDTF_DATATYPE
from graph_builder.namespaces import DCTERMS_IDENTIFIER, RDF_TYPE
from graph_builder.rdf import Triple, iri_text, literal_parts
from graph_builder.records import AnyRecord, Article, Organization, Phase, Project
from graph_builder.schema import schema

TEXTS = (
    "=HYPERLINK('https://example.org')",
    "+1",
    "@SUM(A1)",
    "-2",
    'сап\nsecond "line", and a comma',
    "carriage\rreturn and\r\nboth",
    "a|b¦c",
    " blanks around ",
    "\ttab",
    "# no comment",
    "'apostrophe",
    SCRIPT,
    "NULL",
    "\\N",
    "𝄞 \u2028 \u202eעברית",
    ";" * 300,
)


def hostile() -> Dataset:
    """A dataset of texts on which writers and readers of tables have failed."""
    said: dict[str, list[AnyRecord]] = {
        "authorities": [
            *(Organization(id=f"o-{n}", name={"ky": text, "en": text}) for n, text in enumerate(TEXTS)),
            Organization(id="many", name={"ky": "Көп"}, abbreviation={"ky": list(TEXTS), "ru": ["a", "b"]}),
            Organization(id="signs", name={"ky": "Белгилер"}, abbreviation={"en": ["a|b", "c¦d", "e‖f", "g␞h"]}),
            Project(id="p", name={"ky": "Долбоор"}, municipality_count=10**30),
            Phase(id="p-1", project="p", ordinal=1, budget=Decimal("0.10"), municipality_count=3),
            Phase(id="p-2", project="p", ordinal=2, budget=Decimal("99999999999.123")),
        ],
        "partner-report": [Article(id="a", language="ky", title=TEXTS[4], about=["organization/many", "project/p"])],
    }
    return dataset_of(said)


DATASETS = {"archive": lambda: sample_outcome().dataset, "hostile": hostile}


@pytest.fixture(scope="module", params=DATASETS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Path]:
    """A dataset and the folder of its tables."""
    dataset = DATASETS[request.param]()
    return dataset, write_tables(dataset, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def archive_tables(sample_release: Path) -> Path:
    return sample_release / "data" / "tables"


def ask(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """Answer SQL in which ``{name}`` stands for a table as Parquet."""
    names = {table.name: f"'{folder}/{table.name}.parquet'" for table in all_tables()}
    return connection().execute(sql.format(**names)).fetchall()


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


# --- The graph in tables ----------------------------------------------------------------------------------------


def test_every_class_has_a_table_and_no_name_stands_twice() -> None:
    assert {table.class_ for table in class_tables()} == set(schema().kinds)
    names = [table.name for table in all_tables()]
    assert len(names) == len(set(names)) == len(schema().kinds) + 2
    assert {"article", "person", "instrument", "contribution", "disagreement_value", "links", "claims"} <= set(names)
    for table in all_tables():
        columns = [column.name.lower() for column in table.columns]
        assert len(columns) == len(set(columns)), table.name


def test_there_are_as_many_rows_as_things(written: tuple[Dataset, Path]) -> None:
    dataset, folder = written
    store = store_of(dataset.view)
    for table in class_tables():
        (counted,) = store.query(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a {table.class_} }}")  # type: ignore[misc]
        assert ask(folder, f"SELECT count(*), count(DISTINCT id), count(DISTINCT iri) FROM {{{table.name}}}") == [
            (int(counted[0].value),) * 3
        ], table.name
        assert sum(1 for _ in read_csv(folder, described(folder)[f"{table.name}.csv"])) == int(counted[0].value)


def test_the_tables_say_what_the_published_view_says(written: tuple[Dataset, Path]) -> None:
    """CSVW makes of the CSV files the view again; only the datatype of dates is one for all precisions."""
    dataset, folder = written
    dates = {one.property for table in class_tables() for one in table.columns if one.form is EDTF}
    view = with_one_datatype(as_uris(said_in_tables(dataset)), dates, EDTF_DATATYPE)
    rebuilt = with_one_datatype(to_rdf(folder), dates, EDTF_DATATYPE)
    assert sorted(rebuilt - view)[:5] == []
    assert sorted(view - rebuilt)[:5] == []
    assert len(view) > 150


def said_in_tables(dataset: Dataset) -> Iterator[Triple]:
    """What the tables leave out: further classes, values of any type, identifiers that the id of the table extends."""
    any_kind = {table.class_ for table in class_tables() if not table.kind}
    classes = {s: o for s, p, o in dataset.view if p == RDF_TYPE and o in schema().kinds}
    for subject, property_, value in dataset.view:
        if subject not in classes or (property_ == RDF_TYPE and value not in schema().kinds):
            continue
        if property_ == terms.value or (property_ == DCTERMS_IDENTIFIER and classes[subject] in any_kind):
            continue
        yield subject, property_, value


def test_parquet_holds_what_csv_holds(written: tuple[Dataset, Path]) -> None:
    _, folder = written
    cells = 0
    for table in all_tables():
        rows = ask(folder, f"FROM {{{table.name}}}")
        names = [column.name for column in table.columns]
        decimals = {column.name for column in table.columns if column.form is DECIMAL}
        for row, read in zip(rows, read_csv(folder, described(folder)[f"{table.name}.csv"]), strict=True):
            stored = {name: _as_text(value) for name, value in zip(names, row, strict=True) if value not in (None, "")}
            for name in decimals & set(read):  # CSV keeps the written form of a decimal, Parquet its value
                read[name] = _as_text(Decimal(str(read[name])))
            assert read == stored, table.name
            cells += len(stored)
    assert cells > 500


def _as_text(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def test_every_claim_is_a_row(written: tuple[Dataset, Path]) -> None:
    dataset, folder = written
    rows = ask(
        folder,
        "SELECT subject_iri, property_iri, value, language, datatype, s.iri, c.preferred, c.rank = s.rank "
        "FROM {claims} c JOIN {source} s ON s.id = c.source",
    )
    published = set(dataset.view)
    expected = []
    for subject, property_, value, graph in dataset.claims:
        if value.startswith("<"):
            text, language, datatype = iri_text(value), None, None
        else:
            text, tag, type_ = literal_parts(value)
            language = tag or None
            lang_string = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
            datatype = lang_string if tag else type_ or "http://www.w3.org/2001/XMLSchema#string"
        said = (subject, property_, value) in published
        expected.append((iri_text(subject), iri_text(property_), text, language, datatype, iri_text(graph), said, True))
    assert sorted(rows, key=repr) == sorted(expected, key=repr)
    assert len(rows) == len(dataset.claims)


def test_every_reference_leads_to_a_row(written: tuple[Dataset, Path]) -> None:
    _, folder = written
    checked = 0
    for table in all_tables():
        for column in (one for one in table.columns if one.form is REFERENCE):
            values = f'unnest("{column.name}")' if column.many else f'"{column.name}"'
            sql = f"SELECT id FROM (SELECT {values} AS id FROM {{{table.name}}}) r WHERE id IS NOT NULL"
            assert ask(folder, f"{sql} AND id NOT IN (SELECT id FROM {{{column.target}}})") == []
            checked += 1
    assert checked > 30


def test_links_lead_from_row_to_row(written: tuple[Dataset, Path]) -> None:
    dataset, folder = written
    links = ask(folder, "FROM {links}")
    rows = {table.name: dict(ask(folder, f"SELECT id, iri FROM {{{table.name}}}")) for table in class_tables()}
    for subject_kind, subject, subject_iri, _, _, kind, object_, object_iri in links:
        assert rows[subject_kind][subject] == subject_iri
        assert (rows[kind][object_] == object_iri) if kind else object_ is None
    view = {(s, p, o) for s, p, o in dataset.view if o.startswith("<") and p != RDF_TYPE}
    assert {(f"<{row[2]}>", f"<{row[4]}>", f"<{row[7]}>") for row in links} == view


def test_days_stand_beside_dates_of_any_precision(archive_tables: Path) -> None:
    rows = ask(archive_tables, "SELECT start, start_first, start_last FROM {project} WHERE length(start) = 7")
    assert rows
    for text, first, last in rows:
        assert first == date.fromisoformat(f"{text}-01")
        assert first.month == last.month
        assert last.day >= 28


# --- Values on which tables break -------------------------------------------------------------------------------


def test_hostile_texts_survive(tmp_path: Path) -> None:
    folder = write_tables(hostile(), tmp_path)
    names = dict(ask(folder, "SELECT id, name_ky FROM {organization}"))
    assert [names[f"o-{n}"] for n in range(len(TEXTS))] == list(TEXTS)
    ((found,),) = ask(folder, "SELECT abbreviation_ky FROM {organization} WHERE id = 'many'")
    assert sorted(found) == sorted(TEXTS)
    organizations = described(folder)["organization.csv"]
    read = {str(row["id"]): row for row in read_csv(folder, organizations)}
    assert [read[f"o-{n}"]["name_ky"] for n in range(len(TEXTS))] == list(TEXTS)
    assert sorted(read["many"]["abbreviation_ky"]) == sorted(TEXTS)
    separators = {one["name"]: one.get("separator") for one in organizations["tableSchema"]["columns"]}
    assert (separators["abbreviation_ky"], separators["abbreviation_ru"]) == ("‖", "|")
    assert separators["abbreviation_en"] == SEPARATORS[-1]


def test_duckdb_reads_the_csv_files_in_one_line(written: tuple[Dataset, Path]) -> None:
    _, folder = written
    for table in all_tables():
        ((rows,),) = ask(folder, f"SELECT count(*) FROM {{{table.name}}}")
        read = connection().execute(f"SELECT count(*) FROM '{folder}/{table.name}.csv'").fetchone()
        assert read == (rows,), table.name


def test_numbers_too_large_for_their_type_stay_whole_as_text(tmp_path: Path) -> None:
    folder = write_tables(hostile(), tmp_path)
    assert ask(folder, "SELECT municipalityCount FROM {project}") == [(str(10**30),)]
    assert ask(folder, "SELECT municipalityCount, budget FROM {phase} ORDER BY id") == [
        (3, Decimal("0.10")),
        (None, Decimal("99999999999.123")),
    ]


def test_no_text_of_a_column_by_language_may_be_empty() -> None:
    """An empty cell of CSV is a value that is missing; the shapes allow no empty text that could be taken for one."""
    for table in class_tables():
        shapes = {one.path: one for one in schema().kinds[table.class_].properties}
        for column in table.columns:
            if column.form is TEXT:
                assert "minLength" in shapes[column.property].limits, column.name
    assert [column.name for table in class_tables() for column in table.columns if column.form is ANY] == ["value"]


# --- The same bytes, and readers of other makers ----------------------------------------------------------------


def test_a_release_holds_the_tables_with_the_same_bytes(archive_tables: Path, tmp_path: Path) -> None:
    here = write_tables(sample_outcome().dataset, tmp_path)
    files = {path.name: path.read_bytes() for path in here.iterdir()}
    assert files == {path.name: path.read_bytes() for path in archive_tables.iterdir()}
    assert len(files) == 2 * len(all_tables()) + 2


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path[:0] = ['tests', '.']; from pathlib import Path; from test_tables import hostile; "
        "from tables_support import write_tables; write_tables(hostile(), Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "there")]
    environment = {"TZ": "Asia/Bishkek", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    write_tables(hostile(), tmp_path / "here")
    there, here = (
        {path.name: path.read_bytes() for path in (tmp_path / name / "data" / "tables").iterdir()}
        for name in ("there", "here")
    )
    assert there == here


def test_a_reader_of_csvw_finds_the_tables_valid(written: tuple[Dataset, Path]) -> None:
    _, folder = written
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = CSVW(str(folder / "csv-metadata.json"), validate=True, strict=False)
        assert found.is_valid, found.warnings
    assert len(found.tables) == len(all_tables())


def test_frictionless_finds_the_tables_valid(written: tuple[Dataset, Path]) -> None:
    _, folder = written
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "note"])[:5]
    assert len(report.tasks) == len(all_tables())


def test_descriptions_say_each_column_in_three_languages(archive_tables: Path) -> None:
    for table in described(archive_tables).values():
        assert {one["@language"] for one in table["dc:title"]} >= {"ky", "ru", "en"}
        for column in table["tableSchema"]["columns"]:
            if not column.get("virtual"):
                assert set(column["titles"]) >= {"und", "ky", "ru", "en"}, (table["url"], column["name"])
                assert {one["@language"] for one in column["dc:description"]} >= {"ky", "ru", "en"}


def test_nothing_is_said_of_a_licence_that_nobody_states(archive_tables: Path) -> None:
    licence = sample_outcome().dataset.publication.license
    package = json.loads((archive_tables / "datapackage.json").read_bytes())
    group = json.loads((archive_tables / "csv-metadata.json").read_bytes())
    assert ([{"path": licence}] if licence else None) == package.get("licenses")
    assert ({"@id": licence} if licence else None) == group.get("dc:license")
