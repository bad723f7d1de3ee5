"""Every list as a table: CSV by RFC 4180, UTF-8 with a byte order mark, columns named in the language of the page.

The mark is there because spreadsheet programs take a file without one for an older encoding, and readers of data
know how to skip it. Dates and numbers stand in the form of the data. Several values of a cell are divided by `` | ``.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from exports.facts import FOR_TOOLS
from exports.formats import CSV
from exports.graph_index import GraphIndex, Node
from exports.page_language import PageLanguage
from graph_builder import terms
from graph_builder.rdf import Term, iri_text, is_iri, literal_parts
from graph_builder.schema import schema
from graph_builder.vocabulary import vocabulary

_KEPT: Final = 1 << 15
_BETWEEN: Final = " | "
MARK: Final = "\ufeff"
"""The byte order mark that begins a table for people."""

# OWASP, «CSV Injection»: what a spreadsheet program takes for the beginning of a formula, full-width forms too.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LEFT_OUT: Final = FOR_TOOLS | {terms.name, terms.title, terms.text}


class ListTables:
    """Writes tables in one language; the lines of the last entities are kept, since an article stands in many lists."""

    def __init__(self, index: GraphIndex, page: PageLanguage) -> None:
        self._index, self._page = index, page
        self._line = lru_cache(maxsize=_KEPT)(self._written)

    def of_kind(self, kind: str) -> tuple[str, bytes]:
        """Return path and content of the table of a kind, in the order of its list."""
        found = [filed.term for filed in self._page.filing.by_kind[kind]]
        return f"{self._page.code}/{kind}/index.{CSV.suffix}", self.of(found)

    def of(self, found: Sequence[Term]) -> bytes:
        """Return the table of entities of one class, at least one, in their order."""
        class_ = self._index.type_of(found[0])
        columns = (self._page.label(column).text for column in _columns(class_))
        head = line((self._page.words["address"], self._page.words["name"], *columns))
        return f"{MARK}{head}{''.join(map(self._line, found))}".encode()

    def _written(self, term: Term) -> str:
        node = self._index.node(term)
        return line(map(safe, _row(node, _columns(node.type), self._page)))


def line(cells: Iterable[str]) -> str:
    """Return a line of a table."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(list(cells))
    return buffer.getvalue()


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula: an apostrophe stands before a dangerous sign."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


@cache
def _columns(class_: Term) -> tuple[Term, ...]:
    shape = schema().kinds.get(class_)
    paths = (one.path for one in shape.properties) if shape else ()
    return tuple(path for path in dict.fromkeys(paths) if path in vocabulary().terms and path not in _LEFT_OUT)


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
