"""Every format says the same graph, in the same bytes; each document can be read alone."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, Final

import msgspec
import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonld_support import loader, self_contained
from pyld import jsonld as pyld
from sample_graph import HARD_IRIS, IRIS, hard_dataset, plain_dataset

from exports import formats, jsonld, published_contexts, rdfxml
from exports.context import context
from exports.datasets import plan
from exports.documents import documents
from exports.dumps import canonical_hash
from exports.formats import BY_MEDIA_TYPE, BY_SUFFIX, DATASET_FORMATS, FORMATS, GRAPH_FORMATS, Format
from exports.framing.collections import counts
from exports.writers import DATASET_WRITERS, GRAPH_WRITERS
from graph_builder import namespaces as ns
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.errors import InputError
from graph_builder.rdf import Quad, Term, Triple, document_of, iri, plain, tagged, typed
from graph_builder.records.table import KINDS
from graph_builder.resources import context_files, shape_files
from graph_builder.schema import schema
from graph_builder.vocabulary import vocabulary

DATASETS: Final = {"plain": plain_dataset(), "hard": hard_dataset()}
GRAPHS: Final = [(name, format_) for name in DATASETS for format_ in GRAPH_FORMATS]
GRAPH_IDS: Final = [f"{name}-{format_.name}" for name, format_ in GRAPHS]


def read(data: bytes, format_: Format) -> set[tuple[str, ...]]:
    """Read a file with pyoxigraph as light quads; the default graph is left out."""
    parser = pyoxigraph.RdfFormat.from_media_type(format_.media_type)
    data = self_contained(data) if format_ is formats.JSONLD else data
    found = set()
    for quad in pyoxigraph.parse(data, format=parser):
        graph = () if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else (str(quad.graph_name),)
        found.add((str(quad.subject), str(quad.predicate), str(quad.object), *graph))
    return found


def read_with_pyld(document: Any) -> set[tuple[str, ...]]:
    nquads = pyld.to_rdf(document, {"format": "application/n-quads", "documentLoader": loader(IRIS.base)})
    return read(nquads.encode(), formats.NQUADS)


def files(dataset: Dataset) -> dict[str, bytes]:
    made = [(path, content if isinstance(content, bytes) else b"".join(content)) for path, content in plan(dataset)]
    assert len(made) == len(dict(made)), "a path occurs twice"
    return dict(made)


@pytest.fixture(scope="module", params=list(DATASETS))
def dataset(request: pytest.FixtureRequest) -> Dataset:
    return DATASETS[request.param]


# --- the table --------------------------------------------------------------------------------------------------


def test_the_table_agrees_with_that_of_another_maker() -> None:
    rdf = [format_ for format_ in FORMATS if format_.is_rdf]
    assert len(rdf) == 6
    for format_ in rdf:
        theirs = pyoxigraph.RdfFormat.from_media_type(format_.media_type)
        assert theirs is not None
        assert (theirs.file_extension, theirs.name) == (format_.suffix, format_.label)
        assert pyoxigraph.RdfFormat.from_extension(format_.suffix) == theirs
        assert format_.iri.startswith("http://www.w3.org/ns/formats/")
        # JSON-LD could hold named graphs; here it carries the published view alone.
        assert theirs.supports_datasets == (format_.holds_graphs or format_ is formats.JSONLD)


def test_every_look_up_finds_every_format() -> None:
    for format_ in FORMATS:
        assert formats.BY_NAME[format_.name] is format_
        assert BY_SUFFIX[format_.suffix] is format_
        assert BY_MEDIA_TYPE[format_.media_type] is format_


def test_an_ambiguous_table_is_refused() -> None:
    twin = Format("other", "Other", formats.TURTLE.media_type, "other")
    with pytest.raises(ValueError, match="Turtle and Other share the media_type"):
        formats.index([formats.TURTLE, twin], "media_type")


def test_every_rdf_format_has_a_writer() -> None:
    assert set(GRAPH_WRITERS) == set(GRAPH_FORMATS)
    assert set(DATASET_WRITERS) == set(DATASET_FORMATS)
    assert {*GRAPH_FORMATS, *DATASET_FORMATS} == {format_ for format_ in FORMATS if format_.is_rdf}


def test_text_types_state_their_encoding() -> None:
    assert formats.TURTLE.content_type == "text/turtle; charset=utf-8"
    assert formats.JSONLD.content_type == "application/ld+json"


# --- round trips ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "format_"), GRAPHS, ids=GRAPH_IDS)
def test_the_view_survives(name: str, format_: Format) -> None:
    view = DATASETS[name].view
    assert read(b"".join(GRAPH_WRITERS[format_](view)), format_) == set(view)


@pytest.mark.parametrize("format_", DATASET_FORMATS, ids=lambda format_: format_.name)
def test_view_and_claims_survive(dataset: Dataset, format_: Format) -> None:
    written = b"".join(DATASET_WRITERS[format_](dataset.view, dataset.claims))
    assert read(written, format_) == {*dataset.view, *dataset.claims}


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
def test_documents_survive_and_together_are_the_view(dataset: Dataset, format_: Format) -> None:
    union: set[tuple[str, ...]] = set()
    for document in documents(dataset):
        found = read(document.write(format_), format_)
        assert found == set(document.triples), document.path
        union |= found
    assert union == set(dataset.view)


@pytest.mark.parametrize(("name", "format_"), GRAPHS, ids=GRAPH_IDS)
def test_nothing_makes_an_empty_file_that_can_be_read(name: str, format_: Format) -> None:
    assert read(b"".join(GRAPH_WRITERS[format_](())), format_) == set()


TEXTS: Final = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")).filter(
    lambda text: not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
)
DATATYPES: Final = [ns.XSD_INTEGER, ns.XSD_DECIMAL, ns.XSD_BOOLEAN, ns.XSD_DATE, ns.EDTF_DATE, ns.XSD_G_YEAR_MONTH]
NUMBERS: Final = st.one_of(st.integers().map(str), st.decimals(allow_nan=False, allow_infinity=False).map(str))
FORMS: Final = st.one_of(TEXTS, NUMBERS, st.from_regex(r"[-+]?0*[0-9]+(\.[0-9]*)?", fullmatch=True))
VALUES: Final[st.SearchStrategy[Term]] = st.one_of(
    TEXTS.map(plain),
    st.builds(tagged, TEXTS, st.sampled_from(["ky", "ru", "en", "ky-cyrl-kg"])),
    st.builds(typed, FORMS, st.sampled_from([datatype[1:-1] for datatype in DATATYPES])),
    st.sampled_from([iri(text) for text in HARD_IRIS]),
)
PROPERTIES: Final = st.sampled_from(
    [
        *(term for term, entry in context().definitions.items() if entry.form != "class"),
        iri("https://example.org/ns/unknown"),
    ]
)
GRAPH: Final = st.lists(st.tuples(st.just(IRIS.of("person/a")), PROPERTIES, VALUES), max_size=8)


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
@given(graph=GRAPH)
def test_any_graph_survives(format_: Format, graph: list[Triple]) -> None:
    triples = sorted(set(graph))
    assert read(b"".join(GRAPH_WRITERS[format_](triples)), format_) == set(triples)


@given(graph=GRAPH)
@settings(max_examples=50)
def test_any_json_document_survives_in_pyld(graph: list[Triple]) -> None:
    triples = sorted(set(graph))
    document = jsonld.document(triples, (), published_contexts.address(IRIS.base))
    assert read_with_pyld(msgspec.json.decode(document)) == set(triples)


# --- bytes ------------------------------------------------------------------------------------------------------

_DIGEST: Final = """
import hashlib
from exports.datasets import plan
from sample_graph import hard_dataset, plain_dataset
for dataset in (plain_dataset(), hard_dataset()):
    for path, content in plan(dataset):
        print(hashlib.sha256(content if isinstance(content, bytes) else b"".join(content)).hexdigest(), path)
