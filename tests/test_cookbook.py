"""The cookbook: every question is asked of the sample's release and answers what the case says, in every way it is shown."""

import csv
import io
import json
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from archive_support import sample_outcome
from selectolax.lexbor import LexborHTMLParser
from site_sample import sample, sample_report
from support import CASES, ROOT

from exports.cookbook import handbook, paths
from exports.cookbook.answers import Answer, Kitchen
from exports.cookbook.cells import Cells
from exports.cookbook.pages import OF_KIND, SHOWN, plan
from exports.cookbook.recipe import Form, Recipe, of_kind, recipes, themes
from exports.cookbook.tables import plain, worded
from exports.formats import CSV
from exports.framing.kinds import classes
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.list_tables import MARK
from exports.messages import LANGUAGES
from exports.page_language import PageLanguage
from exports.pages import plan_pages
from graph_builder.namespaces import PREFIXES
from graph_builder.rdf import plain as text_of
from graph_builder.resources import cookbook_text

CASE = CASES / "cookbook"
IDS = [recipe.id for recipe in recipes()]
EMPTY = {"successors"}
"""Honestly empty: no source of the sample says of an organization that another took over."""

RDFLIB = ("funder-regions", "recurring-partners", "issue-gaps", "translations", "winner-ranks", "single-source")
"""Asked of rdflib too: grouping, paths, sub-queries, named graphs, and all quick."""

BROKEN = """#+ kinds = ["phase"]
#+ [question]
{question}
#+ [tells]
#+ ky = "a"
#+ ru = "b"
#+ en = "c"

{query}
"""


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode().removeprefix(MARK), newline="")))


def test_there_are_as_many_cases_as_recipes() -> None:
    assert len(IDS) == 54
    assert sorted(path.stem for path in CASE.glob("*.csv")) == sorted(IDS)
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize("recipe", recipes(), ids=IDS)
def test_the_sample_answers_what_the_case_says(recipe: Recipe, sample_release: Path) -> None:
    answered = (sample_release / f"queries/{recipe.id}.csv").read_bytes()
    expected = (CASE / f"{recipe.id}.csv").read_bytes()
    assert rows_of(answered) == rows_of(expected)
    head, *rows = rows_of(answered)
    assert head == [column.name for column in recipe.columns]
    assert bool(rows) != (recipe.id in EMPTY)


@pytest.mark.parametrize("recipe", recipes(), ids=IDS)
def test_a_recipe_is_explained_in_three_languages_and_is_plain_sparql(recipe: Recipe) -> None:
    for said in (recipe.question, recipe.tells, *(text for one in recipe.columns for text in (one.label, one.means))):
        assert tuple(said) == LANGUAGES
        assert all(text.strip() == text != "" for text in said.values())
    assert all(text.endswith("?") for text in recipe.question.values())
    assert all(text.endswith((".", "`).")) for text in recipe.tells.values())
    assert recipe.kinds
    assert set(recipe.kinds) <= set(classes())
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>$", recipe.query, re.MULTILINE))
    body = re.sub(r"^PREFIX .*\n", "", recipe.query, flags=re.MULTILINE)
    assert declared == {prefix: PREFIXES[prefix] for prefix in declared}
    assert {prefix for prefix in PREFIXES if re.search(rf"(?<![\w:/.]){prefix}:\w", body)} == set(declared)
    for unlike in ("SERVICE", "GROUP_CONCAT", "SAMPLE", "DESCRIBE", "FROM ", "BNODE", "NOW(", "RAND(", "UUID("):
        assert unlike not in body
    assert "data.municipalitet.kg" not in recipe.query  # the cookbook goes with every archive
    assert ("ORDER BY" in body) == (recipe.form is Form.SELECT)


def test_the_order_of_every_table_is_total(sample_release: Path) -> None:
    for recipe in recipes():
        if recipe.form is not Form.SELECT:
            continue
        keys = re.findall(r"\?(\w+)", recipe.query.rpartition("ORDER BY")[2])
        places = [[one.name for one in recipe.columns].index(key) for key in keys]
        _, *rows = rows_of((sample_release / f"queries/{recipe.id}.csv").read_bytes())
        assert len({tuple(row[place] for place in places) for row in rows}) == len(rows), recipe.id


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib warns of its own calls
@pytest.mark.parametrize("id_", RDFLIB)
def test_rdflib_answers_the_same(id_: str, sample_release: Path) -> None:
    recipe = next(one for one in recipes() if one.id == id_)
    table = library(sample_release).query(recipe.query).serialize(format="csv")
    assert table is not None
    assert rows_of(table) == rows_of((sample_release / f"queries/{id_}.csv").read_bytes())


