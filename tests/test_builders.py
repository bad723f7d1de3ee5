"""Mappings: every kind has one, every field of a record is said or known to be silent, and lines say what was meant."""

import re
from decimal import Decimal

import msgspec
import pytest

from graph_builder import terms
from graph_builder.blocks import Block, claimed, decode
from graph_builder.builders import MAPPINGS
from graph_builder.builders.mapping import Mapping, Parts
from graph_builder.claims import claims, lines
from graph_builder.dates import PartialDate
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.problems import Place
from graph_builder.records import KINDS, AnyRecord, Article, Capture, Contribution, Entry, Magazine, Phase, Source

IRIS = Iris("https://e.example/")
SILENT = {"id"}
SILENT_OF_SOURCES = {"sha256", "rejects"}
"""Fields that say nothing themselves: the slug is in the IRI, the others say how a correction is to be read."""


def _entry(record: AnyRecord) -> Entry[AnyRecord]:
    return Entry(record, "us", Place("records/a.jsonl", 2))


def _said(record: AnyRecord) -> set[str]:
    return {" ".join(quad[:3]).replace(IRIS.base, "") for quad in claims((), [_entry(record)], IRIS)}


def test_every_kind_has_its_mapping_and_no_other() -> None:
    assert set(MAPPINGS) == {*KINDS.values(), Source}


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=lambda mapping: mapping.kind)
def test_every_field_is_said_once(mapping: Mapping) -> None:
    said = [one.field for one in mapping.says]
    said += [part.field for part in mapping.parts if isinstance(part, Parts)]
    assert len(said) == len(set(said))
    fields = {field.name for field in msgspec.structs.fields(mapping.record)}
    assert fields - set(said) == SILENT | (SILENT_OF_SOURCES if mapping.record is Source else set())


def test_an_article_says_its_texts_in_its_language_and_nothing_without_one() -> None:
    contribution = Contribution(contributor="a", role={"ky": "Автор"}, affiliation=["o"], stated_name="А. А.")
    article = Article(id="x", title='«Суу»\n"жол"', date=PartialDate.parse("2020"), contributions=[contribution])
    part = "<article/x#contribution-1>"
    said = {
        f"<article/x> {RDF_TYPE} {terms.Article}",
        f'<article/x> {terms.datePublished} "2020"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        f"<article/x> {terms.contribution} {part}",
        f"{part} {RDF_TYPE} {terms.Contribution}",
        f"{part} {terms.article} <article/x>",
        f'{part} {terms.position} "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f"{part} {terms.contributor} <person/a>",
        f"{part} {terms.roleKind} <https://w3id.org/tuyun/ontology#role-author>",
        f'{part} {terms.role} "Автор"@ky',
        f"{part} {terms.affiliation} <organization/o>",
        f'{part} {terms.statedName} "А. А."',
    }
    assert _said(article) == said
    in_kyrgyz = msgspec.structs.replace(article, language="ky")
    title = f'<article/x> {terms.title} "«Суу»\\n\\"жол\\""@ky'
    assert _said(in_kyrgyz) == said | {title, f'<article/x> {terms.language} "ky"'}


def test_zero_and_false_are_said_where_they_mean_something() -> None:
    phase = Phase(id="p", project="q", ordinal=0, municipality_count=0, budget=Decimal("1E3"), final=False)
    assert _said(phase) >= {
        f'<phase/p> {terms.ordinal} "0"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f'<phase/p> {terms.municipalityCount} "0"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f'<phase/p> {terms.budget} "1000"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        f'<phase/p> {terms.isFinal} "false"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    }


def test_what_is_said_of_another_entity_stands_in_its_document() -> None:
    blocks = [decode(line) for line in claimed((), [_entry(Capture(id="c", sha256="0" * 64, article="x"))], IRIS)]
    own, other = blocks
    assert (own.stem, own.graph) == ("<https://e.example/capture/c", "<https://e.example/source/us>")
    assert all(triple.startswith("<https://e.example/capture/c> ") for triple in own.triples)
    link = f"<https://e.example/article/x> {terms.capture} <https://e.example/capture/c>"
    assert other == Block("<https://e.example/article/x", own.graph, [link])


def test_lines_and_blocks_say_the_same_as_triples() -> None:
    entries = [
        _entry(Magazine(id="m", name={"ky": "Ай\tл"}, language=["ky", "ru"])),
        _entry(Phase(id="p", project="q")),
    ]
    source = Source(id="us", name={"en": "We"}, rank="page", file="records/a.jsonl")
    quads = set(claims([source], entries, IRIS))
    written = b"".join(lines([source], entries, IRIS)).decode().splitlines()
    assert len(written) == len(set(written)) == len(quads)
    assert {f"{s} {p} {o} {g} ." for s, p, o, g in quads} == set(written)
    blocks = map(decode, claimed([source], entries, IRIS))
    assert {f"{triple} {block.graph} ." for block in blocks for triple in block.triples} == set(written)
    assert all(re.fullmatch(r"<[^<>]+> <[^<>]+> .+ <https://e.example/source/us> \.", line) for line in written)


def test_letters_of_every_alphabet_stay_themselves_wherever_they_stand() -> None:
    iris = Iris("https://мисал.example/")
    address = "https://мисал.example/суу"
    article = Article(id="x", language="ky", title="Суу \x80ÿ𝄞", rubric="r", source_urls=[address])
    phase = Phase(id="p", project="q", name={"ky": "Этап"})
    entries: list[Entry[AnyRecord]] = [_entry(article), _entry(phase)]
    graph = "<https://мисал.example/source/us>"
    written = b"".join(lines((), entries, iris)).decode().splitlines()
    said = list(claims((), entries, iris))
    assert sorted(written) == sorted(f"{' '.join(quad)} ." for quad in said)
    assert ("<https://мисал.example/article/x>", terms.title, '"Суу \x80ÿ𝄞"@ky', graph) in said
    assert ("<https://мисал.example/article/x>", terms.sourceUrl, f"<{address}>", graph) in said
    assert ("<https://мисал.example/project/q>", terms.phase, "<https://мисал.example/phase/p>", graph) in said
    blocks = [decode(line) for line in claimed((), entries, iris)]
    assert sorted((block.graph, triple) for block in blocks for triple in block.triples) == sorted(
        (quad[3], " ".join(quad[:3])) for quad in said
    )
    assert [block.stem for block in blocks] == [
        f"<https://мисал.example/{thing}" for thing in ("article/x", "phase/p", "project/q")
    ]
