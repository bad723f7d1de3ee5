"""All HTML pages of a release: what stands where."""

from collections.abc import Iterator
from dataclasses import replace

from exports import rendering
from exports.bibliography.files import files
from exports.bibliography.reading import Bibliography
from exports.changes import atom
from exports.changes import pages as changes
from exports.changes import paths as change_paths
from exports.changes.history import History
from exports.discovery import discovery_files
from exports.entity_views import EntityViews
from exports.facets.pages import FacetPages
from exports.facets.values import Facets
from exports.graph_index import GraphIndex
from exports.hierarchy import PATH as TREE
from exports.hierarchy import tree, tree_link
from exports.home import DEFAULT as HOME_DEFAULT
from exports.home import PATH as HOME
from exports.home import home
from exports.labels import Labels
from exports.list_tables import list_table
from exports.lists import continued_links, kind_list
from exports.page_language import PageLanguage
from exports.pictures.catalogue import Pictures
from exports.quality import pages as quality
from exports.related import groups_of
from exports.report_page import DEFAULT as REPORT_DEFAULT
from exports.report_page import PATH as REPORT
from exports.report_page import ReportPage
from exports.search.files import plan as search_files
from exports.search.page import PATH as SEARCH
from exports.search.page import search_page
from graph_builder.dataset import Dataset
from graph_builder.report import Report


def plan_pages(dataset: Dataset, report: Report, history: History | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each page and of the files that pages use, each path once.

    The page without a language in its name is the page in the archive's first language.

    Args:
        dataset: the archive.
        report: what an editor should know.
        history: what changed up to this release; without one it is the first.
    """
    history = history or History(dataset)
    index = GraphIndex(dataset)
    labels = Labels(dataset, index)
    pages = [PageLanguage(dataset, index, labels, code) for code in dataset.languages]
    pictures = Pictures(index)
    yield from rendering.assets()
    yield from discovery_files(dataset, pages, [SEARCH, change_paths.PAGE, *pictures.patterns()])
    yield from _home(index, report, pages, pictures)
    yield from _report(dataset, report, pages)
    yield from quality.plan(dataset, index, pages)
    facets = Facets(index, dataset.iris)
    for page in pages:
        for path, picture in pictures.pages(page):
            yield path, rendering.page(picture, page.words)
        yield from _lists(index, page, FacetPages(facets, dataset.iris, index, page))
    yield from search_files(dataset, index, labels, pages)
    yield from changes.plan(history, index, pages)
    yield from atom.plan(history, index, pages)
    views = EntityViews(index, labels, dataset.iris, pictures)
    bibliography = Bibliography(index, labels, dataset.iris, dataset.languages)
    for term in index.documents:
        node = index.node(term)
        work = bibliography.work(node)
        yield from files(dataset.iris.path(term), work or bibliography.thing(node))
        groups = groups_of(index, dataset.iris, node)
        for page in pages:
            changed = changes.history_link(history, term, dataset.iris.path(term), page)
            view = views.view(node, groups, work, page, changed)
            content = rendering.page(view, page.words)
            yield f"{view.path}.{page.code}.html", content
            if page is pages[0]:
                yield f"{view.path}.html", content
            for group in groups:
                for path, listed in continued_links(node, group, dataset.iris, index, page):
                    yield path, rendering.page(listed, page.words)


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
    also = {"region": (tree_link(page),)}
    for kind in page.filing.by_kind:
        for path, listed in kind_list(kind, index, page, narrowing.get(kind), also.get(kind, ())):
            yield path, rendering.page(listed, page.words)
        yield list_table(kind, index, page)
    for path, listed in facets.lists():
        yield path, rendering.page(listed, page.words)
    if regions := tree(index, page, facets.region_link):
        yield TREE.format(page.code), rendering.page(regions, page.words)
    yield SEARCH.format(page.code), rendering.page(search_page(page, facets.values_links()), page.words)


def _home(
    index: GraphIndex, report: Report, pages: list[PageLanguage], pictures: Pictures
) -> Iterator[tuple[str, bytes]]:
    yield HOME_DEFAULT, rendering.page(home(HOME_DEFAULT, index, report, pages[0], pictures), pages[0].words)
    for page in pages:
        yield HOME.format(page.code), rendering.page(home(HOME, index, report, page, pictures), page.words)


def _report(dataset: Dataset, report: Report, pages: list[PageLanguage]) -> Iterator[tuple[str, bytes]]:
    for page in pages:
        content = rendering.page(ReportPage(dataset.iris, page).view(report), page.words)
        yield REPORT.format(page.code), content
        if page is pages[0]:
            yield REPORT_DEFAULT, content
