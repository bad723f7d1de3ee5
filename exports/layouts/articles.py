"""What only the page of an article has: what is known of its issue and why, and what it is about, by kind."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from exports.graph_index import GraphIndex, Node
from exports.labels import Text
from exports.layouts.views import SectionView
from exports.page_language import PageLanguage
from exports.property_views import PropertyViews
from exports.views import PropertyView, ValueView
from graph_builder import terms
from graph_builder.rdf import Term, is_iri
from graph_builder.records import KINDS
from graph_builder.vocabulary import vocabulary

_NOTHING: Final = Text("")
_TOPICS: Final = (terms.about, terms.mentions)
_FIRST: Final = ("project", "organization", "region", "person")
_ORDER: Final = (*_FIRST, *(kind for kind in KINDS if kind not in _FIRST))


def issue_section(
    index: GraphIndex, page: PageLanguage, properties: PropertyViews, node: Node, key: str
) -> SectionView:
    """Return what is known of the issue of an article, and on what ground: evidence, the numbering rule, or nothing.

    The issue in the header of a captured page is shown as what it is: the one that was current then.
    """
    words = page.words
    said = properties.chosen(node, (terms.issue, terms.candidateIssue))
    if node.first(terms.issue):
        notes = [words["issue_on_evidence"]]
    else:
        notes = [words["issue_by_rule" if node.first(terms.candidateIssue) else "issue_not_known"]]
    shown = _shown(index, page, properties, node)
    if shown:
        notes.append(words["issue_shown_only"])
    return SectionView(key, page.heading("article_issue"), tuple(notes), properties=(*said, *shown))


def _shown(index: GraphIndex, page: PageLanguage, properties: PropertyViews, node: Node) -> tuple[PropertyView, ...]:
    values: dict[Term, ValueView] = {}
    for capture in map(index.node, node.properties.get(terms.capture, ())):
        for issue in capture.properties.get(terms.shownIssue, ()):
            values.setdefault(issue, properties.value(capture, terms.shownIssue, issue))
    return (_property(page, terms.Capture, terms.shownIssue, tuple(values.values())),) if values else ()


def _property(page: PageLanguage, class_: Term, path: Term, values: tuple[ValueView, ...]) -> PropertyView:
    known = vocabulary().terms[path]
    comment = page.said(known.comments) if known.comments else Text("")
    return PropertyView(known.name, page.property_label(class_, path), comment, values)


def topics_section(
    index: GraphIndex, page: PageLanguage, properties: PropertyViews, node: Node, key: str
) -> SectionView | None:
    """Return what an article is about and mentions: projects, organizations, regions, people, then the other kinds.

    What it is about stands before what it only mentions. Disagreements keep the properties as they are.
    """
    by_kind = _by_kind(page, properties, node)
    if not by_kind:
        return None
    properties.skip(*_TOPICS)
    found = [
        PropertyView(kind, page.heading(f"kinds_{kind}"), _NOTHING, tuple(by_kind[kind]))
        for kind in _ORDER
        if kind in by_kind
    ]
    return SectionView(key, page.heading("article_topics"), properties=tuple(found))


def _by_kind(page: PageLanguage, properties: PropertyViews, node: Node) -> dict[str, list[ValueView]]:
    found: defaultdict[str, list[ValueView]] = defaultdict(list)
    for path, value in _topics(page, node):
        note = page.words["main_topic"] if path == terms.about else ""
        found[page.kind(value)].append(properties.value(node, path, value, note))
    return dict(found)


def _topics(page: PageLanguage, node: Node) -> Iterator[tuple[Term, Term]]:
    seen: set[Term] = set()
    for path in _TOPICS:
        values = [value for value in node.properties.get(path, ()) if is_iri(value) and value not in seen]
        seen.update(values)
        if len(values) > 1:
            position, last = page.filing.position, len(page.filing.position)
            values.sort(key=lambda one: (position.get(one, last), one))
        for value in values:
            yield path, value
