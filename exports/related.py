"""What links to an entity, and what a source tells of: by kind and property, cut at a stated number."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from exports.filing import ALL_KINDS
from exports.graph_index import DEPENDENT_ON_CLAIMS, GraphIndex, Node
from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.views import RelatedGroup
from exports.wording import date_text
from graph_builder import terms
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, document_of, is_iri, literal_parts
from graph_builder.vocabulary import vocabulary

FIRST: Final = 50
"""How many links of a group stand on the entity's own page."""

CONTINUED: Final = 500
"""How many stand on each continuation page."""

_TOLD: Final = "told"


@dataclass(frozen=True, slots=True)
class Group:
    """Links of one kind by one property, language aside.

    Attributes:
        kind: kind of the entities that link.
        relation: the property; empty where a source tells of the entities.
        members: the entities or dependents that link, unsorted.
    """

    kind: str
    relation: Term
    members: tuple[Term, ...]

    @property
    def key(self) -> str:
        """The name of the group in addresses."""
        name = vocabulary().terms[self.relation].name if self.relation else _TOLD
        return f"{self.kind}-{name}"


def groups_of(index: GraphIndex, iris: Iris, node: Node) -> tuple[Group, ...]:
    """Return the groups of links to an entity, sorted by kind and property.

    A link whose other direction stands on the page already (phase of a project, project of the phase) is
    not repeated.
    """
    own = {value for values in node.properties.values() for value in values if is_iri(value)}
    found: dict[tuple[int, str, Term], dict[Term, None]] = {}
    for subject, property_ in _incoming(index, node):
        member = subject
        if index.type_of(subject) == terms.Claim:
            member = index.node(subject).first(terms.disagreement) or subject
        kind = iris.kind(member)
        if member in own and index.type_of(member) != node.type:
            continue
        found.setdefault((ALL_KINDS.index(kind), kind, property_), {})[member] = None
    return tuple(Group(kind, property_, tuple(members)) for (_, kind, property_), members in sorted(found.items()))


def _incoming(index: GraphIndex, node: Node) -> Iterator[tuple[Term, Term]]:
    yield from index.incoming(node.term)
    if node.type == terms.Source:
        for document in index.told_by(node.term):
            yield document, ""


def sorted_members(group: Group, page: PageLanguage) -> list[Term]:
    """Return the members of a group in the order of a page's language."""
    last = len(page.filing.position)
    return sorted(group.members, key=lambda member: (page.filing.position.get(document_of(member), last), member))


def relation(group: Group, page: PageLanguage) -> Text:
    """Return the property of a group in words."""
    return page.label(group.relation) if group.relation else Text(page.words["told_by_source"])


def member_link(member: Term, index: GraphIndex, page: PageLanguage) -> Link:
    """Return the link to a member: the entity, with a date or what the dependent says of itself beside it."""
    node = index.node(member)
    label = page.label(document_of(member))
    href = page.href(member)
    if node.type in DEPENDENT_ON_CLAIMS:
        return Link(label, href, page.label(node.first(terms.property)).text)
    if "#" in member:
        controlled = [value for values in node.properties.values() for value in values if _is_individual(value)]
        return Link(label, href, ", ".join(page.label(value).text for value in controlled))
    date = node.first(terms.datePublished) if node.type == terms.Article else ""
    return Link(label, href, date_text(literal_parts(date)[0], page.code) if date else "")


def _is_individual(value: Term) -> bool:
    known = vocabulary().terms.get(value)
    return known is not None and known.kind == "individual"


def continuation(path: str, key: str, number: int, language: str) -> str:
    """Return the path of a continuation page."""
    return f"{path}.{key}-{number}.{language}.html"


def related_group(group: Group, path: str, index: GraphIndex, page: PageLanguage) -> RelatedGroup:
    """Return a group as an entity's page shows it."""
    members = sorted_members(group, page)
    is_cut = len(members) > FIRST
    return RelatedGroup(
        key=group.key,
        kind=page.kinds(group.kind),
        relation=relation(group, page),
        count=page.words.number(len(members)),
        items=tuple(member_link(member, index, page) for member in members[:FIRST]),
        more=continuation(path, group.key, 1, page.code) if is_cut else "",
        cut=page.words.fill("first_shown", n=FIRST) if is_cut else "",
    )
