"""The page of an entity: title, grouped properties, dependents, what links here, sources, downloads."""

from collections.abc import Sequence
from typing import Final

from exports.footnotes import Footnotes
from exports.formats import GRAPH_FORMATS, Format
from exports.graph_index import GraphIndex, Node
from exports.labels import Labels, Text
from exports.page_language import PageLanguage
from exports.page_views import Download, Link
from exports.pictures.catalogue import Pictures
from exports.property_views import PropertyViews
from exports.related import Group, related_group
from exports.views import EntityView
from graph_builder import terms
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, iri_text

# The property by which a page of a class stands below another in the breadcrumb.
_ABOVE: Final = {
    terms.Phase: terms.project,
    terms.Component: terms.project,
    terms.Event: terms.project,
    terms.Region: terms.within,
    terms.Organization: terms.partOf,
    terms.Capture: terms.article,
}


def downloads(stem: str, formats: Sequence[Format]) -> tuple[Download, ...]:
    """Return the files of one graph in several formats."""
    return tuple(Download(one.label, one.media_type, f"{stem}.{one.suffix}") for one in formats)


class EntityViews:
    """Compiles the pages of entities."""

    def __init__(self, index: GraphIndex, labels: Labels, iris: Iris, pictures: Pictures) -> None:
        self._index, self._labels, self._iris, self._pictures = index, labels, iris, pictures

    def view(self, node: Node, groups: Sequence[Group], page: PageLanguage) -> EntityView:
        """Return the page of an entity.

        Args:
            node: the entity.
            groups: what links to it, and what it tells of.
            page: the language.
        """
        path, kind = self._iris.path(node.term), self._iris.kind(node.term)
        footnotes = Footnotes(page)
        properties = PropertyViews(self._index, page, footnotes, node.term)
        compiled = properties.groups(node)
        parts = properties.remaining_parts()
        title = page.label(node.term)
        return EntityView(
            frame=page.frame(f"{path}.{{}}.html", title.text, self._way(node, kind, page), default=f"{path}.html"),
            kind=kind,
            kind_label=page.label(node.type),
            path=path,
            iri=iri_text(node.term),
            title=title,
            titles=self._labels.every(node.term),
            groups=compiled,
            parts=parts,
            related=tuple(related_group(one, node, path, self._index, page) for one in groups if one.relation),
            told=tuple(related_group(one, node, path, self._index, page) for one in groups if not one.relation),
            figures=self._pictures.figures(node, page),
            sources=footnotes.listed(),
            computed=footnotes.computed,
            downloads=downloads(path, GRAPH_FORMATS),
            provisional=node.is_provisional,
        )

    def _way(self, node: Node, kind: str, page: PageLanguage) -> tuple[Link, ...]:
        above: list[Term] = []
        property_ = _ABOVE.get(node.type)
        while property_ and (owner := node.first(property_)) and owner not in (*above, node.term):
            above.append(owner)
            node = self._index.node(owner)
            property_ = _ABOVE.get(node.type)
        return (
            Link(Text(page.kinds(kind)), f"{page.code}/{kind}/index.html"),
            *(page.link(owner) for owner in reversed(above)),
        )
