"""In which languages a description in the terms of schema.org speaks: that of a page, or all there are."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

from exports.labels import Labels
from exports.page_language import PageLanguage
from graph_builder.rdf import Term
from graph_builder.vocabulary import vocabulary

Value: TypeAlias = str | int | Mapping[str, Any]


class Voice(Protocol):
    """In which languages a description speaks."""

    def __hash__(self) -> int:
        """Return a hash: what is said in a voice is kept."""

    def said(self, texts: Mapping[str, str]) -> Sequence[Value]:
        """Return a text that there is in several languages, as values of schema.org."""

    def label(self, term: Term) -> Sequence[Value]:
        """Return what an entity or a term of the vocabulary is called, likewise."""


class PageVoice(Struct, frozen=True, cache_hash=True):
    """Speaks the language of a page alone.

    Attributes:
        page: the language.
    """

    page: PageLanguage

    def said(self, texts: Mapping[str, str]) -> Sequence[Value]:
        """Return the one text that a reader of the page sees."""
        return [self.page.said(texts).text]

    def label(self, term: Term) -> Sequence[Value]:
        """Return the one label that a reader of the page sees."""
        return [self.page.label(term).text]


class EveryVoice:
    """Speaks every language that there is, each text with its tag."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def said(self, texts: Mapping[str, str]) -> Sequence[Value]:
        """Return each text, sorted by language."""
        return [{"@language": language, "@value": text} for language, text in sorted(texts.items())]

    def label(self, term: Term) -> Sequence[Value]:
        """Return each label, sorted by language; what has none is called as on pages."""
        known = vocabulary().terms.get(term)
        every = self._labels.every(term) or (known.labels if known else {})
        return self.said(every) if every else [self._labels.of(term, "").text]
