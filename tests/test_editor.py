"""The pages that ask, as files: what they load, what they know of the vocabulary and the shapes, where the library is from."""

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from selectolax.lexbor import LexborHTMLParser
from site_sample import sample, sample_report
from support import CASES, ROOT, need_program, select, store_of

from exports.cookbook.recipe import recipes
from exports.editor import paths
from exports.editor.pages import plan
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.messages import catalogue
from exports.page_language import PageLanguage
from exports.pages import plan_pages
from graph_builder.namespaces import PREFIXES
from graph_builder.schema import schema
from graph_builder.vocabulary import vocabulary

BUNDLE = ROOT / "exports" / "editor" / "bundle"
SCRIPTS = ROOT / "exports" / "editor" / "scripts"
MODULES = BUNDLE / "node_modules"
CODES = ("ky", "ru", "en")
PAGES = {
    f"{stem}{code}.html": code.lstrip(".") or "ky"
    for stem in ("sparql", "query-builder")
    for code in ("", ".ky", ".ru", ".en")
}


@dataclass(frozen=True)
class Ready:
    id: str
    question: Mapping[str, str]


def ready() -> list[Ready]:
    said = json.loads((CASES / "editor" / "queries.json").read_text("utf-8"))["queries"]
    return [Ready(one["id"], one["question"]) for one in said]


@cache
def site() -> dict[str, bytes]:
    return dict(plan_pages(sample(), sample_report()))


@cache
def with_questions() -> dict[str, bytes]:
    dataset = sample()
    index = GraphIndex(dataset)
    labels = Labels(dataset, index)
    pages = [PageLanguage(dataset, index, labels, code) for code in CODES]
    return dict(plan(dataset, index, labels, pages, ready()))


def data(name: str) -> Any:
    text = site()[paths.ASSETS.format(name)].decode()
    start = f"tuyunData({json.dumps(name)},"
    assert text.startswith(start) and text.endswith(");\n")
    return json.loads(text[len(start) : -3])


def settings(path: str) -> Any:
    node = LexborHTMLParser(site()[path].decode()).css_first("script[type='application/json']")
    assert node
    return json.loads(node.text())


def test_each_page_is_there_in_each_language_and_no_other_page_loads_the_editor() -> None:
    assert len(PAGES) == 8
    for path, code in PAGES.items():
        page = LexborHTMLParser(site()[path].decode())
        loaded = [node.attributes["src"] or "" for node in page.css("script[src]")]
        styles = [node.attributes["href"] or "" for node in page.css("link[rel=stylesheet]")]
        assert len(loaded) >= 5 and not [one for one in (*loaded, *styles) if one not in site()]
        assert page.css_first("html").attributes["lang"] == code  # type: ignore[union-attr]
    heavy = [path for path, page in site().items() if path.endswith(".html") and b"assets/editor/" in page]
    assert sorted(heavy) == sorted(PAGES)
    assert sum(path.endswith(".html") for path in site()) > 200


def test_pages_lead_to_the_editor() -> None:
    for code in CODES:
        home = LexborHTMLParser(site()[f"{code}/index.html"].decode())
        leads = {node.attributes["href"] for node in home.css("a")}
        assert {f"../sparql.{code}.html", f"../query-builder.{code}.html"} <= leads
        assert home.css_first(f".foot [href='../sparql.{code}.html']")
        entity = LexborHTMLParser(site()[f"project/demo.{code}.html"].decode())
        assert entity.css_first(f".foot [href='../sparql.{code}.html']")
    for file in ("sitemap-1.xml", "llms.txt"):
        assert b"/sparql.en.html" in site()[file] and b"/query-builder.en.html" in site()[file]


@pytest.mark.parametrize(("page", "scripts"), [("sparql.ky.html", "ask_"), ("query-builder.ky.html", "compose_")])
def test_scripts_say_what_they_are_told_and_are_told_nothing_else(page: str, scripts: str) -> None:
    loaded = LexborHTMLParser(site()[page].decode()).css("script[src]")
    texts = [
        site()[node.attributes["src"] or ""].decode() for node in loaded if "min" not in (node.attributes["src"] or "")
    ]
    said = {key for text in texts for key in re.findall(r'\bsay\("(\w+)"', text)}
    if page.startswith("sparql"):
        said |= {"yes", "no", "table", "timeline", "map", "text"}  # chosen by what came back
    told = set(settings(page)["words"])
    assert said == told and len(told) > 15
    for key in told:
        assert set(catalogue()[scripts + key]) == set(CODES)


