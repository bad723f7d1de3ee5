"""The shapes as such: well formed, complete, at one with the ontology; and what is compiled from them."""

import re

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import SH

from graph_builder import terms
from graph_builder.identifiers import SLUG
from graph_builder.namespaces import PREFIXES, RDF_TYPE, RDFS_LABEL, SKOS_ALT_LABEL
from graph_builder.rdf import Term
from graph_builder.resources import advice_files, shape_files
from graph_builder.schema import compile_schema, schema
from graph_builder.shape_graph import ShapeGraph
from graph_builder.shape_values import NodeShape
from graph_builder.vocabulary import vocabulary

QUADS: list[Quad] = [
    quad for _, text in (*shape_files(), *advice_files()) for quad in parse(text, format=RdfFormat.TURTLE)
]
GRAPH = ShapeGraph(QUADS)
LANGUAGES = ["en", "ky", "ru"]
NODE_SHAPES = GRAPH.instances("NodeShape")
PROPERTY_SHAPES = GRAPH.instances("PropertyShape")
TARGETED = [shape for shape in NODE_SHAPES if GRAPH.nodes(shape, "targetClass")]
KINDS = list(schema().kinds.values())


def languages(shape: Term, predicate: Term) -> list[str]:
    values = GRAPH.values(shape, predicate)
    return sorted(value.language or "" for value in values if isinstance(value, Literal) and value.value.strip())


def test_only_known_terms_of_shacl_core_are_used() -> None:
    # SHACL passes silently over a mistyped term, and so does the check of shapes against SHACL's own shapes.
    used = {
        node.value.removeprefix(PREFIXES["sh"])
        for quad in QUADS
        for node in (quad.predicate, quad.object)
        if isinstance(node, NamedNode) and node.value.startswith(PREFIXES["sh"])
    }
    assert {name for name in used if name not in SH} == set()
    assert used.isdisjoint({"sparql", "js", "expression", "rule", "target"})


def test_a_shape_names_a_property_only_where_the_word_of_the_vocabulary_does_not_fit() -> None:
    named = [shape for kind in KINDS for shape in kind.properties if shape.names]
    assert {shape.shape.rpartition("#")[2] for shape in named} == {"Person-name>", "Person-altLabel>"}
    for shape in named:
        assert sorted(shape.names) == LANGUAGES
        assert not set(shape.names.items()) & set(vocabulary().terms[shape.path].labels.items())


def test_every_term_of_ours_stands_in_the_ontology() -> None:
    namespace = vocabulary().namespace
    used = {
        str(node)
        for quad in QUADS
        for node in (quad.predicate, quad.object)
        if isinstance(node, NamedNode) and node.value.startswith(namespace)
    }
    assert {term for term in used if term not in vocabulary().terms} == set()


def test_every_property_is_shown_with_a_label() -> None:
    paths = {shape.path for kind in KINDS for shape in kind.properties}
    assert {path for path in paths if path not in vocabulary().terms} == set()


def test_every_class_with_instances_has_a_shape() -> None:
    classes = {entry.term for entry in vocabulary().own() if entry.kind == "class"}
    superclasses = {parent for entry in vocabulary().own() if entry.kind == "class" for parent in entry.parents}
    of_individuals = {parent for entry in vocabulary().own() if entry.kind == "individual" for parent in entry.parents}
    assert set(schema().kinds) == classes - superclasses - of_individuals


def test_blank_nodes_are_only_cells_of_lists_and_paths() -> None:
    allowed = {f"<{PREFIXES['rdf']}first>", f"<{PREFIXES['rdf']}rest>", f"<{PREFIXES['sh']}zeroOrMorePath>"}
    assert {str(quad.predicate) for quad in QUADS if isinstance(quad.subject, BlankNode)} <= allowed


def test_every_shape_is_used() -> None:
    members = {member for shape in TARGETED for member in GRAPH.terms(shape, "property")}
    alternatives = {member for shape in PROPERTY_SHAPES for member in GRAPH.members(shape, "or")}
    assert members == set(PROPERTY_SHAPES)
    assert alternatives == set(NODE_SHAPES) - set(TARGETED)


@pytest.mark.parametrize("shape", [*NODE_SHAPES, *PROPERTY_SHAPES])
def test_every_shape_has_an_iri_and_a_message_in_three_languages(shape: Term) -> None:
    assert re.fullmatch(r"<https://w3id\.org/tuyun/shapes#[A-Z][A-Za-z]+(-[A-Za-z0-9]+)*>", shape)
    assert languages(shape, f"<{PREFIXES['sh']}message>") == LANGUAGES


