"""The sections of one entity's page, compiled in the order in which they stand, so that marks count up."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from exports.graph_index import GraphIndex, Node
from exports.labels import Text
from exports.layouts.arrangement import ANY, Block
from exports.layouts.articles import issue_section, topics_section
from exports.layouts.roles import Roles, Rows
from exports.layouts.similar import Similar
from exports.layouts.tables import Tables
from exports.layouts.views import SectionView, Sharing, SimilarView, ValueTable
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
            roles: who took part in articles, as what.
        """
        self._index, self._page, self._properties, self._node, self._path = index, page, properties, node, path
        self._groups = {(group.kind, group.relation): group for group in groups}
        self._figures = {figure.key: figure for figure in figures}
        self._articles, self._similar, self._roles = articles, similar, roles
        self._tables = Tables(index, page, properties)
        self._makers: Mapping[str, Callable[[Block], SectionView | None]] = {
            "issue": lambda block: issue_section(index, page, properties, node, block.key),
            "topics": lambda block: topics_section(index, page, properties, node, block.key),
            "similar": self._related_articles,
            "roles": lambda block: self._table(block, roles.roles(node.term), self._tables.roles),
            "forms": lambda block: self._table(block, roles.forms(node.term), self._tables.forms),
            "people": lambda block: self._table(block, roles.people(node.term), self._tables.people),
            "names": lambda block: self._table(
                block, roles.names(node.term), lambda rows: self._tables.names(rows, node.term)
            ),
        }

    def compiled(self, blocks: Iterable[Block]) -> Iterator[SectionView]:
        """Yield the sections that have something to show, then what none of them shows: properties and pictures."""
        for block in blocks:
            section = self._makers[block.made](block) if block.made else self._section(block)
            if section:
                yield section
        for group in self._properties.remaining(self._node):
            yield SectionView("", group.label, properties=group.properties)
        if self._figures:
            yield SectionView("", Text(""), figures=tuple(self._figures.values()))

    def remaining(self) -> tuple[RelatedGroup, ...]:
        """Return what links here and no section shows."""
        return tuple(map(self._related, self._groups.values()))

    def _section(self, block: Block) -> SectionView | None:
        properties = self._properties.chosen(self._node, block.properties)
        groups = tuple(self._taken(block))
        figures = tuple(self._figures.pop(key) for key in block.figures if key in self._figures)
        more = self._more(block)
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
            return Text(self._page.words[block.title])
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
        return SectionView(block.key, self._title(block), notes, similar=tuple(map(self._similar_view, self._similar)))

    def _similar_view(self, similar: Similar) -> SimilarView:
        by_kind: dict[str, list[Text]] = {}
        for common in similar.shared:
            by_kind.setdefault(common.kind, []).append(self._page.label(common.term))
        shared = tuple(
            Sharing(self._page.words.plural(f"shared_{kind}", len(things)), tuple(things))
            for kind, things in by_kind.items()
        )
        return SimilarView(self._page.entry(similar.article), shared)
