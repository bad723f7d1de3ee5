"""Every list as a table: CSV by RFC 4180, UTF-8 with a byte order mark, columns named in the language of the page.

The mark is there because spreadsheet programs take a file without one for an older encoding, and readers of data
know how to skip it. Dates and numbers stand in the form of the data. Several values of a cell are divided by `` | ``.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from exports.formats import CSV
from exports.graph_index import GraphIndex, Node
from exports.page_language import PageLanguage
from exports.property_views import FOR_TOOLS
from graph_builder import terms
from graph_builder.rdf import Term, iri_text, is_iri, literal_parts
from graph_builder.schema import schema
from graph_builder.vocabulary import vocabulary

_BETWEEN: Final = " | "
_MARK: Final = "\ufeff"
# OWASP, «CSV Injection»: what a spreadsheet program takes for the beginning of a formula, full-width forms too.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LEFT_OUT: Final = FOR_TOOLS | {terms.name, terms.title, terms.text}


def list_table(kind: str, index: GraphIndex, page: PageLanguage) -> tuple[str, bytes]:
    """Return path and content of the table of a kind, in the order of its list."""
    terms_of_kind = [filed.term for filed in page.filing.by_kind[kind]]
    columns = _columns(index.type_of(terms_of_kind[0]))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([page.words["address"], page.words["name"], *(page.label(column).text for column in columns)])
    for term in terms_of_kind:
        writer.writerow([safe(cell) for cell in _row(index.node(term), columns, page)])
    return f"{page.code}/{kind}/index.{CSV.suffix}", f"{_MARK}{buffer.getvalue()}".encode()


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula: an apostrophe stands before a dangerous sign."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _columns(class_: Term) -> list[Term]:
    shape = schema().kinds.get(class_)
    paths = (one.path for one in shape.properties) if shape else ()
    return [path for path in dict.fromkeys(paths) if path in vocabulary().terms and path not in _LEFT_OUT]


def _row(node: Node, columns: Sequence[Term], page: PageLanguage) -> Iterator[str]:
    yield iri_text(node.term)
    yield page.label(node.term).text
    for column in columns:
        yield _BETWEEN.join(_cells(node.properties.get(column, ()), page))


def _cells(values: Sequence[Term], page: PageLanguage) -> Iterator[str]:
    texts: dict[str, list[str]] = {}
    for value in values:
        if is_iri(value):
            is_ours = page.href(value) or value in vocabulary().terms
            yield page.label(value).text if is_ours else iri_text(value)
            continue
        text, language, _ = literal_parts(value)
        if language:
            texts.setdefault(language, []).append(text)
        else:
            yield text
    if texts:
        language = page.said({code: code for code in texts}).text
        yield from texts[language]
