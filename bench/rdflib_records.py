"""Records of generated archives as rdflib triples, written by hand as one does without Tuyun."""

from collections.abc import Iterator
from typing import Any, Final

from rdflib import RDF, SKOS, XSD, Literal, Namespace, URIRef

from bench.archives import BASE

Triple = tuple[Any, Any, Any]
TUYUN: Final = Namespace("https://w3id.org/tuyun/ontology#")


def entity(kind: str, slug: str) -> URIRef:
    """Return the IRI of an entity."""
    return URIRef(f"{BASE}{kind}/{slug}")


def labels(thing: URIRef, predicate: URIRef, texts: dict[str, str]) -> Iterator[Triple]:
    """Yield one text a language."""
    for language, text in texts.items():
        yield thing, predicate, Literal(text, lang=language)


def day(text: str) -> Literal:
    """Return a date with the datatype of its precision."""
    return Literal(text, datatype={4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(text)])


def source(record: dict[str, Any], file: str) -> Iterator[Triple]:
    """Yield the triples of a source."""
    thing = entity("source", record["id"])
    yield thing, RDF.type, TUYUN.Source
    yield thing, TUYUN["rank"], Literal(record["rank"])
    yield from labels(thing, TUYUN.name, record["name"])
    if "retrieved" in record:
        yield thing, TUYUN.retrieved, day(record["retrieved"])
    if file:
        yield thing, TUYUN.file, Literal(file)


def article(record: dict[str, Any]) -> Iterator[Triple]:
    """Yield the triples of an article."""
    thing, language = entity("article", record["id"]), record.get("language")
    yield thing, RDF.type, TUYUN.Article
    if language:
        yield thing, TUYUN.language, Literal(language)
        yield thing, TUYUN.title, Literal(record["title"], lang=language)
        yield thing, TUYUN.abstract, Literal(record["abstract"], lang=language)
    yield thing, TUYUN.datePublished, day(record["date"])
    yield thing, TUYUN.rubric, entity("rubric", record["rubric"])
    for url in record.get("source_urls", ()):
        yield thing, TUYUN.sourceUrl, URIRef(url)
    for name in ("about", "mentions"):
        for reference in record.get(name, ()):
            yield thing, TUYUN[name], URIRef(BASE + reference)
    for position, contribution in enumerate(record.get("contributions", ()), start=1):
        part = URIRef(f"{thing}#contribution-{position}")
        yield thing, TUYUN.contribution, part
        yield part, RDF.type, TUYUN.Contribution
        yield part, TUYUN.article, thing
        yield part, TUYUN.position, Literal(position)
        yield part, TUYUN.contributor, entity("person", contribution["contributor"])
        yield part, TUYUN.roleKind, TUYUN["role-author"]
        yield part, TUYUN.statedName, Literal(contribution["stated_name"])
        yield from labels(part, TUYUN.role, contribution["role"])
        for slug in contribution["affiliation"]:
            yield part, TUYUN.affiliation, entity("organization", slug)


def authority(record: dict[str, Any]) -> Iterator[Triple]:
    """Yield the triples of a magazine, region, rubric, project, organization, person or phase."""
    kind = record["kind"]
    thing = entity(kind, record["id"])
    yield thing, RDF.type, TUYUN[kind.title()]
    yield from labels(thing, SKOS.prefLabel if kind == "rubric" else TUYUN.name, record.get("name", {}))
    if kind in ("region", "rubric"):
        yield thing, RDF.type, SKOS.Concept
    if "type" in record:
        yield thing, TUYUN.kind, TUYUN[f"kind-{record['type']}"]
    if "code" in record:
        yield thing, TUYUN.code, Literal(record["code"])
    if "within" in record:
        yield thing, TUYUN.within, entity("region", record["within"])
    if kind == "rubric":
        yield thing, SKOS.inScheme, URIRef(f"{entity('magazine', record['magazine'])}#rubrics")
    if kind == "magazine":
        scheme = URIRef(f"{thing}#rubrics")
        yield thing, TUYUN.issn, Literal(record["issn"])
        yield scheme, RDF.type, TUYUN.RubricScheme
        yield scheme, RDF.type, SKOS.ConceptScheme
        yield scheme, TUYUN.magazine, thing
    if kind == "phase":
        yield thing, TUYUN.project, entity("project", record["project"])
        yield entity("project", record["project"]), TUYUN.phase, thing
        yield thing, TUYUN.ordinal, Literal(record["ordinal"])
        yield thing, TUYUN.start, day(record["start"])
        yield thing, TUYUN.end, day(record["end"])
        for slug in record["region"]:
            yield thing, TUYUN.region, entity("region", slug)
        for slug in record["funder"]:
            yield thing, TUYUN.funder, entity("organization", slug)