def test_counts_are_those_that_void_states() -> None:
    void = ox.Store()
    void.load(site()["void.ttl"], format=ox.RdfFormat.TURTLE)
    classes = select(void, "SELECT ?class ?n { ?part void:class ?class ; void:entities ?n }")
    properties = select(
        void,
        "SELECT ?p ?n { ?set a void:Dataset ; void:propertyPartition [ void:property ?p ; void:triples ?n ; void:distinctSubjects ?s ] }",
    )
    counts = {(one["kind"], one["iri"]): one["count"] for one in data(paths.TERMS)["terms"]}
    assert len(classes) > 15 and len(properties) > 40
    for kind, stated in (("class", classes), ("property", properties)):
        for iri, number in stated:
            assert counts[kind, iri] == int(number), iri


def test_every_term_of_the_vocabulary_can_be_completed_in_three_languages() -> None:
    told = {one["iri"]: one for one in data(paths.TERMS)["terms"]}
    own = [one for one in vocabulary().own() if one.kind != "individual"]
    assert len(own) > 90
    for term in own:
        labels = told[term.term[1:-1]]["labels"]
        assert set(labels) == set(CODES) and labels == dict(term.labels)
    assert data(paths.TERMS)["prefixes"] == PREFIXES


def test_the_form_has_the_kinds_and_properties_of_the_shapes() -> None:
    kinds = {one["name"]: one for one in data(paths.FORM)["kinds"]}
    index = GraphIndex(sample())
    assert set(kinds) == {f"tuyun:{one.split('#')[1][:-1]}" for one in schema().kinds if index.instances(one)}
    assert len(kinds) > 15
    for class_, shape in schema().kinds.items():
        kind = kinds.get(f"tuyun:{class_.split('#')[1][:-1]}")
        if kind:
            assert len(kind["properties"]) == len(shape.properties)
            assert all(set(one["labels"]) == set(CODES) for one in kind["properties"])
    sorts = {one["values"] for kind in kinds.values() for one in kind["properties"]}
    assert sorts == {"choice", "thing", "text", "string", "date", "number", "boolean", "address"}


def test_the_first_query_has_an_answer_and_curl_sends_it() -> None:
    page = LexborHTMLParser(site()["sparql.en.html"].decode())
    query = page.css_first("#query").attributes["data-first"] or ""  # type: ignore[union-attr]
    assert len(select(store_of(sample().view), query)) >= 3
    words = shlex.split(page.css_first("noscript code").text().replace("\\\n", ""))  # type: ignore[union-attr]
    assert words[0] == "curl" and f"query={query.rstrip()}" in words and words[-1] == "https://data.example.kg/sparql"


def test_ready_questions_lead_to_their_pages_and_stored_answers_without_a_script() -> None:
    for code in CODES:
        page = LexborHTMLParser(with_questions()[f"sparql.{code}.html"].decode())
        items = page.css("#questions li")
        assert [node.attributes["data-query"] for node in items] == ["phases", "funders", "hostile"]
        assert items[0].css_first("a").attributes["href"] == f"queries/phases.{code}.html"  # type: ignore[union-attr]
        assert [node.css_first("a").text() for node in items] == [one.question[code] for one in ready()]  # type: ignore[union-attr]
        assert page.css_first("#questions [href='queries/phases.csv']")
        assert page.css_first(f"#questions [href='queries.{code}.html']")
        assert not page.css("img, svg[onload]")
    release = LexborHTMLParser(site()["sparql.ru.html"].decode())
    assert [node.attributes["data-query"] for node in release.css("#questions li")] == [one.id for one in recipes()]


def test_the_library_is_what_its_lock_file_gives() -> None:
    lock = json.loads((BUNDLE / "package-lock.json").read_text("utf-8"))["packages"]
    assert lock["node_modules/@zazuko/yasqe"]["license"] == "MIT"
    licences = (BUNDLE / "yasqe.LICENSES.txt").read_text("utf-8")
    inside = {path.removeprefix("node_modules/") for path in lock} - {"", "@types/trusted-types"}
    assert len(inside) == 12
    assert not [name for name in inside if name not in licences]
    need_program(str(MODULES) if MODULES.exists() else None, "@zazuko/yasqe")
    for name in ("yasqe.min.js", "yasqe.min.css"):
        assert (BUNDLE / name).read_bytes() == (MODULES / "@zazuko" / "yasqe" / "build" / name).read_bytes()


def test_own_scripts_write_text_and_never_markup() -> None:
    scripts: list[Path] = sorted(SCRIPTS.glob("*.js"))
    assert len(scripts) == 13
    for script in scripts:
        text = script.read_text("utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|cssText", text
        ), script
        assert text.count("\n") < 200
