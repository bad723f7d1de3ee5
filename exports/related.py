"""What links to an entity, and what a source tells of: by kind and property, cut at a stated number."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import nsmallest
from operator import itemgetter
from typing import Final

from msgspec import Struct

from exports.facts import FOR_TOOLS
from exports.filing import ALL_KINDS
from exports.graph_index import DEPENDENT_ON_CLAIMS, GraphIndex, Node
from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.property_views import natural
from exports.views import RelatedGroup
from graph_builder import terms
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, document_of, is_iri
from graph_builder.vocabulary import vocabulary

FIRST: Final = 50
"""How many links of a group stand on the entity's own page."""

CONTINUED: Final = 500
"""How many stand on each continuation page."""

_TOLD: Final = "told"


class Group(Struct, frozen=True):
    """Links of one kind by one property, language aside.

    Attributes:
        kind: kind of the entities that link.
        relation: the property; empty where a source tells of the entities.
        rows: the entities that link, unsorted, each with what of it does: itself or dependents.
        usual: the properties that a source states of more than half of them; none where they link.
        always: whether it states these of each.
    """

    kind: str
    relation: Term
    rows: Mapping[Term, Sequence[Term]]
    usual: tuple[Term, ...] = ()
    always: bool = True

    @property
    def key(self) -> str:
        """The name of the group in addresses."""
        name = vocabulary().terms[self.relation].name if self.relation else _TOLD
        return f"{self.kind}-{name}"


def groups_of(index: GraphIndex, iris: Iris, node: Node) -> tuple[Group, ...]:
    """Return the groups of links to an entity, sorted by kind and property.

    A link whose other direction stands on the page already (phase of a project, project of the phase) is
    not repeated, nor one that only says for generic tools what another one says.
    """
    own = {value for values in node.properties.values() for value in values if is_iri(value)}
    found: defaultdict[tuple[int, str, Term], dict[Term, dict[Term, None]]] = defaultdict(dict)
    for subject, property_ in _incoming(index, node):
        member = subject
        if index.type_of(subject) == terms.Claim:
            member = index.node(subject).first(terms.disagreement) or subject
        kind = iris.kind(member)
        if member in own and index.type_of(member) != node.type:
            continue
        rows = found[ALL_KINDS.index(kind), kind, property_]
        rows.setdefault(document_of(member), {})[member] = None
    groups: list[Group] = []
    for (_, kind, property_), found_rows in sorted(found.items(), key=itemgetter(0)):
        linking = {document: tuple(members) for document, members in found_rows.items()}
        usual, always = ((), True) if property_ else _usual(linking, index.stated_by(node.term))
        groups.append(Group(kind, property_, linking, usual, always))
    return tuple(groups)


def _usual(documents: Collection[Term], stated: Mapping[Term, Sequence[Term]]) -> tuple[tuple[Term, ...], bool]:
    """Return what is stated of more than half of some entities, and whether it is of each; nothing of only one."""
    if len(documents) == 1:
        return (), True
    counts = Counter(property_ for document in documents for property_ in stated.get(document, ()))
    usual = tuple(sorted(property_ for property_, count in counts.items() if count * 2 > len(documents)))
    return usual, all(counts[property_] == len(documents) for property_ in usual)


def _incoming(index: GraphIndex, node: Node) -> Iterator[tuple[Term, Term]]:
    for subject, property_ in index.incoming(node.term):
        if property_ not in FOR_TOOLS or (property_, node.term) in index.node(subject).sources:
            yield subject, property_
    if node.type == terms.Source:
        for document in index.told_by(node.term):
            yield document, ""


