"""The sections of one entity's page, compiled in the order in which they stand, so that marks count up."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from exports.graph_index import GraphIndex, Node
from exports.labels import Text
from exports.layouts.arrangement import ANY, Block
from exports.layouts.articles import issue_section, topics_section
from exports.layouts.roles import Roles, Rows
from exports.layouts.similar import Similar
from exports.layouts.similar_views import SimilarViews
from exports.layouts.tables import Tables
from exports.layouts.views import SectionView, ValueTable
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.pictures.figures import Figure
from exports.property_views import PropertyViews
from exports.related import Group, related_group
from exports.views import RelatedGroup

_TREE: Final = "{}/region/tree.html"


class Sections:
    """Compiles the sections of one page."""

    def __init__(
        self,
        index: GraphIndex,
        page: PageLanguage,
        properties: PropertyViews,
        node: Node,
        path: str,
        *,
        groups: Sequence[Group],
        figures: Sequence[Figure],
        articles: Link | None,
        similar: Sequence[Similar],
        similar_views: SimilarViews,
        roles: Roles,
    ) -> None:
        """Take what the page is made of.

        Args:
            index: the graph.
            page: the language.
            properties: the properties of the entity.
            node: the entity.
            path: ``kind/slug``.
            groups: what links here.
            figures: its pictures.
            articles: the list of all articles of its facet; none if there is none.
            similar: related articles.
            similar_views: compiles them in the page's language.
            roles: who took part in articles, as what.
        """
        self._index, self._page, self._properties, self._node, self._path = index, page, properties, node, path
        self._groups = {(group.kind, group.relation): group for group in groups}
        self._figures = {figure.key: figure for figure in figures}
        self._articles, self._roles = articles, roles
        self._similar, self._similar_views = similar, similar_views
        self._tables = Tables(index, page, properties)

    def compiled(self, blocks: Iterable[Block]) -> Iterator[SectionView]:
        """Yield the sections that have something to show, then what none of them shows: properties and pictures."""
        for block in blocks:
            section = self._made(block) if block.made else self._section(block)
            if section:
                yield section
        for group in self._properties.remaining(self._node):
            yield SectionView("", group.label, properties=group.properties)
        if self._figures:
            yield SectionView("", Text(""), figures=tuple(self._figures.values()))

    def _made(self, block: Block) -> SectionView | None:
        index, page, properties, node, key = self._index, self._page, self._properties, self._node, block.key
        match block.made:
            case "issue":
                return issue_section(index, page, properties, node, key)
            case "topics":
                return topics_section(index, page, properties, node, key)
            case "similar":
                return self._related_articles(block)
            case "roles":
                return self._table(block, self._roles.roles(node.term), self._tables.roles)
            case "forms":
                return self._table(block, self._roles.forms(node.term), self._tables.forms)
            case "people":
                return self._table(block, self._roles.people(node.term), self._tables.people)
            case "names":
                rows = self._roles.names(node.term)
                return self._table(block, rows, lambda rows: self._tables.names(rows, node.term))
        raise ValueError(f"no section is made as {block.made}")

    def remaining(self) -> tuple[RelatedGroup, ...]:
        """Return what links here and no section shows."""
        return tuple(map(self._related, self._groups.values()))

    def _section(self, block: Block) -> SectionView | None:
        properties = self._properties.chosen(self._node, block.properties)
        # Most blocks have none of these: told before anything is made for them.
        groups = tuple(self._taken(block)) if self._groups and block.links else ()
        figures = tuple(self._figures.pop(key) for key in block.figures if key in self._figures)
        more = self._more(block) if block.articles or block.way else ()
        if not (properties or groups or figures or block.none or (block.articles and more)):
            return None
        notes = block.notes if properties or groups else (block.none,) if block.none else ()
        return SectionView(
            key=block.key,
            title=self._title(block),
            notes=tuple(self._page.words[note] for note in notes),
            properties=properties,
            groups=groups,
            more=more,
            figures=figures,
        )

    def _title(self, block: Block) -> Text:
        if block.title:
            return self._page.heading(block.title)
        return self._page.group_label(self._node.type, block.properties)

    def _taken(self, block: Block) -> Iterator[RelatedGroup]:
        for kind, relation in block.links:
            for key in [one for one in self._groups if kind in {one[0], ANY} and one[1] == relation]:
                group = self._related(self._groups.pop(key))
                if block.relation is not None:
                    said = self._page.words[block.relation] if block.relation else ""
                    group = replace(group, relation=Text(said))
                # The heading of the section says the kind already.
                yield replace(group, kind="") if block.title == f"kinds_{key[0]}" else group

    def _related(self, group: Group) -> RelatedGroup:
        return related_group(group, self._node, self._path, self._index, self._page)

    def _more(self, block: Block) -> tuple[Link, ...]:
        more = (self._articles,) if block.articles and self._articles else ()
        way = (Link(Text(self._page.words[block.way]), _TREE.format(self._page.code)),) if block.way else ()
        return more + way

    def _table(self, block: Block, rows: Rows, compiled: Callable[[Rows], ValueTable]) -> SectionView | None:
        if not rows.shown:
            return None
        notes = tuple(self._page.words[note] for note in block.notes)
        return SectionView(block.key, self._title(block), notes, table=compiled(rows))

    def _related_articles(self, block: Block) -> SectionView | None:
        if not self._similar:
            return None
        notes = tuple(self._page.words[note] for note in block.notes)
        return SectionView(
            block.key, self._title(block), notes, similar=tuple(map(self._similar_views.view, self._similar))
        )
