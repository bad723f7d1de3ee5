"""Article record, with its contributions, to triples."""

from collections.abc import Iterator

from graph_builder import terms
from graph_builder.builders.values import kind_term, labels, links
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Triple, integer, iri, plain, tagged
from graph_builder.records import Article


def build(record: Article, iris: Iris) -> Iterator[Triple]:
    """Yield the triples of an article; its texts carry its language."""
    thing = iris.thing("article", record.id)
    yield thing, RDF_TYPE, terms.Article
    language = record.language
    if language:
        yield thing, terms.language, plain(language)
        if record.title:
            yield thing, terms.title, tagged(record.title, language)
        if record.abstract:
            yield thing, terms.abstract, tagged(record.abstract, language)
        if record.text:
            yield thing, terms.text, tagged(record.text, language)
    if record.date:
        yield thing, terms.datePublished, record.date.term
    if record.rubric:
        yield thing, terms.rubric, iris.thing("rubric", record.rubric)
    if record.issue:
        yield thing, terms.issue, iris.thing("issue", record.issue)
    if record.translation_of:
        yield thing, terms.translationOf, iris.thing("article", record.translation_of)
    for url in record.source_urls:
        yield thing, terms.sourceUrl, iri(url)
    for reference in record.about:
        yield thing, terms.about, iris.of(reference)
    for reference in record.mentions:
        yield thing, terms.mentions, iris.of(reference)
    yield from links(thing, terms.candidateIssue, iris, "issue", record.candidate_issues)
    for position, contribution in enumerate(record.contributions, start=1):
        part = iris.part(thing, f"contribution-{position}")
        yield thing, terms.contribution, part
        yield part, RDF_TYPE, terms.Contribution
        yield part, terms.article, thing
        yield part, terms.position, integer(position)
        yield part, terms.contributor, iris.thing("person", contribution.contributor)
        yield part, terms.roleKind, kind_term(contribution.role_kind, "role")
        yield from labels(part, terms.role, contribution.role)
        yield from links(part, terms.affiliation, iris, "organization", contribution.affiliation)
        if contribution.stated_name:
            yield part, terms.statedName, plain(contribution.stated_name)
