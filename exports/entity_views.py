"""The page of an entity: head, the sections of its kind, dependents, what links here, sources, downloads."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import Final

from exports.bibliography.files import formats_of
from exports.bibliography.item import Item, Serial
from exports.citation_views import citation
from exports.cookbook import pages as cookbook
from exports.facets.pages import FacetPages
from exports.facets.values import Facets, Value
from exports.facts import Facts
from exports.footnotes import Footnotes
from exports.formats import GRAPH_FORMATS, LINKSET
from exports.graph_index import GraphIndex, Node
from exports.head_metadata import metadata
from exports.labels import Labels, Text
from exports.layouts.arrangement import arrangement_of
from exports.layouts.heads import Heads
from exports.layouts.roles import Roles
from exports.layouts.sections import Sections
from exports.layouts.similar import SimilarArticles
from exports.layouts.similar_views import SimilarViews
from exports.layouts.views import EntityView, MachineView
from exports.page_language import PageLanguage
from exports.page_views import Frame, Link, downloads
from exports.pictures import rubric_years
from exports.pictures.catalogue import Pictures
from exports.pictures.figures import Figure
from exports.pictures.rubrics import RubricYears
from exports.profiles.files import formats_of as profile_formats
from exports.property_views import PropertyViews
from exports.related import Group
from exports.schema_org import SchemaOrg
from graph_builder import terms
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, iri_text

_FEW: Final = 4
"""How many entities are kept as read: each is wanted in every language, one after the other."""

# The property by which a page of a class stands below another in the breadcrumb.
_ABOVE: Final = {
    terms.Phase: terms.project,
    terms.Component: terms.project,
    terms.Event: terms.project,
    terms.Region: terms.within,
    terms.Organization: terms.partOf,
    terms.Capture: terms.article,
}


# Classes whose articles by year are a picture of their page, beside rubrics.
_BY_YEAR: Final = frozenset({terms.Project, terms.Organization, terms.Region})


class EntityViews:
    """Compiles the pages of entities."""

    def __init__(
        self,
        index: GraphIndex,
        labels: Labels,
        iris: Iris,
        pictures: Pictures,
        facets: Facets,
        lists: Mapping[str, FacetPages],
    ) -> None:
        """Take the graph, its pictures, its facets and, by language, their lists."""
        self._index, self._labels, self._iris, self._pictures = index, labels, iris, pictures
        self._facets, self._lists = facets, lists
        self._facts = lru_cache(maxsize=_FEW)(partial(Facts, index))
        self._schema_org = SchemaOrg(index)
        self._heads, self._roles, self._similar = Heads(index), Roles(index), SimilarArticles(index, iris)
        self._similar_views = cache(SimilarViews)

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
        title, arrangement, footnotes = page.label(node.term), arrangement_of(node.type), Footnotes(page)
        properties = PropertyViews(self._index, page, footnotes, self._facts(node.term))
        sections = Sections(
            self._index,
            page,
            properties,
            node,
            path,
            groups=groups,
            figures=(*self._pictures.figures(node, page), *self._years(node, page)),
            articles=self._lists[page.code].all_articles(node.term),
            similar=self._similar.of(node.term) if node.type == terms.Article else (),
            similar_views=self._similar_views(page),
            roles=self._roles,
        )
        head = self._heads.head(node, title, arrangement, properties, page)
        compiled = tuple(sections.compiled(arrangement.blocks))
        parts = properties.remaining_parts()
        # The kind tells pages of one name apart: a rubric is often called as the project of which it tells.
        kind_label = page.label(node.type)
        frame = page.frame(
            f"{path}.{{}}.html",
            f"{title.text} — {kind_label.text}",
            self._way(node, kind, page),
            default=f"{path}.html",
        )
        return EntityView(
            frame=frame,
            kind=kind,
            kind_label=kind_label,
            path=path,
            iri=iri_text(node.term),
            title=title,
            titles=self._labels.every(node.term),
            head=head,
            sections=compiled,
            parts=parts,
            related=sections.remaining(),
            sources=footnotes.listed(),
            computed=footnotes.computed,
            downloads=downloads(path, (*GRAPH_FORMATS, *profile_formats(kind), *formats_of(work)[1])),
            provisional=node.is_provisional,
            machine=self._machine(node, title, frame, work, page),
            citation=citation(path, work, page.words),
            changed=changed,
            queries=cookbook.link_to_kind(kind, page),
        )

    def _years(self, node: Node, page: PageLanguage) -> Iterator[Figure]:
        if node.type not in _BY_YEAR:
            return
        years = self._facets.years.get(Value(self._iris.kind(node.term), node.term))
        if years and sum(years.values()) > 1:
            yield rubric_years.by_year(RubricYears(node.term, dict(sorted(years.items()))), page)

    def _machine(
        self, node: Node, title: Text, frame: Frame, work: Item | Serial | None, page: PageLanguage
    ) -> MachineView:
        item = work if isinstance(work, Item) else None
        return MachineView(
            metadata=metadata(title.text, page.label(node.type).text, frame.site.text, frame.canonical, item),
            linkset=downloads(self._iris.path(node.term), (LINKSET,))[0],
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
