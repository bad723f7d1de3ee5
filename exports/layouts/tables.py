"""The tables of people, roles and names in the words of a language, each value with its source."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from exports.graph_index import GraphIndex, Node
from exports.labels import Text
from exports.layouts.roles import Row, Rows, Use
from exports.layouts.views import ValueTable
from exports.page_language import PageLanguage
from exports.property_views import PropertyViews
from exports.views import ValueView
from graph_builder import terms
from graph_builder.rdf import Term

Cell: TypeAlias = tuple[ValueView, ...]

_ROLE: Final = (terms.roleKind, terms.role, terms.affiliation)
_PERSON: Final = (terms.contributor, terms.roleKind)


class Tables:
    """Compiles the tables of one page."""

    def __init__(self, index: GraphIndex, page: PageLanguage, properties: PropertyViews) -> None:
        self._index, self._page, self._properties = index, page, properties

    def roles(self, rows: Rows) -> ValueTable:
        """Return what a person did in articles."""
        return self._contributions(rows, _ROLE)

    def people(self, rows: Rows) -> ValueTable:
        """Return who took part in articles for an organization, with the latest role."""
        return self._contributions(rows, _PERSON)

    def forms(self, rows: Rows) -> ValueTable:
        """Return the forms in which articles write the name of a person."""
        return self._contributions(rows, (terms.statedName,))

    def names(self, rows: Rows, organization: Term) -> ValueTable:
        """Return the words with which articles name an organization."""

        def words(row: Row) -> tuple[Cell, ...]:
            article = row.first.article
            spoken = self._properties.spoken(self._index.node(article)) if article else ""
            return ((self._properties.quoted(Text(row.words, spoken), row.first.by, organization),),)

        return self._table(rows, (Text(self._page.words["words_of_articles"]),), words)

    def _contributions(self, rows: Rows, columns: Sequence[Term]) -> ValueTable:
        def cells(row: Row) -> tuple[Cell, ...]:
            node = self._index.node(row.last.by)
            return tuple(self._cell(node, column) for column in columns)

        return self._table(rows, tuple(map(self._page.label, columns)), cells)

    def _cell(self, node: Node, property_: Term) -> Cell:
        return tuple(self._properties.value(node, property_, one) for one in node.properties.get(property_, ()))

    def _table(self, rows: Rows, columns: tuple[Text, ...], cells: Callable[[Row], tuple[Cell, ...]]) -> ValueTable:
        words = self._page.words
        return ValueTable(
            columns=(*columns, Text(words["first_time"]), Text(words["last_time"]), Text(self._page.kinds("article"))),
            rows=tuple(
                (*cells(row), self._date(row.first), self._date(row.last), self._count(row)) for row in rows.shown
            ),
            cut=words.fill("picture_cut", shown=len(rows.shown), all=len(rows.shown) + rows.left_out)
            if rows.left_out
            else "",
        )

    def _date(self, use: Use) -> Cell:
        return self._cell(self._index.node(use.article), terms.datePublished) if use.article else ()

    def _count(self, row: Row) -> Cell:
        return (ValueView(Text(self._page.words.number(row.articles))),)
