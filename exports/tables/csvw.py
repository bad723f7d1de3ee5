"""``csv-metadata.json``: the tables in the words of CSVW, with which programs check them and turn them into RDF again.

https://www.w3.org/TR/tabular-metadata/. A cell of CSVW stands for one reference, so that lists of references are left
out of what is turned into RDF (``suppressOutput``): the table ``links`` states each of them. So are the claims, since
CSVW has no named graphs.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from exports.context import JsonObject
from exports.formats import CSV
from exports.tables.columns import ADDRESS, ANY, CODE, EDTF, PATH, REFERENCE, Column, Form, Table
from exports.tables.statements import claims_table, links_table
from graph_builder import namespaces as ns
from graph_builder.dataset import Dataset
from graph_builder.dates import EDTF as EDTF_DATATYPE
from graph_builder.rdf import iri_text
from graph_builder.vocabulary import vocabulary

PATH_IN_FOLDER: Final = "csv-metadata.json"
"""Where programs look for the description of a CSV file that lies beside it."""

_REFERENCES: Final = frozenset({REFERENCE, PATH, CODE, ADDRESS})


def document(dataset: Dataset, tables: Iterable[Table], separators: Mapping[Column, str]) -> bytes:
    """Return the description.

    Args:
        dataset: whose tables they are.
        tables: all tables.
        separators: what stands between the values of a list, by column.
    """
    publication, base = dataset.publication, dataset.iris.base
    tables = tuple(tables)
    urls = {table.name: f"{table.name}.{CSV.suffix}" for table in tables}
    kinds = {table.name: f"{table.kind}/" if table.kind else "" for table in tables}
    group: JsonObject = {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": _texts(dict(dataset.title)),
        "dc:source": {"@id": base},
    }
    if publication.license:
        group["dc:license"] = {"@id": publication.license}
    if publication.publisher:
        group["dc:publisher"] = {"@id": iri_text(publication.publisher)}
    group["dialect"] = {"commentPrefix": None}
    group["tables"] = [_Described(base, urls, kinds, separators).table(table) for table in tables]
    return msgspec.json.format(msgspec.json.encode(group), indent=2) + b"\n"


class _Described:
    def __init__(
        self, base: str, urls: Mapping[str, str], kinds: Mapping[str, str], separators: Mapping[Column, str]
    ) -> None:
        self._base, self._urls, self._kinds, self._separators = base, urls, kinds, separators

    def table(self, table: Table) -> JsonObject:
        found: JsonObject = {
            "url": self._urls[table.name],
            "dc:title": _texts(table.titles),
            "dc:description": _texts(table.comments),
        }
        if table == claims_table():
            found["suppressOutput"] = True
        columns = [self._column(column, table) for column in table.columns]
        schema: JsonObject = {"columns": columns}
        if table.class_:
            columns.append(
                {
                    "name": "rdf_type",
                    "virtual": True,
                    "propertyUrl": iri_text(ns.RDF_TYPE),
                    "valueUrl": iri_text(table.class_),
                }
            )
        if table.key:
            schema["primaryKey"] = list(table.key)
        if keys := [self._foreign(one) for one in table.columns if one.form is REFERENCE and not one.many]:
            schema["foreignKeys"] = keys
        schema["aboutUrl"] = "{+iri}" if table.class_ else "{+subject_iri}"
        return {**found, "tableSchema": schema}

    def _column(self, column: Column, table: Table) -> JsonObject:
        found: JsonObject = {
            "name": column.name,
            "titles": {"und": column.name, **column.titles},
            "dc:description": _texts(column.comments),
            "datatype": _datatype(column.form),
        }
        if column.language:
            found["lang"] = column.language
        if column.many:
            found["separator"] = self._separators[column]
        if column.required:
            found["required"] = True
        return {**found, **self._meaning(column, table)}

    def _meaning(self, column: Column, table: Table) -> JsonObject:
        """Return what statement a cell makes; nothing where none is made."""
        if table == links_table() and column.name == "object_iri":
            return {"propertyUrl": "{+property_iri}", "valueUrl": "{+object_iri}"}
        if column.name == "id" and table.kind:
            return {"propertyUrl": iri_text(ns.DCTERMS_IDENTIFIER)}
        is_reference = column.form in _REFERENCES
        if not column.property or column.form is ANY or (is_reference and column.many):
            return {"suppressOutput": True}
        found: JsonObject = {"propertyUrl": iri_text(column.property)}
        if is_reference:
            found["valueUrl"] = f"{self._before(column)}{{+{column.name}}}"
        return found

    def _before(self, column: Column) -> str:
        """Return what stands before a cell in the address that it means."""
        if column.form is ADDRESS:
            return ""
        return vocabulary().namespace if column.form is CODE else self._base + self._kinds.get(column.target, "")

    def _foreign(self, column: Column) -> JsonObject:
        return {
            "columnReference": [column.name],
            "reference": {"resource": self._urls[column.target], "columnReference": ["id"]},
        }


def _datatype(form: Form) -> Any:
    if form is EDTF:
        return {"base": form.datatype, "@id": EDTF_DATATYPE}
    return form.datatype


def _texts(texts: Mapping[str, str]) -> list[JsonObject]:
    return [{"@value": text, "@language": language} for language, text in sorted(texts.items())]
