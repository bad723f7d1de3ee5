"""Views to HTML: the templates, with every value escaped and every missing name an error."""

from functools import cache, lru_cache
from typing import TypeAlias

from jinja2 import Template
from markupsafe import Markup

from exports.changes.views import GoneView, HistoryView, ReleasesView, ReleaseView
from exports.cookbook.views import CookbookView, RecipeView
from exports.editor.views import BuilderView, EditorView
from exports.hierarchy import TreeView
from exports.layouts.views import EntityView
from exports.messages import Words
from exports.not_found import NotFoundView
from exports.page_language import CARD
from exports.page_views import HomeView, Link, ListView, ReportView
from exports.pictures.figures import PictureView
from exports.portals.views import PortalsView
from exports.quality.reference_views import OntologyView, ShapesView
from exports.quality.views import CompletenessView, DisagreementsView, MissingView
from exports.search.page import SCRIPT, SearchView
from exports.templating import Templates
from exports.wording import words_of
from graph_builder.resources import template_file, template_files

ASSETS = {name: f"assets/{name}" for name in ("tuyun.css", "reference.css", "tuyun.svg")} | {
    "search.js": SCRIPT,
    "card.png": CARD,
}
"""Files that pages use, by their name beside the templates, with their path in a release."""

QualityView: TypeAlias = DisagreementsView | CompletenessView | MissingView | OntologyView | ShapesView
FindingView: TypeAlias = SearchView | TreeView | NotFoundView | PortalsView
AskingView: TypeAlias = EditorView | BuilderView | CookbookView | RecipeView
ChangesView: TypeAlias = ReleasesView | ReleaseView | HistoryView | GoneView
AnyView: TypeAlias = (
    EntityView | ListView | HomeView | ReportView | PictureView | FindingView | QualityView | ChangesView | AskingView
)

_TEMPLATES = {
    EntityView: "entity.html.j2",
    ListView: "list.html.j2",
    HomeView: "home.html.j2",
    ReportView: "report.html.j2",
    SearchView: "search.html.j2",
    NotFoundView: "not_found.html.j2",
    TreeView: "tree.html.j2",
    PictureView: "picture.html.j2",
    DisagreementsView: "disagreements.html.j2",
    CompletenessView: "completeness.html.j2",
    MissingView: "missing.html.j2",
    OntologyView: "ontology.html.j2",
    ShapesView: "shapes.html.j2",
    PortalsView: "portals.html.j2",
    CookbookView: "cookbook.html.j2",
    RecipeView: "recipe.html.j2",
    EditorView: "editor.html.j2",
    BuilderView: "builder.html.j2",
    ReleasesView: "releases.html.j2",
    ReleaseView: "release.html.j2",
    HistoryView: "history.html.j2",
    GoneView: "gone.html.j2",
}


@cache
def _template(name: str) -> Template:
    return _templates().get_template(name)


@cache
def _templates() -> Templates:
    return Templates(template_files())


def page(view: AnyView, words: Words, *, alone: bool = False) -> bytes:
    """Return the page of a view.

    Args:
        view: the finished view.
        words: the words of its language.
        alone: whether the page carries its style, because it will not lie in a release.

    Raises:
        AttributeError: if a template names something that the view does not have.
        KeyError: if it names a word that the language does not have.
    """
    frame = view.frame
    lists = _lists(frame.lists, frame.root, words.language)
    style = Markup(dict(template_files())["tuyun.css"]) if alone else ""  # noqa: S704 - our own file
    return _template(_TEMPLATES[type(view)]).render(v=view, f=frame, w=words, lists=lists, style=style).encode()


@lru_cache(maxsize=64)
def _lists(lists: tuple[Link, ...], root: str, language: str) -> Markup:
    """Return the navigation, which is the same on all pages of a language at one depth."""
    return Markup(_template("lists.html.j2").render(lists=lists, root=root, w=words_of(language)))  # noqa: S704 - rendered with escaping


def assets() -> list[tuple[str, bytes]]:
    """Return path and content of the files that pages use."""
    return [(path, template_file(name)) for name, path in ASSETS.items()]
