"""Documents in other vocabularies: each says what the losses say it keeps, and nothing of what they say it drops."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pyoxigraph
import pytest
from archive_support import sample_outcome
from jsonld_support import loader
from pyld import jsonld as pyld
from support import select, store_of

from exports.bibliography.reading import Bibliography
from exports.formats import PROFILE_BY_NAME, PROFILES
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.profiles.files import ProfileFiles
from exports.profiles.losses import losses
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.namespaces import PREFIXES, RDF_TYPE
from graph_builder.publication import Publication
from graph_builder.rdf import Term, Triple, document_of, iri, is_iri, literal_parts, local_name, tagged
from graph_builder.schema import schema

BASE = "https://data.municipalitet.kg/"
OTHERS = [profile.name for profile in PROFILES[1:]]


def written(dataset: Dataset, only: frozenset[Term] | None = None) -> dict[str, bytes]:
    """Write the documents of some entities in every profile."""
    index = GraphIndex(dataset)
    labels = Labels(dataset, index)
    bibliography = Bibliography(index, labels, dataset.iris, dataset.languages)
    files = ProfileFiles(dataset, index, labels)
    nodes = [index.node(term) for term in index.documents if only is None or term in only]
    return {path: data for node in nodes for path, data in files.files(node, bibliography.work(node))}


@cache
def sample() -> dict[str, bytes]:
    return written(published())


def published() -> Dataset:
    """Return the sample without its claims, of which no profile says anything."""
    return replace(sample_outcome().dataset, claims=())


def of(profile: str) -> dict[str, bytes]:
    (suffix,) = {one.suffix for entry in PROFILES if entry.name == profile for one in entry.formats}
    return {path: data for path, data in sample().items() if path.endswith(f".{suffix}")}


# --- what is dropped --------------------------------------------------------------------------------------------


def cases() -> Iterator[tuple[str, Term, Term, bool]]:
    for name in OTHERS:
        for loss in losses(name):
            yield from ((name, loss.class_, property_, True) for property_, _ in loss.kept)
            yield from ((name, loss.class_, property_, False) for property_ in loss.dropped)


@cache
def said(profile: str) -> dict[tuple[Term, Term], frozenset[Term]]:
    """Return the subjects of the sample, in entities that a profile describes, by class and property."""
    dataset = sample_outcome().dataset
    classes = {one: value for one, property_, value in dataset.view if property_ == RDF_TYPE and "/tuyun/" in value}
    found: defaultdict[tuple[Term, Term], set[Term]] = defaultdict(set)
    for subject, property_, _ in dataset.view:
        if PROFILE_BY_NAME[profile].describes(dataset.iris.kind(subject)):
            found[classes[subject], property_].add(subject)
    return {key: frozenset(subjects) for key, subjects in found.items()}


def changed(triple: Triple) -> list[Triple]:
    """Return a triple with another text in place of its own; nothing for one that is no text in a language."""
    subject, property_, value = triple
    text, language, _ = ("", "", "") if is_iri(value) else literal_parts(value)
    return [(subject, property_, tagged(f"{text} +", language))] if language else []


CASES = [case for case in cases() if case[1:3] in said(case[0])]


@pytest.mark.parametrize(
    ("profile", "class_", "property_", "is_kept"),
    CASES,
    ids=[f"{name}-{local_name(class_)}-{local_name(property_)}" for name, class_, property_, _ in CASES],
)
def test_what_is_dropped_makes_no_difference_and_what_is_kept_does(
    profile: str, class_: Term, property_: Term, is_kept: bool
) -> None:
    dataset, subjects = published(), said(profile)[class_, property_]
    # A name that goes would still be there as the label, which was made from it: texts are changed, the rest goes.
    view = [
        new for one in dataset.view for new in (changed(one) if one[1] == property_ and one[0] in subjects else [one])
    ]
    entities = frozenset(map(document_of, subjects))
    without = written(replace(dataset, view=tuple(view)), entities)
    before = {path: data for path, data in of(profile).items() if path in without}
    assert before
    assert is_kept == any(without[path] != data for path, data in before.items())


def test_every_property_of_the_shapes_is_judged() -> None:
    for name in OTHERS:
        for loss in losses(name):
            judged = [*(property_ for property_, _ in loss.kept), *loss.dropped]
            assert sorted(judged) == sorted(shape.path for shape in schema().kinds[loss.class_].properties)
    assert losses("native") == ()
    assert {loss.class_ for loss in losses("schema.org")} == set(schema().kinds)
    assert [local_name(loss.class_) for loss in losses("edm")] == ["Article", "Claim", "Contribution", "Disagreement"]
    assert len(CASES) > 150


# --- schema.org -------------------------------------------------------------------------------------------------


def test_schema_org_documents_are_json_ld_that_needs_no_network() -> None:
    documents = of("schema.org")
    assert len(documents) == len(GraphIndex(sample_outcome().dataset).documents)
    for path, data in documents.items():
        document = json.loads(data)
        assert f"{BASE}{path}" == f"{document['@id']}.schema.jsonld"
        nquads = pyld.to_rdf(document, {"format": "application/n-quads", "documentLoader": loader("none:")})
        assert f"<{document['@id']}> <{PREFIXES['schema']}mainEntityOfPage> <{document['@id']}.html>" in nquads
        assert f"<{PREFIXES['schema']}name>" in nquads


def test_schema_org_says_texts_in_every_language() -> None:
    region = json.loads(of("schema.org")["region/KG.schema.jsonld"])
    assert region["@type"] == "Country"
    assert {one["@language"] for one in region["name"]} == {"ky", "ru", "en"}


# --- EDM --------------------------------------------------------------------------------------------------------

MANDATORY = """
    SELECT ?cho WHERE {
      ?cho a edm:ProvidedCHO ; edm:type "TEXT" ; dc:language ?language ; dc:title ?title .
      ?aggregation a ore:Aggregation ; edm:aggregatedCHO ?cho ; edm:isShownAt ?page ; edm:dataProvider ?provider .
      ?provider a edm:Agent ; skos:prefLabel ?name .
      FILTER EXISTS { ?cho dc:subject|dc:type|dcterms:spatial|dcterms:temporal ?subject }
    }
"""


def test_edm_documents_hold_what_europeana_demands_and_the_archive_knows() -> None:
    documents = of("edm")
    assert len(documents) == 47
    lacking = []
    for path, data in documents.items():
        quads = pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.RDF_XML)
        triples = [(str(one.subject), str(one.predicate), str(one.object)) for one in quads]
        if {row[0] for row in select(store_of(triples), MANDATORY)} != {f"{BASE}{path.removesuffix('.edm.rdf')}"}:
            lacking.append(path)
        objects = {value for _, property_, value in triples if property_ == iri(f"{PREFIXES['dc']}creator")}
        assert objects <= {subject for subject, _, _ in triples}, "people stand beside"
    # Of articles whose subject nobody has named, Europeana would want to know more than the archive does.
    assert len(lacking) < 10, lacking


def test_edm_states_rights_only_where_the_owner_does() -> None:
    dataset = sample_outcome().dataset
    (article, *_) = GraphIndex(dataset).instances(terms.Article)
    licence = "http://creativecommons.org/licenses/by/4.0/"
    with_licence = replace(dataset, publication=Publication(license=licence))
    (path,) = (path for path in written(dataset, frozenset({article})) if path.endswith(".edm.rdf"))
    assert b"edm:rights" not in written(dataset, frozenset({article}))[path]
    found = written(with_licence, frozenset({article}))[path]
    assert f'<edm:rights rdf:resource="{licence}"/>'.encode() in found
    assert b"edm:dataProvider" not in found
