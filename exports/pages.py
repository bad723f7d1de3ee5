"""All HTML pages of a release: what stands where."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final, TypeAlias

from msgspec.structs import replace

from exports import rendering
from exports.bibliography.files import files
from exports.bibliography.item import Item, Serial
from exports.bibliography.reading import Bibliography
from exports.catalogue.about import About
from exports.catalogue.files import plan as catalogue_files
from exports.catalogue.linkset import Linksets
from exports.changes import atom
from exports.changes import pages as changes
from exports.changes import paths as change_paths
from exports.changes.history import History
from exports.cookbook import pages as cookbook
from exports.cookbook.recipe import recipes
from exports.discovery import discovery_files
from exports.editor import pages as editor
from exports.editor.paths import EDITOR
from exports.entity_views import EntityViews
from exports.facets.pages import FacetPages
from exports.facets.values import Facets
from exports.graph_index import GraphIndex, Node
from exports.hierarchy import PATH as TREE
from exports.hierarchy import tree, tree_link
from exports.home import DEFAULT as HOME_DEFAULT
from exports.home import PATH as HOME
from exports.home import home
from exports.labels import Labels
from exports.list_tables import ListTables
from exports.lists import continued_links, kind_list
from exports.not_found import PATH as NOT_FOUND
from exports.not_found import not_found
from exports.page_language import PageLanguage
from exports.pictures.catalogue import Pictures
from exports.portals.page import PATH as PORTALS
from exports.portals.page import PortalsPage
from exports.profiles.files import ProfileFiles
from exports.quality import pages as quality
from exports.related import groups_of
from exports.report_page import DEFAULT as REPORT_DEFAULT
from exports.report_page import PATH as REPORT
from exports.report_page import ReportPage
from exports.schema_org import SchemaOrg
from exports.search.files import plan as search_files
from exports.search.page import PATH as SEARCH
from exports.search.page import search_page
from graph_builder.dataset import Dataset
from graph_builder.rdf import Term
from graph_builder.report import Report

Share: TypeAlias = Callable[[], Iterator[tuple[str, bytes]]]
_A_SHARE: Final = 32
_SHARES: Final = 2048
"""The least number of entities in a share, and the greatest number of shares."""


def plan_pages(dataset: Dataset, report: Report, history: History | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each page and of the files that pages use, each path once.

    The page without a language in its name is the page in the archive's first language.

    Args:
        dataset: the archive.
        report: what an editor should know.
        history: what changed up to this release; without one it is the first.
    """
    for share in share_pages(dataset, report, history):
        yield from share()


