"""What catalogues and crawlers read: every number is that of SPARQL, every rule of DCAT-AP holds, nothing is invented."""

import json
from dataclasses import replace
from functools import cache

import pyoxigraph as ox
import pytest
import rdflib
from archive_support import sample_files, sample_outcome
from jsonld_support import loader
from pyld import jsonld as pyld
from pyshacl import validate
from sample_graph import plain_dataset
from selectolax.lexbor import LexborHTMLParser
from site_sample import sample, sample_report
from support import SHARED, need, select, store_of

from exports.catalogue.about import About
from exports.catalogue.files import plan
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.pages import plan_pages
from exports.tables.listing import table_files
from graph_builder.configuration import read_configuration
from graph_builder.dataset import Dataset
from graph_builder.errors import InputError
from graph_builder.identifiers import Iris
from graph_builder.namespaces import PREFIXES
from graph_builder.problems import Problems
from graph_builder.publication import Publication, publication
from graph_builder.rdf import Triple

BASE = "https://data.municipalitet.kg/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
STATED = Publication(f"<{BASE}organization/dpi>", LICENCE, "mailto:office@example.org")


def described(dataset: Dataset) -> dict[str, bytes]:
    index = GraphIndex(dataset)
    return dict(plan(dataset, About(dataset, index, Labels(dataset, index))))


@cache
def sample_described() -> dict[str, bytes]:
    return described(sample_outcome().dataset)


def triples(data: bytes, format_: ox.RdfFormat = ox.RdfFormat.TURTLE) -> list[Triple]:
    return [(str(one.subject), str(one.predicate), str(one.object)) for one in ox.parse(data, format=format_)]


@cache
def dataset_store() -> ox.Store:
    """Return the published file of the sample, as a reader of the dump has it."""
    store = ox.Store()
    store.load(sample_files()["data/dataset.nt"], format=ox.RdfFormat.N_TRIPLES)
    return store


@cache
def void_store() -> ox.Store:
    return store_of(triples(sample_described()["void.ttl"]))


# --- VoID -------------------------------------------------------------------------------------------------------


def counted(pattern: str, what: str = "*") -> int:
    ((number,),) = select(dataset_store(), f"SELECT (COUNT({what}) AS ?n) WHERE {{ {pattern} }}")
    return int(number)


def test_void_states_the_counts_of_the_dataset() -> None:
    said = select(void_store(), f"SELECT ?p ?n {{ <{BASE}#dataset> ?p ?n FILTER(isNumeric(?n)) }}")
    assert {name.rpartition("#")[2]: int(number) for name, number in said} == {
        "triples": counted("?s ?p ?o"),
        "entities": counted("?s a ?c FILTER(!CONTAINS(STR(?s), '#'))", "DISTINCT ?s"),
        "documents": counted("?s a ?c FILTER(!CONTAINS(STR(?s), '#'))", "DISTINCT ?s"),
        "distinctSubjects": counted("?s ?p ?o", "DISTINCT ?s"),
        "distinctObjects": counted("?s ?p ?o", "DISTINCT ?o"),
        "classes": counted("?s a ?c", "DISTINCT ?c"),
        "properties": counted("?s ?p ?o", "DISTINCT ?p"),
    }


def test_void_states_the_claims_as_they_are_in_the_dump() -> None:
    store = ox.Store()
    store.load(sample_files()["data/dataset.nq"], format=ox.RdfFormat.N_QUADS)
    assert select(void_store(), f"SELECT ?n {{ <{BASE}#claims> void:triples ?n }}") == [(str(len(store)),)]


