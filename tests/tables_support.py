"""Tables read back without the code that wrote them: CSV turned into RDF by its CSVW description (csv2rdf, minimal)."""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uritemplate

from exports.tables.files import plan
from graph_builder.dataset import Dataset
from graph_builder.rdf import XSD, Term, Triple, is_iri, literal_parts, plain, tagged, typed

Cells = dict[str, str | list[str]]


def write_tables(dataset: Dataset, folder: Path) -> Path:
    """Write the tables of a dataset as a release has them; return their folder."""
    for path, content in plan(dataset):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else b"".join(content))
    return folder / "data" / "tables"


def described(folder: Path) -> dict[str, Any]:
    """Return what CSVW says of each table, by the name of its file."""
    group = json.loads((folder / "csv-metadata.json").read_bytes())
    return {table["url"]: table for table in group["tables"]}


def read_csv(folder: Path, table: dict[str, Any]) -> Iterator[Cells]:
    """Yield the rows of a table; empty cells are left out, lists are divided as the description says."""
    separators = {one["name"]: one.get("separator") for one in table["tableSchema"]["columns"]}
    with (folder / table["url"]).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, strict=True):
            yield {
                name: cell.split(separator) if (separator := separators[name]) else cell
                for name, cell in row.items()
                if cell
            }


def to_rdf(folder: Path) -> set[Triple]:
    """Return the triples that CSVW makes of the tables (https://www.w3.org/TR/csv2rdf/, minimal mode)."""
    return {
        triple
        for table in described(folder).values()
        if not table.get("suppressOutput")
        for row in read_csv(folder, table)
        for triple in _triples(row, table["tableSchema"])
    }


def _triples(row: Cells, schema: dict[str, Any]) -> Iterator[Triple]:
    for column in schema["columns"]:
        cell = row.get(column["name"])
        if column.get("suppressOutput") or (cell is None and not column.get("virtual")):
            continue
        subject, property_ = (_expanded(one, row) for one in (schema["aboutUrl"], column["propertyUrl"]))
        if "valueUrl" in column:
            yield subject, property_, _expanded(column["valueUrl"], row)
            continue
        for text in cell if isinstance(cell, list) else [cell or ""]:
            yield subject, property_, _literal(text, column)


def _expanded(template: str, row: Cells) -> Term:
    return f"<{uritemplate.expand(template, {name: cell for name, cell in row.items() if isinstance(cell, str)})}>"


def _literal(text: str, column: dict[str, Any]) -> Term:
    if language := column.get("lang"):
        return tagged(text, language)
    datatype = column["datatype"]
    if isinstance(datatype, dict):
        return typed(text, datatype["@id"])
    return plain(text) if datatype == "string" else typed(text, XSD + datatype)


def as_uris(triples: Iterable[Triple]) -> set[Triple]:
    """Return triples with each IRI as the URI that a template makes of it (RFC 6570)."""
    return {(_uri(s), _uri(p), _uri(o)) for s, p, o in triples}


def _uri(term: Term) -> Term:
    return f"<{quote(term[1:-1], safe=_KEPT)}>" if is_iri(term) else term


_KEPT = "%:/?#[]@!$&'()*+,;=-._~"


def with_one_datatype(triples: Iterable[Triple], properties: set[Term], datatype: str) -> set[Triple]:
    """Return triples in which the values of some properties have one datatype for all."""
    return {
        (s, p, typed(literal_parts(o)[0], datatype)) if p in properties and not is_iri(o) else (s, p, o)
        for s, p, o in triples
    }
