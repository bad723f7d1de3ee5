"""Articles in the Europeana Data Model (https://pro.europeana.eu/page/edm-documentation), as RDF/XML.

An article is the ``edm:ProvidedCHO``; people and organizations stand beside it as ``edm:Agent``, regions as
``edm:Place``, the rubric as ``skos:Concept``. ``edm:provider`` names who delivers to Europeana, which an aggregator
alone knows: it is left out, as are ``edm:rights`` and ``edm:dataProvider`` where the archive does not say them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from exports.bibliography.item import Item
from exports.bibliography.reading import line
from exports.graph_index import GraphIndex, Node
from exports.labels import Labels
from exports.prefixes import term
from exports.rdfxml import rdfxml
from graph_builder import namespaces as ns
from graph_builder import terms
from graph_builder.publication import Publication
from graph_builder.rdf import Term, Triple, iri, literal_parts, plain, tagged

DATATYPES: Final = frozenset(
    {ns.RDF_LANG_STRING, ns.XSD_STRING, ns.XSD_DATE, ns.XSD_G_YEAR, ns.XSD_G_YEAR_MONTH, ns.EDTF_DATE}
)
"""The datatypes whose values it takes over: dates of any form are plain texts in it."""

_TARGETS: Final[Mapping[tuple[Term, Term], str]] = {
    (terms.Article, ns.DCTERMS_IDENTIFIER): "dc:identifier",
    (terms.Article, ns.RDFS_LABEL): "dc:title",
    (terms.Article, terms.about): "dc:subject, dcterms:spatial",
    (terms.Article, terms.abstract): "dc:description",
    (terms.Article, terms.contribution): "dc:creator, dc:contributor",
    (terms.Article, terms.datePublished): "dcterms:issued",
    (terms.Article, terms.issue): "dcterms:isPartOf",
    (terms.Article, terms.language): "dc:language",
    (terms.Article, terms.mentions): "dcterms:references",
    (terms.Article, terms.rubric): "dc:subject",
    (terms.Article, terms.sourceUrl): "dcterms:hasFormat",
    (terms.Article, terms.title): "dc:title",
    (terms.Article, terms.translationOf): "dcterms:isVersionOf",
    (terms.Contribution, terms.contributor): "dc:creator, dc:contributor",
    (terms.Contribution, terms.roleKind): "dc:creator, dc:contributor",
}
_LINKS: Final[Mapping[Term, str]] = {
    terms.issue: "dcterms:isPartOf",
    terms.mentions: "dcterms:references",
    terms.sourceUrl: "dcterms:hasFormat",
    terms.translationOf: "dcterms:isVersionOf",
}
_TEXTS: Final[Mapping[Term, str]] = {
    ns.DCTERMS_IDENTIFIER: "dc:identifier",
    terms.abstract: "dc:description",
    terms.datePublished: "dcterms:issued",
    terms.language: "dc:language",
    terms.title: "dc:title",
}
_CONTEXTS: Final[Mapping[Term, str]] = {
    terms.Organization: "edm:Agent",
    terms.Person: "edm:Agent",
    terms.Region: "edm:Place",
    terms.Rubric: "skos:Concept",
}


def target(class_: Term, property_: Term) -> str:
    """Return where a property of a class goes; empty if it is dropped."""
    return _TARGETS.get((class_, property_), "")


class EdmProfile:
    """Writes articles as EDM.

    Args:
        index: the graph.
        labels: what its entities are called.
        publication: who publishes the archive, under which licence.
    """

    def __init__(self, index: GraphIndex, labels: Labels, publication: Publication) -> None:
        self._index, self._labels, self._publication = index, labels, publication

    def write(self, node: Node, item: Item) -> bytes:
        """Return the document of an article."""
        object_ = sorted(set(self._object(node, item)))
        aggregation = sorted(set(self._aggregation(node, item)))
        beside = sorted({value for _, property_, value in (*object_, *aggregation) if property_ in _BESIDE})
        contexts = [triple for entity in beside for triple in self._context(entity)]
        return b"".join(rdfxml([*object_, *aggregation, *contexts]))

    def _object(self, node: Node, item: Item) -> Iterator[Triple]:
        thing = node.term
        yield thing, ns.RDF_TYPE, term("edm:ProvidedCHO")
        yield thing, term("edm:type"), plain("TEXT")
        for property_, name in _TEXTS.items():
            for value in node.properties.get(property_, ()):
                text, language, _ = literal_parts(value)
                yield thing, term(name), _written(text, language)
        if terms.title not in node.properties:
            yield from self._called(thing, "dc:title", thing)
        for property_, name in _LINKS.items():
            for value in node.properties.get(property_, ()):
                yield thing, term(name), value
        for creator in item.creators:
            name = "dc:creator" if creator.role == "author" else "dc:contributor"
            yield thing, term(name), iri(creator.name.iri)
        subjects = (*node.properties.get(terms.about, ()), *node.properties.get(terms.rubric, ()))
        for subject in subjects:
            yield from self._subject(thing, subject)
        if item.serial:
            yield thing, term("dcterms:isPartOf"), iri(item.serial.iri)
            yield from self._called(thing, "dcterms:isPartOf", iri(item.serial.iri))
            for publisher in self._index.node(iri(item.serial.iri)).properties.get(terms.publisher, ()):
                yield thing, term("dc:publisher"), publisher

    def _subject(self, thing: Term, subject: Term) -> Iterator[Triple]:
        class_ = self._index.type_of(subject)
        if class_ == terms.Region:
            yield thing, term("dcterms:spatial"), subject
        elif class_ in _CONTEXTS:
            yield thing, term("dc:subject"), subject
        else:  # EDM has no class for projects and laws: their names serve
            yield from self._called(thing, "dc:subject", subject)

    def _aggregation(self, node: Node, item: Item) -> Iterator[Triple]:
        aggregation = f"{node.term[:-1]}#aggregation>"
        yield aggregation, ns.RDF_TYPE, term("ore:Aggregation")
        yield aggregation, term("edm:aggregatedCHO"), node.term
        yield aggregation, term("edm:isShownAt"), iri(item.page)
        if self._publication.publisher:
            yield aggregation, term("edm:dataProvider"), self._publication.publisher
        if self._publication.license:
            yield aggregation, term("edm:rights"), iri(self._publication.license)

    def _context(self, entity: Term) -> Iterable[Triple]:
        """Return what stands beside of an entity; nothing for one that EDM has no class for."""
        name = _CONTEXTS.get(self._index.type_of(entity))
        if name is None:
            return ()
        labels = [(entity, ns.SKOS_PREF_LABEL, value) for _, _, value in self._called(entity, "dc:title", entity)]
        return [(entity, ns.RDF_TYPE, term(name)), *labels]

    def _called(self, thing: Term, name: str, what: Term) -> Iterator[Triple]:
        for language, text in sorted(self._labels.every(what).items()):
            yield thing, term(name), _written(text, language)


def _written(text: str, language: str) -> Term:
    """Return a text as catalogue records have it: one line, with nothing in it that XML cannot hold."""
    return tagged(line(text), language) if language else plain(line(text))


_BESIDE: Final = frozenset(
    map(term, ("dc:creator", "dc:contributor", "dc:publisher", "dc:subject", "dcterms:spatial", "edm:dataProvider"))
)
