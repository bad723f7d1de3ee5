"""The terms of an answer in the words of one language."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from exports.cookbook.answers import Row
from exports.cookbook.recipe import Column, Recipe
from exports.labels import Text
from exports.page_language import PageLanguage, address_label, web_address
from exports.quality.reference import Reference
from exports.views import ValueView
from exports.wording import literal_text
from graph_builder.namespaces import XSD_DECIMAL, XSD_INTEGER
from graph_builder.rdf import Term, iri_text, is_iri, literal_parts

_NUMBERS: Final = frozenset({XSD_INTEGER[1:-1], XSD_DECIMAL[1:-1]})
_KEPT: Final = 1 << 14
"""How many cells are kept: the same things stand in many answers."""


class Cells:
    """Names, links and words for the terms of answers."""

    def __init__(self, page: PageLanguage) -> None:
        self._page, self._reference = page, Reference(page)
        self.value = lru_cache(maxsize=_KEPT)(self._value)

    def head(self, column: Column) -> str:
        """Return what heads a column."""
        return self._page.said(column.label).text

    def address(self, column: Column) -> str:
        """Return what heads the IRIs of a column."""
        return f"{self.head(column)}: {self._page.words['address']}"

    def has_page(self, term: Term) -> bool:
        """Tell whether a term is a thing of the archive that has a page."""
        return bool(term) and is_iri(term) and bool(self._page.href(term))

    def texts(self, recipe: Recipe, row: Row) -> list[str]:
        """Return the words of a row; numbers and dates in the form of the data, for programs of tables."""
        return [self._text(term, column) for term, column in zip(row, recipe.columns, strict=True)]

    def views(self, recipe: Recipe, row: Row) -> tuple[ValueView, ...]:
        """Return the cells of a row for a page."""
        return tuple(self.value(term, column.like) for term, column in zip(row, recipe.columns, strict=True))

    def _text(self, term: Term, column: Column) -> str:
        if not term or is_iri(term):
            return self.value(term, column.like).text.text
        text, language, datatype = literal_parts(term)
        return text if language or datatype else literal_text(term, column.like, self._page.code).text

    def _value(self, term: Term, like: Term) -> ValueView:
        if not term:
            return ValueView(Text(""))
        if is_iri(term):
            return self._thing(term)
        said = literal_text(term, like, self._page.code)
        language = said.language if said.language != self._page.code else ""
        return ValueView(Text(said.text, language), datetime=said.datetime)

    def _thing(self, term: Term) -> ValueView:
        if href := self._page.href(term):
            return ValueView(self._page.label(term), href=href)
        link = self._reference.term(term)
        if link.href:
            return ValueView(link.label, href=link.href)
        if link.short != iri_text(term):
            return ValueView(Text(link.short), code=True)
        address = web_address(term)
        return ValueView(Text(address_label(address) if address else link.short), external=address)


def is_number(rows: Sequence[Row], place: int) -> bool:
    """Tell whether a column holds numbers, which a page sets flush right."""
    terms = [row[place] for row in rows if row[place]]
    return bool(terms) and all(not is_iri(one) and literal_parts(one)[2] in _NUMBERS for one in terms)
