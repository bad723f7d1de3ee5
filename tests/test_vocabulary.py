"""The ontology is complete, says everything in three languages, and agrees with what is derived from it."""

import keyword
import re
from collections import Counter
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final, get_args

import msgspec
import pytest
from pyoxigraph import BlankNode, Quad, RdfFormat, parse
from rdflib.namespace import DCTERMS, FOAF, GEO, ORG, PROV, SDO, SKOS

from graph_builder import namespaces as ns
from graph_builder import records, resources, term_module, terms
from graph_builder.errors import SystemFailure
from graph_builder.rdf import Term, iri_text, literal_parts
from graph_builder.vocabulary import VocabularyTerm, vocabulary

LANGUAGES: Final = {"ky", "ru", "en"}
ONTOLOGY: Final = "<https://w3id.org/tuyun/ontology>"
PROJECT: Final = "<https://w3id.org/tuyun>"
OWN: Final = list(vocabulary().own())
CLASSES: Final = [entry for entry in OWN if entry.kind == "class"]
INDIVIDUALS: Final = [entry for entry in OWN if entry.kind == "individual"]
PROPERTIES: Final = [entry for entry in OWN if entry.kind not in ("class", "individual")]
BY_NAME: Final = {entry.name: entry for entry in OWN}

# What a thing of each class may say of itself; what only other vocabularies name is left out.
TABLE: Final = {
    "Magazine": "name issn registration publisher language homepage",
    "Issue": "magazine number lastNumber wholeNumber lastWholeNumber nominalMonth startDay endDay datePublished "
    "edition",
    "Edition": "language datePublished issue",
    "Article": "title abstract text language datePublished startDay endDay rubric contribution about mentions "
    "sourceUrl capture issue candidateIssue translationOf",
    "Contribution": "article contributor role roleKind affiliation position statedName",
    "Person": "name familyName givenName provisional",
    "Organization": "name abbreviation kind homepage partOf succeededBy provisional",
    "Project": "name abbreviation identifier goal start end startDay endDay homepage implementer funder partner "
    "region municipalityCount phase component budget currency",
    "Phase": "project ordinal name start end startDay endDay region municipalityCount funder budget currency isFinal",
    "Component": "project ordinal name goal partner supports",
    "Region": "name kind code within aiylAimakCount",
    "Event": "name date startDay endDay project organizer municipalityCount budget currency",
    "LegalInstrument": "name kind date startDay endDay",
    "Rubric": "provisional",
    "RubricScheme": "name magazine",
    "Website": "name homepage",
    "Capture": "article capturedFrom retrieved startDay endDay sha256 file layout language shownIssue shownHeader "
    "shownTitle shownRubric",
    "Source": "name url retrieved startDay endDay rank corrects file",
    "Disagreement": "subject property claim preferred reason",
    "Claim": "disagreement value source",
}

LITERAL_RANGES: Final = {
    ns.RDF_LANG_STRING,
    ns.RDFS_LITERAL,
    ns.XSD_BOOLEAN,
    ns.XSD_DATE,
    ns.XSD_DECIMAL,
    ns.XSD_G_YEAR_MONTH,
    ns.XSD_INTEGER,
    ns.XSD_STRING,
}
FOREIGN_CLASS_RANGES: Final = {"<http://xmlns.com/foaf/0.1/Document>", ns.RDF_PROPERTY}

# What the vocabularies that we align with say of the values of their own properties. schema.org is left out:
# it takes text wherever it expects a thing.
LITERAL_VALUED: Final = (
    "bibo:issn bibo:issue bibo:number foaf:familyName foaf:givenName foaf:name skos:notation "
    "dcterms:abstract dcterms:date dcterms:description dcterms:issued dcterms:title"
)
THING_VALUED: Final = (
    "bibo:translationOf foaf:page geo:sfWithin org:subOrganizationOf skos:broader "
    "dcterms:hasPart dcterms:isPartOf dcterms:isReplacedBy dcterms:publisher dcterms:source dcterms:spatial "
    "dcterms:subject dcterms:type prov:agent prov:qualifiedAttribution prov:wasDerivedFrom"
)
BIBO: Final = {
    "Article",
    "CollectedDocument",
    "Issue",
    "LegalDocument",
    "Magazine",
    "Webpage",
    "Website",
    "issn",
    "issue",
    "number",
    "translationOf",
}
DEFINED: Final = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "geo": GEO,
    "org": ORG,
    "prov": PROV,
    "schema": SDO,
    "skos": SKOS,
}


