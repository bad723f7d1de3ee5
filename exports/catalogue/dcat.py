"""DCAT-AP 3.0.1: the dataset as catalogues of open data take it over (https://semiceu.github.io/DCAT-AP/releases/3.0.1/).

Both graphs of a release are datasets of one catalogue, each file of a graph is a distribution. What nobody states, such
as themes and a licence that ``tuyun.toml`` does not name, is left out.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from exports import formats, jsonld
from exports.bibliography.codes import language_code
from exports.catalogue.about import About
from exports.cookbook.paths import INDEX_DEFAULT as QUERIES
from exports.formats import Format
from exports.prefixes import term
from exports.turtle import turtle
from graph_builder import namespaces as ns
from graph_builder.rdf import Term, Triple, iri, plain, tagged, typed
from graph_builder.vocabulary import vocabulary

STEM: Final = "dcat"

_AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
# Codes of the EU's list of file types (https://op.europa.eu/en/web/eu-vocabularies), where it has the format.
_FILE_TYPES: Final[Mapping[Format, str]] = {
    formats.TURTLE: "RDF_TURTLE",
    formats.JSONLD: "JSON_LD",
    formats.NTRIPLES: "RDF_N_TRIPLES",
    formats.RDFXML: "RDF_XML",
    formats.NQUADS: "RDF_N_QUADS",
    formats.TRIG: "RDF_TRIG",
}


def plan(about: About) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the catalogue as Turtle and as JSON-LD."""
    triples = sorted(set(_triples(about)))
    yield f"{STEM}.{formats.TURTLE.suffix}", b"".join(turtle(triples))
    yield f"{STEM}.{formats.JSONLD.suffix}", b"".join(jsonld.graph(triples))


def _triples(about: About) -> Iterator[Triple]:
    yield from _catalog(about)
    for subject, held in ((about.view, "data_view"), (about.claims, "data_claims")):
        yield about.catalog, term("dcat:dataset"), subject
        yield from _dataset(subject, held, about)
    for subject, format_, address in about.dumps():
        yield from _distribution(subject, format_, address, about)
    yield from about.publisher()
    if about.publication.license:
        yield iri(about.publication.license), ns.RDF_TYPE, term("dcterms:LicenseDocument")


def _catalog(about: About) -> Iterator[Triple]:
    yield about.catalog, ns.RDF_TYPE, term("dcat:Catalog")
    yield from about.head(about.catalog, ("about_archive",))
    yield about.catalog, term("foaf:homepage"), iri(about.base)
    yield iri(about.base), ns.RDF_TYPE, term("foaf:Document")
    yield from _languages(about.catalog, about)


def _dataset(subject: Term, held: str, about: About) -> Iterator[Triple]:
    standard = iri(vocabulary().namespace.rstrip("#"))
    yield subject, ns.RDF_TYPE, term("dcat:Dataset")
    yield from about.head(subject, ("about_archive", held))
    yield subject, ns.DCTERMS_IDENTIFIER, plain(subject[1:-1])
    yield subject, term("dcat:landingPage"), iri(about.base)
    questions = iri(f"{about.base}{QUERIES}")
    yield subject, term("foaf:page"), questions
    yield questions, ns.RDF_TYPE, term("foaf:Document")
    yield subject, term("dcterms:conformsTo"), standard
    yield standard, ns.RDF_TYPE, term("dcterms:Standard")
    yield from _languages(subject, about)
    yield from _period(subject, about)
    yield from _contact(subject, about)


def _languages(subject: Term, about: About) -> Iterator[Triple]:
    for language in about.languages:
        code = iri(f"{_AUTHORITY}/language/{language_code(language).upper()}")
        yield subject, term("dcterms:language"), code
        yield code, ns.RDF_TYPE, term("dcterms:LinguisticSystem")


def _period(subject: Term, about: About) -> Iterator[Triple]:
    if period := about.period():
        node = iri(f"{about.base}{STEM}.{formats.TURTLE.suffix}#period")
        yield subject, term("dcterms:temporal"), node
        yield node, ns.RDF_TYPE, term("dcterms:PeriodOfTime")
        for name, day in zip(("dcat:startDate", "dcat:endDate"), period, strict=True):
            yield node, term(name), typed(day, ns.XSD_DATE[1:-1])


def _contact(subject: Term, about: About) -> Iterator[Triple]:
    if contact := about.publication.contact:
        node = iri(f"{about.base}{STEM}.{formats.TURTLE.suffix}#contact")
        yield subject, term("dcat:contactPoint"), node
        yield node, ns.RDF_TYPE, term("vcard:Kind")
        for language, name in sorted(about.publisher_names().items()):
            yield node, term("vcard:fn"), tagged(name, language)
        yield node, term("vcard:hasEmail" if contact.startswith("mailto:") else "vcard:hasURL"), iri(contact)


def _distribution(subject: Term, format_: Format, address: str, about: About) -> Iterator[Triple]:
    node = iri(f"{about.base}{STEM}.{formats.TURTLE.suffix}#{format_.name}")
    yield subject, term("dcat:distribution"), node
    yield node, ns.RDF_TYPE, term("dcat:Distribution")
    yield node, ns.DCTERMS_TITLE, plain(format_.label)
    for name in ("dcat:accessURL", "dcat:downloadURL"):
        yield node, term(name), iri(address)
    if code := _FILE_TYPES.get(format_):  # JSON Lines has no registered media type to point to
        media_type = iri(f"https://www.iana.org/assignments/media-types/{format_.media_type}")
        yield node, term("dcat:mediaType"), media_type
        yield media_type, ns.RDF_TYPE, term("dcterms:MediaType")
        file_type = iri(f"{_AUTHORITY}/file-type/{code}")
        yield node, term("dcterms:format"), file_type
        yield file_type, ns.RDF_TYPE, term("dcterms:MediaTypeOrExtent")
    if about.publication.license:
        yield node, ns.DCTERMS_LICENSE, iri(about.publication.license)
