"""The properties of a subject as a page shows them: grouped and ordered by the shapes, each value with its sources."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from exports.footnotes import Footnotes
from exports.graph_index import DEPENDENT_ON_CLAIMS, GraphIndex, Node
from exports.labels import Text
from exports.page_language import PageLanguage, PropertyHead, address_label, web_address
from exports.views import ClaimView, DisagreementView, GroupView, PartView, PropertyView, ValueView
from exports.wording import agree, literal_text
from graph_builder import terms
from graph_builder.namespaces import (
    DCTERMS_IDENTIFIER,
    RDFS_LABEL,
    SKOS_BROADER,
    SKOS_NOTATION,
    SKOS_PREF_LABEL,
)
from graph_builder.rdf import Term, document_of, iri_text, is_iri, literal_parts
from graph_builder.vocabulary import vocabulary

_NUMBER: Final = re.compile(r"(\d+)")
_TITLES: Final = (terms.title, terms.name, SKOS_PREF_LABEL)
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


def fragment(term: Term) -> str:
    """Return the fragment of a dependent's IRI; empty for an entity."""
    return iri_text(term).partition("#")[2]


def _only_names(view: PropertyView, label: Text) -> bool:
    """Tell whether a property says nothing but what a dependent is called, such as who contributed."""
    values = view.values
    return len(values) == 1 and values[0].text == label and bool(values[0].href) and not view.disagreements


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key that puts 2 before 10."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBER.split(text))


class _Shown(NamedTuple):
    """A property of a subject: how it is headed, and its values."""

    head: PropertyHead
    values: Sequence[Term]