def share_pages(dataset: Dataset, report: Report, history: History | None = None) -> list[Share]:
    """Return the same in shares that any process can make: each yields path and content of its pages."""
    site = Site(dataset, history or History(dataset))
    documents = site.index.documents
    size = max(_A_SHARE, -(-len(documents) // _SHARES))
    parts = [documents[start : start + size] for start in range(0, len(documents), size)]
    return [partial(site.general, report), site.cookbook, *(partial(site.entities, part) for part in parts)]


class Site:
    """What all pages of a release are made from.

    Attributes:
        index: the graph.
        languages: the languages of the pages, the archive's own first.
    """

    def __init__(self, dataset: Dataset, history: History) -> None:
        self._dataset, self.index, self._history = dataset, GraphIndex(dataset), history
        self._labels = Labels(dataset, self.index)
        self.languages = [PageLanguage(dataset, self.index, self._labels, code) for code in dataset.languages]
        self._pictures = Pictures(self.index)
        facets = Facets(self.index, dataset.iris)
        self._facets = {page.code: FacetPages(facets, dataset.iris, self.index, page) for page in self.languages}
        self._views = EntityViews(self.index, self._labels, dataset.iris, self._pictures, facets, self._facets)
        self._bibliography = Bibliography(self.index, self._labels, dataset.iris, dataset.languages)
        self._about = About(dataset, self.index, self._labels)
        self._profiles = ProfileFiles(dataset, self.index, self._labels)
        self._linksets = Linksets(dataset, SchemaOrg(self.index))

    def general(self, report: Report) -> Iterator[tuple[str, bytes]]:
        """Yield every page that is not of one entity, and the files that pages use."""
        dataset, index, pages, pictures = self._dataset, self.index, self.languages, self._pictures
        yield from rendering.assets()
        yield from catalogue_files(dataset, self._about)
        releases = [change_paths.RELEASE_PAGE.format(one.number) for one in self._history.releases]
        others = [SEARCH, PORTALS, change_paths.PAGE, *releases, *pictures.patterns()]
        changed = {f"<{one.iri}>": one.changed for one in self._history.dates()}
        yield from discovery_files(dataset, pages, others, changed)
        yield from editor.plan(dataset, index, self._labels, pages, recipes())
        yield NOT_FOUND, rendering.page(not_found(dataset.iris.base, pages), pages[0].words)
        yield from _home(index, report, pages, pictures, self._about)
        yield from _report(dataset, report, pages)
        yield from quality.plan(dataset, index, pages)
        for page in pages:
            yield PORTALS.format(page.code), rendering.page(PortalsPage(index, dataset.iris, page).view(), page.words)
            for path, picture in pictures.pages(page):
                yield path, rendering.page(picture, page.words)
            yield from _lists(index, page, self._facets[page.code])
        yield from search_files(dataset, index, self._labels, pages)
        yield from changes.plan(self._history, index, pages)
        yield from atom.plan(self._history, index, pages)

    def cookbook(self) -> Iterator[tuple[str, bytes]]:
        """Yield the questions of the cookbook with the answers of this release."""
        return cookbook.plan(self._dataset, self.languages, EDITOR)

    def entities(self, documents: Iterable[Term]) -> Iterator[tuple[str, bytes]]:
        """Yield the pages of some entities in every language, and what a library takes away of them."""
        for term in documents:
            node = self.index.node(term)
            work = self.work(node)
            yield from files(self._dataset.iris.path(term), work or self._bibliography.thing(node))
            yield from self._profiles.files(node, work)
            yield self._linksets.file(node, work)
            yield from self.entity(node, work)

    def work(self, node: Node) -> Item | Serial | None:
        """Return the bibliographic value of an entity, if it is an article or a magazine."""
        return self._bibliography.work(node)

    def entity(self, node: Node, work: Item | Serial | None) -> Iterator[tuple[str, bytes]]:
        """Yield the pages of one entity in every language; the first one's also under the name without a language."""
        iris, index = self._dataset.iris, self.index
        groups = groups_of(index, iris, node)
        for page in self.languages:
            changed = changes.history_link(self._history, node.term, iris.path(node.term), page)
            view = self._views.view(node, groups, work, page, changed)
            content = rendering.page(view, page.words)
            yield f"{view.path}.{page.code}.html", content
            if page is self.languages[0]:
                yield f"{view.path}.html", content
            for group in groups:
                for path, listed in continued_links(node, group, iris, index, page):
                    yield path, rendering.page(listed, page.words)


def entity_pages(dataset: Dataset, entity: Term) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the pages of one entity, from what the dataset knows around it."""
    site = Site(dataset, History(dataset))
    node = site.index.node(entity)
    yield from site.entity(node, site.work(node))


def report_page(dataset: Dataset, report: Report) -> bytes:
    """Return the report in the archive's first language as one file that stands alone.

    Its links lead to the addresses at which the entities are, or will be, published.
    """
    index = GraphIndex(dataset)
    page = PageLanguage(dataset, index, Labels(dataset, index), dataset.languages[0])
    view = ReportPage(dataset.iris, page).view(report)
    view = replace(view, frame=replace(view.frame, root=dataset.iris.base), downloads=())
    return rendering.page(view, page.words, alone=True)


def _lists(index: GraphIndex, page: PageLanguage, facets: FacetPages) -> Iterator[tuple[str, bytes]]:
    """Yield what leads to entities: a list a kind, articles by facet, the tree of regions, the search page."""
    narrowing = {"article": facets.narrowing()}
    tables = ListTables(index, page)
    also = {"region": (tree_link(page),)}
    for kind in page.filing.by_kind:
        for path, listed in kind_list(kind, index, page, narrowing.get(kind), also.get(kind, ())):
            yield path, rendering.page(listed, page.words)
        yield tables.of_kind(kind)
    yield from facets.tables(tables)
    for path, listed in facets.lists():
        yield path, rendering.page(listed, page.words)
    if regions := tree(index, page, facets.region_link):
        yield TREE.format(page.code), rendering.page(regions, page.words)
    yield SEARCH.format(page.code), rendering.page(search_page(page, facets.values_links()), page.words)


def _home(
    index: GraphIndex, report: Report, pages: list[PageLanguage], pictures: Pictures, about: About
) -> Iterator[tuple[str, bytes]]:
    yield HOME_DEFAULT, rendering.page(home(HOME_DEFAULT, index, report, pages[0], pictures, about), pages[0].words)
    for page in pages:
        yield HOME.format(page.code), rendering.page(home(HOME, index, report, page, pictures, about), page.words)


def _report(dataset: Dataset, report: Report, pages: list[PageLanguage]) -> Iterator[tuple[str, bytes]]:
    for page in pages:
        content = rendering.page(ReportPage(dataset.iris, page).view(report), page.words)
        yield REPORT.format(page.code), content
        if page is pages[0]:
            yield REPORT_DEFAULT, content
