"""The regions as a tree: country, oblast, district or city, aiyl aimak, each with the articles about it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from exports.graph_index import GraphIndex
from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Frame, Link
from graph_builder import terms
from graph_builder.rdf import Term

PATH: Final = "{}/region/tree.html"


@dataclass(frozen=True, slots=True)
class Branch:
    """A region with those that lie directly in it.

    Attributes:
        region: the region, with its kind as note.
        articles: how many articles are about it or what lies in it, linked to their list.
        within: the regions in it, sorted by name.
    """

    region: Link
    articles: Link
    within: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class TreeView:
    """The tree of regions in one language."""

    frame: Frame
    title: str
    count: str
    roots: tuple[Branch, ...]


def tree(index: GraphIndex, page: PageLanguage, articles: Callable[[Term], Link]) -> TreeView | None:
    """Return the tree of regions; none if the archive has no regions.

    Args:
        index: the graph.
        page: the language.
        articles: tells the number of articles of a region, with its list.
    """
    regions = [filed.term for filed in page.filing.by_kind.get("region", ())]
    if not regions:
        return None
    below: dict[Term, list[Term]] = {}
    for region in regions:
        below.setdefault(_above(region, index), []).append(region)
    title = page.words["regions_tree"]
    way = (list_link(page),)
    return TreeView(
        frame=page.frame(PATH, title, way),
        title=title,
        count=page.words.number(len(regions)),
        roots=tuple(_branch(region, below, index, page, articles) for region in _roots(regions, below)),
    )


def list_link(page: PageLanguage) -> Link:
    """Return the link to the list of regions."""
    return Link(Text(page.kinds("region")), f"{page.code}/region/index.html")


def tree_link(page: PageLanguage) -> Link:
    """Return the link to the tree."""
    return Link(Text(page.words["regions_tree"]), PATH.format(page.code))


def _above(region: Term, index: GraphIndex) -> Term:
    """Return the region in which a region lies; empty where a page for it is lacking."""
    above = index.node(region).first(terms.within)
    return above if index.type_of(above) == terms.Region else ""


def _roots(regions: Iterable[Term], below: dict[Term, list[Term]]) -> Iterable[Term]:
    """Yield what the tree begins with; of regions that lie in one another in a circle, the first one."""
    reached: set[Term] = set()

    def reach(region: Term) -> None:
        reached.add(region)
        below[region] = [one for one in below.get(region, ()) if one not in reached]
        for one in below[region]:
            reach(one)

    for region in (*below.get("", ()), *regions):
        if region not in reached:
            reach(region)
            yield region


def _branch(
    region: Term,
    below: Mapping[Term, list[Term]],
    index: GraphIndex,
    page: PageLanguage,
    articles: Callable[[Term], Link],
) -> Branch:
    kind = index.node(region).first(terms.kind)
    return Branch(
        region=page.link(region, page.label(kind).text if kind else ""),
        articles=articles(region),
        within=tuple(_branch(one, below, index, page, articles) for one in below.get(region, ())),
    )