def test_void_has_every_class_with_its_count() -> None:
    said = select(
        void_store(), f"SELECT ?c ?n {{ <{BASE}#dataset> void:classPartition [ void:class ?c ; void:entities ?n ] }}"
    )
    assert said == select(dataset_store(), "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    assert len(said) > 20


def test_void_has_every_property_with_its_counts() -> None:
    part = "void:property ?p ; void:triples ?n ; void:distinctSubjects ?s ; void:distinctObjects ?o"
    said = select(void_store(), f"SELECT ?p ?n ?s ?o {{ <{BASE}#dataset> void:propertyPartition [ {part} ] }}")
    counts = "(COUNT(*) AS ?n) (COUNT(DISTINCT ?x) AS ?s) (COUNT(DISTINCT ?y) AS ?o)"
    assert said == select(dataset_store(), f"SELECT ?p {counts} {{ ?x ?p ?y }} GROUP BY ?p")
    assert len(said) > 80


def test_void_has_every_property_of_every_class_with_its_count() -> None:
    part = "void:class ?c ; void:propertyPartition [ void:property ?p ; void:triples ?n ]"
    said = select(void_store(), f"SELECT ?c ?p ?n {{ ?dataset void:classPartition [ {part} ] }}")
    assert said == select(dataset_store(), "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p")
    assert len(said) > 200


def test_void_has_every_link_between_classes_with_its_count() -> None:
    linkset = "void:subjectsTarget/void:class ?c ; void:linkPredicate ?p ; void:objectsTarget/void:class ?d"
    said = select(void_store(), f"SELECT ?c ?p ?d ?n {{ ?l a void:Linkset ; {linkset} ; void:triples ?n }}")
    own = "FILTER(STRSTARTS(STR(?c), STR(tuyun:)) && STRSTARTS(STR(?d), STR(tuyun:)))"
    query = f"SELECT ?c ?p ?d (COUNT(*) AS ?n) {{ ?s a ?c ; ?p ?o . ?o a ?d {own} }} GROUP BY ?c ?p ?d"
    assert said == select(dataset_store(), query)
    assert len(said) > 40


def test_void_has_every_link_outside_with_its_count() -> None:
    linkset = "void:subjectsTarget/void:class ?c ; void:linkPredicate ?p ; void:objectsTarget/void:uriSpace ?u"
    said = select(void_store(), f"SELECT ?c ?p ?u ?n {{ ?l a void:Linkset ; {linkset} ; void:triples ?n }}")
    host = 'BIND(REPLACE(STR(?o), "^(https?://[^/?#]*).*$", "$1/") AS ?u)'
    outside = f'FILTER(isIRI(?o) && STRSTARTS(STR(?o), "http") && !STRSTARTS(STR(?o), "{BASE}"))'
    known = " ".join(f'FILTER(!STRSTARTS(STR(?o), "{PREFIXES[prefix]}"))' for prefix in ("tuyun", "skos"))
    own = "FILTER(STRSTARTS(STR(?c), STR(tuyun:)) && ?p != rdf:type)"
    query = f"SELECT ?c ?p ?u (COUNT(*) AS ?n) {{ ?s a ?c ; ?p ?o {own} {outside} {known} {host} }} GROUP BY ?c ?p ?u"
    assert said == select(dataset_store(), query)
    assert len(said) > 20


def test_every_dump_that_a_description_names_is_in_the_release() -> None:
    files = sample_files()
    for query in ("SELECT ?f { ?d void:dataDump ?f }", "SELECT ?f { ?d dcat:downloadURL ?f }"):
        named = select(
            store_of([*triples(sample_described()["void.ttl"]), *triples(sample_described()["dcat.ttl"])]), query
        )
        assert {f"{BASE}{path}" for path in files if path.startswith("data/")} - {row[0] for row in named} == {
            f"{BASE}data/dataset.rdfc10-sha256"
        }


def test_void_lies_where_crawlers_look_for_it() -> None:
    assert sample_described()[".well-known/void"] == sample_described()["void.ttl"]


# --- DCAT-AP ----------------------------------------------------------------------------------------------------


VARIANTS = {
    "as the sample archive says": None,
    "all stated": STATED,
    "a page for questions": replace(STATED, contact="https://example.org/contact"),
}


@pytest.mark.parametrize("stated", VARIANTS.values(), ids=VARIANTS)
@pytest.mark.parametrize("shapes", ["shapes.ttl", "range.ttl"])
def test_dcat_conforms_to_the_shapes_of_dcat_ap(shapes: str, stated: Publication | None) -> None:
    dataset = sample_outcome().dataset
    made = described(replace(dataset, publication=stated or dataset.publication))
    conforms, report, text = validate(
        rdflib.Graph().parse(data=made["dcat.ttl"], format="turtle"),
        shacl_graph=rdflib.Graph().parse(need(SHARED / "suites" / "dcat-ap-3.0.1" / shapes)),
    )
    assert conforms, text
    assert not list(report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult))


