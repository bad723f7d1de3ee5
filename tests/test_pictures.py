"""The pictures: what they are drawn from, in golden values; what they say, against SPARQL; how they are written."""

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from site_sample import IRIS, sample, sample_report
from support import CASES, quads_of, select, store_of

from exports.graph_index import GraphIndex
from exports.labels import Labels, Text
from exports.messages import Words
from exports.page_language import PageLanguage
from exports.pages import plan_pages
from exports.pictures import drawing, network, rubric_years, timeline
from exports.pictures.catalogue import Pictures
from exports.pictures.geography import CITIES, UNITS, centre, outline
from exports.pictures.periods import Bound, Period, ProjectPeriods, all_periods
from exports.pictures.places import Tally, places_of
from exports.pictures.rubrics import RubricYears, rubrics_of
from exports.pictures.run import run_of
from exports.pictures.ties import Tie, columns, ties_of
from graph_builder.dataset import Dataset
from graph_builder.dates import PartialDate
from graph_builder.identifiers import Iris
from graph_builder.report import Report

LANGUAGES = ("ky", "ru", "en")
PAGES = ("timeline", "map", "calendar", "rubrics-by-year", "network")
FOLDER = CASES / "pictures"
CASE_IRIS = Iris("https://data.example.org/")


def dataset(text: str) -> Dataset:
    quads = quads_of(text)
    view = tuple(sorted(quad[:3] for quad in quads if not quad[3]))
    return Dataset(CASE_IRIS, LANGUAGES, (), view, tuple(quad for quad in quads if quad[3]))


@cache
def case() -> Dataset:
    return dataset((FOLDER / "graph.trig").read_text("utf-8"))


@cache
def site(of_case: bool = False) -> dict[str, bytes]:
    data = case() if of_case else sample()
    return dict(plan_pages(data, Report((), (), (), ()) if of_case else sample_report()))


def tree(path: str, of_case: bool = False) -> LexborHTMLParser:
    return LexborHTMLParser(site(of_case)[path].decode())


def name(term: str) -> str:
    return CASE_IRIS.path(term) if term else ""


def periods(index: GraphIndex) -> Any:
    return {
        name(row.term): [[stretch.certainty, str(stretch.first), str(stretch.last)] for stretch in row.stretches()]
        for one in all_periods(index)
        for row in one.rows()
    }


def disputed(index: GraphIndex) -> Any:
    rows = [row for one in all_periods(index) for row in one.rows()]
    return {
        f"{name(row.term)} {end}": [one.text for one in bound.dates]
        for row in rows
        for end, bound in (("start", row.start), ("end", row.end))
        if len(bound.dates) > 1
    }


def places(index: GraphIndex) -> Any:
    found = places_of(index)
    return {
        "units": {unit: name(term) for unit, term in found.units.items()},
        "tallies": {name(term): [one.articles, one.phases] for term, one in sorted(found.tallies.items())},
        "country itself": [found.country_itself.articles, found.country_itself.phases],
        "elsewhere": [found.elsewhere.articles, found.elsewhere.phases],
        "inside": {name(term): [name(one) for one in inside] for term, inside in sorted(found.inside.items())},
        "unit of": {name(term): unit for term, unit in sorted(found.unit_of.items())},
    }


def run(index: GraphIndex) -> Any:
    found = run_of(index)
    return {
        "numbers": [[one.said, one.state, one.captures] for one in found.numbers],
        "months": {
            f"{month // 12}-{month % 12 + 1:02}": [one.said for one in numbers]
            for month, numbers in found.by_month().items()
        },
        "states": found.states(),
        "unplaced": found.unplaced,
    }


def rubrics(index: GraphIndex) -> Any:
    return [[name(one.rubric), {str(year): count for year, count in one.articles.items()}] for one in rubrics_of(index)]


def ties(index: GraphIndex) -> Any:
    found = ties_of(index)
    return {
        "ties": [[name(tie.project), name(tie.organization), tie.role.rpartition("#")[2][:-1]] for tie in found],
        "columns": [[name(term) for term in column] for column in columns(found)],
    }


@pytest.mark.parametrize("model", [periods, disputed, places, run, rubrics, ties])
def test_models_are_as_expected(model: Callable[[GraphIndex], Any]) -> None:
    expected = json.loads((FOLDER / "expected.json").read_text("utf-8"))
    assert json.loads(json.dumps(model(GraphIndex(case())))) == expected[model.__name__]


