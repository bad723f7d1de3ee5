"""The order of all disagreements on the pages of their index, in the collation of a language."""

from collections.abc import Callable
from itertools import groupby
from typing import Final

from exports.collation import sort_keys
from exports.filing import ALL_KINDS
from exports.graph_index import GraphIndex
from exports.labels import Text
from exports.quality import paths
from graph_builder import terms
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, document_of, iri_text

A_PAGE: Final = 100
"""How many disagreements stand on one page."""


class Disputes:
    """Which disagreement stands where.

    Attributes:
        pages: the disagreements of each page; one empty page if there are none.
        counts: how many there are about each kind, in the order of the pages.
    """

    def __init__(self, index: GraphIndex, iris: Iris, label: Callable[[Term], Text], language: str) -> None:
        self._language, self._base = language, iris.base
        found = index.instances(terms.Disagreement)
        names = {term: label(document_of(term)).text for term in found}
        keys = sort_keys(names.values(), language)
        ordered = sorted(found, key=lambda term: (ALL_KINDS.index(iris.kind(term)), keys[names[term]], term))
        self.pages = [ordered[start : start + A_PAGE] for start in range(0, len(ordered), A_PAGE)] or [[]]
        self.counts = {kind: len(list(members)) for kind, members in groupby(ordered, key=iris.kind)}
        self._page_of = {term: number for number, page in enumerate(self.pages, start=1) for term in page}

    def anchor(self, term: Term) -> str:
        """Return the fragment of a disagreement on its page of the index."""
        return iri_text(term).removeprefix(self._base).replace("/", "-").replace("#", "-")

    def pattern(self, number: int) -> str:
        """Return the path of a page, with ``{}`` for the language."""
        return paths.DISAGREEMENTS if number == 1 else paths.DISAGREEMENTS_CONTINUED.format(number)

    def href(self, term: Term) -> str:
        """Return where the index shows a disagreement."""
        return f"{self.pattern(self._page_of[term]).format(self._language)}#{self.anchor(term)}"

    def start(self, kind: str) -> str:
        """Return where the disagreements about a kind begin."""
        before = sum(count for other, count in self.counts.items() if ALL_KINDS.index(other) < ALL_KINDS.index(kind))
        return f"{self.pattern(before // A_PAGE + 1).format(self._language)}#{kind}"
