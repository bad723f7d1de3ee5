"""Changes in the words of a language: names instead of addresses, before and after side by side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exports.changes import log, paths
from exports.changes.history import UNDATED, History
from exports.changes.log import Action, Change, Entry
from exports.changes.views import ChangeView, RowView, SaidView
from exports.facts import FOR_TOOLS
from exports.graph_index import GraphIndex
from exports.labels import Text
from exports.page_language import PageLanguage, address_label, web_address
from exports.page_views import Link
from exports.property_views import natural
from exports.wording import date_text, literal_text
from graph_builder import terms
from graph_builder.namespaces import RDF_TYPE, RDFS_LABEL
from graph_builder.rdf import Term, Triple, document_of, iri_text, is_iri, literal_parts
from graph_builder.vocabulary import vocabulary

EVENTS: Final[Mapping[Action, str]] = {
    "created": "change_created",
    "changed": "change_changed",
    "withdrawn": "change_withdrawn",
    "merged": "change_merged",
}
_COUNTS: Final[Mapping[Action, str]] = {
    "created": "count_created",
    "changed": "count_changed",
    "withdrawn": "count_withdrawn",
    "merged": "count_merged",
}
_NONE: Final = Text("")


def time_text(time: str, language: str) -> str:
    """Return the time of a release in words, in UTC; the day alone where nobody gave an hour."""
    day, hour = date_text(time[:10], language), time[11:16]
    return day if time[11:19] == "00:00:00" else f"{day}, {hour} UTC"


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of one subject, before and after, by property."""

    before: Mapping[Term, Sequence[Term]]
    after: Mapping[Term, Sequence[Term]]

    def first(self, property_: Term) -> Term:
        found = self.after.get(property_) or self.before.get(property_)
        return found[0] if found else ""

    @property
    def is_whole(self) -> bool:
        """Whether the subject is new or gone."""
        return (RDF_TYPE in self.after) != (RDF_TYPE in self.before)


class Describing:
    """Says in one language what changed."""

    def __init__(self, history: History, index: GraphIndex, page: PageLanguage) -> None:
        self._history, self._index, self._page = history, index, page
        self._base = history.dataset.iris.base

    def release(self, entry: Entry) -> Link:
        """Return a link to the page of a release."""
        words, href = self._page.words, paths.RELEASE_PAGE.format(entry.number).format(self._page.code)
        if entry.time == UNDATED:
            return Link(Text(words["release_first"]), href)
        return Link(Text(words.fill("release_of", date=time_text(entry.time, self._page.code))), href)

    def counts(self, entry: Entry) -> tuple[str, ...]:
        """Return how many entities changed in a release, by what became of them."""
        totals = {action: sum(entry.counts.get(action, {}).values()) for action in _COUNTS}
        return tuple(self._page.words.fill(_COUNTS[action], n=total) for action, total in totals.items() if total)

    def link(self, iri: str, name: Mapping[str, str] | None = None) -> Link:
        """Return a link to an entity by its name, be it there or gone."""
        term = f"<{iri}>"
        if self._index.type_of(document_of(term)):
            return self._page.link(term)
        stone = self._history.tombstones.get(iri)
        texts = (stone.name if stone else None) or name
        path = iri.removeprefix(self._base)
        label = self._page.said(texts) if texts else Text(path.rpartition("/")[2])
        return Link(label, f"{path}.{self._page.code}.html" if stone else "")

    def change(self, change: Change) -> ChangeView:
        """Return what became of an entity, with all that changed."""
        path = change.iri.removeprefix(self._base)
        link = self.link(change.iri, change.name)
        kind = self._page.label(f"<{change.type}>").text if change.type else ""
        return ChangeView(
            anchor=path.replace("/", "-"),
            entity=Link(link.label, link.href, kind),
            event=self._page.words[EVENTS[change.action]],
            rows=self.rows(change) if change.action == "changed" else (),
            into=self.link(change.into) if change.into else None,
            reason=self._page.said(change.reason) if change.is_gone and change.reason else None,
        )

    def rows(self, change: Change) -> tuple[RowView, ...]:
        """Return each property that changed; what only tools need is left out, unless nothing else changed."""
        said = _by_subject(map(log.triple_of, change.before), map(log.triple_of, change.after))
        document = f"<{change.iri}>"
        ordered = sorted(said, key=lambda subject: (subject != document, natural(subject)))
        whole = {subject for subject in ordered if subject != document and said[subject].is_whole}
        for hidden in (FOR_TOOLS | {RDF_TYPE}, frozenset[Term]()):
            rows = [
                row
                for subject in ordered
                for row in (
                    self._whole(subject, said[subject])
                    if subject in whole
                    else self._properties(subject, document, said[subject], hidden, whole)
                )
            ]
            if rows:
                break
        return tuple(rows)

    def _whole(self, subject: Term, said: _Said) -> Iterator[RowView]:
        """Yield one row for a dependent that is new or gone; the claims of a disagreement stand in it."""
        class_ = said.first(RDF_TYPE)
        if class_ == terms.Claim:
            return
        known = said.after if RDF_TYPE in said.after else said.before
        names = _texts(known.get(RDFS_LABEL, ()))
        view = (SaidView(self._page.said(names) if names else Text(iri_text(subject).rpartition("#")[2])),)
        is_new = RDF_TYPE in said.after
        yield RowView(_NONE, self._page.label(class_), () if is_new else view, view if is_new else ())

    def _properties(
        self, subject: Term, document: Term, said: _Said, hidden: frozenset[Term], whole: set[Term]
    ) -> Iterator[RowView]:
        part = _NONE
        if subject != document:
            names = _texts(said.after.get(RDFS_LABEL) or said.before.get(RDFS_LABEL, ()))
            part = self._page.said(names) if names else self._page.label(subject)
        properties = (said.before.keys() | said.after.keys()) - hidden
        labels = {property_: self._page.label(property_) for property_ in properties}
        for property_ in sorted(properties, key=lambda one: (labels[one].text, one)):
            before, after = (
                sorted(
                    (self._value(property_, value) for value in values.get(property_, ()) if value not in whole),
                    key=lambda one: (one.text.language, one.text.text),
                )
                for values in (said.before, said.after)
            )
            if before or after:
                yield RowView(part, labels[property_], tuple(before), tuple(after))

    def _value(self, property_: Term, value: Term) -> SaidView:
        if not is_iri(value):
            worded = literal_text(value, property_, self._page.code)
            language = "" if worded.language == self._page.code else worded.language
            return SaidView(Text(worded.text, language), datetime=worded.datetime)
        if value in vocabulary().terms:
            return SaidView(self._page.label(value), href=self._page.href(value))
        if value.startswith(f"<{self._base}"):
            link = self.link(iri_text(value))
            return SaidView(link.label, href=link.href)
        address = web_address(value)
        return SaidView(Text(address_label(address) if address else iri_text(value)), external=address)


def _by_subject(before: Iterable[Triple], after: Iterable[Triple]) -> dict[Term, _Said]:
    found: dict[Term, tuple[dict[Term, list[Term]], dict[Term, list[Term]]]] = defaultdict(
        lambda: (defaultdict(list), defaultdict(list))
    )
    for side, triples in enumerate((before, after)):
        for subject, property_, value in triples:
            found[subject][side][property_].append(value)
    return {subject: _Said(dict(old), dict(new)) for subject, (old, new) in found.items()}


def _texts(labels: Iterable[Term]) -> dict[str, str]:
    return {language: text for text, language, _ in map(literal_parts, labels)}
