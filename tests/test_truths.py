"""What the one real page must yield, and nothing that it does not say; asked by SPARQL of what would be published."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from rich.console import Console
from support import ARCHIVE, SHARED, need, select, store_of

from graph_builder.cli.pipeline import Outcome, run
from graph_builder.cli.progress import Progress

BASE = "https://data.municipalitet.kg/"
TITLE = (
    "“Элдин үнү жана ЖӨБ органдарынын жоопкерчилиги: бюджеттик процесс” Долбоорунун үчүнчү, "
    "жыйынтыктоочу фазасы башталды"
)


def _build(folder: Path, *records: Path) -> Outcome:
    shutil.copytree(need(SHARED / "pages"), folder / "pages")
    shutil.copytree(ARCHIVE / "authorities", folder / "authorities")
    shutil.copy(ARCHIVE / "tuyun.toml", folder)
    for record in records:
        target = folder / "records" / record.name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(record, target)
    return run(folder, Progress(Console(quiet=True)))


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return _build(tmp_path_factory.mktemp("real") / "archive")


@pytest.fixture(scope="module")
def store(outcome: Outcome) -> ox.Store:
    return store_of(outcome.dataset.view, outcome.dataset.claims)


def _ask(store: ox.Store, pattern: str, *variables: str) -> list[tuple[str, ...]]:
    rows = select(store, f"SELECT {' '.join(f'?{name}' for name in variables)} WHERE {{ {pattern} }}")
    return [tuple(value.removeprefix(BASE) for value in row) for row in rows]


def _column(rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [row[0] for row in rows]


def test_nothing_is_wrong_and_nothing_withheld(outcome: Outcome) -> None:
    assert outcome.report.withheld == ()
    assert [str(problem) for problem in outcome.report.problems if problem.severity == "error"] == []


def test_one_article_with_its_date_title_and_rubric(store: ox.Store) -> None:
    rows = _ask(
        store,
        "?a a tuyun:Article; tuyun:language ?l; tuyun:datePublished ?d; tuyun:title ?t; tuyun:rubric ?r. "
        "?r skos:prefLabel ?label FILTER(lang(?label) = 'ky')",
        "l", "d", "t", "r", "label",
    )  # fmt: skip
    assert rows == [("ky", "2020-10-05", TITLE, "rubric/vap-news", "ЭҮЖӨБОЖ долбоорунун жаңылыктары")]
    raw = "ЭҮЖӨБОЖ долбоорунун жаӊылыктары"
    assert raw in _column(_ask(store, "?r a tuyun:Rubric; skos:altLabel ?alt", "alt"))


def test_two_contributions_in_the_words_of_the_page(store: ox.Store) -> None:
    rows = _ask(
        store,
        "?c a tuyun:Contribution; tuyun:position ?n; tuyun:contributor ?p; tuyun:roleKind ?k; tuyun:role ?r; "
        "tuyun:affiliation ?o; tuyun:statedName ?s",
        "n", "p", "k", "r", "o", "s",
    )  # fmt: skip
    assert rows == [
        (
            "1",
            "person/nurgul-zhamankulova",
            "https://w3id.org/tuyun/ontology#role-author",
            "ЭҮЖӨБОЖ Долбоорунун коомчулук менен байланыш боюнча адиси",
            "organization/dpi",
            "Нургүл ЖАМАНКУЛОВА",
        ),
        (
            "2",
            "person/sabina-gradval",
            "https://w3id.org/tuyun/ontology#role-editor",
            "ЭҮЖӨБОЖ Долбоорунун жетекчисинин орун басары",
            "organization/dpi",
            "Сабина ГРАДВАЛЬ",
        ),
    ]


def test_the_capture_shows_an_issue_that_is_not_the_articles(store: ox.Store) -> None:
    shown = "?c a tuyun:Capture; tuyun:shownIssue ?i; tuyun:article ?a. ?i tuyun:edition ?e. ?e tuyun:language 'ky'; tuyun:datePublished ?d"
    assert _ask(store, shown, "i", "d") == [("issue/108", "2020-11-13")]
    assert _ask(store, "?a a tuyun:Article; tuyun:issue ?i", "i") == []
    assert _column(_ask(store, "?a tuyun:candidateIssue ?i", "i")) == ["issue/107", "issue/108"]
    assert _ask(
        store, "<https://data.municipalitet.kg/issue/108> tuyun:nominalMonth ?m; tuyun:number ?n", "m", "n"
    ) == [("2020-10", "10")]


def test_the_magazine(store: ox.Store) -> None:
    rows = _ask(store, "?m a tuyun:Magazine; tuyun:issn ?i; tuyun:registration ?r; tuyun:publisher ?p", "i", "r", "p")
    assert rows == [("1694-7053", "1785", "organization/dpi")]


def test_the_project_and_its_phases(store: ox.Store) -> None:
    assert _ask(store, "?p tuyun:homepage ?h. ?a tuyun:about ?p. ?p a tuyun:Project", "p", "h") == [
        ("project/vap", "http://vap.kg/")
    ]
    rows = _ask(
        store,
        "?p a tuyun:Phase; tuyun:project <https://data.municipalitet.kg/project/vap>; tuyun:ordinal ?n; tuyun:start ?s; "
        "tuyun:end ?e; tuyun:startDay ?sd; tuyun:endDay ?ed OPTIONAL { ?p tuyun:isFinal ?f }",
        "n", "s", "e", "sd", "ed", "f",
    )  # fmt: skip
    assert [row[:5] for row in rows] == [
        ("1", "2011-11", "2015-03", "2011-11-01", "2015-03-31"),
        ("2", "2015-04", "2020-03", "2015-04-01", "2020-03-31"),
        ("3", "2020-09", "2022-03", "2020-09-01", "2022-03-31"),
    ]
    assert rows[2][5] == "true"
    regions = _ask(store, "?p a tuyun:Phase; tuyun:ordinal ?n; tuyun:region ?r", "n", "r")
    assert regions == [
        ("1", "region/KG-J"),
        ("1", "region/KG-Y"),
        ("2", "region/KG-C"),
        ("2", "region/KG-N"),
        ("2", "region/KG-O"),
        ("3", "region/KG"),
    ]


def test_the_components_their_partners_and_whom_they_support(store: ox.Store) -> None:
    names = _ask(store, "?c a tuyun:Component; tuyun:ordinal ?n; tuyun:name ?t", "n", "t")
    assert names == [
        ("1", "ЖӨБ органдарынын потенциалын көбөйтүү системасынын туруктуулугун жана эффективдүүлүгүн жогорулатуу"),
        (
            "2",
            "Жарандардын жергиликтүү деңгээлде чечим кабыл алууга, анын ичинде бюджеттик процесске катышуусун күчөтүү, "
            "мында гендердик теңдикти эсепке алуу жана калктын аярлуу катмарын катыштыруу",
        ),
    ]
    first = "<https://data.municipalitet.kg/component/vap-1>"
    assert _column(_ask(store, f"{first} tuyun:partner ?o", "o")) == [
        "organization/dpi",
        "organization/salsgir",
        "organization/union-lsg",
    ]
    assert _column(_ask(store, f"{first} tuyun:supports ?o", "o")) == ["organization/state-personnel-service"]


def test_what_is_mentioned(store: ox.Store) -> None:
    mentioned = set(_column(_ask(store, "?a a tuyun:Article; tuyun:mentions|tuyun:about ?x", "x")))
    assert mentioned >= {
        "organization/salsgir",
        "organization/union-lsg",
        "organization/dpi",
        "organization/state-personnel-service",
        "organization/ministry-of-finance",
        "organization/government-kr",
        "organization/parliament-kr",
        "website/mykty-aimak",
        "event/vap-leadership-school",
        "region/KG",
        "region/KG-C",
        "region/KG-J",
        "region/KG-N",
        "region/KG-O",
        "region/KG-Y",
        "project/vap",
    }
    instruments = {name for name in mentioned if name.startswith("instrument/")}
    assert len(instruments) == 2
    assert {name for name in mentioned if name.startswith("region/")} == {
        "region/KG", "region/KG-C", "region/KG-J", "region/KG-N", "region/KG-O", "region/KG-Y",
    }  # fmt: skip


def test_the_leadership_school_is_planned_for_spring(store: ox.Store) -> None:
    rows = _ask(
        store,
        "?e a tuyun:Event; tuyun:date ?d; tuyun:startDay ?s; tuyun:endDay ?n; tuyun:project ?p",
        "d",
        "s",
        "n",
        "p",
    )
    assert rows == [("2021-21", "2021-03-01", "2021-05-31", "project/vap")]


def test_the_page_itself_claims_no_more_than_it_says(store: ox.Store) -> None:
    """Everything the page's graph says of others than itself, counted by class: a new claim must be looked at."""
    rows = select(
        store,
        "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { GRAPH ?g { ?s a ?class } ?g tuyun:rank 'page' "
        "FILTER(STRSTARTS(STR(?class), STR(tuyun:))) } GROUP BY ?class",
    )
    found = {class_.rpartition("#")[2]: int(count) for class_, count in rows}
    assert found == {
        "Article": 1,
        "Capture": 1,
        "Component": 2,
        "Contribution": 2,
        "Edition": 1,
        "Event": 1,
        "Issue": 1,
        "Magazine": 1,
        "Phase": 3,
        "Project": 1,
        "Rubric": 1,
        "RubricScheme": 1,
        "Source": 1,
    }


def test_against_the_partners_pages_the_end_of_phase_three_becomes_a_disagreement(tmp_path: Path) -> None:
    partners = sorted((ARCHIVE / "records" / "partners").glob("*.yaml"))
    outcome = _build(tmp_path / "archive", *partners)
    store = store_of(outcome.dataset.view, outcome.dataset.claims)
    rows = _ask(
        store,
        "?d a tuyun:Disagreement; tuyun:subject <https://data.municipalitet.kg/phase/vap-3>; tuyun:property tuyun:end; "
        "tuyun:claim ?c. ?c tuyun:value ?v; tuyun:source ?s. ?s tuyun:rank ?r",
        "v", "r",
    )  # fmt: skip
    assert ("2022-03", "page") in rows
    assert {value[:7] for value, _ in rows} == {"2022-03", "2022-06"}
    assert {rank for value, rank in rows if value == "2022-06"} == {"partner"}
