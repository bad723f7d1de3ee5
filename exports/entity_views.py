"""The page of an entity: title, grouped properties, dependents, what links here, sources, downloads."""

from collections.abc import Sequence
from typing import Final

from exports.bibliography.files import formats_of
from exports.bibliography.item import Item, Serial
from exports.citation_views import citation
from exports.footnotes import Footnotes
from exports.formats import GRAPH_FORMATS
from exports.graph_index import GraphIndex, Node
from exports.head_metadata import metadata
from exports.labels import Labels, Text
from exports.page_language import PageLanguage
from exports.page_views import Frame, Link, downloads
from exports.pictures.catalogue import Pictures
from exports.property_views import PropertyViews
from exports.related import Group, related_group
from exports.schema_org import SchemaOrg
from exports.views import EntityView, MachineView
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


class EntityViews:
    """Compiles the pages of entities."""

    def __init__(self, index: GraphIndex, labels: Labels, iris: Iris, pictures: Pictures) -> None:
        self._index, self._labels, self._iris, self._pictures = index, labels, iris, pictures
        self._schema_org = SchemaOrg(index)

    def view(
        self,
        node: Node,
        groups: Sequence[Group],
        work: Item | Serial | None,
        page: PageLanguage,
        changed: Link | None = None,
    ) -> EntityView:
        """Return the page of an entity.

        Args:
            node: the entity.
            groups: what links to it, and what it tells of.
            work: its bibliographic value, if it is an article or a magazine.
            page: the language.
            changed: its history; none if nothing happened to it.
        """
        path, kind = self._iris.path(node.term), self._iris.kind(node.term)
        footnotes = Footnotes(page)
        properties = PropertyViews(self._index, page, footnotes, node.term)
        compiled = properties.groups(node)
        parts = properties.remaining_parts()
        title = page.label(node.term)
        frame = page.frame(f"{path}.{{}}.html", title.text, self._way(node, kind, page), default=f"{path}.html")
        return EntityView(
            frame=frame,
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
            downloads=downloads(path, (*GRAPH_FORMATS, *formats_of(work)[1])),
            provisional=node.is_provisional,
            machine=self._machine(node, title, frame, work, page),
            citation=citation(path, work, page.words),
            changed=changed,
        )

    def _machine(
        self, node: Node, title: Text, frame: Frame, work: Item | Serial | None, page: PageLanguage
    ) -> MachineView:
        item = work if isinstance(work, Item) else None
        return MachineView(
            metadata=metadata(title.text, frame.site.text, frame.canonical, item),
            alternates=downloads(self._iris.path(node.term), formats_of(work)[0]),
            schema_org=self._schema_org.script(node, item, page, frame.canonical),
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
