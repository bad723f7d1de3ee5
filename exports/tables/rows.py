"""Rows: what the published view says of one thing, cell by cell, as text (numbers and days in their written form)."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeAlias

from exports.tables.columns import ANY, CODE, EDTF, MONTH, PATH, REFERENCE, Column, Table, class_tables
from exports.tables.names import Ids
from graph_builder.dates import PartialDate
from graph_builder.namespaces import DCTERMS_IDENTIFIER, RDF_LANG_STRING, RDF_TYPE, XSD_STRING
from graph_builder.rdf import Term, Triple, iri_text, is_iri, literal_parts, local_name

# Each table holds the things of one class; the column ``id`` says what the identifier does.
_ELSEWHERE: Final = frozenset({RDF_TYPE, DCTERMS_IDENTIFIER})

Cell: TypeAlias = str | list[str] | None
Row: TypeAlias = dict[str, Cell]


def rows(view: Iterable[Triple], ids: Ids) -> Iterator[tuple[str, Row]]:
    """Yield the name of a table and a row of it, in the order of the view.

    Args:
        view: the published view, sorted.
        ids: of its things.

    Raises:
        KeyError: if a property is none of its class; the gate lets no such thing pass.
    """
    makers = {table.name: _RowMaker(table, ids) for table in class_tables()}
    for subject, triples in groupby(view, itemgetter(0)):
        if name := ids.table(subject):
            yield name, makers[name].row(subject, triples)


class _RowMaker:
    def __init__(self, table: Table, ids: Ids) -> None:
        self._ids = ids
        self._empty: Row = dict.fromkeys(column.name for column in table.columns)
        self._columns = {(one.property, one.language): one for one in table.columns if one.property}

    def row(self, subject: Term, triples: Iterable[Triple]) -> Row:
        row = self._empty | {"id": self._ids.id(subject), "iri": iri_text(subject)}
        for _, property_, value in triples:
            if property_ not in _ELSEWHERE:
                self._fill(row, property_, value)
        return row

    def _fill(self, row: Row, property_: Term, value: Term) -> None:
        if is_iri(value):
            column = self._columns[property_, ""]
            text = self._resource(value, column)
        else:
            text, language, datatype = literal_parts(value)
            column = self._columns.get((property_, language)) or self._columns[property_, ""]
            if column.form is ANY:
                row[f"{column.name}_language"] = language or None
                row[f"{column.name}_datatype"] = datatype_of(language, datatype)
            elif column.form in (EDTF, MONTH) and not column.many:
                known = PartialDate.parse(text)
                row[f"{column.name}_first"] = known.first.isoformat()
                row[f"{column.name}_last"] = known.last.isoformat()
        if not column.many:
            row[column.name] = text
            return
        cell = row[column.name]
        if isinstance(cell, list):
            cell.append(text)
        else:
            row[column.name] = [text]

    def _resource(self, value: Term, column: Column) -> str:
        if column.form is REFERENCE:
            return self._ids.id(value)
        if column.form is PATH:
            return self._ids.path(value)
        return local_name(value) if column.form is CODE else iri_text(value)


def datatype_of(language: str, datatype: str) -> str:
    """Return the IRI of the datatype of a literal, which RDF 1.1 gives to every literal."""
    return iri_text(RDF_LANG_STRING) if language else datatype or iri_text(XSD_STRING)
