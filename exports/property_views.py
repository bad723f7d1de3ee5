"""The properties of a subject as a page shows them: grouped and ordered by the shapes, each value with its sources."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from exports.facts import Facts, Property, Value, is_code
from exports.footnotes import Footnotes
from exports.graph_index import GraphIndex, Node
from exports.labels import Text
from exports.page_language import PageLanguage, web_address
from exports.views import ClaimView, DisagreementView, GroupView, PartView, PropertyView, ValueView
from exports.wording import agree, literal_text
from graph_builder import terms
from graph_builder.namespaces import SKOS_PREF_LABEL
from graph_builder.rdf import Term, iri_text, literal_parts

_NUMBER: Final = re.compile(r"(\d+)")
_TITLES: Final = (terms.title, terms.name, SKOS_PREF_LABEL)


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


class PropertyViews:
    """Compiles the properties of an entity and its dependents for one page.

    Attributes:
        shown: the dependents that were shown in place so far.
    """

    def __init__(self, index: GraphIndex, page: PageLanguage, footnotes: Footnotes, facts: Facts) -> None:
        self._index, self._page, self._footnotes, self._facts = index, page, footnotes, facts
        self.shown: set[Term] = set()
        self._done: set[Term] = set()
        self._in_head: set[tuple[Term, Term]] = set()

    def chosen(self, node: Node, paths: Iterable[Term]) -> tuple[PropertyView, ...]:
        """Return some properties of the entity, in the order given; those that it has and no section shows yet."""
        known = self._facts.properties(node)
        found = [self._once(node, known[path]) for path in paths if path in known]
        return tuple([view for view in found if view])

    def remaining(self, node: Node) -> tuple[GroupView, ...]:
        """Return the properties of the entity that no section shows yet, by group."""
        by_group: dict[Term, list[PropertyView]] = {}
        for path, said in self._facts.properties(node).items():
            if path not in self._done and (view := self._once(node, said)):
                by_group.setdefault(said.group, []).append(view)
        labels = self._page.groups
        return tuple([GroupView(labels[term], tuple(by_group[term])) for term in labels if term in by_group])

    def in_head(self, node: Node, path: Term) -> tuple[ValueView, ...]:
        """Return the values of a property for the head of the page; the body repeats them only in a disagreement."""
        values = node.properties.get(path, ())
        self._in_head.update([(path, value) for value in values])
        return self._views(path, [self._facts.value(node, path, value) for value in values])

    def title(self, node: Node, title: Text) -> ValueView | None:
        """Return the name that stands as title, with its sources; none if the title follows from other values."""
        language = title.language or self._page.code
        for path in _TITLES:
            for value in node.properties.get(path, ()):
                said = self._facts.value(node, path, value)
                if said.is_literal and said.text == title.text and said.language == language:
                    self._in_head.add((path, value))
                    return self._view(path, said)
        return None

    def value(self, node: Node, path: Term, value: Term, note: str = "") -> ValueView:
        """Return one value of any subject with its sources, and a few words beside it."""
        return self._view(path, self._facts.value(node, path, value), note)

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

    def _once(self, node: Node, said: Property) -> PropertyView | None:
        path, values = said.path, said.values
        if path in self._done:
            return None
        self._done.add(path)
        if not (said.disputes or said.also):
            values = [value for value in values if (path, value.term) not in self._in_head]
        return self._property(node, said, values) if values else None

    def part(self, term: Term) -> PartView:
        """Return a dependent with its properties, the link back to its entity left out."""
        self.shown.add(term)
        node = self._index.node(term)
        label = self._page.label(term)
        properties = [self._property(node, said, said.values) for said in self._facts.properties(node).values()]
        named = next((view for view in properties if _only_names(view, label)), None)
        return PartView(
            anchor=fragment(term),
            kind=self._page.label(node.type),
            name=named.values[0] if named else ValueView(label),
            properties=tuple([view for view in properties if view is not named]),
        )

    def remaining_parts(self) -> tuple[PartView, ...]:
        """Return the dependents to which no property leads; disagreements stand with their properties."""
        return tuple([self.part(term) for term in self._facts.parts if term not in self.shown])

    def _property(self, node: Node, said: Property, values: Sequence[Value]) -> PropertyView:
        head, path = self._page.properties(node.type)[said.place], said.path
        return PropertyView(
            head.name,
            head.label,
            head.comment,
            self._views(path, values),
            self._views(path, said.also) if said.also else (),
            tuple([self.disagreement(path, dispute) for dispute in said.disputes]) if said.disputes else (),
        )

    def _views(self, path: Term, values: Sequence[Value]) -> tuple[ValueView, ...]:
        ordered = sorted(values, key=self._value_order) if len(values) > 1 else values
        return tuple([self._view(path, value) for value in ordered])

    def _value_order(self, value: Value) -> tuple[int, int, tuple[tuple[int, str], ...]]:
        if not value.is_literal:
            position = self._page.filing.position.get(value.term)
            return (1, 0, natural(value.term)) if position is None else (0, position, ())
        language = value.language
        order = 0 if language == self._page.code else 2 if language else 1
        return 2, order, natural(f"{language} {value.text}")

    def _view(self, path: Term, value: Value, note: str = "", *, is_claimed: bool = False) -> ValueView:
        marks, computed = self._footnotes.marks(value.sources, value.term), not value.sources
        if computed and not is_claimed:
            self._footnotes.mark_computed()
        if value.is_fixed:
            spoken = value.language or value.spoken
            language = "" if spoken == self._page.code else spoken
            text, code = Text(value.text, language), value.is_code
            return ValueView(text, "", "", "", code, value.paragraphs, marks, computed, None, note)
        if value.is_literal:
            worded = literal_text(value.term, path, self._page.code)
            text, code = Text(worded.text), is_code(worded.text, "")
            return ValueView(text, "", "", worded.datetime, code, (), marks, computed, None, note)
        if value.is_part and value.term not in self.shown:
            part = self.part(value.term)
            return ValueView(part.name.text, marks=marks, computed=computed, part=part, note=note)
        if value.is_named:
            link = self._page.bare_link(value.term)
            return ValueView(link.label, link.href, "", "", False, (), marks, computed, None, note)
        address = web_address(value.term)
        return ValueView(Text(value.text), external=address, marks=marks, computed=computed, note=note)

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
        stated = self._facts.said(path, value, claim.properties.get(terms.source, ()))
        said = self._view(path, stated, is_claimed=True)
        words = self._page.words["preferred" if is_preferred else standing]
        return ClaimView(claim.term, fragment(claim.term), said, is_preferred, words)
