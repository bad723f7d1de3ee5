"""Answers as tables: one for programs, with the variables as heads and IRIs as values, and one a language for people.

Both are CSV by RFC 4180 and, as every table of a release, hold no cell that a spreadsheet takes for a formula.
"""

from collections.abc import Iterator, Sequence

from exports.cookbook.answers import Answer, Row
from exports.cookbook.cells import Cells
from exports.list_tables import MARK, line, safe
from graph_builder.rdf import Term, iri_text, is_iri, literal_parts


def plain(answer: Answer) -> bytes:
    """Return the table as SPARQL 1.1 writes it (https://www.w3.org/TR/sparql11-results-csv-tsv/)."""
    lines = [line([column.name for column in answer.recipe.columns])]
    lines += (line([safe(_text(term)) for term in row]) for row in answer.rows)
    return "".join(lines).encode()


def worded(answer: Answer, cells: Cells) -> bytes:
    """Return the table for readers of a language: labels instead of IRIs, the IRI of a thing beside its label."""
    columns = answer.recipe.columns
    linked = [any(cells.has_page(row[place]) for row in answer.rows) for place in range(len(columns))]
    heads = _beside([cells.head(one) for one in columns], [cells.address(one) for one in columns], linked)
    lines = [line(heads)]
    lines += (line(map(safe, _beside(cells.texts(answer.recipe, row), _iris(row), linked))) for row in answer.rows)
    return f"{MARK}{''.join(lines)}".encode()


def _beside(texts: Sequence[str], addresses: Sequence[str], linked: Sequence[bool]) -> list[str]:
    return list(_pairs(texts, addresses, linked))


def _pairs(texts: Sequence[str], addresses: Sequence[str], linked: Sequence[bool]) -> Iterator[str]:
    for text, address, is_linked in zip(texts, addresses, linked, strict=True):
        yield text
        if is_linked:
            yield address


def _iris(row: Row) -> list[str]:
    return [iri_text(term) if term and is_iri(term) else "" for term in row]


def _text(term: Term) -> str:
    if not term:
        return ""
    return iri_text(term) if is_iri(term) else literal_parts(term)[0]
