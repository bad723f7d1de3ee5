"""The gate withholds what violates a shape, and what cannot do without it; the rest is published and conforms."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest
from support import quads_of, triples_of

from graph_builder.blocks import Block, decode, stem_of
from graph_builder.gate import Gate
from graph_builder.identifiers import Iris
from graph_builder.memo import Memo
from graph_builder.neighbours import Neighbours
from graph_builder.parts import Parts
from graph_builder.rdf import Quad, Term, Triple
from graph_builder.telling import Telling
from graph_builder.validation import Engine, validate
from graph_builder.viewing import validated_again

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


@dataclass(frozen=True)
class Passed:
    """What the gate lets through and what it withholds, all in memory."""

    view: tuple[Triple, ...]
    claims: tuple[Quad, ...]
    quarantined: tuple[Quad, ...]
    gate: Gate

    @property
    def withheld(self) -> dict[Term, str]:
        return {entity: self.gate.fell_with.get(entity, "") for entity in sorted(self.gate.reasons)}


@pytest.fixture(params=[1, 6 << 20], ids=["a document a part", "one part"])
def pass_gate(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Passed]:
    """Send a view through the gate, in parts of several sizes: the parts must not show."""

    def parts(quads: list[Quad]) -> Parts:
        blocks = groupby(sorted(quads, key=lambda quad: (stem_of(quad[0]), quad[3])), lambda q: (stem_of(q[0]), q[3]))
        lines = [Block(stem, graph, [" ".join(one[:3]) for one in said]).encode() for (stem, graph), said in blocks]
        return Parts.cut(lines, tmp_path, request.param, request.param)

    def passed(view: str, claims: str = "") -> Passed:
        merged = Parts(tmp_path)
        base = "<https://data.example.org/"
        found = parts([(*triple, "") for triple in triples_of(view)])
        for number in range(len(found)):
            lines = list(found.lines(number))
            targets = {one.split(" ", 2)[2] for line in lines for one in decode(line).triples}
            merged.add(b"".join(lines), {one for one in targets if one.startswith(base)})
        merged.close_writing()
        iris = Iris(base[1:])
        neighbours = Neighbours(merged, iris, tmp_path)
        triples = triples_of(view)
        outcome = validate(triples)
        gate = Gate(merged, Counter(dict(outcome.focus_nodes)), len(triples))
        gate.pass_all(
            outcome.results,
            lambda nodes: validated_again(nodes, neighbours, iris, gate.withholds, Engine.COMPILED),
        )
        telling = Telling(gate, Memo(), None, tmp_path)
        kept, quarantined = telling.claims(parts(quads_of(claims)), ())
        return Passed(tuple(telling.view(merged)), tuple(kept), tuple(quarantined), gate)

    return passed


def test_what_conforms_passes_unchanged(pass_gate: Callable[..., Passed]) -> None:
    passed = pass_gate(VIEW)
    assert passed.view == tuple(triples_of(VIEW))
    assert passed.withheld == {}
    assert {shape.rpartition("#")[2].rstrip(">") for shape, count in passed.gate.focus_nodes.items() if count} >= {
        "Project",
        "Phase",
    }


def test_a_faulty_entity_is_withheld_with_reason_place_and_the_references_to_it(
    pass_gate: Callable[..., Passed],
) -> None:
    passed = pass_gate(VIEW.replace('tuyun:kind tuyun:kind-region; tuyun:code "KG-J"', 'tuyun:code "KG-J"'))
    assert list(passed.withheld) == [f"{BASE}region/KG-J>"]
    reasons = passed.gate.reasons[f"{BASE}region/KG-J>"]
    assert {reason.component for reason in reasons} == {"MinCountConstraintComponent"}
    assert {language for language, _ in reasons[0].messages} == {"ky", "ru", "en"}
    assert not any(f"{BASE}region/KG-J>" in triple for triple in passed.view)
    assert (f"{BASE}phase/a-1>", "<https://w3id.org/tuyun/ontology#region>", f"{BASE}region/KG-Y>") in passed.view
    assert validate(passed.view).conforms


def test_what_cannot_do_without_it_falls_with_it(pass_gate: Callable[..., Passed]) -> None:
    passed = pass_gate(VIEW.replace('dcterms:identifier "a"; tuyun:name "А"@ky', 'dcterms:identifier "a"'))
    assert passed.withheld == {f"{BASE}project/a>": "", f"{BASE}phase/a-1>": f"{BASE}project/a>"}
    assert len({triple[0] for triple in passed.view}) == 2
    assert validate(passed.view).conforms


def test_a_faulty_dependent_does_not_take_its_entity_along(pass_gate: Callable[..., Passed]) -> None:
    edition = """
    <issue/108> a tuyun:Issue; rdfs:label "№ 10 (108)"@ky; dcterms:identifier "108"; tuyun:magazine <magazine/m>; tuyun:number 10;
      tuyun:wholeNumber 108; tuyun:edition <issue/108#edition-ky>.
    <magazine/m> a tuyun:Magazine; rdfs:label "М"@ky; dcterms:identifier "m"; tuyun:name "М"@ky; tuyun:issn "1694-7053".
    <issue/108#edition-ky> a tuyun:Edition; rdfs:label "№ 10 (108)"@ky; dcterms:identifier "108"; tuyun:issue <issue/108>;
      tuyun:language "ky".
    """
    passed = pass_gate(edition)
    assert list(passed.withheld) == [f"{BASE}issue/108#edition-ky>"]
    assert {triple[0] for triple in passed.view} == {f"{BASE}issue/108>", f"{BASE}magazine/m>"}
    assert not any("edition" in term for triple in passed.view for term in triple)


def test_claims_about_the_withheld_go_to_quarantine_and_nothing_else(pass_gate: Callable[..., Passed]) -> None:
    claims = """
    GRAPH <source/s> { <region/KG-J> a tuyun:Region; tuyun:code "KG-J". <phase/a-1> tuyun:region <region/KG-J>, <region/KG-Y>. }
    """
    passed = pass_gate(VIEW.replace('tuyun:kind tuyun:kind-region; tuyun:code "KG-J"', 'tuyun:code "KG-J"'), claims)
    assert len(passed.quarantined) == 3
    assert [quad[2] for quad in passed.claims] == [f"{BASE}region/KG-Y>"]


def test_warnings_keep_nothing_out(pass_gate: Callable[..., Passed]) -> None:
    passed = pass_gate(VIEW.replace('tuyun:end "2021-01"^^xsd:gYearMonth; tuyun:endDay "2021-01-31"^^xsd:date; ', ""))
    assert passed.withheld == {}
    assert "Warning" in {advised.severity for advised in passed.gate.warnings()}


def test_what_looks_through_a_withheld_entity_is_judged_again(pass_gate: Callable[..., Passed]) -> None:
    """A region without its country is advised against, and so are the districts that were within it through another."""
    regions = """
    <region/KG> a tuyun:Region; rdfs:label "К"@ky; dcterms:identifier "KG"; tuyun:name "К"@ky; tuyun:kind tuyun:kind-country; tuyun:provisional "x".
    <region/A> a tuyun:Region; rdfs:label "А"@ky; dcterms:identifier "A"; tuyun:name "А"@ky; tuyun:kind tuyun:kind-region; tuyun:within <region/KG>.
    <region/B> a tuyun:Region; rdfs:label "Б"@ky; dcterms:identifier "B"; tuyun:name "Б"@ky; tuyun:kind tuyun:kind-district; tuyun:within <region/A>.
    """
    passed = pass_gate(regions)
    assert list(passed.withheld) == [f"{BASE}region/KG>"]
    assert validate(passed.view).results == tuple(passed.gate.warnings())
    lacking = {result.focus for result in passed.gate.warnings() if result.component.startswith("HasValue")}
    assert lacking == {f"{BASE}region/A>", f"{BASE}region/B>"}