class PropertyViews:
    """Compiles the properties of an entity and its dependents for one page.

    Attributes:
        shown: the dependents that were shown in place so far.
    """

    def __init__(self, index: GraphIndex, page: PageLanguage, footnotes: Footnotes, document: Term) -> None:
        self._index, self._page, self._footnotes = index, page, footnotes
        self._document = document
        self._order = {code: place for place, code in enumerate((page.code, ""))}
        self._disputes: dict[tuple[Term, Term], list[Node]] = {}
        for part in index.parts(document):
            if index.type_of(part) == terms.Disagreement:
                node = index.node(part)
                key = node.first(terms.subject), node.first(terms.property)
                self._disputes.setdefault(key, []).append(node)
        self.shown: set[Term] = set()
        self._own: Mapping[Term, _Shown] = {}
        self._done: set[Term] = set()
        self._in_head: set[tuple[Term, Term]] = set()

    def chosen(self, node: Node, paths: Iterable[Term]) -> tuple[PropertyView, ...]:
        """Return some properties of the entity, in the order given; those that it has and no section shows yet."""
        shapes = self._of_entity(node)
        found = (self._once(node, shapes[path]) for path in paths if path in shapes)
        return tuple(view for view in found if view)

    def _of_entity(self, node: Node) -> Mapping[Term, _Shown]:
        if not self._own:
            self._own = {shown.head.shape.path: shown for shown in self._available(node)}
        return self._own

    def remaining(self, node: Node) -> tuple[GroupView, ...]:
        """Return the properties of the entity that no section shows yet, by group."""
        by_group: dict[Term, list[PropertyView]] = {}
        for shown in self._of_entity(node).values():
            if view := self._once(node, shown):
                by_group.setdefault(shown.head.shape.group, []).append(view)
        labels = self._page.groups
        return tuple(GroupView(labels[term], tuple(by_group[term])) for term in labels if term in by_group)

    def in_head(self, node: Node, path: Term) -> tuple[ValueView, ...]:
        """Return the values of a property for the head of the page; the body repeats them only in a disagreement."""
        values = node.properties.get(path, ())
        self._in_head.update((path, value) for value in values)
        return tuple(self._value(node, path, value) for value in self._ordered(values))

    def title(self, node: Node, title: Text) -> ValueView | None:
        """Return the name that stands as title, with its sources; none if the title follows from other values."""
        language = title.language or self._page.code
        for path in _TITLES:
            for value in node.properties.get(path, ()):
                if not is_iri(value) and literal_parts(value)[:2] == (title.text, language):
                    self._in_head.add((path, value))
                    return self._value(node, path, value)
        return None

    def value(self, node: Node, path: Term, value: Term, note: str = "") -> ValueView:
        """Return one value of any subject with its sources, and a few words beside it."""
        return replace(self._value(node, path, value), note=note)

    def quoted(self, words: Text, source: Term, entity: Term) -> ValueView:
        """Return the words with which a source names an entity, with the mark of the source."""
        return ValueView(words, marks=self._footnotes.marks((source,), entity))

    def spoken(self, node: Node) -> str:
        """Return the language that an article or a capture is in; empty if it is that of the page, or unknown."""
        language = node.first(terms.language)
        code = literal_parts(language)[0] if language else ""
        return "" if code == self._page.code else code

    def skip(self, *paths: Term) -> None:
        """Remember that a section of another form shows properties."""
        self._done.update(paths)

    def _once(self, node: Node, shown: _Shown) -> PropertyView | None:
        path, values = shown.head.shape.path, shown.values
        if path in self._done:
            return None
        self._done.add(path)
        view = self._property(node, shown)
        left = [value for value in values if (path, value) not in self._in_head]
        if view.disagreements or view.also or len(left) == len(values):
            return view
        said = tuple([self._value(node, path, value) for value in self._ordered(left)])
        return replace(view, values=said) if left else None

    def part(self, term: Term) -> PartView:
        """Return a dependent with its properties, the link back to its entity left out."""
        self.shown.add(term)
        node = self._index.node(term)
        label = self._page.label(term)
        properties = [self._property(node, shown) for shown in self._available(node)]
        named = next((view for view in properties if _only_names(view, label)), None)
        return PartView(
            anchor=fragment(term),
            kind=self._page.label(node.type),
            name=named.values[0] if named else ValueView(label),
            properties=tuple(view for view in properties if view is not named),
        )

    def remaining_parts(self) -> tuple[PartView, ...]:
        """Return the dependents to which no property leads; disagreements stand with their properties."""
        return tuple(
            self.part(term)
            for term in self._index.parts(self._document)
            if term not in self.shown and self._index.type_of(term) not in DEPENDENT_ON_CLAIMS
        )

    def _available(self, node: Node) -> Iterator[_Shown]:
        """Yield the properties that a page shows, in the order of the shapes, each with its values."""
        for head in self._page.properties(node.type):
            path = head.shape.path
            if path not in node.properties or path in _SAID_BY_ORDER:
                continue
            values = [value for value in node.properties[path] if value != self._document]
            if not values or (path in FOR_TOOLS and not any((path, one) in node.sources for one in values)):
                continue
            yield _Shown(head, values)

    def _property(self, node: Node, shown: _Shown) -> PropertyView:
        head, values = shown.head, shown.values
        path = head.shape.path
        disputes = self._disputes.get((node.term, path), ())
        disputed = {
            self._index.node(claim).first(terms.value)
            for dispute in disputes
            for claim in dispute.properties.get(terms.claim, ())
        }
        # Of many values each stands in the view, unless a correction speaks against it.
        others = node.said(path) if head.is_single else ()
        also = [one for one in others if one not in values and one not in disputed and not is_iri(one)]
        return PropertyView(
            name=head.name,
            label=head.label,
            comment=head.comment,
            values=tuple([self._value(node, path, value) for value in self._ordered(values)]),
            also=tuple([self._value(node, path, value) for value in self._ordered(also)]),
            disagreements=tuple(self.disagreement(path, dispute) for dispute in disputes),
        )

    def _ordered(self, values: Sequence[Term]) -> Sequence[Term]:
        return sorted(values, key=self._value_order) if len(values) > 1 else values

    def _value_order(self, value: Term) -> tuple[int, int, tuple[tuple[int, str], ...]]:
        if is_iri(value):
            position = self._page.filing.position.get(value)
            return (1, 0, natural(value)) if position is None else (0, position, ())
        text, language, _ = literal_parts(value)
        return 2, self._order.get(language, len(self._order)), natural(f"{language} {text}")

    def _value(self, node: Node, path: Term, value: Term) -> ValueView:
        sources = node.sources.get((path, value), ())
        if not sources:
            self._footnotes.note_computed()
        view = self._said(path, value, sources)
        if path not in _AS_STATED:
            return view
        article = "" if node.first(terms.language) else node.first(terms.article)
        spoken = self.spoken(self._index.node(article) if article else node)
        return replace(view, text=Text(view.text.text, spoken), code=False)

    def _said(self, path: Term, value: Term, sources: Sequence[Term]) -> ValueView:
        marks, computed = self._footnotes.marks(sources, value), not sources
        if not is_iri(value):
            worded = literal_text(value, path, self._page.code)
            language = "" if worded.language == self._page.code else worded.language
            is_long = len(worded.text) > _LONG or "\n" in worded.text
            paragraphs = tuple(filter(None, map(str.strip, worded.text.split("\n")))) if is_long else ()
            return ValueView(
                Text(worded.text, language),
                datetime=worded.datetime,
                code=not worded.language and len(worded.text) <= _CODE and " " not in worded.text,
                paragraphs=paragraphs,
                marks=marks,
                computed=computed,
            )
        if document_of(value) == self._document and value not in self.shown and self._index.type_of(value):
            part = self.part(value)
            return ValueView(part.name.text, marks=marks, computed=computed, part=part)
        if self._index.type_of(value) or value in vocabulary().terms:
            link = self._page.link(value)
            return ValueView(link.label, href=link.href, marks=marks, computed=computed)
        address = web_address(value)
        name = Text(address_label(address) if address else iri_text(value))
        return ValueView(name, external=address, marks=marks, computed=computed)

    def disagreement(self, path: Term, dispute: Node) -> DisagreementView:
        """Return one disagreement about a property of the document's entity or of a dependent."""
        preferred = dispute.first(terms.preferred)
        best = self._index.node(preferred).first(terms.value) if preferred else ""
        reasons = {language: text for text, language, _ in map(literal_parts, dispute.properties.get(terms.reason, ()))}
        claims = [
            (claim == preferred, self._index.node(claim))
            for claim in sorted(
                dispute.properties.get(terms.claim, ()), key=lambda claim: (claim != preferred, natural(claim))
            )
        ]
        return DisagreementView(
            anchor=fragment(dispute.term),
            index=self._page.disputes.href(dispute.term),
            claims=tuple(
                self._claim(path, claim, is_preferred, best)
                for is_preferred, claim in claims
                if claim.first(terms.value)
            ),
            reason=self._page.said(reasons) if reasons else Text(""),
        )

    def _claim(self, path: Term, claim: Node, is_preferred: bool, best: Term) -> ClaimView:
        value = claim.first(terms.value)
        standing = "less_precise" if best and agree(value, best) else "not_preferred"
        said = self._said(path, value, claim.properties.get(terms.source, ()))
        words = self._page.words["preferred" if is_preferred else standing]
        return ClaimView(claim.term, fragment(claim.term), said, is_preferred, words)