@cache
def quads() -> list[tuple[str, Quad]]:
    return [(name, quad) for name, text in resources.ontology_files() for quad in parse(text, format=RdfFormat.TURTLE)]


def curie(term: Term) -> str:
    iri = iri_text(term)
    prefix, namespace = next(item for item in ns.PREFIXES.items() if iri.startswith(item[1]))
    return f"{prefix}:{iri.removeprefix(namespace)}"


def ancestors(entry: VocabularyTerm) -> set[Term]:
    own = [vocabulary().terms[parent] for parent in entry.parents if parent in vocabulary().terms]
    return {entry.term}.union(*map(ancestors, own))


def identify(entry: VocabularyTerm) -> str:
    return entry.name


all_shown = pytest.mark.parametrize("entry", vocabulary().terms.values(), ids=identify)
all_own = pytest.mark.parametrize("entry", OWN, ids=identify)
all_properties = pytest.mark.parametrize("entry", PROPERTIES, ids=identify)
all_individuals = pytest.mark.parametrize("entry", INDIVIDUALS, ids=identify)


# The ontology as a whole


def test_there_are_terms_of_every_kind() -> None:
    counts = Counter(entry.kind for entry in OWN)
    assert counts == {"class": 23, "object": 40, "datatype": 43, "annotation": 1, "individual": 30}


def test_the_header_is_complete() -> None:
    header: dict[str, list[str]] = {}
    for _, quad in quads():
        if str(quad.subject) == ONTOLOGY:
            header.setdefault(str(quad.predicate), []).append(str(quad.object))
    assert header[ns.RDF_TYPE] == [ns.OWL_ONTOLOGY]
    for text in (ns.DCTERMS_TITLE, ns.DCTERMS_DESCRIPTION):
        assert sorted(value.rpartition("@")[2] for value in header[text]) == ["en", "ky", "ru"]
    assert header[ns.DCTERMS_CREATOR] == [PROJECT]
    assert header[ns.DCTERMS_LICENSE] == ["<https://creativecommons.org/licenses/by/4.0/>"]
    assert header[ns.OWL_VERSION_INFO] == [f'"{vocabulary().version}"']
    assert header[ns.OWL_VERSION_IRI] == [f"<https://w3id.org/tuyun/ontology/{vocabulary().version}>"]
    assert header[ns.VANN_PREFIX] == ['"tuyun"']
    assert header[ns.VANN_NAMESPACE] == ['"https://w3id.org/tuyun/ontology#"']
    (created,), (modified,) = header[ns.DCTERMS_CREATED], header[ns.DCTERMS_MODIFIED]
    assert created <= modified


def test_the_version_is_that_of_the_distribution() -> None:
    assert vocabulary().version == version("tuyun")


def test_the_namespace_is_the_one_we_write() -> None:
    assert ns.PREFIXES[vocabulary().prefix] == vocabulary().namespace


def test_there_are_no_blank_nodes() -> None:
    assert not [quad for _, quad in quads() if BlankNode in (type(quad.subject), type(quad.object))]


def test_each_term_is_described_in_one_file() -> None:
    places = {(str(quad.subject), name) for name, quad in quads()}
    assert not [subject for subject, count in Counter(s for s, _ in places).items() if count > 1]


def test_nothing_is_said_of_terms_of_others_but_how_they_are_called() -> None:
    for name, quad in quads():
        subject = str(quad.subject)
        if name == "external.ttl":
            assert str(quad.predicate) in {
                ns.RDF_TYPE,
                ns.RDFS_LABEL,
                ns.RDFS_COMMENT,
                ns.RDFS_IS_DEFINED_BY,
            }
            assert not subject.startswith(PROJECT[:-1])
        else:
            assert subject in (ONTOLOGY, PROJECT) or subject.startswith(f"<{vocabulary().namespace}")


def test_files_use_our_prefixes_and_no_idle_ones() -> None:
    for name, text in resources.ontology_files():
        declared = dict(re.findall(r"^@prefix (\w+): <([^>]+)> \.$", text, re.MULTILINE))
        assert declared.items() <= ns.PREFIXES.items(), name
        assert list(declared) == sorted(declared), name
        body = re.sub(r"^@prefix.*$", "", text, flags=re.MULTILINE)
        assert not [prefix for prefix in declared if not re.search(rf"\b{prefix}:\w", body)], name