"""


def test_the_same_bytes_in_every_environment() -> None:
    def run(**environment: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(PurePosixPath(__file__).parent), **environment}
        command = [sys.executable, "-c", _DIGEST]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout

    first = run(PYTHONHASHSEED="1", LANG="C", TZ="UTC")
    assert first == run(PYTHONHASHSEED="2", LANG="ky_KG.UTF-8", TZ="Asia/Bishkek")
    assert first.count("\n") > 80


def test_the_hash_is_that_of_another_canonicalization(dataset: Dataset) -> None:
    def theirs(quads: Iterable[tuple[str, ...]]) -> str:
        text = "".join(f"{' '.join(quad)} .\n" for quad in quads)
        found = pyoxigraph.Dataset(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_QUADS))
        found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        lines = pyoxigraph.serialize(found, format=pyoxigraph.RdfFormat.N_QUADS)
        assert lines is not None
        return hashlib.sha256(b"".join(sorted(lines.splitlines(keepends=True)))).hexdigest()

    assert canonical_hash(dataset.view, ()) == theirs(dataset.view)
    assert canonical_hash(dataset.view, dataset.claims) == theirs([*dataset.view, *dataset.claims])


def test_the_hash_of_mingled_graphs() -> None:
    a, b = (IRIS.of("person/a"), terms.name, plain("x")), (IRIS.of("person/a"), terms.name, plain("y"))
    graph = IRIS.of("source/one")
    claims: list[Quad] = [(*b, graph), (*a, graph)]
    lines = [f"{' '.join(one)} .\n" for one in (a, (*a, graph), b, (*b, graph))]
    assert canonical_hash([a, b], claims) == hashlib.sha256("".join(lines).encode()).hexdigest()


# --- Turtle and RDF/XML -----------------------------------------------------------------------------------------


def test_turtle_declares_the_prefixes_that_it_uses_and_no_other(dataset: Dataset) -> None:
    for document in documents(dataset):
        text = document.write(formats.TURTLE).decode()
        declared = re.findall(r"^@prefix ([a-z]+): ", text, re.MULTILINE)
        bare = re.sub(r'"(?:[^"\\\n]|\\.)*"|<[^>]*>', "", text.partition("\n\n")[2])
        assert declared == sorted(set(re.findall(r"\b([a-z]+):", bare))), document.path


def test_turtle_reads_well() -> None:
    found = {document.path: document.write(formats.TURTLE).decode() for document in documents(DATASETS["plain"])}
    blocks = found["article/ky-1"].split("\n\n")[1:]
    assert all(block.split(" ")[1] == "a" for block in blocks if " a " in block)
    assert blocks[0].startswith("<https://data.example.kg/article/ky-1> a tuyun:Article ;\n")
    assert 'tuyun:title "«Айыл» долбоору"@ky .' in blocks[0]
    assert 'tuyun:abstract "Биринчи сап\\nэкинчи сап \\"тырмакчада\\" \\\\ менен"@ky ;' in blocks[0]
    assert "tuyun:budget 1250000.50 ;" in found["phase/demo-1"]
    assert 'tuyun:start "2011-11"^^xsd:gYearMonth .' in found["phase/demo-1"]
    assert "tuyun:isFinal false ;" in found["phase/demo-1"]


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0x85, 0x2028, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF])
def test_rdfxml_takes_what_xml_can_hold_and_refuses_the_rest(code: int) -> None:
    triples = [(IRIS.of("person/a"), terms.statedName, plain(f"a{chr(code)}b"))]
    if code in (0x9, 0xA, 0xD) or (code >= 0x20 and code not in (0xFFFE, 0xFFFF)):
        assert not list(rdfxml.unwritable(triples))
        assert read(b"".join(rdfxml.rdfxml(triples)), formats.RDFXML) == set(triples)
    else:
        assert list(rdfxml.unwritable(triples)) == triples
        with pytest.raises(InputError, match=r"XML cannot hold .*person/a"):
            next(rdfxml.rdfxml(triples))


def test_rdfxml_does_not_mistake_a_backslash_for_an_escape() -> None:
    assert not list(rdfxml.unwritable([(IRIS.of("person/a"), terms.statedName, plain("\\u0001 \\b"))]))


def test_rdfxml_refuses_a_property_without_xml_name() -> None:
    triple = (IRIS.of("person/a"), iri("https://example.org/ns/1"), plain("x"))
    assert list(rdfxml.unwritable([triple])) == [triple]


# --- JSON-LD ----------------------------------------------------------------------------------------------------


def test_the_context_covers_every_class_and_property() -> None:
    wanted = {entry.term for entry in vocabulary().terms.values() if entry.kind != "individual"}
    shaped = {shape.path for kind in schema().kinds.values() for shape in kind.properties}
    assert set(context().definitions) == wanted - {ns.RDF_TYPE}
    assert shaped | set(schema().kinds) <= {*wanted, ns.RDF_TYPE}
    for entry in vocabulary().own():
        if entry.kind != "individual":
            assert context().definitions[entry.term].key == entry.name


def test_the_context_expands_each_name_to_its_term() -> None:
    whole = context().whole()
    for term, definition in context().definitions.items():
        node = {"@context": whole, "@id": "urn:x", definition.key: {"@id": "urn:y"}}
        if definition.form == "class":
            node = {"@context": whole, "@id": "urn:x", "type": definition.key}
        if definition.form == "language":
            node[definition.key] = {"ky": ["x"]}
        (expanded,) = pyld.expand(node, {"documentLoader": loader(IRIS.base)})
        found = expanded["@type"][0] if definition.form == "class" else next(key for key in expanded if key != "@id")
        assert found == term[1:-1]


def test_every_document_names_the_published_context_and_pyld_reads_it(dataset: Dataset) -> None:
    address = f"{IRIS.base}context/{hashlib.sha256(published_contexts.context_file()).hexdigest()[:12]}.jsonld"
    for document in documents(dataset):
        written = msgspec.json.decode(document.write(formats.JSONLD))
        assert written["@context"] == address
        assert read_with_pyld(written) == set(document.triples), document.path


@pytest.mark.parametrize(
    ("term", "json"),
    [
        (terms.name, {"@id": "tuyun:name", "@container": "@language"}),
        (ns.SKOS_ALT_LABEL, {"@id": "skos:altLabel", "@container": ["@language", "@set"]}),
        (terms.publisher, {"@id": "tuyun:publisher", "@type": "@id"}),
        (terms.phase, {"@id": "tuyun:phase", "@type": "@id", "@container": "@set"}),
        (terms.startDay, {"@id": "tuyun:startDay", "@type": "xsd:date"}),
        (terms.start, "tuyun:start"),
        (terms.issn, "tuyun:issn"),
        (terms.wholeNumber, {"@id": "tuyun:wholeNumber", "@type": "xsd:integer"}),
        (terms.Phase, "tuyun:Phase"),
        (terms.value, "tuyun:value"),
    ],
)
def test_definitions_follow_ontology_and_shapes(term: Term, json: object) -> None:
    assert context().definitions[term].json() == json


def json_of(path: str) -> Any:
    (found,) = (one for one in documents(DATASETS["plain"]) if one.path == path)
    return msgspec.json.decode(found.write(formats.JSONLD))


def test_dependents_stand_in_what_they_depend_on() -> None:
    article = json_of("article/ky-1")
    assert [one["position"] for one in article["contribution"]] == [1, 2]
    assert article["contribution"][0]["article"] == article["id"]
    assert article["contribution"][0]["roleKind"] == "tuyun:role-author"
    assert json_of("issue/108")["edition"][0]["type"] == "Edition"
    (disagreement,) = json_of("phase/demo-1")["subjectOf"]
    assert disagreement["subject"] == json_of("phase/demo-1")["id"]
    assert disagreement["property"] == "tuyun:end"
    assert [claim["value"] for claim in disagreement["claim"]] == [
        {"type": "edtf:EDTF", "@value": "2015-03?"},
        {"type": "xsd:gYearMonth", "@value": "2015-06"},
    ]
    assert disagreement["preferred"] == disagreement["claim"][0]["id"]
    (scheme,) = json_of("magazine/sample")["magazineOf"]
    assert scheme["type"] == ["RubricScheme", "ConceptScheme"]


def test_linked_entities_bring_their_class_and_label() -> None:
    label = {"en": "Долбоор en", "ky": "Долбоор ky", "ru": "Долбоор ru"}
    project = {"id": "https://data.example.kg/project/demo", "type": "Project", "label": label}
    assert json_of("phase/demo-1")["project"] == project
    rubric = json_of("rubric/news")
    assert rubric["inScheme"]["label"] == {"en": "Rubrics"}
    assert rubric["altLabel"]["ky"] == ["ЖАӉЫЛЫКТАР", "жаңылык"]
    assert json_of("magazine/sample")["homepage"] == "https://example.kg/журнал?a=1&b='2'"


def test_values_are_those_of_json_where_it_has_them() -> None:
    phase = json_of("phase/demo-1")
    assert (phase["ordinal"], phase["isFinal"], phase["budget"]) == (1, False, "1250000.50")


def test_keys_stand_in_the_order_of_the_shape() -> None:
    keys = [key for key in json_of("phase/demo-1") if not key.startswith("@")]
    assert keys[:2] == ["id", "type"]
    order = {context().definitions[one.path].key: one.order for one in schema().kinds[terms.Phase].properties}
    shaped = [order[key] for key in keys if key in order]
    assert len(shaped) > 5
    assert all(first <= second for first, second in pairwise(shaped))


def test_the_tenth_dependent_stands_behind_the_ninth() -> None:
    article = IRIS.of("article/many")
    parts = [IRIS.part(article, f"contribution-{number}") for number in range(1, 12)]
    triples = [(part, ns.RDF_TYPE, terms.Contribution) for part in parts]
    triples += [(article, terms.contribution, part) for part in parts]
    plain_view = DATASETS["plain"]
    (document,) = documents(Dataset(IRIS, plain_view.languages, plain_view.title, tuple(sorted(triples)), ()))
    nested = msgspec.json.decode(document.write(formats.JSONLD))["contribution"]
    assert [one["id"] for one in nested] == [part[1:-1] for part in parts]


# --- the plan ---------------------------------------------------------------------------------------------------


def expected_paths(dataset: Dataset) -> Iterator[str]:
    yield from (f"ontology.{suffix}" for suffix in ("ttl", "jsonld", "nt", "rdf"))
    yield from ("shapes.ttl", "advice.ttl", "data/dataset.rdfc10-sha256", "data/dataset.jsonl")
    yield from ("context.jsonld", *(f"context/{name}" for name, _ in context_files()))
    yield from ("collections/index.jsonld", *(f"collections/{kind}.jsonld" for kind in counts(dataset)))
    for kind in (*KINDS, "source"):
        yield from (f"frames/{kind}.jsonld", f"frames/{kind}.schema.json")
    yield from (f"data/dataset.{suffix}" for suffix in ("ttl", "jsonld", "nt", "rdf", "nq", "trig"))
    things = {triple[0].partition("#")[0].rstrip(">") for triple in dataset.view}
    for thing in things:
        path = thing.removeprefix(f"<{IRIS.base}")
        yield from (f"{path}.{suffix}" for suffix in ("ttl", "jsonld", "nt", "rdf"))


def test_the_plan_holds_every_file_of_the_design(dataset: Dataset) -> None:
    assert set(files(dataset)) == set(expected_paths(dataset))


def test_the_plan_streams_the_big_files() -> None:
    big = {path for path, content in plan(DATASETS["plain"]) if not isinstance(content, bytes)}
    assert {f"data/dataset.{suffix}" for suffix in ("ttl", "jsonld", "jsonl", "nt", "rdf", "nq", "trig")} <= big


def test_the_ontology_is_one_graph_without_blank_nodes() -> None:
    made = files(DATASETS["plain"])
    graphs = [read(made[f"ontology.{format_.suffix}"], format_) for format_ in GRAPH_FORMATS]
    assert all(graph == graphs[0] for graph in graphs)
    assert not any(term.startswith("_:") for triple in graphs[0] for term in triple)
    assert {entry.term for entry in vocabulary().terms.values()} <= {triple[0] for triple in graphs[0]}


def test_the_shapes_are_joined_whole() -> None:
    joined = files(DATASETS["plain"])["shapes.ttl"]
    assert all(text in joined.decode() for _, text in shape_files())

    def triples(data: bytes) -> list[pyoxigraph.Quad]:
        return list(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE))

    assert len(triples(joined)) == sum(len(triples(text.encode())) for _, text in shape_files())


def test_documents_of_names_that_begin_alike_stay_apart() -> None:
    """In a sorted view ``<x#a>`` stands before ``<x-1>``, which is another entity, and that before ``<x>``."""
    names = ("x", "x-1", "x-1-2", "y")
    told = [f"rubric/{name}{part}" for name in names for part in ("", "#b", "#a", "#a-10")]
    told.remove("rubric/y")  # only its dependents are told of
    view = sorted(
        (IRIS.of(one) if "#" not in one else iri(f"{IRIS.base}{one}"), ns.RDFS_LABEL, plain(one)) for one in told
    )
    found = {one.path: one for one in documents(Dataset(IRIS, ("ky",), (), tuple(view), ()))}
    assert list(found) == sorted((f"rubric/{name}" for name in names), key=lambda path: f"{path}>")
    for one in found.values():
        assert {document_of(subject) for subject, _, _ in one.own} == {one.entity}
        assert len(one.own) == (3 if one.path == "rubric/y" else 4)