# What DCAT-AP 3.0.1 demands of each class (the tables of https://semiceu.github.io/DCAT-AP/releases/3.0.1/), in our
# words, for machines that do not have its shapes at hand.
MANDATORY = {
    "dcat:Catalog": ("dcterms:title", "dcterms:description", "dcterms:publisher"),
    "dcat:Dataset": ("dcterms:title", "dcterms:description"),
    "dcat:Distribution": ("dcat:accessURL",),
    "foaf:Agent": ("foaf:name",),
}


@pytest.mark.parametrize(("class_", "properties"), list(MANDATORY.items()))
def test_dcat_says_what_is_mandatory(class_: str, properties: tuple[str, ...]) -> None:
    store = store_of(triples(sample_described()["dcat.ttl"]))
    (number,) = select(store, f"SELECT (COUNT(?x) AS ?n) {{ ?x a {class_} }}")[0]
    assert (
        int(number)
        == {
            "dcat:Catalog": 1,
            "dcat:Dataset": 3,
            "dcat:Distribution": 7 + len(list(table_files())),
            "foaf:Agent": 1,
        }[class_]
    )
    for property_ in properties:
        lacking = select(store, f"SELECT ?x {{ ?x a {class_} FILTER NOT EXISTS {{ ?x {property_} ?value }} }}")
        assert lacking == []


def test_dcat_says_the_same_in_both_formats_and_has_no_blank_nodes() -> None:
    made = sample_described()
    turtle = triples(made["dcat.ttl"])
    assert sorted(turtle) == sorted(triples(made["dcat.jsonld"], ox.RdfFormat.JSON_LD))
    assert not [term for triple in turtle for term in triple if term.startswith("_:")]


# --- nothing invented -------------------------------------------------------------------------------------------


def test_what_the_owner_does_not_say_stays_out() -> None:
    silent = described(plain_dataset())
    for data in silent.values():
        assert b"license" not in data
        assert b"publisher" not in data
        assert b"contactPoint" not in data
    stated = described(replace(sample_outcome().dataset, publication=STATED))
    assert stated["dcat.ttl"].count(LICENCE.encode()) >= 10
    assert b"vcard:hasEmail <mailto:office@example.org>" in stated["dcat.ttl"]
    assert f"dcterms:license <{LICENCE}>".encode() in stated["void.ttl"]


SETTINGS = """
base = "https://data.example.org/"
languages = ["en"]
magazine = "municipalitet"
title = {{ en = "Sample" }}
{}
"""


def read(text: str) -> tuple[Publication, list[str]]:
    problems = Problems()
    config = read_configuration(SETTINGS.format(text).encode())
    view = [
        (
            "<https://data.example.org/organization/press>",
            f"<{PREFIXES['rdf']}type>",
            f"<{PREFIXES['tuyun']}Organization>",
        ),
        (
            "<https://data.example.org/organization/house>",
            f"<{PREFIXES['rdf']}type>",
            f"<{PREFIXES['tuyun']}Organization>",
        ),
        (
            "<https://data.example.org/magazine/municipalitet>",
            f"<{PREFIXES['tuyun']}publisher>",
            "<https://data.example.org/organization/press>",
        ),
    ]
    return publication(config, sorted(view), Iris(config.base), problems), [
        f"{one.severity} {one.message}" for one in problems
    ]


def test_a_silent_archive_is_asked_and_its_magazine_speaks_for_it() -> None:
    found, asked = read("")
    assert found == Publication(publisher="<https://data.example.org/organization/press>")
    assert asked == [
        "info catalogues of open data cannot say the publisher, license, contact of this archive; "
        "the publisher of the magazine stands in the catalogues"
    ]