def rows(path: str, figure: str, of_case: bool = False) -> list[list[str]]:
    """Return the table of a figure as text, its first row the heads."""
    table = tree(path, of_case).css_first(f"#{figure} table")
    assert table is not None, (path, figure)
    return [[text_of(cell) for cell in row.css("th, td")] for row in table.css("tr")]


def text_of(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


@pytest.mark.parametrize("of_case", [False, True])
def test_the_map_counts_what_sparql_counts(of_case: bool) -> None:
    store = store_of((case() if of_case else sample()).view)
    asked = {
        "article": "?x a tuyun:Article ; tuyun:about|tuyun:mentions ?r .",
        "phase": "?x a tuyun:Phase ; tuyun:region ?r .",
    }
    for kind, pattern in asked.items():
        query = f"""SELECT ?code (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?unit tuyun:code ?code
            OPTIONAL {{ {pattern} ?r tuyun:within* ?unit }} }} GROUP BY ?code"""
        expected = {code: int(number) for code, number in select(store, query) if code in UNITS}
        assert expected
        shown = rows("en/map.html", kind, of_case)[1:]
        assert [int(number) for _, number in shown[: len(expected)]] == [
            expected[unit] for unit in UNITS if unit in expected
        ]
        whole = select(store, f'SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} ?r tuyun:code "KG" }}')
        others = [number for label, number in shown[len(expected) :] if "the whole country" in label]
        assert (others or ["0"]) == [whole[0][0]]


@pytest.mark.parametrize("of_case", [False, True])
def test_rubrics_by_year_count_what_sparql_counts(of_case: bool) -> None:
    store = store_of((case() if of_case else sample()).view)
    counted = select(
        store,
        """SELECT ?year (COUNT(*) AS ?n) WHERE { ?a a tuyun:Article OPTIONAL { ?a tuyun:rubric ?r }
           OPTIONAL { ?a tuyun:datePublished ?d } BIND(COALESCE(SUBSTR(STR(?d), 1, 4), "Date unknown") AS ?year) }
           GROUP BY ?year""",
    )
    heads, *body = rows("en/rubrics-by-year.html", "rubrics-by-year", of_case)
    sums = {head: sum(int(row[place] or 0) for row in body) for place, head in enumerate(heads) if place}
    assert sums.pop("Total") == sum(int(number) for _, number in counted)
    assert {year: number for year, number in sums.items() if number} == {year: int(number) for year, number in counted}


@pytest.mark.parametrize("of_case", [False, True])
def test_the_calendar_holds_every_issue_that_has_a_month(of_case: bool) -> None:
    store = store_of((case() if of_case else sample()).view)
    expected = select(store, "SELECT ?i WHERE { ?i a tuyun:Issue ; tuyun:nominalMonth ?m ; tuyun:wholeNumber ?w }")
    iris = CASE_IRIS if of_case else IRIS
    page = tree("en/calendar.html", of_case)
    for part in ("svg a", "table a"):
        paths = {str(node.attributes["href"]).removeprefix("../") for node in page.css(f"#calendar {part}")}
        assert paths == {f"{iri.removeprefix(iris.base)}.en.html" for (iri,) in expected}


@pytest.mark.parametrize("of_case", [False, True])
def test_the_network_holds_every_tie(of_case: bool) -> None:
    store = store_of((case() if of_case else sample()).view)
    ((expected,),) = select(
        store,
        """SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?p ?o ?role WHERE {
            VALUES ?role { tuyun:implementer tuyun:funder tuyun:partner tuyun:supports }
            ?x ?role ?o . ?o a tuyun:Organization . OPTIONAL { ?x tuyun:project ?q } BIND(COALESCE(?q, ?x) AS ?p) } }""",
    )
    page = tree("en/network.html", of_case)
    assert len(page.css("#network td a")) == int(expected)
    assert len(page.css("#network svg path")) == int(expected)


def test_dates_that_disagree_stand_in_the_table() -> None:
    shown = {row[0]: row[1:] for row in rows("project/demo.en.html", "timeline")}
    assert shown["VCA: phase 3"] == ["September 2020", "June 2022 preferred March 2022 not preferred"]
    marks = tree("project/demo.en.html").css("#timeline svg a")
    assert text_of(marks[0]).startswith("Voice of citizens")
    assert len(tree("project/demo.en.html").css("#timeline .hollow")) == 2  # one of them in the legend


def test_pages_of_entities_have_their_pictures() -> None:
    for path, figures in {
        "project/demo.ky.html": ["timeline", "regions-by-phase", "network", "by-year"],
        "phase/demo-2.ky.html": ["regions-by-phase"],
        "organization/oto.ru.html": ["network", "by-year"],
        "region/KG-J-oy.en.html": ["map"],
        "rubric/news.en.html": ["by-year"],
        "organization/ulan.en.html": [],
        "article/ky-1.en.html": [],
    }.items():
        assert [node.attributes["id"] for node in tree(path).css(".picture")] == figures, path


def test_pictures_are_well_formed_and_speak() -> None:
    for path, content in site().items():
        if not path.endswith(".html"):
            continue
        for svg in re.findall(r"<svg xmlns.*?</svg>", content.decode(), re.S):
            root = ElementTree.fromstring(svg)
            if root.get("aria-hidden"):
                continue
            assert root.get("aria-label")
            for child in root:
                if child.get("aria-hidden") != "true":
                    title, drawn = child
                    assert title.text, path
                    assert child.get("href") or child.get("aria-label") == title.text, path
                    assert drawn.get("aria-hidden") == "true", path
            assert not [node for node in root.iter() if node.get("style")]


def test_every_picture_has_its_table() -> None:
    for language in LANGUAGES:
        for page in PAGES:
            figures = tree(f"{language}/{page}.html").css(".picture")
            assert figures
            for figure in figures:
                assert figure.css("svg")
                assert figure.css("table tbody tr")
                assert figure.css_first("details[open]")


def test_home_leads_to_pictures_with_what_they_show() -> None:
    for language in LANGUAGES:
        home = tree(f"{language}/index.html")
        links = home.css(".seen li")
        assert [node.attributes["href"] for node in home.css(".seen a")] == [
            f"../{language}/{page}.html" for page in PAGES
        ]
        for page, node in zip(PAGES, links, strict=True):
            counts = tree(f"{language}/{page}.html").css_first(".tagline")
            assert counts is not None
            assert text_of(counts) in text_of(node)


def test_what_the_archive_lacks_has_neither_page_nor_link() -> None:
    pages = dict(plan_pages(dataset("<person/a> a tuyun:Person ."), Report((), (), (), ())))
    assert not [path for path in pages if path.endswith(tuple(f"/{page}.html" for page in PAGES))]
    assert b'id="pictures"' not in pages["ky/index.html"]


@pytest.mark.parametrize(
    ("number", "ru", "en", "ky"),
    [
        (0, "0\xa0статей", "0\xa0articles", "0\xa0макала"),
        (1, "1\xa0статья", "1\xa0article", "1\xa0макала"),
        (2, "2\xa0статьи", "2\xa0articles", "2\xa0макала"),
        (11, "11\xa0статей", "11\xa0articles", "11\xa0макала"),
        (21, "21\xa0статья", "21\xa0articles", "21\xa0макала"),
        (50000, "50\xa0000\xa0статей", "50,000\xa0articles", "50\xa0000\xa0макала"),
    ],
)
def test_numbers_ask_for_their_form(number: int, ru: str, en: str, ky: str) -> None:
    assert [Words(code).plural("n_articles", number) for code in ("ru", "en", "ky")] == [ru, en, ky]
    assert Words("ru").plural("n_captures", 5) == "виден на 5\xa0снимках страниц"


def test_long_names_are_cut_in_the_picture_and_whole_in_the_table() -> None:
    long = "Өтө узун аталыш " * 120
    text = f'<project/a> a tuyun:Project ; rdfs:label "{long}"@ky ; tuyun:start "2012"^^xsd:gYear .'
    page = LexborHTMLParser(dict(plan_pages(dataset(text), Report((), (), (), ())))["ky/timeline.html"].decode())
    drawn = page.css_first("svg text.strong")
    whole = page.css_first("tbody th a")
    assert drawn is not None
    assert whole is not None
    assert len(drawn.text()) < 100
    assert drawn.text().endswith("…")
    assert text_of(whole) == long.strip()


def test_a_project_of_one_year_names_it_once() -> None:
    text = """<project/a> a tuyun:Project ; rdfs:label "A"@en ; tuyun:start "2010"^^xsd:gYear ; tuyun:end "2010"^^xsd:gYear ."""
    page = LexborHTMLParser(dict(plan_pages(dataset(text), Report((), (), (), ())))["en/timeline.html"].decode())
    assert [text_of(node) for node in page.css("#timeline svg a title")] == ["A: 2010"]


def test_names_are_cut_between_letters_and_divided_at_blanks() -> None:
    assert drawing.shorten(Text("й" * 20, "ru"), 81) == Text(f"{'й' * 9}…", "ru")
    combined = "и\u0306" * 10
    assert drawing.shorten(Text(combined), 65).text == "и\u0306" * 3 + "…"
    halves = drawing.lines(Text("Джалал-Абадская область"), 130)
    assert [half.text for half in halves] == ["Джалал-Абадская", "область"]
    assert len(drawing.lines(Text("х" * 200), 130)) == 1


def test_borders_close_and_names_stand_inside() -> None:
    with pytest.raises(KeyError):
        outline("KG-GB")
    for unit in UNITS:
        x, y = centre(unit)
        assert 0 < x < 756
        assert 0 < y < 404
        assert unit in CITIES or outline(unit).endswith("Z")


def year(number: int) -> Bound:
    return Bound((PartialDate.parse(str(number)),), (date(number, 1, 1),))


def test_a_timeline_does_not_grow_without_bound() -> None:
    def project(number: int, phases: int) -> ProjectPeriods:
        one = [Period(f"<{number}-{place}>", year(2000), year(2001)) for place in range(phases)]
        return ProjectPeriods(Period(f"<{number}>", year(2000), year(2001)), tuple(one))

    kept = timeline.cut([project(number, 2) for number in range(1000)])
    assert [one.project.term for one in kept][-1] == "<999>"
    assert sum(len(one.rows()) for one in kept) == timeline.ROWS
    assert sum(len(one.rows()) for one in timeline.cut([project(1, 500)])) == timeline.ROWS


def test_rubrics_and_years_beyond_the_room_are_added_up() -> None:
    many = tuple(RubricYears(f"<r{number}>", {1900 + number: 2, 0: 1}) for number in range(100))
    shown, years = rubric_years.gathered(many)
    assert len(shown) == rubric_years.RUBRICS + 1
    assert len(years) == rubric_years.YEARS + 2
    assert sum(row.total for row in shown) == 300
    assert shown[-1].rubric == rubric_years.OTHERS


@pytest.mark.parametrize("count", [1, 3_548, 48_211, 1_234_567])
def test_numbers_of_years_do_not_run_into_one_another(count: int) -> None:
    page = page_language(dataset("<rubric/a> a tuyun:Rubric ."))
    rubric = RubricYears(CASE_IRIS.of("rubric/a"), dict.fromkeys(range(2020, 2026), count))
    for figure in (rubric_years.by_year(rubric, page), rubric_years.by_rubric((rubric,), page)):
        shapes = [shape for mark in figure.pictures[0].marks for shape in mark.shapes]
        numbers = [shape for shape in shapes if shape.text and shape.text.text == page.words.number(count)]
        places = sorted({float(dict(shape.geometry)["x"]) for shape in numbers})
        assert len(places) == 6
        assert min(after - before for before, after in pairwise(places)) > drawing.extent(page.words.number(count))
        assert places[-1] + drawing.extent(page.words.number(count)) / 2 < figure.pictures[0].width


def page_language(data: Dataset) -> PageLanguage:
    index = GraphIndex(data)
    return PageLanguage(data, index, Labels(data, index), "en")


def test_a_network_says_what_it_leaves_out() -> None:
    text = "".join(
        f"<project/p{number}> a tuyun:Project ; tuyun:funder <organization/o{number}>, <organization/all> ."
        f"<organization/o{number}> a tuyun:Organization ."
        for number in range(60)
    )
    data = dataset(f"{text} <organization/all> a tuyun:Organization .")
    found = ties_of(GraphIndex(data))
    page = page_language(data)
    figure = network.network(found, page)
    assert "50 of 120 ties are shown." in figure.notes
    assert figure.more is not None
    assert len(figure.table.rows) == network.PROJECTS
    assert network.neighbours(CASE_IRIS.of("organization/all"), found, page) is None
    assert columns(found) == columns(tuple(reversed(found)))


def test_an_order_with_few_crossings() -> None:
    found = [Tie(f"<p{number}>", f"<o{9 - number}>", "<role>") for number in range(10)]
    projects, organizations = columns(found)
    assert [term[2] for term in projects] == [str(9 - int(term[2])) for term in organizations]


def test_tallies_without_anything_are_false() -> None:
    assert not Tally()
    assert Tally(0, 1)
    assert Counter(run_of(GraphIndex(dataset("<person/a> a tuyun:Person ."))).states()) == Counter()
    assert list(Pictures(GraphIndex(dataset("<person/a> a tuyun:Person ."))).ways(page_language(case()))) == []
