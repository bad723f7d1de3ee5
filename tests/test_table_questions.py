"""The questions that docs and benchmark put to the tables in SQL: the same rows as the same questions in SPARQL."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from site_sample import dataset_of, sample
from support import ROOT, store_of
from tables_support import write_tables

from bench.sparql.dump import release
from bench.sparql.queries import QUERIES, SQL
from bench.sparql.tables import Tables, write
from exports.tables.columns import class_tables
from graph_builder.dates import PartialDate
from graph_builder.records import AnyRecord, Article

_ARTICLES: Final = 2_000
_SAMPLE: Final = {
    "https://data.example.org/": "https://data.municipalitet.kg/",
    "project-7": "vap",
    "rubric-3": "hot-topic",
    "бюджет кеңеш": "Муниципалитет",
    "organization-1": "dpi",
    "2020-05-01": "2019-11-01",
    "2020-06-01": "2019-12-01",
    "2025-06-01": "2013-01-31",
}
_MADE_UP: Final = {
    "https://data.example.org/": "https://data.example.kg/",
    "project-7": "demo",
    "rubric-3": "news",
    "бюджет кеңеш": "бюджет",
    "organization-1": "oto",
    "2020-05-01": "2020-10-01",
    "2020-06-01": "2020-11-01",
    "2025-06-01": "2012-01-01",
}


@dataclass(frozen=True)
class Both:
    """One graph in a store and as tables, and what stands in it in place of the constants of generated articles."""

    store: ox.Store
    tables: Tables
    constants: Mapping[str, str]

    def put(self, question: str) -> str:
        for generated, here in self.constants.items():
            question = question.replace(generated, here)
        return question


def _generated(place: Path, _: Path) -> Both:
    release(place / "release", _ARTICLES)
    write(place / "release")
    return Both(_loaded(place / "release"), Tables(place / "release"), {})


def _built(_: Path, built: Path) -> Both:
    return Both(_loaded(built), Tables(built), _SAMPLE)


def _made_up(place: Path, _: Path) -> Both:
    dataset = sample()
    write_tables(dataset, place)
    return Both(store_of(dataset.view), Tables(place), _MADE_UP)


def _loaded(folder: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(folder / "data" / "dataset.nq"), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module", params=[_generated, _built, _made_up], ids=lambda make: make.__name__.strip("_"))
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sample_release: Path) -> Both:
    make: Callable[[Path, Path], Both] = request.param
    return make(tmp_path_factory.mktemp("questions"), sample_release)


def _rows(found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> list[tuple[str, ...]]:
    """The rows as the tables have them: values without datatype and language; of a graph, subjects and objects."""
    if isinstance(found, ox.QueryTriples):
        return [(_value(one.subject), _value(one.object)) for one in found]
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [tuple(_value(row[name]) for name in names) for row in found]


def _value(term: object) -> str:
    return "" if term is None else str(term.value)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", SQL)
def test_the_tables_answer_with_the_same_rows(both: Both, name: str) -> None:
    wanted = _rows(both.store.query(both.put(QUERIES[name])))
    found = both.tables.rows(both.put(SQL[name]))
    assert sorted(found) == sorted(wanted)
    assert wanted
    assert wanted != [("0",)]
    if "ORDER BY" in SQL[name] and "CONSTRUCT" not in QUERIES[name]:
        assert found == wanted


def test_the_questions_ask_every_table_in_which_the_property_stands() -> None:
    checked = 0
    for name, sql in SQL.items():
        for property_ in set(re.findall(r"tuyun:([a-z]\w*)", QUERIES[name])) - {"contribution"}:  # is «article» there
            tables = {
                table.name
                for table in class_tables()
                if any(one.property == f"<https://w3id.org/tuyun/ontology#{property_}>" for one in table.columns)
            }
            if name in {"a month", "by year"} or len(tables) == 1:
                assert all(re.search(rf"\b{table}\b", sql) for table in tables), (name, property_)
                checked += 1
    assert checked > 10


def test_an_uncertain_date_and_a_season_have_a_year_in_the_tables_alone(tmp_path: Path) -> None:
    """The difference that `docs/sparql.md` names."""
    dates = {"a": "2015-03?", "b": "2015-03", "c": "2015", "d": "2021-21", "e": "2015-03-02", "f": "2015-03-02~"}
    articles: list[AnyRecord] = [Article(id=id_, date=PartialDate.parse(text)) for id_, text in dates.items()]
    dataset = dataset_of({"page-0123456789ab": [*articles, Article(id="g")]})
    write_tables(dataset, tmp_path)
    assert sorted(Tables(tmp_path).rows(SQL["by year"])) == [("2015", "5"), ("2021", "1")]
    assert sorted(_rows(store_of(dataset.view).query(QUERIES["by year"]))) == [("", "3"), ("2015", "3")]


def test_the_documents_quote_the_questions_as_they_are() -> None:
    text = (ROOT / "docs" / "sparql.md").read_text(encoding="utf-8")
    quoted = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    assert quoted
    assert set(quoted) <= set(SQL.values())
