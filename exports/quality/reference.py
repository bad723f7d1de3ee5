"""Terms of vocabularies as links with their labels, and the rules of the shapes in words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from exports import prefixes
from exports.labels import Text
from exports.page_language import PageLanguage
from exports.quality import paths, patterns
from exports.quality.reference_views import RuleView, TermLink
from exports.wording import language_name, literal_text
from graph_builder.rdf import Term, iri_text, is_iri, literal_parts
from graph_builder.shape_values import PropertyShape
from graph_builder.vocabulary import VocabularyTerm, vocabulary

# Terms of others that stand as ranges and datatypes only.
_VALUE_SORTS: Final = {
    "edtf:EDTF": "value_uncertain_date",
    "foaf:Document": "value_document",
    "rdf:Property": "value_property",
    "rdf:langString": "value_tagged_text",
    "rdfs:Literal": "value_literal",
    "rdfs:Resource": "value_anything",
    "xsd:boolean": "value_boolean",
    "xsd:date": "value_day",
    "xsd:decimal": "value_decimal",
    "xsd:gYear": "value_year",
    "xsd:gYearMonth": "value_month",
    "xsd:integer": "value_integer",
    "xsd:string": "value_text",
}
_NODE_KINDS: Final = {
    "IRI": ("value_address", "sh:IRI"),
    "Literal": ("value_literal", "sh:Literal"),
    "IRIOrLiteral": ("value_entity_or_literal", "sh:IRIOrLiteral"),
}
_LIMITS: Final = {
    "minLength": "limit_length",
    "minInclusive": "limit_from",
    "minExclusive": "limit_above",
    "maxInclusive": "limit_to",
    "lessThan": "limit_less_than",
    "lessThanOrEquals": "limit_not_more_than",
    "hasValue": "limit_has_value",
}
_NOT_EMPTY: Final = ("minLength", "1")
_STEP: Final = re.compile(r"<[^>]+>")


def anchor(known: VocabularyTerm) -> str:
    """Return the fragment at which the vocabulary's page explains a term: the same as in its own IRI."""
    short = prefixes.short(known.term)
    return known.name if short.startswith(f"{vocabulary().prefix}:") else short.replace(":", "-")


class Reference:
    """Explains terms and rules to a reader of one language."""

    def __init__(self, page: PageLanguage) -> None:
        self._page, self._words = page, page.words

    def term(self, term: Term) -> TermLink:
        """Return a term of any vocabulary."""
        short = prefixes.short(term) or iri_text(term)
        known = vocabulary().terms.get(term)
        if known is not None:
            href = f"{paths.ONTOLOGY.format(self._page.code)}#{anchor(known)}"
            return TermLink(self._page.said(known.labels), short, href)
        sort = _VALUE_SORTS.get(short)
        return TermLink(Text(self._words[sort] if sort else short), short, external=iri_text(term))

    def named(self, property_: Term, shape: PropertyShape | None) -> TermLink:
        """Return a property under the name that pages of a kind give it, which may differ from the vocabulary's."""
        link = self.term(property_)
        return replace(link, label=self._page.said(shape.names)) if shape and shape.names else link

    def terms(self, found: Iterable[Term]) -> tuple[TermLink, ...]:
        """Return several terms; an empty one stands for none."""
        return tuple(self.term(one) for one in found if one)

    def values(self, shape: PropertyShape) -> tuple[TermLink, ...]:
        """Return what values of a property are: classes, datatypes, otherwise the sort of node."""
        found = self.terms((*shape.classes, *shape.datatypes))
        if found or not shape.node_kind or shape.values:
            return found
        key, short = _NODE_KINDS[shape.node_kind]
        return (TermLink(Text(self._words[key]), short),)

    def cardinality(self, shape: PropertyShape) -> str:
        """Return how many values a property has."""
        if shape.unique_lang:
            return self._words["one_a_language"]
        if shape.max_count == 1:
            return self._words["exactly_one" if shape.min_count else "at_most_one"]
        if shape.min_count > 1:
            return self._words.fill("at_least", n=shape.min_count)
        return self._words["at_least_one" if shape.min_count else "any_number"]

    def rule(self, shape: PropertyShape, place: str) -> RuleView:
        """Return a rule with the fragment at which it stands."""
        steps = _STEP.findall(shape.path)
        return RuleView(
            anchor=place,
            path=(self.named(steps[0], shape),) if len(steps) == 1 else self.terms(steps),
            required=shape.min_count > 0,
            cardinality=self.cardinality(shape) if len(steps) == 1 else "",
            values=self.values(shape),
            choices=tuple(self._choice(one, shape.path) for one in shape.values),
            limits=tuple(self._limits(shape)),
            pattern=shape.pattern,
            pattern_words=patterns.in_words(shape.pattern, self._words),
            message=self._page.said(shape.messages),
        )

    def _limits(self, shape: PropertyShape) -> Iterator[str]:
        if shape.languages:
            names = (language_name(one, self._page.code) for one in shape.languages)
            yield self._words.fill("limit_languages", languages=", ".join(names))
        for name, value in shape.limits.items():
            said = self._page.label(value).text if is_iri(value) else literal_parts(value)[0]
            if (name, said) == _NOT_EMPTY:
                yield self._words["limit_not_empty"]
            else:
                yield self._words.fill(_LIMITS[name], value=said)

    def _choice(self, value: Term, path: Term) -> TermLink:
        if is_iri(value):
            return self.term(value)
        return TermLink(Text(literal_text(value, path, self._page.code).text), literal_parts(value)[0])
