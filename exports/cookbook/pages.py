"""The cookbook in a release: every recipe run, its page in each language, its answer and its query as files."""

from collections.abc import Iterator, Sequence
from typing import Final

from exports import formats, rendering
from exports.cookbook import executables, paths, tables
from exports.cookbook.answers import Answer, Kitchen
from exports.cookbook.cells import Cells, is_number
from exports.cookbook.recipe import Form, Recipe, of_kind, recipes, themes
from exports.cookbook.views import ColumnView, CookbookView, RecipeView, ThemeSection
from exports.formats import CSV, JSONLD, SPARQL, TURTLE
from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Download, Link
from exports.turtle import turtle
from graph_builder.dataset import Dataset

SHOWN: Final = 200
"""How many rows of an answer a page shows; its tables have them all."""

OF_KIND: Final = "queries"
"""Fragment of the recipes on the list of a kind."""


def plan(dataset: Dataset, pages: Sequence[PageLanguage], editor: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file.

    Args:
        dataset: the archive.
        pages: its languages, the archive's own first.
        editor: path of the page that takes ``?recipe=``, with ``{}`` for the language; empty if the release has none.
    """
    yield from executables.plan(dataset.iris.base)
    kitchen, readers = Kitchen(dataset), [CookbookPages(dataset, page, editor) for page in pages]
    counts: dict[str, int] = {}
    for recipe in recipes():
        answer = kitchen.answer(recipe)
        counts[recipe.id] = len(answer.rows)
        yield from _files(answer, readers)
    for reader in readers:
        content = rendering.page(reader.index(counts), reader.page.words)
        yield paths.INDEX.format(reader.page.code), content
        if reader is readers[0]:
            yield paths.INDEX_DEFAULT, content


def _files(answer: Answer, readers: Sequence["CookbookPages"]) -> Iterator[tuple[str, bytes]]:
    recipe = answer.recipe
    stem = paths.RECIPE.format(recipe.id)
    yield f"{stem}.{SPARQL.suffix}", recipe.file.encode()
    yield f"{stem}.{CSV.suffix}", tables.plain(answer)
    if recipe.form is Form.CONSTRUCT:
        yield paths.GRAPH.format(recipe.id), b"".join(turtle([(s, p, o) for s, p, o in answer.rows]))
    for reader in readers:
        code = reader.page.code
        yield f"{stem}.{code}.{CSV.suffix}", tables.worded(answer, reader.cells)
        content = rendering.page(reader.recipe(answer), reader.page.words)
        yield paths.page(recipe.id).format(code), content
        if reader is readers[0]:
            yield f"{stem}.html", content


def links(kind: str, page: PageLanguage) -> tuple[Link, ...]:
    """Return the recipes that concern a kind of entities, for its list."""
    return tuple(_link(recipe, page) for recipe in of_kind(kind))


def link_to_kind(kind: str, page: PageLanguage) -> Link | None:
    """Return the way from an entity to the recipes that concern its kind; none if there are none."""
    found = of_kind(kind)
    if not found:
        return None
    return Link(Text(page.kinds(kind)), f"{page.code}/{kind}/index.html#{OF_KIND}", page.words.number(len(found)))


def _link(recipe: Recipe, page: PageLanguage, note: str = "") -> Link:
    return Link(page.said(recipe.question), paths.page(recipe.id).format(page.code), note)


class CookbookPages:
    """Compiles the pages for one language.

    Attributes:
        page: the language.
        cells: the words for what stands in answers.
    """

    def __init__(self, dataset: Dataset, page: PageLanguage, editor: str) -> None:
        self.page, self.cells = page, Cells(page)
        self._base, self._words, self._editor = dataset.iris.base, page.words, editor
        self._places = {recipe.id: place for place, recipe in enumerate(recipes())}

    def index(self, counts: dict[str, int]) -> CookbookView:
        """Return the list of all recipes, with how many rows each answers."""
        return CookbookView(
            frame=self.page.frame(paths.INDEX, self._words["queries_title"], default=paths.INDEX_DEFAULT),
            count=self._words.number(len(counts)),
            themes=tuple(
                ThemeSection(
                    theme.key,
                    self.page.said(theme.title).text,
                    tuple(_link(recipe, self.page, self._count(recipe, counts[recipe.id])) for recipe in theme.recipes),
                )
                for theme in themes()
            ),
            downloads=(
                _download(TURTLE, f"{paths.DESCRIPTIONS}.{TURTLE.suffix}"),
                _download(JSONLD, f"{paths.DESCRIPTIONS}.{JSONLD.suffix}"),
                Download("JSON", "application/json", f"{paths.DESCRIPTIONS}.json"),
            ),
            editor=self._in_editor(""),
        )

    def recipe(self, answer: Answer) -> RecipeView:
        """Return the page of a recipe."""
        recipe, shown = answer.recipe, answer.rows[:SHOWN]
        place = self._places[recipe.id]
        near = [recipes()[one] if 0 <= one < len(recipes()) else None for one in (place - 1, place + 1)]
        previous, following = (_link(one, self.page) if one else None for one in near)
        question = self.page.said(recipe.question).text
        return RecipeView(
            frame=self.page.frame(
                paths.page(recipe.id),
                question,
                (Link(Text(self._words["queries_title"]), paths.INDEX.format(self.page.code)),),
                default=f"{paths.RECIPE.format(recipe.id)}.html",
            ),
            question=question,
            tells=self.page.said(recipe.tells).text,
            columns=tuple(
                ColumnView(one.name, self.cells.head(one), self.page.said(one.means).text, is_number(shown, number))
                for number, one in enumerate(recipe.columns)
            ),
            rows=tuple(self.cells.views(recipe, row) for row in shown),
            count=self._count(recipe, len(answer.rows)),
            cut=self._words.fill("queries_cut", n=len(shown)) if len(shown) < len(answer.rows) else "",
            kinds=tuple(self._kind(kind) for kind in recipe.kinds),
            query=recipe.query,
            downloads=tuple(self._downloads(recipe)),
            editor=self._in_editor(f"?recipe={recipe.id}"),
            commands=tuple(self._commands(recipe)),
            previous=previous,
            next=following,
        )

    def _count(self, recipe: Recipe, number: int) -> str:
        return (
            self._words["queries_yes_or_no"] if recipe.form is Form.ASK else self._words.plural("queries_rows", number)
        )

    def _kind(self, kind: str) -> Link:
        href = f"{self.page.code}/{kind}/index.html" if kind in self.page.filing.by_kind else ""
        return Link(Text(self.page.kinds(kind)), href)

    def _downloads(self, recipe: Recipe) -> Iterator[Download]:
        stem = paths.RECIPE.format(recipe.id)
        yield Download(self._words["queries_table"], CSV.media_type, f"{stem}.{self.page.code}.{CSV.suffix}")
        yield Download(self._words["queries_table_plain"], CSV.media_type, f"{stem}.{CSV.suffix}")
        if recipe.form is Form.CONSTRUCT:
            yield Download(self._words["queries_graph"], TURTLE.media_type, paths.GRAPH.format(recipe.id))
        yield Download(self._words["queries_file"], SPARQL.media_type, f"{stem}.{SPARQL.suffix}")

    def _in_editor(self, asked: str) -> Link | None:
        if not self._editor:
            return None
        return Link(Text(self._words["queries_open"]), f"{self._editor.format(self.page.code)}{asked}")

    def _commands(self, recipe: Recipe) -> Iterator[str]:
        file = f"{paths.RECIPE.format(recipe.id)}.{SPARQL.suffix}"
        is_graph = recipe.form is Form.CONSTRUCT
        yield f"tuyun query public public/current/{file} -f {'ttl' if is_graph else 'table'}"
        accept = formats.TURTLE.media_type if is_graph else CSV.media_type
        address = f"{self._base}{paths.ENDPOINT}"
        yield (
            f"curl {self._base}{file} | curl -H 'Accept: {accept}' -H 'Content-Type: {SPARQL.media_type}' "
            f"--data-binary @- {address}"
        )


def _download(format_: formats.Format, path: str) -> Download:
    return Download(format_.label, format_.media_type, path)
