"""The answers of a release to the recipes: every query is run over its published view and its claims, in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

import pyoxigraph

from exports.cookbook.recipe import Recipe
from graph_builder.dataset import Dataset
from graph_builder.namespaces import XSD_BOOLEAN
from graph_builder.rdf import Term, typed

Row: TypeAlias = tuple[Term, ...]
_CHUNK: Final = 1_000_000
"""How many quads are handed to the store at a time, so that the text of all is never in memory."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a recipe answers.

    Attributes:
        recipe: the recipe.
        rows: a term a column; empty where a column has no value. A graph has its triples as rows, sorted; yes or no
            is one row with one boolean.
    """

    recipe: Recipe
    rows: tuple[Row, ...]


class Kitchen:
    """A store that holds a release.

    Args:
        dataset: the archive.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._store = pyoxigraph.Store()
        lines = _lines(dataset)
        while chunk := "".join(islice(lines, _CHUNK)):
            self._store.bulk_load(chunk.encode(), format=pyoxigraph.RdfFormat.N_QUADS)

    def answer(self, recipe: Recipe) -> Answer:
        """Return the answer to a recipe."""
        found = self._store.query(recipe.query)
        if isinstance(found, pyoxigraph.QueryBoolean):
            return Answer(recipe, ((typed(str(bool(found)).lower(), XSD_BOOLEAN[1:-1]),),))
        if isinstance(found, pyoxigraph.QueryTriples):
            triples = {(str(one.subject), str(one.predicate), str(one.object)) for one in found}
            return Answer(recipe, tuple(sorted(triples)))
        return Answer(recipe, tuple(tuple("" if term is None else str(term) for term in row) for row in found))


def _lines(dataset: Dataset) -> Iterator[str]:
    for subject, property_, value in dataset.view:
        yield f"{subject} {property_} {value} .\n"
    for subject, property_, value, graph in dataset.claims:
        yield f"{subject} {property_} {value} {graph} .\n"
