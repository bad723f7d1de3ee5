"""The sample archive, built as a user builds it: it conforms, every shape has something to look at, conflicts arise."""

import gzip
import json
import re
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyshacl import validate as pyshacl_validate
from support import ROOT, select

from graph_builder.identifiers import Iris
from graph_builder.rdf import local_name
from graph_builder.records import KINDS
from graph_builder.schema import schema


@pytest.fixture(scope="module")
def store(sample_release: Path) -> ox.Store:
    store = ox.Store()
    store.load(path=str(sample_release / "data" / "dataset.nq"), format=ox.RdfFormat.N_QUADS)
    return store


def _counts(store: ox.Store) -> dict[str, int]:
    rows = select(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c")
    return {class_.rpartition("#")[2]: int(number) for class_, number in rows}


def test_pyshacl_itself_finds_the_published_view_conforming(sample_release: Path) -> None:
    """The judge sees only the published files: the data, the shapes and the ontology of the release."""
    normalize, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        conforms, report, text = pyshacl_validate(
            rdflib.Graph().parse(sample_release / "data" / "dataset.nt"),
            shacl_graph=rdflib.Graph().parse(sample_release / "shapes.ttl"),
            ont_graph=rdflib.Graph().parse(sample_release / "ontology.ttl"),
        )
    finally:
        rdflib.NORMALIZE_LITERALS = normalize
    assert conforms, text
    assert (None, rdflib.SH.result, None) not in report


def test_every_shape_looks_at_something(sample_release: Path) -> None:
    report = json.loads((sample_release / "report" / "validation.json").read_text(encoding="utf-8"))
    shapes = {local_name(shape.shape) for shape in schema().kinds.values()}
    assert set(report["focusNodes"]) == shapes
    assert [name for name, count in report["focusNodes"].items() if not count] == []


def test_every_kind_is_in_the_sample(store: ox.Store) -> None:
    counts = _counts(store)
    assert counts["Region"] >= 1 + 7 + 2 + 40
    assert counts["Article"] >= 40
    assert counts["Capture"] >= 12
    assert counts["Source"] >= 55
    assert counts["Disagreement"] >= 10
    paths = {
        Iris("https://data.municipalitet.kg/").kind(f"<{row[0]}>") for row in select(store, "SELECT ?s { ?s a ?c }")
    }
    assert set(KINDS) | {"source"} == paths


@pytest.mark.parametrize(
    ("subject", "property_", "values"),
    [
        ("phase/vap-3", "end", {"2022-03", "2022-03-15", "2022-06"}),
        ("phase/vap-2", "end", {"2020-03", "2020-05", "2020-07", "2020-08-31", "2019-03-31", "2017-03"}),
        ("phase/vap-2", "budget", {"5740000", "4720000"}),
        ("phase/vap-0", "end", {"2012-03", "2012-04"}),
        ("phase/psi-2", "end", {"2023", "2023-04-30", "2024"}),
        ("phase/psi-1", "municipalityCount", {"14", "30"}),
        ("project/msz", "municipalityCount", {"11", "12"}),
        ("event/vap-small-grants-2018", "budget", {"35000000", "38000000"}),
        ("region/KG", "aiylAimakCount", {"231", "235"}),
    ],
)
def test_conflicts_between_sources_arise(store: ox.Store, subject: str, property_: str, values: set[str]) -> None:
    rows = select(
        store,
        f"SELECT ?v WHERE {{ ?d tuyun:subject <https://data.municipalitet.kg/{subject}>; tuyun:property tuyun:{property_}; "
        "tuyun:claim ?c. ?c tuyun:value ?v }",
    )
    assert {row[0] for row in rows} == values


def test_who_names_which_region_of_a_project_is_kept(store: ox.Store) -> None:
    """Regions add up: all five are published, and who alone names Batken can be asked."""
    thing = "<https://data.municipalitet.kg/project/successful-aimak-2>"
    published = {row[0].rpartition("/")[2] for row in select(store, f"SELECT ?r WHERE {{ {thing} tuyun:region ?r }}")}
    assert published == {"KG-B", "KG-J", "KG-N", "KG-O", "KG-Y"}
    batken = f"SELECT ?g WHERE {{ GRAPH ?g {{ {thing} tuyun:region <https://data.municipalitet.kg/region/KG-B> }} }}"
    assert [row[0].rpartition("/")[2] for row in select(store, batken)] == ["mineconom-successful-aimak-2024"]


def test_a_project_has_a_budget_on_which_its_sources_agree(store: ox.Store) -> None:
    rows = select(
        store,
        "SELECT ?b ?c ?n WHERE { <https://data.municipalitet.kg/project/successful-aimak-2> tuyun:budget ?b; "
        "tuyun:currency ?c; tuyun:municipalityCount ?n }",
    )
    assert rows == [("4900000", "USD", "50")]


def test_a_finer_date_is_no_conflict(store: ox.Store) -> None:
    start = "ASK { ?d tuyun:subject <https://data.municipalitet.kg/phase/vap-3>; tuyun:property tuyun:start }"
    assert not bool(store.query(start, prefixes={"tuyun": "https://w3id.org/tuyun/ontology#"}))


def test_no_blank_node_is_published(sample_release: Path) -> None:
    for name in ("dataset.nt", "dataset.nq"):
        assert not re.search(r"(^| )_:", (sample_release / "data" / name).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_entity_has_its_documents_and_pages(sample_release: Path, store: ox.Store) -> None:
    subjects = {row[0] for row in select(store, "SELECT DISTINCT ?s WHERE { ?s a ?c FILTER(!CONTAINS(STR(?s), '#')) }")}
    assert len(subjects) > 400
    suffixes = ("html", "ky.html", "ru.html", "en.html", "ttl", "jsonld", "nt", "rdf")
    missing = [
        f"{subject}.{suffix}"
        for subject in subjects
        for suffix in suffixes
        if not (sample_release / f"{subject.removeprefix('https://data.municipalitet.kg/')}.{suffix}").is_file()
    ]
    assert missing == []


def test_nobody_writes_to_people(sample_release: Path) -> None:
    """Mail addresses and telephone numbers of people are never published."""
    text = (sample_release / "data" / "dataset.nq").read_text(encoding="utf-8")
    assert not re.findall(r"[\w.+-]+@[\w-]+\.\w+", text)
    assert not re.findall(r"\+996|\b0\(?\d{3}\)?[ -]\d{2}[ -]?\d{2}", text)


def test_the_register_in_version_control_is_complete(sample_release: Path) -> None:
    """A build of the sample mints nothing new, so a checkout stays clean."""
    assert sample_release.exists()
    status = subprocess.run(
        ["git", "status", "--porcelain", "archive/identifiers.csv"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if status.returncode == 0:
        assert status.stdout == ""


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_pages_have_titles_of_their_own(sample_release: Path, language: str) -> None:
    """Whoever has several open, or finds them listed, can tell a rubric from the project of the same name."""
    pages = [*sample_release.rglob(f"*.{language}.html"), *(sample_release / language).rglob("*.html")]
    by_title: dict[str, list[str]] = {}
    for page in pages:
        title = re.search("<title>(.*?)</title>", page.read_text("utf-8"), re.DOTALL)
        assert title
        by_title.setdefault(title[1], []).append(page.relative_to(sample_release).as_posix())
    assert len(pages) > 500
    assert [paths for paths in by_title.values() if len(paths) > 1] == []


def test_pages_are_light_on_a_slow_line(sample_release: Path) -> None:
    """What a reader waits for: the page of an entity with its style and icon, as servers send them (gzip)."""
    assets = {
        path.name: len(gzip.compress(path.read_bytes(), 6)) for path in (sample_release / "assets").glob("tuyun.*")
    }
    assert (sample_release / "assets" / "tuyun.css").stat().st_size < 25_000
    scripts = [path.relative_to(sample_release).as_posix() for path in sample_release.rglob("*.js")]
    own = ("assets/search", "assets/editor/")  # only the pages that search and that ask in SPARQL have scripts
    assert [path for path in scripts if not path.startswith(own)] == []
    pages = [path for kind in KINDS for path in (sample_release / kind).glob("*.??.html")]
    assert len(pages) > 500
    heaviest = max(pages, key=lambda path: path.stat().st_size)
    weight = len(gzip.compress(heaviest.read_bytes(), 6)) + assets["tuyun.css"] + assets["tuyun.svg"]
    assert weight < 60_000, heaviest
    assert all(path.stat().st_size < 1_000_000 for path in pages)