@pytest.mark.parametrize("shape", PROPERTY_SHAPES)
def test_every_property_shape_has_a_place_on_pages(shape: Term) -> None:
    assert len(GRAPH.nodes(shape, "order")) == 1
    (group,) = GRAPH.terms(shape, "group")
    assert group in {one.term for one in schema().groups}


@pytest.mark.parametrize("shape", TARGETED)
def test_every_node_shape_is_closed_and_knows_its_addresses(shape: Term) -> None:
    assert GRAPH.text(shape, "closed") == "true"
    assert GRAPH.members(shape, "ignoredProperties") == (RDF_TYPE,)
    assert GRAPH.text(shape, "pattern").endswith("$")


def test_groups_follow_each_other_on_a_page() -> None:
    assert all(languages(group.term, RDFS_LABEL) == LANGUAGES for group in schema().groups)
    place = {group.term: group.order for group in schema().groups}
    for kind in KINDS:
        orders = [place[shape.group] for shape in kind.properties]
        assert orders == sorted(orders), kind.shape


@pytest.mark.parametrize("kind", KINDS, ids=[kind.shape for kind in KINDS])
def test_each_property_of_a_class_has_one_shape(kind: NodeShape) -> None:
    paths = [shape.path for shape in kind.properties]
    assert len(paths) == len(set(paths))


def test_addresses_of_values_have_the_form_of_their_class() -> None:
    for kind in KINDS:
        for shape in kind.properties:
            for class_ in shape.classes:
                if class_ in schema().kinds:
                    assert shape.pattern == schema().kinds[class_].pattern, shape.shape


def test_patterns_of_addresses_allow_what_the_records_allow() -> None:
    for kind in KINDS:
        if kind.target_class in (terms.Issue, terms.Edition, terms.Capture):
            continue  # their slugs are numbers and hashes
        assert SLUG.pattern.replace("(?:", "(") in kind.pattern, kind.shape


def test_values_agree_with_the_ranges_of_the_ontology() -> None:
    known = vocabulary().terms
    for kind in KINDS:
        for shape in kind.properties:
            entry = known[shape.path]
            if shape.classes and entry.range:
                assert _is_a(shape.classes[0], entry.range), (shape.shape, entry.range)
            elif shape.datatypes and entry.range and len(shape.datatypes) == 1:
                assert entry.kind != "object", shape.shape
                assert entry.range in (shape.datatypes[0], f"<{PREFIXES['rdfs']}Literal>"), (shape.shape, entry.range)
            if shape.node_kind == "IRI":
                assert entry.kind in ("object", "annotation"), shape.shape


def _is_a(class_: Term, ancestor: Term) -> bool:
    known = vocabulary().terms
    return class_ == ancestor or any(
        _is_a(parent, ancestor) for parent in (known[class_].parents if class_ in known else ())
    )


def test_no_class_with_a_shape_is_part_of_another() -> None:
    """Else its things would be checked twice, and the counts of focus nodes would be wrong."""
    for class_ in schema().kinds:
        for other in schema().kinds:
            assert class_ == other or not _is_a(class_, other)


def test_kinds_listed_for_a_class_are_individuals_of_the_ontology() -> None:
    for kind in KINDS:
        for shape in kind.properties:
            for value in shape.values:
                if value.startswith("<"):
                    assert vocabulary().terms[value].kind == "individual"


def test_single_and_one_value_a_language() -> None:
    found = schema()
    assert found.single(terms.Phase, terms.end)
    assert not found.single(terms.Phase, terms.region)
    assert not found.single(terms.Person, terms.end)
    assert found.unique_lang(terms.Person, terms.name)
    assert not found.unique_lang(terms.Person, SKOS_ALT_LABEL)
    assert found.find(terms.Person, terms.end) is None


def test_what_is_compiled_of_a_shape() -> None:
    end = schema().find(terms.Phase, terms.end)
    assert end is not None
    assert (end.min_count, end.max_count, end.severity, len(end.datatypes)) == (0, 1, "Violation", 4)
    project = schema().find(terms.Phase, terms.project)
    assert project is not None
    assert (project.min_count, project.node_kind, project.classes) == (1, "IRI", (terms.Project,))
    advice = {shape.path: shape for shape in schema().kinds[terms.Phase].advice}
    assert advice[f"{terms.project}/{terms.startDay}"].severity == "Warning"
    assert advice[terms.end].min_count == 1


def test_a_property_shape_without_order_is_refused() -> None:
    text = """
    @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <https://e.example/> .
    e:A a sh:NodeShape ; sh:targetClass e:C ; sh:property e:A-p .
    e:A-p a sh:PropertyShape ; sh:path e:p ; sh:group e:g .
    """
    with pytest.raises(ValueError, match="float"):
        compile_schema([text])