def rows_of(group: Group, about: Term, index: GraphIndex, page: PageLanguage, most: int | None = None) -> list[Link]:
    """Return the links of a group, one an entity, in the order of a page's language.

    Args:
        group: the group.
        about: the entity to which they link: it is not named again beside them.
        index: the graph.
        page: the language.
        most: how many of the first are wanted; none for all.
    """
    last = len(page.filing.position)

    def order(document: Term) -> tuple[int, Term]:
        return page.filing.position.get(document, last), document

    ordered = sorted(group.rows, key=order) if most is None else nsmallest(most, group.rows, key=order)
    return [_row(document, group, about, index, page) for document in ordered]


def stated_of_most(group: Group, index: GraphIndex, page: PageLanguage) -> Text:
    """Return in words what a source usually states of a group; empty if there is nothing."""
    if not group.usual:
        return Text("")
    properties = page.stated(index.type_of(next(iter(group.rows))), group.usual)
    each = page.words.fill("stated_of_each", properties=properties)
    return Text(each if group.always else page.words.fill("stated_of_most", properties=properties))


def _row(document: Term, group: Group, about: Term, index: GraphIndex, page: PageLanguage) -> Link:
    members = group.rows[document]
    if document in members:
        entry = page.entry(document)
        told = "" if group.relation else _told(document, about, index, page, group.usual)
        return page.link(document, "; ".join(filter(None, (entry.note, told)))) if told else entry
    parts = (_said_of_part(member, about, index, page) for member in sorted(members, key=natural))
    notes = dict.fromkeys(filter(None, (page.entry(document).note, *parts)))
    return Link(page.label(document), page.href(document if len(members) > 1 else members[0]), "; ".join(notes))


def _told(document: Term, source: Term, index: GraphIndex, page: PageLanguage, usual: Sequence[Term]) -> str:
    """Return the properties of an entity that a source states, or how they differ from what it usually states."""
    class_, stated = index.type_of(document), index.stated_by(source).get(document, ())
    if not usual:
        return page.stated(class_, stated)
    more, less = _apart(stated, usual), _apart(usual, stated)
    told = (("stated_besides", page.stated(class_, more)), ("stated_not", page.stated(class_, less)))
    return "; ".join(page.words.fill(key, properties=properties) for key, properties in told if properties)


def _apart(some: Sequence[Term], others: Sequence[Term]) -> tuple[Term, ...]:
    return tuple([one for one in some if one not in others])


def _said_of_part(part: Term, about: Term, index: GraphIndex, page: PageLanguage) -> str:
    """Return what tells a dependent apart: the property in dispute; who contributed, in which role."""
    node = index.node(part)
    if node.type in DEPENDENT_ON_CLAIMS:
        return page.label(node.first(terms.property)).text
    controlled = [value for values in node.properties.values() for value in values if _is_individual(value)]
    roles = ", ".join(page.label(value).text for value in controlled)
    if node.type != terms.Contribution or node.first(terms.contributor) == about:
        return roles
    return f"{page.label(part).text} ({roles})" if roles else page.label(part).text


def relation(group: Group, page: PageLanguage) -> Text:
    """Return the property of a group in words."""
    return page.label(group.relation) if group.relation else Text(page.words["told_by_source"])


def _is_individual(value: Term) -> bool:
    known = vocabulary().terms.get(value)
    return known is not None and known.kind == "individual"


def continuation(path: str, key: str, number: int, language: str) -> str:
    """Return the path of a continuation page."""
    return f"{path}.{key}-{number}.{language}.html"


def related_group(group: Group, node: Node, path: str, index: GraphIndex, page: PageLanguage) -> RelatedGroup:
    """Return a group as an entity's page shows it."""
    is_cut = len(group.rows) > FIRST
    return RelatedGroup(
        key=group.key,
        kind=page.kinds(group.kind),
        relation=relation(group, page) if group.relation else Text(""),
        stated=stated_of_most(group, index, page),
        count=page.words.number(len(group.rows)),
        items=tuple(rows_of(group, node.term, index, page, FIRST)),
        more=continuation(path, group.key, 1, page.code) if is_cut else "",
        cut=page.words.fill("first_shown", n=FIRST) if is_cut else "",
    )
