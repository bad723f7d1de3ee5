"""The recipes as a document for people who read the repository: ``docs/cookbook.md``."""

from collections.abc import Iterator
from typing import Final

from exports.cookbook import paths
from exports.cookbook.recipe import Recipe, themes

_INTRODUCTION: Final = """# The cookbook

Questions that researchers of local self-government, of aid and of the press ask, each with its query in SPARQL 1.1.
This page is written by `tuyun terms` from `exports/cookbook/`; change a question there.

Every release answers all of them. `queries.html` lists them in three languages; for each there are `queries/<name>.rq`
(the query), `queries/<name>.csv` (the answer for programs) and `queries/<name>.{ky,ru,en}.csv` (with names).
`queries.ttl` and `queries.jsonld` hold all of them as `sh:SPARQLExecutable` for editors of SPARQL, `queries.json` for
the editor of the portal. Run one over a release, without a server:

    tuyun query public exports/cookbook/recipes/funder-regions.rq

The default graph is the published view; `GRAPH ?source { … }` reads what a source says. The queries stay within what
oxigraph, Jena and Virtuoso answer alike: a total `ORDER BY`, no `GROUP_CONCAT`, no `SERVICE`, days (`tuyun:startDay`,
`tuyun:endDay`) instead of dates of mixed precision.

To add one: a file in `exports/cookbook/recipes/`, its name in `themes.toml`, new columns in `columns.toml`, its
expected answer in `tests/cases/cookbook/`; then `tuyun terms`.
"""


def text() -> str:
    """Return the document."""
    return "".join(_parts())


def _parts() -> Iterator[str]:
    yield _INTRODUCTION
    for theme in themes():
        yield f"\n## {theme.title['en']}\n"
        for recipe in theme.recipes:
            yield from _recipe(recipe)


def _recipe(recipe: Recipe) -> Iterator[str]:
    yield f"\n### {recipe.question['en']}\n\n"
    yield f"`{paths.RECIPE.format(recipe.id)}` · ky: {recipe.question['ky']} · ru: {recipe.question['ru']}\n\n"
    yield f"{recipe.tells['en']}\n\n"
    yield "| column | holds |\n|---|---|\n"
    yield "".join(f"| `{one.name}` | {one.means['en']} |\n" for one in recipe.columns)
    yield f"\n```sparql\n{recipe.query}```\n"