def test_what_the_owner_says_goes_before_the_magazine() -> None:
    text = f'[publication]\npublisher = "house"\nlicense = "{LICENCE}"\ncontact = "mailto:a@example.org"'
    found, asked = read(text)
    assert found == Publication("<https://data.example.org/organization/house>", LICENCE, "mailto:a@example.org")
    assert asked == []


def test_a_publisher_that_nobody_describes_is_an_error() -> None:
    found, asked = read('[publication]\npublisher = "nobody"')
    assert found.publisher == "<https://data.example.org/organization/press>"
    assert "error the archive publishes no organization nobody" in asked


@pytest.mark.parametrize(
    "line",
    [
        'license = "CC BY 4.0"',
        'license = "https://example.org/a b"',
        'contact = "a@example.org"',
        'contact = "mailto:nobody"',
        'contact = "tel:+996"',
        'publisher = "no slug!"',
        'licence = "https://example.org/"',
    ],
)
def test_wrong_settings_are_refused_with_their_line(line: str) -> None:
    with pytest.raises(InputError, match=r"tuyun\.toml:7: publication\."):
        read(f"[publication]\n{line}")


# --- the first page, links of entities --------------------------------------------------------------------------


@cache
def site() -> dict[str, bytes]:
    dataset = replace(sample(3), publication=Publication(f"<{sample(3).iris.base}organization/oto>", LICENCE))
    return dict(plan_pages(dataset, sample_report()))


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_first_page_describes_the_dataset_for_search_engines(language: str) -> None:
    page = LexborHTMLParser(site()[f"{language}/index.html"].decode())
    (script,) = page.css('script[type="application/ld+json"]')
    document = json.loads(script.text())
    pyld.expand(document, {"documentLoader": loader("none:")})
    assert (document["@type"], document["license"]) == ("Dataset", LICENCE)
    assert 50 <= len(document["description"]) <= 5000  # what Google's guide asks for
    assert {one["encodingFormat"] for one in document["distribution"]} > {"text/turtle", "application/ld+json"}
    assert document["publisher"]["@id"].endswith("organization/oto")
    first, last = document["temporalCoverage"].split("/")
    assert first <= last
    assert {link.attributes["href"] for link in page.css("link[rel=alternate][type='text/turtle']")} == {
        "../void.ttl",
        "../dcat.ttl",
    }


def test_every_entity_has_a_linkset_that_leads_to_files_of_the_release() -> None:
    base = sample(3).iris.base
    paths = [path for path in site() if path.endswith(".linkset.json")]
    assert len(paths) == len(GraphIndex(sample(3)).documents)
    for path in paths:
        thing = base + path.removesuffix(".linkset.json")
        contexts = {one["anchor"]: one for one in json.loads(site()[path])["linkset"]}
        page = contexts[f"{thing}.html"]
        assert page["cite-as"] == [{"href": thing}]
        assert page["type"][0] == {"href": "https://schema.org/AboutPage"}
        assert page["license"] == [{"href": LICENCE}]
        for one in page["describedby"]:
            assert contexts[one["href"]]["describes"] == [{"href": f"{thing}.html", "type": "text/html"}]
            known = one["href"].removeprefix(base)
            assert known in site() or known.rpartition(".")[2] in ("ttl", "nt", "rdf", "jsonld")
        html = LexborHTMLParser(site()[f"{thing.removeprefix(base)}.html"].decode())
        (link,) = html.css("link[rel=linkset]")
        assert link.attributes["type"] == "application/linkset+json"
        assert (link.attributes["href"] or "").endswith(path)


def test_the_linkset_of_an_article_names_its_authors_and_its_text() -> None:
    contexts = json.loads(site()["article/ky-1.linkset.json"])["linkset"]
    page = next(one for one in contexts if one["anchor"].endswith("ky-1.html"))
    assert page["author"]
    assert all("/person/" in one["href"] for one in page["author"])
    for item in page.get("item", ()):
        (context,) = (one for one in contexts if one["anchor"] == item["href"])
        assert context["collection"] == [{"href": f"{sample(3).iris.base}article/ky-1.html", "type": "text/html"}]
