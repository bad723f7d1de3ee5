"""``datapackage.json``: the tables as a Data Package, for the programs that know Frictionless (https://datapackage.org)."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from exports.context import JsonObject
from exports.formats import CSV, PARQUET
from exports.messages import catalogue
from exports.tables.columns import REFERENCE, Column, Table
from exports.tables.csvw import PATH_IN_FOLDER as CSVW
from graph_builder.dataset import Dataset
from graph_builder.namespaces import RDFS_LABEL
from graph_builder.rdf import Term, iri_text, literal_parts

PATH_IN_FOLDER: Final = "datapackage.json"

_LANGUAGE: Final = "en"
"""A Data Package has one text for each title; the others stand in the description by CSVW."""


def document(dataset: Dataset, tables: Iterable[Table], separators: Mapping[Column, str]) -> bytes:
    """Return the description; arguments as of the description by CSVW."""
    base, publication = dataset.iris.base, dataset.publication
    package: JsonObject = {
        "name": re.sub(r"[^a-z0-9]+", "-", base.partition("://")[2].lower()).strip("-"),
        "id": f"{base}#tables",
        "title": _said(dict(dataset.title)),
        "description": catalogue()["tables_mean"][_LANGUAGE],
        "homepage": base,
        "profile": "tabular-data-package",
        "csvw": CSVW,
        "sources": [{"title": _said(dict(dataset.title)), "path": base}],
    }
    if publication.license:
        package["licenses"] = [{"path": publication.license}]
    if publication.publisher:
        package["contributors"] = [
            {
                "title": _said(_labels(publication.publisher, dataset)) or iri_text(publication.publisher),
                "path": iri_text(publication.publisher),
                "role": "publisher",
            }
        ]
    package["resources"] = [_resource(table, separators) for table in tables]
    return msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"


def _resource(table: Table, separators: Mapping[Column, str]) -> JsonObject:
    schema: JsonObject = {"fields": [_field(column, separators) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    keys = [
        {"fields": [column.name], "reference": {"resource": column.target, "fields": ["id"]}}
        for column in table.columns
        if column.form is REFERENCE and not column.many
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "path": f"{table.name}.{CSV.suffix}",
        "parquet": f"{table.name}.{PARQUET.suffix}",
        "profile": "tabular-data-resource",
        "title": _said(table.titles),
        "description": _said(table.comments),
        "format": CSV.suffix,
        "mediatype": CSV.media_type,
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column, separators: Mapping[Column, str]) -> JsonObject:
    field: JsonObject = {"name": column.name, "title": _said(column.titles)}
    if column.many:
        field |= {"type": "list", "delimiter": separators[column], "itemType": column.form.field}
    else:
        field["type"] = column.form.field
    if comment := _said(column.comments):
        field["description"] = comment
    if column.property:
        field["rdfType"] = iri_text(column.property)
    if column.required:
        field["constraints"] = {"required": True}
    return field


def _labels(thing: Term, dataset: Dataset) -> Mapping[str, str]:
    said = (
        literal_parts(value)
        for subject, property_, value in dataset.view
        if (subject, property_) == (thing, RDFS_LABEL)
    )
    return {language: text for text, language, _ in said}


def _said(texts: Mapping[str, str]) -> str:
    return texts.get(_LANGUAGE) or next(iter(texts.values()), "")
