"""The prefixes that Tuyun writes, and the terms of other vocabularies as N-Triples terms.

Tuyun's own terms stand in :mod:`graph_builder.terms`, which is generated from the ontology.
"""

from typing import Final

from graph_builder.rdf import XSD, Term

PREFIXES: Final[dict[str, str]] = {
    "as": "https://www.w3.org/ns/activitystreams#",
    "bibo": "http://purl.org/ontology/bibo/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "edm": "http://www.europeana.eu/schemas/edm/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "ldes": "https://w3id.org/ldes#",
    "oa": "http://www.w3.org/ns/oa#",
    "ore": "http://www.openarchives.org/ore/terms/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "tree": "https://w3id.org/tree#",
    "tuyun": "https://w3id.org/tuyun/ontology#",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}
"""Every prefix that may stand in a file that Tuyun ships or writes, sorted."""


def _term(prefix: str, name: str) -> Term:
    return f"<{PREFIXES[prefix]}{name}>"


AS_OBJECT: Final = _term("as", "object")
AS_PUBLISHED: Final = _term("as", "published")
AS_TOMBSTONE: Final = _term("as", "Tombstone")

RDF_TYPE: Final = _term("rdf", "type")
RDF_PROPERTY: Final = _term("rdf", "Property")
RDF_LANG_STRING: Final = _term("rdf", "langString")

RDFS_LABEL: Final = _term("rdfs", "label")
RDFS_SUBCLASS_OF: Final = _term("rdfs", "subClassOf")
RDFS_COMMENT: Final = _term("rdfs", "comment")
RDFS_DOMAIN: Final = _term("rdfs", "domain")
RDFS_RANGE: Final = _term("rdfs", "range")
RDFS_CLASS: Final = _term("rdfs", "Class")
RDFS_LITERAL: Final = _term("rdfs", "Literal")
RDFS_RESOURCE: Final = _term("rdfs", "Resource")
RDFS_SUB_CLASS_OF: Final = _term("rdfs", "subClassOf")
RDFS_SUB_PROPERTY_OF: Final = _term("rdfs", "subPropertyOf")
RDFS_IS_DEFINED_BY: Final = _term("rdfs", "isDefinedBy")

OWL_ONTOLOGY: Final = _term("owl", "Ontology")
OWL_CLASS: Final = _term("owl", "Class")
OWL_OBJECT_PROPERTY: Final = _term("owl", "ObjectProperty")
OWL_DATATYPE_PROPERTY: Final = _term("owl", "DatatypeProperty")
OWL_ANNOTATION_PROPERTY: Final = _term("owl", "AnnotationProperty")
OWL_NAMED_INDIVIDUAL: Final = _term("owl", "NamedIndividual")
OWL_DISJOINT_WITH: Final = _term("owl", "disjointWith")
OWL_INVERSE_OF: Final = _term("owl", "inverseOf")
OWL_VERSION_INFO: Final = _term("owl", "versionInfo")
OWL_VERSION_IRI: Final = _term("owl", "versionIRI")

VANN_PREFIX: Final = _term("vann", "preferredNamespacePrefix")
VANN_NAMESPACE: Final = _term("vann", "preferredNamespaceUri")

DCTERMS_CREATED: Final = _term("dcterms", "created")
DCTERMS_CREATOR: Final = _term("dcterms", "creator")
DCTERMS_DESCRIPTION: Final = _term("dcterms", "description")
DCTERMS_IDENTIFIER: Final = _term("dcterms", "identifier")
DCTERMS_IS_REPLACED_BY: Final = _term("dcterms", "isReplacedBy")
DCTERMS_LICENSE: Final = _term("dcterms", "license")
DCTERMS_MODIFIED: Final = _term("dcterms", "modified")
DCTERMS_TITLE: Final = _term("dcterms", "title")

OA_ANNOTATION: Final = _term("oa", "Annotation")
OA_SPECIFIC_RESOURCE: Final = _term("oa", "SpecificResource")
OA_TEXT_POSITION_SELECTOR: Final = _term("oa", "TextPositionSelector")
OA_TEXT_QUOTE_SELECTOR: Final = _term("oa", "TextQuoteSelector")
OA_END: Final = _term("oa", "end")
OA_EXACT: Final = _term("oa", "exact")
OA_HAS_BODY: Final = _term("oa", "hasBody")
OA_HAS_SELECTOR: Final = _term("oa", "hasSelector")
OA_HAS_SOURCE: Final = _term("oa", "hasSource")
OA_HAS_TARGET: Final = _term("oa", "hasTarget")
OA_IDENTIFYING: Final = _term("oa", "identifying")
OA_MOTIVATED_BY: Final = _term("oa", "motivatedBy")
OA_PREFIX: Final = _term("oa", "prefix")
OA_START: Final = _term("oa", "start")
OA_SUFFIX: Final = _term("oa", "suffix")

SKOS_CONCEPT: Final = _term("skos", "Concept")
SKOS_CONCEPT_SCHEME: Final = _term("skos", "ConceptScheme")
SKOS_PREF_LABEL: Final = _term("skos", "prefLabel")
SKOS_ALT_LABEL: Final = _term("skos", "altLabel")
SKOS_BROADER: Final = _term("skos", "broader")
SKOS_IN_SCHEME: Final = _term("skos", "inScheme")
SKOS_NOTATION: Final = _term("skos", "notation")

XSD_BOOLEAN: Final = _term("xsd", "boolean")
XSD_DATE: Final = _term("xsd", "date")
XSD_DATE_TIME: Final = _term("xsd", "dateTime")
XSD_DECIMAL: Final = _term("xsd", "decimal")
XSD_G_YEAR: Final = _term("xsd", "gYear")
XSD_G_YEAR_MONTH: Final = _term("xsd", "gYearMonth")
XSD_INTEGER: Final = _term("xsd", "integer")
XSD_STRING: Final = _term("xsd", "string")
EDTF_DATE: Final = _term("edtf", "EDTF")