@cache
def library(release: Path) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    dataset.parse(data=(release / "data/dataset.nq").read_text("utf-8"), format="nquads")
    return dataset


def test_editors_load_the_recipes_as_executables(sample_release: Path) -> None:
    store = ox.Store()
    store.load(path=str(sample_release / "queries.ttl"), format=ox.RdfFormat.TURTLE)
    other = ox.Store()
    other.load(path=str(sample_release / "queries.jsonld"), format=ox.RdfFormat.JSON_LD)
    assert set(store) == set(other)
    found = store.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX schema: <https://schema.org/>
        SELECT ?sq ?comment ?query WHERE {
          ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; schema:target ?target ; sh:prefixes/sh:declare ?any ;
            sh:select|sh:ask|sh:construct ?query . ?any sh:prefix "tuyun" ; sh:namespace ?namespace
          FILTER (LANG(?comment) = "en") }"""
    )
    assert isinstance(found, ox.QuerySolutions)
    loaded = {row["sq"].value.rpartition("/")[2]: (row["comment"].value, row["query"].value) for row in found}
    assert loaded == {one.id: (one.question["en"], one.query) for one in recipes()}
    for form in Form:
        kind = ox.NamedNode(f"{PREFIXES['sh']}SPARQL{form}Executable")
        typed = list(store.quads_for_pattern(None, ox.NamedNode(f"{PREFIXES['rdf']}type"), kind))
        assert len(typed) == sum(one.form is form for one in recipes()) > 0


def test_the_json_holds_what_the_editor_reads(sample_release: Path) -> None:
    listed = json.loads((sample_release / "queries.json").read_bytes())["queries"]
    assert [(one["id"], one["question"], one["query"], one["kinds"]) for one in listed] == [
        (one.id, dict(one.question), one.query, list(one.kinds)) for one in recipes()
    ]


def test_the_file_of_a_query_asks_the_same(sample_release: Path) -> None:
    for recipe in recipes():
        text = (sample_release / f"queries/{recipe.id}.rq").read_text("utf-8")
        assert text.endswith(recipe.query)
        assert all(f"# {question}\n" in text for question in recipe.question.values())
        ox.Store().query(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_recipe_shows_its_answer_in_words(language: str, sample_release: Path) -> None:
    for recipe in recipes():
        tree = LexborHTMLParser((sample_release / f"queries/{recipe.id}.{language}.html").read_text("utf-8"))
        assert [one.text() for one in tree.css("h1")] == [recipe.question[language]]
        assert [one.text() for one in tree.css("#columns dt code")] == [one.name for one in recipe.columns]
        assert [one.text() for one in tree.css("#columns dd")] == [one.means[language] for one in recipe.columns]
        assert [one.text() for one in tree.css("#query pre")] == [recipe.query]
        head, *rows = rows_of((CASE / f"{recipe.id}.csv").read_bytes())
        assert len(tree.css(".answer tbody tr")) == min(len(rows), SHOWN)
        assert len(tree.css(".answer tbody td")) == min(len(rows), SHOWN) * len(head)
        assert "data.municipalitet.kg" not in " ".join(one.text() for one in tree.css(".answer td"))
        things = sum(cell.startswith("https://data.municipalitet.kg/") for row in rows[:SHOWN] for cell in row)
        assert len(tree.css(".answer td a[href^='../']")) >= things


def test_the_index_leads_to_every_recipe_by_theme(sample_release: Path) -> None:
    for language in LANGUAGES:
        tree = LexborHTMLParser((sample_release / paths.INDEX.format(language)).read_text("utf-8"))
        links = [link.attributes["href"] for link in tree.css(".questions a")]
        assert links == [paths.page(id_).format(language) for id_ in IDS]
        assert [one.text() for one in tree.css(".questions h2")] == [theme.title[language] for theme in themes()]
    default = (sample_release / paths.INDEX_DEFAULT).read_bytes()
    assert default == (sample_release / paths.INDEX.format("ky")).read_bytes()


def test_lists_and_entities_lead_to_the_questions_about_their_kind(sample_release: Path) -> None:
    asked = {kind for recipe in recipes() for kind in recipe.kinds}
    assert len(asked) > 10
    for kind in asked:
        tree = LexborHTMLParser((sample_release / f"ru/{kind}/index.html").read_text("utf-8"))
        links = [link.attributes["href"] for link in tree.css(f"#{OF_KIND} a")]
        assert links == [f"../../{paths.page(recipe.id).format('ru')}" for recipe in of_kind(kind)]
        entity = next((sample_release / kind).glob("*.ru.html"))
        assert f'href="../ru/{kind}/index.html#{OF_KIND}"' in entity.read_text("utf-8")


def test_the_release_leads_to_the_cookbook(sample_release: Path) -> None:
    assert "queries.ru.html" in (sample_release / "ru/index.html").read_text("utf-8")
    assert "queries.en.html" in (sample_release / "llms.txt").read_text("utf-8")
    assert "/queries.html> a foaf:Document" in (sample_release / "dcat.ttl").read_text("utf-8")
    sitemap = "".join(path.read_text("utf-8") for path in sample_release.glob("sitemap-*.xml"))
    for pattern in paths.pages():
        assert f"/{pattern.format('ky')}</loc>" in sitemap


def test_the_editor_opens_a_recipe_where_there_is_one() -> None:
    made = dict(plan(sample(3), languages(), editor="sparql.{}.html"))
    assert b'href="../sparql.ru.html?recipe=budgets"' in made["queries/budgets.ru.html"]
    assert b'href="sparql.ru.html"' in made["queries.ru.html"]
    without = dict(plan(sample(3), languages()))
    assert b"recipe=" not in without["queries/budgets.ru.html"]


def test_a_long_answer_is_cut_on_its_page_and_whole_in_its_tables() -> None:
    made = dict(plan_pages(sample(SHOWN + 40), sample_report()))
    tree = LexborHTMLParser(made["queries/articles-without-issue.en.html"].decode())
    whole = len(rows_of(made["queries/articles-without-issue.csv"])) - 1
    assert whole > SHOWN
    assert len(tree.css(".answer tbody tr")) == SHOWN
    assert f"The first {SHOWN}\u00a0rows are shown" in tree.css("#answer .why")[0].text()
    assert len(rows_of(made["queries/articles-without-issue.en.csv"])) - 1 == whole


def test_tables_for_people_have_names_and_addresses_and_no_formulas() -> None:
    recipe = next(one for one in recipes() if one.id == "name-forms")
    page = languages()[2]
    person = "<https://data.example.kg/person/ayday-ulanova>"
    answer = Answer(recipe, ((person, text_of('=cmd|"/c calc"'), '"2"^^<http://www.w3.org/2001/XMLSchema#integer>'),))
    assert rows_of(plain(answer))[1] == [person[1:-1], '\'=cmd|"/c calc"', "2"]
    table = worded(answer, Cells(page))
    assert table.startswith(MARK.encode())
    assert rows_of(table) == [
        ["person", "person: Permanent address", "name as stated", "articles"],
        ["Aidai Ulanova", person[1:-1], '\'=cmd|"/c calc"', "2"],
    ]


def test_an_archive_that_is_empty_still_has_its_cookbook() -> None:
    made = dict(plan(sample(0), languages()))
    assert len([path for path in made if path.endswith(".rq")]) == len(IDS)


def test_answers_are_the_same_each_time() -> None:
    first, second = (dict(plan(sample_outcome().dataset, languages())) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("question", "query", "said"),
    [
        ('#+ ky = "a"\n#+ ru = "b"', "ASK { }", "wants a text in each of ky, ru, en"),
        ('#+ ky = "a"\n#+ ru = "b"\n#+ en = "c"', "SELECT ?strange WHERE { ?strange a ?strange }", "'strange'"),
        ('#+ ky = "a"\n#+ ru = "b"\n#+ en = "c"', "SELECT WHERE", "x.rq"),
        ('#+ ky = a"\n#+ ru = "b"', "ASK { }", "x.rq"),
    ],
)
def test_a_recipe_with_a_fault_is_named(question: str, query: str, said: str) -> None:
    from exports.cookbook.recipe import read

    with pytest.raises(ValueError, match=re.escape(said)):
        read("x", BROKEN.format(question=question, query=query))


def test_no_column_is_explained_in_vain() -> None:
    used = {column.name for recipe in recipes() for column in recipe.columns}
    assert set(tomllib.loads(cookbook_text("columns.toml"))) == used


def test_the_document_is_up_to_date() -> None:
    assert (ROOT / "docs" / "cookbook.md").read_text("utf-8") == handbook.text()


def test_a_kitchen_keeps_claims_apart_from_the_view() -> None:
    dataset = sample(3)
    recipe = next(one for one in recipes() if one.id == "source-ranks")
    counted = sum(int(value_of(row[2])) for row in Kitchen(dataset).answer(recipe).rows)
    assert counted == len(dataset.claims)


def value_of(term: str) -> str:
    return term.split('"')[1]


def languages() -> Sequence[PageLanguage]:
    dataset = sample(3)
    index = GraphIndex(dataset)
    labels = Labels(dataset, index)
    return [PageLanguage(dataset, index, labels, code) for code in dataset.languages]


def test_tables_have_the_media_type_of_their_name() -> None:
    assert CSV.media_type == "text/csv"
