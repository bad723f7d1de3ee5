"""The vocabulary as readable documentation: every term with its label, meaning, place and use."""

from collections.abc import Iterable, Sequence
from typing import Final

from exports.collation import sort_keys
from exports.formats import GRAPH_FORMATS
from exports.graph_index import GraphIndex
from exports.labels import Text
from exports.page_language import PageLanguage, address_label
from exports.page_views import Link, downloads
from exports.quality import paths
from exports.quality.diagram import diagram, relations
from exports.quality.examples import example
from exports.quality.reference import Reference, anchor
from exports.quality.reference_views import (
    ClassView,
    ClosedList,
    ListedTerm,
    OntologyView,
    PropertyTermView,
    PropertyUse,
)
from exports.quality.sharing import fragment
from exports.wording import date_text
from graph_builder.identifiers import Iris
from graph_builder.namespaces import SKOS_CONCEPT_SCHEME
from graph_builder.rdf import Term, iri_text, local_name
from graph_builder.schema import schema
from graph_builder.shape_values import NodeShape, PropertyShape
from graph_builder.vocabulary import VocabularyTerm, vocabulary

_SORTS: Final = {"object": "property_object", "datatype": "property_datatype", "annotation": "property_annotation"}


class OntologyPage:
    """Compiles the vocabulary for one language."""

    def __init__(self, index: GraphIndex, iris: Iris, page: PageLanguage) -> None:
        self._index, self._iris, self._page, self._words = index, iris, page, page.words
        self._reference = Reference(page)

    def view(self) -> OntologyView:
        """Return the page."""
        known, own = vocabulary(), self._sorted(vocabulary().own())
        title = self._page.said(known.titles)
        return OntologyView(
            frame=self._page.frame(paths.ONTOLOGY, title.text, default=paths.ONTOLOGY_DEFAULT),
            title=title,
            description=self._page.said(known.descriptions),
            namespace=known.namespace,
            prefix=known.prefix,
            version=known.version,
            modified=date_text(known.modified, self._page.code),
            license=iri_text(known.license),
            license_label=address_label(iri_text(known.license)),
            diagram=diagram(self._reference),
            classes=tuple(self._class(entry) for entry in own if entry.kind == "class"),
            properties=tuple(self._property(entry) for entry in own if entry.kind in _SORTS),
            lists=tuple(self._list(entry, own) for entry in own if _is_list(entry)),
            others=tuple(map(self._listed, self._sorted(known.foreign()))),
            downloads=downloads("ontology", GRAPH_FORMATS),
        )

    def _sorted(self, entries: Iterable[VocabularyTerm]) -> Sequence[VocabularyTerm]:
        found = {entry.term: entry for entry in entries}
        labels = {term: self._page.said(entry.labels).text for term, entry in found.items()}
        keys = sort_keys(labels.values(), self._page.code)
        return [found[term] for term in sorted(found, key=lambda term: (keys[labels[term]], term))]

    def _class(self, entry: VocabularyTerm) -> ClassView:
        shape = schema().kinds.get(entry.term)
        value_of = {path for (_, target), found in relations().items() if target == entry.term for path in found}
        return ClassView(
            anchor=anchor(entry),
            term=self._reference.term(entry.term),
            iri=iri_text(entry.term),
            comment=self._page.said(entry.comments),
            parents=self._reference.terms(entry.parents),
            disjoint=self._reference.terms(entry.disjoint),
            shape=self._explained(local_name(shape.shape)) if shape else "",
            uses=tuple(self._use(one.path, shape, one) for one in shape.properties) if shape else (),
            value_of=self._reference.terms(sorted(value_of)),
            count=self._count(entry.term),
            example=example(entry.term, self._index, self._page),
        )

    def _count(self, class_: Term) -> Link | None:
        """Return how many things of a class the archive holds, with their list where there is one."""
        found = self._index.instances(class_)
        if not found:
            return None
        kind = "" if "#" in found[0] else self._iris.kind(found[0])
        href = f"{self._page.code}/{kind}/index.html" if kind else ""
        return Link(Text(self._words.number(len(found))), href)

    def _property(self, entry: VocabularyTerm) -> PropertyTermView:
        users = ((kind, schema().find(class_, entry.term)) for class_, kind in schema().kinds.items())
        return PropertyTermView(
            anchor=anchor(entry),
            term=self._reference.term(entry.term),
            iri=iri_text(entry.term),
            sort=self._words[_SORTS[entry.kind]],
            comment=self._page.said(entry.comments),
            domain=self._reference.terms([entry.domain]),
            range=self._reference.terms([entry.range]),
            parents=self._reference.terms(entry.parents),
            inverse=self._reference.terms([entry.inverse]),
            uses=tuple(self._use(kind.target_class, kind, shape) for kind, shape in users if shape),
        )

    def _use(self, term: Term, kind: NodeShape, shape: PropertyShape) -> PropertyUse:
        return PropertyUse(
            term=self._reference.term(term),
            rule=self._explained(fragment(kind, shape)),
            cardinality=self._reference.cardinality(shape),
            required=shape.min_count > 0,
            values=self._reference.values(shape),
        )

    def _explained(self, place: str) -> str:
        return f"{paths.SHAPES.format(self._page.code)}#{place}"

    def _list(self, scheme: VocabularyTerm, own: Iterable[VocabularyTerm]) -> ClosedList:
        members = tuple(self._listed(entry) for entry in own if scheme.term in entry.schemes)
        return ClosedList(self._listed(scheme), members)

    def _listed(self, entry: VocabularyTerm) -> ListedTerm:
        return ListedTerm(anchor(entry), self._reference.term(entry.term), self._page.said(entry.comments))


def _is_list(entry: VocabularyTerm) -> bool:
    """Tell a list of the ontology from the class of those lists that an archive makes itself."""
    return entry.kind == "individual" and SKOS_CONCEPT_SCHEME in entry.parents
