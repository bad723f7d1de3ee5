"""The index of all disagreements: the values side by side, who says each, and why one is preferred."""

from collections.abc import Iterator
from itertools import groupby

from exports.facts import Facts
from exports.footnotes import Footnotes
from exports.graph_index import GraphIndex
from exports.labels import Text
from exports.lists import pager
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.property_views import PropertyViews
from exports.quality.reference import Reference
from exports.quality.views import DisagreementsView, DisputedKind, DisputeView, StatedView
from exports.views import ClaimView
from graph_builder import terms
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, document_of
from graph_builder.schema import schema


class DisagreementsPage:
    """Compiles the index for one language."""

    def __init__(self, index: GraphIndex, iris: Iris, page: PageLanguage) -> None:
        self._index, self._iris, self._page, self._words = index, iris, page, page.words
        self._disputes, self._reference = page.disputes, Reference(page)

    def views(self) -> Iterator[tuple[str, DisagreementsView]]:
        """Yield path and content of each page of the index; there is one even if nothing disagrees."""
        patterns = [self._disputes.pattern(number) for number in range(1, len(self._disputes.pages) + 1)]
        found = [pattern.format(self._page.code) for pattern in patterns]
        total = self._words.number(sum(self._disputes.counts.values()))
        for number, (pattern, members) in enumerate(zip(patterns, self._disputes.pages, strict=True), start=1):
            frame = self._page.frame(pattern, self._words["disagreements_title"], others=patterns[0])
            yield (
                found[number - 1],
                DisagreementsView(
                    frame=frame,
                    count=total,
                    contents=tuple(self._content(kind) for kind in self._disputes.counts),
                    kinds=tuple(self._kind(kind, list(about)) for kind, about in groupby(members, key=self._iris.kind)),
                    pager=pager(found, number, list(map(self._span, self._disputes.pages))),
                ),
            )

    def _content(self, kind: str) -> Link:
        count = self._words.number(self._disputes.counts[kind])
        return Link(Text(self._page.kinds(kind)), self._disputes.start(kind), count)

    def _span(self, members: list[Term]) -> str:
        if not members:
            return ""
        return "–".join(self._page.label(document_of(one)).text for one in (members[0], members[-1]))

    def _kind(self, kind: str, members: list[Term]) -> DisputedKind:
        count = self._words.number(self._disputes.counts[kind])
        return DisputedKind(kind, self._page.kinds(kind), count, tuple(map(self._dispute, members)))

    def _dispute(self, term: Term) -> DisputeView:
        node = self._index.node(term)
        subject, property_ = node.first(terms.subject), node.first(terms.property)
        facts = Facts(self._index, document_of(term))
        properties = PropertyViews(self._index, self._page, Footnotes(self._page), facts)
        view = properties.disagreement(property_, node)
        # What is disputed of a dependent is found under its entity, with the dependent's name beside it.
        part = self._page.label(subject).text if subject != document_of(subject) else ""
        return DisputeView(
            anchor=self._disputes.anchor(term),
            about=Link(self._page.label(document_of(term)), self._page.href(term), part),
            property=self._reference.named(property_, schema().find(self._index.type_of(subject), property_)),
            stated=tuple(map(self._stated, view.claims)),
            reason=view.reason,
        )

    def _stated(self, claim: ClaimView) -> StatedView:
        sources = self._index.node(claim.term).properties.get(terms.source, ())
        return StatedView(claim.value, claim.preferred, claim.standing, tuple(map(self._source, sources)))

    def _source(self, term: Term) -> Link:
        source = self._page.source(term)
        return Link(source.name, source.href, ", ".join(filter(None, (source.rank, source.retrieved))))
