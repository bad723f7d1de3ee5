"""What stands under the title of an entity: who made it, what it is, when and where, what comes before and after."""

from collections.abc import Iterator

from exports.graph_index import GraphIndex, Node
from exports.labels import Text
from exports.layouts.arrangement import Arrangement
from exports.layouts.sequences import Neighbour, Sequences
from exports.layouts.views import HeadFact, HeadView
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.pictures.run import state_of
from exports.property_views import PropertyViews
from exports.views import ValueView
from graph_builder import terms
from graph_builder.rdf import Term, literal_parts


class Heads:
    """Compiles the heads of pages."""

    def __init__(self, index: GraphIndex) -> None:
        self._index, self._sequences = index, Sequences(index)

    def head(
        self, node: Node, title: Text, arrangement: Arrangement, properties: PropertyViews, page: PageLanguage
    ) -> HeadView:
        """Return the head of a page; what it shows first gets the first marks."""
        previous, next_ = self._sequences.previous(node.term), self._sequences.next(node.term)
        return HeadView(
            title=properties.title(node, title),
            people=tuple(self._people(node, properties, page)),
            facts=tuple(self._facts(node, arrangement, properties, page)),
            notes=tuple(self._notes(node, page)),
            previous=_link(previous, page) if previous else None,
            next=_link(next_, page) if next_ else None,
        )

    def _people(self, node: Node, properties: PropertyViews, page: PageLanguage) -> Iterator[ValueView]:
        parts = [self._index.node(part) for part in node.properties.get(terms.contribution, ())]
        seen: set[tuple[Term, Term]] = set()
        for part in sorted(parts, key=_position):
            person, role = part.first(terms.contributor), part.first(terms.roleKind)
            # Who is named twice in one role, in the head and below the text, stands once.
            if person and (person, role) not in seen:
                seen.add((person, role))
                note = page.label(role).text if role else ""
                yield properties.value(part, terms.contributor, person, note)

    def _facts(
        self, node: Node, arrangement: Arrangement, properties: PropertyViews, page: PageLanguage
    ) -> Iterator[HeadFact]:
        for path in arrangement.facts:
            if values := properties.in_head(node, path):
                yield HeadFact(page.property_label(node.type, path), values, arrangement.named)

    def _notes(self, node: Node, page: PageLanguage) -> Iterator[str]:
        if node.type == terms.Issue:
            state, captures = state_of(self._index, node)
            how = page.words.plural("n_captures", captures) if captures else page.words[f"calendar_{state}"]
            yield page.words.fill("issue_state", how=how)


def _position(part: Node) -> tuple[int, Term]:
    position = part.first(terms.position)
    return int(literal_parts(position)[0]) if position else 0, part.term


def _link(neighbour: Neighbour, page: PageLanguage) -> Link:
    note = page.words.plural("missing_between", neighbour.missing) if neighbour.missing else ""
    return page.link(neighbour.term, note)
