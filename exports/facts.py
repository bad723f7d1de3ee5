"""What an entity and its dependents say, language aside: read once for the page in every language."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from exports.graph_index import DEPENDENT_ON_CLAIMS, GraphIndex, Node
from exports.page_language import address_label, web_address
from exports.wording import is_worded
from graph_builder import terms
from graph_builder.namespaces import (
    DCTERMS_IDENTIFIER,
    RDFS_LABEL,
    SKOS_BROADER,
    SKOS_NOTATION,
    SKOS_PREF_LABEL,
)
from graph_builder.rdf import Term, document_of, iri_text, is_iri, literal_parts
from graph_builder.schema import schema
from graph_builder.vocabulary import vocabulary

_LONG: Final = 200
_CODE: Final = 20
# Words kept as a page or an article has them, without a tag: they are in its language.
_AS_STATED: Final = frozenset({terms.shownHeader, terms.shownRubric, terms.shownTitle, terms.statedName})
# What the order of dependents on the page says.
_SAID_BY_ORDER: Final = frozenset({terms.position})
FOR_TOOLS: Final = frozenset(
    {RDFS_LABEL, DCTERMS_IDENTIFIER, SKOS_PREF_LABEL, SKOS_BROADER, SKOS_NOTATION, terms.startDay, terms.endDay}
)
"""What generic tools need and a page says in its title, its address or another property, unless a source says it."""


class Value(Struct, frozen=True):
    """One value of a property.

    Attributes:
        term: the value.
        sources: those that say it; empty if it follows from other values.
        text: the text of a literal; what an address is called.
        language: the language of a literal; empty if it has none.
        is_literal: whether it is a literal.
        is_part: whether it is a dependent of the entity.
        is_named: whether it has a label: it is an entity, a dependent or a term of the vocabulary.
        is_fixed: whether ``text`` is what a reader of any language sees; else it is a date, a number, a code.
        paragraphs: the text cut into paragraphs if it is long.
        is_code: whether it is a short code, such as an ISSN.
        spoken: the language of words without a tag, which are kept as a page or an article has them; empty if unknown.
    """

    term: Term
    sources: Sequence[Term]
    text: str = ""
    language: str = ""
    is_literal: bool = False
    is_part: bool = False
    is_named: bool = False
    is_fixed: bool = False
    paragraphs: tuple[str, ...] = ()
    is_code: bool = False
    spoken: str = ""


class Property(Struct, frozen=True):
    """A property of a subject that a page shows.

    Attributes:
        path: the property.
        group: the group in which it stands.
        place: its place among the properties of the class.
        values: the values of the published view.
        also: what sources say besides, without contradicting it.
        disputes: where sources contradict one another.
    """

    path: Term
    group: Term
    place: int
    values: Sequence[Value]
    also: Sequence[Value] = ()
    disputes: Sequence[Node] = ()


class Facts:
    """Reads one entity with its dependents.

    Attributes:
        document: the entity.
        parts: its dependents, but for what disagreements are made of.
    """

    def __init__(self, index: GraphIndex, document: Term) -> None:
        self._index, self.document = index, document
        self._disputes: dict[tuple[Term, Term], list[Node]] = {}
        parts = index.parts(document)
        for part in parts:
            if index.type_of(part) == terms.Disagreement:
                node = index.node(part)
                key = node.first(terms.subject), node.first(terms.property)
                self._disputes.setdefault(key, []).append(node)
        self.parts = tuple(part for part in parts if index.type_of(part) not in DEPENDENT_ON_CLAIMS)
        self._properties: dict[Term, Mapping[Term, Property]] = {}
        self._values: dict[tuple[Term, Term, Term], Value] = {}

    def properties(self, node: Node) -> Mapping[Term, Property]:
        """Return the properties of a subject that a page shows, in the order of the shapes."""
        known = self._properties.get(node.term)
        if known is None:
            known = self._properties[node.term] = self._available(node)
        return known

    def value(self, node: Node, path: Term, value: Term) -> Value:
        """Return a value of any subject."""
        key = node.term, path, value
        known = self._values.get(key)
        if known is None:
            known = self.said(path, value, node.sources.get((path, value), ()))
            if path in _AS_STATED:
                known = replace(known, is_code=False, spoken=self._spoken(node))
            self._values[key] = known
        return known

    def _spoken(self, node: Node) -> str:
        article = "" if node.first(terms.language) else node.first(terms.article)
        language = (self._index.node(article) if article else node).first(terms.language)
        return literal_parts(language)[0] if language else ""

    def said(self, path: Term, value: Term, sources: Sequence[Term]) -> Value:
        """Return a value of a property as some sources say it."""
        if is_iri(value):
            typed = bool(self._index.type_of(value))
            named = typed or value in vocabulary().terms
            return Value(
                value,
                sources,
                "" if named else address_label(web_address(value)) if web_address(value) else iri_text(value),
                is_part=typed and document_of(value) == self.document,
                is_named=named,
            )
        text, language, datatype = literal_parts(value)
        if not language and is_worded(datatype, path):
            return Value(value, sources, text, is_literal=True)
        is_long = len(text) > _LONG or "\n" in text
        return Value(
            value,
            sources,
            text,
            language,
            is_literal=True,
            is_fixed=True,
            paragraphs=tuple(filter(None, map(str.strip, text.split("\n")))) if is_long else (),
            is_code=is_code(text, language),
        )

    def _available(self, node: Node) -> Mapping[Term, Property]:
        shape = schema().kinds.get(node.type)
        found: dict[Term, Property] = {}
        beside = node.beside()
        for place, one in enumerate(shape.properties if shape else ()):
            path = one.path
            if path not in node.properties or path in _SAID_BY_ORDER:
                continue
            values = [value for value in node.properties[path] if value != self.document]
            if not values or (path in FOR_TOOLS and not any((path, one) in node.sources for one in values)):
                continue
            disputes = self._disputes.get((node.term, path), ())
            found[path] = Property(
                path,
                one.group,
                place,
                [self.value(node, path, value) for value in values],
                [self.value(node, path, value) for value in self._also(node, path, beside.get(path, ()), disputes)],
                disputes,
            )
        return found

    def _also(self, node: Node, path: Term, beside: Sequence[Term], disputes: Sequence[Node]) -> list[Term]:
        others = [one for one in beside if not is_iri(one)]
        # Of many values each stands in the view, unless a correction speaks against it.
        if not others or not (schema().single(node.type, path) or schema().unique_lang(node.type, path)):
            return []
        disputed = {
            self._index.node(claim).first(terms.value)
            for dispute in disputes
            for claim in dispute.properties.get(terms.claim, ())
        }
        return [one for one in others if one not in disputed]


def is_code(text: str, language: str) -> bool:
    """Tell whether a text is a short code, which must not be parted at the end of a line."""
    return not language and len(text) <= _CODE and " " not in text
