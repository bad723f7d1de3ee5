"""What the pages of the cookbook show, finished: frozen values that a template only loops over."""

from dataclasses import dataclass

from exports.page_views import Download, Frame, Link
from exports.views import ValueView


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """Recipes that belong together.

    Attributes:
        anchor: fragment of the section.
        title: what it is called.
        recipes: their questions, with how many rows each answers as note.
    """

    anchor: str
    title: str
    recipes: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CookbookView:
    """The list of all recipes.

    Attributes:
        count: how many there are.
        themes: the recipes by theme.
        downloads: all of them for programs.
        editor: where queries are written; none where the release has no editor.
    """

    frame: Frame
    count: str
    themes: tuple[ThemeSection, ...]
    downloads: tuple[Download, ...]
    editor: Link | None


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column: its variable, what heads it, what stands in it, whether it holds numbers."""

    name: str
    label: str
    means: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class RecipeView:
    """A recipe with its answer.

    Attributes:
        question: the question.
        tells: what the answer tells, and its limits.
        columns: the columns explained.
        rows: the first rows, a cell a column.
        count: how many rows the whole answer has, in words.
        cut: says that only the first rows stand here; empty if all do.
        kinds: the lists of the kinds that it concerns.
        query: the query.
        downloads: the answer as a table or a graph, and the query, as files.
        editor: the query in the editor; none where the release has no editor.
        commands: how it is asked from a command line: of a release, of the portal.
        previous: the recipe before; none for the first.
        next: the recipe after; none for the last.
    """

    frame: Frame
    question: str
    tells: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[ValueView, ...], ...]
    count: str
    cut: str
    kinds: tuple[Link, ...]
    query: str
    downloads: tuple[Download, ...]
    editor: Link | None
    commands: tuple[str, ...]
    previous: Link | None
    next: Link | None
