"""Where the cookbook lies in a release; ``{}`` stands for the language, in those of one recipe after its name."""

from collections.abc import Mapping
from typing import Final

from exports.cookbook.recipe import recipes

INDEX: Final = "queries.{}.html"
INDEX_DEFAULT: Final = "queries.html"
DESCRIPTIONS: Final = "queries"
"""Stem of the files that describe all recipes for programs."""

RECIPE: Final = "queries/{}"
"""The recipe of a name: its IRI below the base, and the stem of its files."""

GRAPH: Final = "queries/{}.graph.ttl"
"""The graph that a recipe makes. No plain ``.ttl``: that would be a document about the recipe itself."""

ENDPOINT: Final = "sparql"
"""Where the portal answers queries."""


def page(id_: str) -> str:
    """Return the path of the page of a recipe, with ``{}`` for the language."""
    return f"{RECIPE.format(id_)}.{{}}.html"


def pages() -> Mapping[str, str]:
    """Return the path of every page of the cookbook, each with the one for readers of any language."""
    return {INDEX: INDEX_DEFAULT} | {page(one.id): f"{RECIPE.format(one.id)}.html" for one in recipes()}
