"""The gate withholds what violates a shape, and what cannot do without it; the rest is published and conforms."""

from support import quads_of, triples_of

from graph_builder.gate import Passed, pass_gate
from graph_builder.problems import Place
from graph_builder.validation import validate

BASE = "<https://data.example.org/"

VIEW = """
<project/a> a tuyun:Project; rdfs:label "А"@ky; dcterms:identifier "a"; tuyun:name "А"@ky; tuyun:phase <phase/a-1>.
<phase/a-1> a tuyun:Phase; rdfs:label "А: 1-фаза"@ky; dcterms:identifier "a-1"; tuyun:project <project/a>; tuyun:ordinal 1;
  tuyun:start "2020-01"^^xsd:gYearMonth; tuyun:startDay "2020-01-01"^^xsd:date;
  tuyun:end "2021-01"^^xsd:gYearMonth; tuyun:endDay "2021-01-31"^^xsd:date; tuyun:region <region/KG-J>, <region/KG-Y>.
<region/KG-J> a tuyun:Region, skos:Concept; rdfs:label "Жалал-Абад"@ky; dcterms:identifier "KG-J"; tuyun:name "Жалал-Абад"@ky;
  skos:prefLabel "Жалал-Абад"@ky; tuyun:kind tuyun:kind-region; tuyun:code "KG-J"; skos:notation "KG-J".
<region/KG-Y> a tuyun:Region, skos:Concept; rdfs:label "Ысык-Көл"@ky; dcterms:identifier "KG-Y"; tuyun:name "Ысык-Көл"@ky;
  skos:prefLabel "Ысык-Көл"@ky; tuyun:kind tuyun:kind-region; tuyun:code "KG-Y"; skos:notation "KG-Y".
"""


def _gate(view: str, claims: str = "") -> Passed:
    places = {f"{BASE}region/KG-J>": (Place("authorities/regions.yaml", 4),)}
    return pass_gate(triples_of(view), quads_of(claims), places)


def test_what_conforms_passes_unchanged() -> None:
    passed = _gate(VIEW)
    assert passed.view == tuple(triples_of(VIEW))
    assert passed.withheld == ()
    assert {shape.rpartition("#")[2].rstrip(">") for shape, count in passed.focus_nodes if count} >= {
        "Project",
        "Phase",
    }


def test_a_faulty_entity_is_withheld_with_reason_place_and_the_references_to_it() -> None:
    passed = _gate(VIEW.replace('tuyun:kind tuyun:kind-region; tuyun:code "KG-J"', 'tuyun:code "KG-J"'))
    (withheld,) = passed.withheld
    assert withheld.entity == f"{BASE}region/KG-J>"
    assert withheld.places == (Place("authorities/regions.yaml", 4),)
    assert {reason.component for reason in withheld.reasons} == {"MinCountConstraintComponent"}
    assert {language for language, _ in withheld.reasons[0].messages} == {"ky", "ru", "en"}
    assert not any(f"{BASE}region/KG-J>" in triple for triple in passed.view)
    assert (f"{BASE}phase/a-1>", "<https://w3id.org/tuyun/ontology#region>", f"{BASE}region/KG-Y>") in passed.view
    assert validate(passed.view).conforms


def test_what_cannot_do_without_it_falls_with_it() -> None:
    passed = _gate(VIEW.replace('dcterms:identifier "a"; tuyun:name "А"@ky', 'dcterms:identifier "a"'))
    reasons = {one.entity: one.because_of for one in passed.withheld}
    assert reasons == {f"{BASE}project/a>": "", f"{BASE}phase/a-1>": f"{BASE}project/a>"}
    assert len({triple[0] for triple in passed.view}) == 2
    assert validate(passed.view).conforms


def test_a_faulty_dependent_does_not_take_its_entity_along() -> None:
    edition = """
    <issue/108> a tuyun:Issue; rdfs:label "№ 10 (108)"@ky; dcterms:identifier "108"; tuyun:magazine <magazine/m>; tuyun:number 10;
      tuyun:wholeNumber 108; tuyun:edition <issue/108#edition-ky>.
    <magazine/m> a tuyun:Magazine; rdfs:label "М"@ky; dcterms:identifier "m"; tuyun:name "М"@ky; tuyun:issn "1694-7053".
    <issue/108#edition-ky> a tuyun:Edition; rdfs:label "№ 10 (108)"@ky; dcterms:identifier "108"; tuyun:issue <issue/108>;
      tuyun:language "ky".
    """
    passed = _gate(edition)
    assert [one.entity for one in passed.withheld] == [f"{BASE}issue/108#edition-ky>"]
    assert {triple[0] for triple in passed.view} == {f"{BASE}issue/108>", f"{BASE}magazine/m>"}
    assert not any("edition" in term for triple in passed.view for term in triple)


def test_claims_about_the_withheld_go_to_quarantine_and_nothing_else() -> None:
    claims = """
    GRAPH <source/s> { <region/KG-J> a tuyun:Region; tuyun:code "KG-J". <phase/a-1> tuyun:region <region/KG-J>, <region/KG-Y>. }
    """
    passed = _gate(VIEW.replace('tuyun:kind tuyun:kind-region; tuyun:code "KG-J"', 'tuyun:code "KG-J"'), claims)
    assert len(passed.quarantined) == 3
    assert [quad[2] for quad in passed.claims] == [f"{BASE}region/KG-Y>"]


def test_warnings_keep_nothing_out() -> None:
    passed = _gate(VIEW.replace('tuyun:end "2021-01"^^xsd:gYearMonth; tuyun:endDay "2021-01-31"^^xsd:date; ', ""))
    assert passed.withheld == ()
    assert "Warning" in {advised.result.severity for advised in passed.warnings}