# Every term


@all_shown
def test_a_term_is_called_and_explained_in_three_languages(entry: VocabularyTerm) -> None:
    assert entry.labels.keys() == LANGUAGES
    assert entry.comments.keys() == LANGUAGES
    for language in LANGUAGES:
        label, comment = entry.labels[language], entry.comments[language]
        assert label == label.strip() and not label.endswith(".")
        assert comment == comment.strip() and comment.endswith(".")
        assert comment.rstrip(".").casefold() != label.casefold()
    assert len(set(entry.comments.values())) == len(LANGUAGES)


@all_shown
def test_texts_are_written_in_the_letters_of_their_language(entry: VocabularyTerm) -> None:
    for language, text in [*entry.labels.items(), *entry.comments.items()]:
        assert not re.search(r"[a-z][а-яёңөү]|[а-яёңөү][a-z]", text, re.IGNORECASE), "letters of two alphabets"
        assert bool(re.search(r"[а-яёңөү]", text, re.IGNORECASE)) is (language != "en")
        assert not re.search("[ӊѳң]" if language == "ru" else "[ӊѳ]", text, re.IGNORECASE)


def test_no_two_terms_of_a_kind_share_a_label() -> None:
    for group in (CLASSES, PROPERTIES, INDIVIDUALS):
        for language in LANGUAGES:
            counts = Counter(entry.labels[language] for entry in group)
            assert not [label for label, count in counts.items() if count > 1]


@all_own
def test_a_term_names_the_ontology_that_defines_it(entry: VocabularyTerm) -> None:
    defined_by = [
        str(quad.object)
        for _, quad in quads()
        if (str(quad.subject), str(quad.predicate)) == (entry.term, ns.RDFS_IS_DEFINED_BY)
    ]
    assert defined_by == [ONTOLOGY]


@all_own
def test_the_name_shows_what_the_term_is(entry: VocabularyTerm) -> None:
    form = {
        "class": r"[A-Z][a-z]+(?:[A-Z][a-z]+)*",
        "individual": r"(?:kind|role)(?:-[a-z]+)+|[a-z]+-kinds",
    }.get(entry.kind, r"[a-z]+(?:[A-Z][a-z]+)*|sha256")
    assert re.fullmatch(form, entry.name)


@pytest.mark.parametrize("entry", [*CLASSES, *PROPERTIES], ids=identify)
def test_parents_of_other_vocabularies_really_exist(entry: VocabularyTerm) -> None:
    for parent in entry.parents:
        prefix, _, name = curie(parent).partition(":")
        match prefix:
            case "tuyun":
                assert parent in vocabulary().terms
            case "bibo":
                assert name in BIBO
            case "rdf":
                assert name == "value"
            case _:
                assert iri_text(parent) in DEFINED[prefix]
        assert name[0].isupper() is (entry.kind == "class")


# Classes


def test_every_class_of_the_table_is_there_with_its_properties() -> None:
    for class_name, property_names in TABLE.items():
        lineage = ancestors(BY_NAME[class_name])
        for name in property_names.split():
            assert BY_NAME[name] in PROPERTIES
            assert BY_NAME[name].domain in lineage, f"{class_name}.{name}"


def test_the_table_names_every_class_and_property() -> None:
    assert {entry.name for entry in CLASSES} == {*TABLE, "Entity", "Dependent", "Kind"}
    assert {entry.name for entry in PROPERTIES} == {name for row in TABLE.values() for name in row.split()}


def test_every_class_of_the_data_is_an_entity() -> None:
    assert all(terms.Entity in ancestors(BY_NAME[name]) for name in TABLE)


# Properties


@all_properties
def test_a_property_has_one_domain_and_one_range(entry: VocabularyTerm) -> None:
    said = Counter(str(quad.predicate) for _, quad in quads() if str(quad.subject) == entry.term)
    assert (said[ns.RDFS_DOMAIN], said[ns.RDFS_RANGE]) == (1, 1)
    own_classes = {known.term for known in CLASSES}
    assert entry.domain in own_classes
    if entry.kind == "object":
        assert entry.range in own_classes | FOREIGN_CLASS_RANGES
    elif entry.kind == "datatype":
        assert entry.range in LITERAL_RANGES
    else:
        assert entry.range == ns.RDFS_RESOURCE


