"""The vocabulary read from the ontology: what each term is called, means, belongs to and refers to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, RdfFormat, parse

from graph_builder import namespaces as ns
from graph_builder.rdf import Term, iri_text
from graph_builder.resources import ontology_files

TermKind: TypeAlias = Literal["class", "object", "datatype", "annotation", "individual"]

_KINDS: Final[Mapping[Term, TermKind]] = {
    ns.OWL_CLASS: "class",
    ns.OWL_OBJECT_PROPERTY: "object",
    ns.OWL_DATATYPE_PROPERTY: "datatype",
    ns.OWL_ANNOTATION_PROPERTY: "annotation",
    ns.RDF_PROPERTY: "annotation",
    ns.OWL_NAMED_INDIVIDUAL: "individual",
}
_PARENTHOOD: Final = (ns.RDFS_SUB_CLASS_OF, ns.RDFS_SUB_PROPERTY_OF)


@dataclass(frozen=True)
class VocabularyTerm:
    """One term of the vocabulary.

    Attributes:
        term: its IRI.
        name: what stands after the namespace, e.g. ``startDay``; for a term of another vocabulary
            its local name there.
        kind: what it is; a property that takes things and literals alike is an ``annotation``.
        labels: its name for readers, by language.
        comments: its explanation for readers, by language.
        domain: the class whose things have this property; empty for none.
        range: the class or datatype of its values; empty for none.
        parents: what a class or property specializes; of an individual, the classes that it belongs to.
        inverse: the property that says the same the other way round; empty for none.
        disjoint: the classes with which a class shares nothing.
        schemes: the closed lists that an individual stands in.
    """

    term: Term
    name: str
    kind: TermKind
    labels: Mapping[str, str]
    comments: Mapping[str, str]
    domain: Term | Literal[""]
    range: Term | Literal[""]
    parents: tuple[Term, ...]
    inverse: Term | Literal[""]
    disjoint: tuple[Term, ...]
    schemes: tuple[Term, ...]


@dataclass(frozen=True)
class Vocabulary:
    """Tuyun's own terms, and the terms of other vocabularies that its pages show.

    Attributes:
        titles: the name of the ontology, by language.
        descriptions: what it describes, by language.
        license: IRI of the licence under which it is published.
        modified: the day of its last change.
        namespace: what the IRIs of its own terms begin with.
        prefix: the prefix preferred for that namespace.
        version: the version of the ontology, equal to Tuyun's own.
        terms: every term by its IRI, sorted.
    """

    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    license: Term
    modified: str
    namespace: str
    prefix: str
    version: str
    terms: Mapping[Term, VocabularyTerm]

    def own(self) -> Iterator[VocabularyTerm]:
        """Iterate over the terms of the namespace itself, sorted by IRI."""
        return (entry for term, entry in self.terms.items() if term.startswith(f"<{self.namespace}"))

    def foreign(self) -> Iterator[VocabularyTerm]:
        """Iterate over the terms of other vocabularies, sorted by IRI."""
        return (entry for term, entry in self.terms.items() if not term.startswith(f"<{self.namespace}"))


class _Description:
    """What the ontology says of one subject: IRIs by property, texts by property and language."""

    def __init__(self) -> None:
        self.iris: defaultdict[Term, list[Term]] = defaultdict(list)
        self.texts: defaultdict[Term, dict[str, str]] = defaultdict(dict)

    def iri(self, property_: Term) -> Term | Literal[""]:
        return next(iter(self.iris[property_]), "")


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read once from the files of the ontology.

    Raises:
        SystemFailure: if the installation lacks the files.
    """
    found = _read()
    header = next(entry for entry in found.values() if ns.OWL_ONTOLOGY in entry.iris[ns.RDF_TYPE])
    return Vocabulary(
        titles=header.texts[ns.DCTERMS_TITLE],
        descriptions=header.texts[ns.DCTERMS_DESCRIPTION],
        license=header.iri(ns.DCTERMS_LICENSE),
        modified=header.texts[ns.DCTERMS_MODIFIED][""],
        namespace=header.texts[ns.VANN_NAMESPACE][""],
        prefix=header.texts[ns.VANN_PREFIX][""],
        version=header.texts[ns.OWL_VERSION_INFO][""],
        terms={
            term: _entry(term, kind, description)
            for term, description in sorted(found.items())
            if (kind := _kind(description)) is not None
        },
    )


def _read() -> dict[Term, _Description]:
    found: defaultdict[Term, _Description] = defaultdict(_Description)
    for _, text in ontology_files():
        for quad in parse(text, format=RdfFormat.TURTLE):
            entry, property_ = found[str(quad.subject)], str(quad.predicate)
            match quad.object:
                case RdfLiteral() as literal:
                    entry.texts[property_][literal.language or ""] = literal.value
                case NamedNode() as node:
                    entry.iris[property_].append(str(node))
    return dict(found)


def _kind(description: _Description) -> TermKind | None:
    # SKOS calls one property both an rdf:Property and an annotation property: the order of _KINDS decides.
    types = description.iris[ns.RDF_TYPE]
    return next((kind for type_, kind in _KINDS.items() if type_ in types), None)


def _entry(term: Term, kind: TermKind, description: _Description) -> VocabularyTerm:
    if kind == "individual":
        parents = [type_ for type_ in description.iris[ns.RDF_TYPE] if type_ != ns.OWL_NAMED_INDIVIDUAL]
    else:
        parents = [parent for relation in _PARENTHOOD for parent in description.iris[relation]]
    return VocabularyTerm(
        term=term,
        name=_local_name(term),
        kind=kind,
        labels=description.texts[ns.RDFS_LABEL],
        comments=description.texts[ns.RDFS_COMMENT],
        domain=description.iri(ns.RDFS_DOMAIN),
        range=description.iri(ns.RDFS_RANGE),
        parents=tuple(parents),
        inverse=description.iri(ns.OWL_INVERSE_OF),
        disjoint=tuple(description.iris[ns.OWL_DISJOINT_WITH]),
        schemes=tuple(description.iris[ns.SKOS_IN_SCHEME]),
    )


def _local_name(term: Term) -> str:
    text = iri_text(term)
    return text[max(text.rfind("#"), text.rfind("/")) + 1 :]