@all_properties
def test_a_property_specializes_only_properties_of_like_values(entry: VocabularyTerm) -> None:
    allowed = {"object": THING_VALUED, "datatype": LITERAL_VALUED, "annotation": "rdf:value"}[entry.kind].split()
    for parent in entry.parents:
        name = curie(parent)
        if name.startswith("tuyun:"):
            assert vocabulary().terms[parent].kind == entry.kind
        else:
            assert name in allowed or name.startswith("schema:")


@all_properties
def test_the_domain_is_shared_only_by_what_several_classes_need(entry: VocabularyTerm) -> None:
    users = [name for name, row in TABLE.items() if entry.name in row.split()]
    expected = terms.Entity if len(users) > 1 else BY_NAME[users[0]].term
    assert entry.domain == expected


# Individuals


@all_individuals
def test_an_individual_is_a_skos_concept_or_scheme_with_its_labels(entry: VocabularyTerm) -> None:
    said = [quad for _, quad in quads() if str(quad.subject) == entry.term]
    preferred = {literal_parts(str(quad.object))[1::-1] for quad in said if str(quad.predicate) == ns.SKOS_PREF_LABEL}
    assert preferred == set(entry.labels.items())
    schemes = [str(quad.object) for quad in said if str(quad.predicate) == ns.SKOS_IN_SCHEME]
    if entry.name.endswith("-kinds"):
        assert entry.parents == (ns.SKOS_CONCEPT_SCHEME,)
        assert not schemes
    else:
        assert entry.parents == (terms.Kind, ns.SKOS_CONCEPT)
        assert [vocabulary().terms[scheme].parents for scheme in schemes] == [(ns.SKOS_CONCEPT_SCHEME,)]


@pytest.mark.parametrize(
    ("record", "field", "prefix", "scheme"),
    [
        (records.Organization, "type", "kind-", terms.organization_kinds),
        (records.Region, "type", "kind-", terms.region_kinds),
        (records.LegalInstrument, "type", "kind-", terms.instrument_kinds),
        (records.Contribution, "role_kind", "role-", terms.role_kinds),
    ],
)
def test_records_and_the_ontology_list_the_same_kinds(
    record: type[msgspec.Struct], field: str, prefix: str, scheme: Term
) -> None:
    accepted = next(entry.type for entry in msgspec.structs.fields(record) if entry.name == field)
    options = [option for part in get_args(accepted) for option in (get_args(part) or [part])]
    members = {
        curie(str(quad.subject)).removeprefix("tuyun:")
        for _, quad in quads()
        if (str(quad.predicate), str(quad.object)) == (ns.SKOS_IN_SCHEME, scheme)
    }
    assert members == {f"{prefix}{option}" for option in options if isinstance(option, str)}


# What derives from the ontology


def test_the_module_of_terms_is_up_to_date() -> None:
    written = Path(str(terms.__file__)).read_bytes()
    assert written == term_module.render().encode(), "run `tuyun terms`"


def test_each_term_is_a_constant_under_its_own_name() -> None:
    constants = term_module.constants(vocabulary())
    assert len({name for name, _ in constants}) == len(OWN)
    assert not [name for name, _ in constants if keyword.iskeyword(name)]
    assert all(getattr(terms, name) == term for name, term in constants)


def test_terms_of_others_that_pages_show_are_held() -> None:
    shown = vocabulary().terms
    assert shown[ns.SKOS_BROADER].kind == "object"
    assert shown[ns.SKOS_NOTATION].kind == "datatype"
    assert {
        ns.RDF_TYPE,
        ns.RDFS_LABEL,
        ns.DCTERMS_IDENTIFIER,
        ns.SKOS_PREF_LABEL,
        ns.SKOS_ALT_LABEL,
        ns.SKOS_IN_SCHEME,
    } <= shown.keys()


def test_the_vocabulary_is_read_as_it_is_written() -> None:
    entry = vocabulary().terms[terms.startDay]
    assert (entry.name, entry.kind, entry.range) == ("startDay", "datatype", ns.XSD_DATE)
    assert entry.labels["en"] == "first possible day"
    assert vocabulary().terms[terms.preferred].parents == (terms.claim,)
    assert vocabulary().terms[terms.kind_city].parents == (terms.Kind, ns.SKOS_CONCEPT)


def test_an_incomplete_installation_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("graph_builder.nowhere", "graph_builder.records"):
        monkeypatch.setattr(resources, "_ONTOLOGY", package)
        with pytest.raises(SystemFailure, match="pip install -e"):
            resources.ontology_files()
