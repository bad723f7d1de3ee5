"""The pages about changes: the list of releases, each release, the history of an entity, and what is gone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import merge
from itertools import groupby
from typing import Final

from exports import rendering
from exports.changes import paths
from exports.changes.describing import Describing, time_text
from exports.changes.history import UNDATED, History
from exports.changes.log import Change, Entry
from exports.changes.views import ChangeView, GoneView, HistoryView, KindView, ReleaseLink, ReleasesView, ReleaseView
from exports.formats import ACTIVITY_STREAMS, ATOM, JSON_LINES, TURTLE
from exports.graph_index import GraphIndex
from exports.labels import Text
from exports.lists import pager
from exports.page_language import PageLanguage
from exports.page_views import Download, Link

A_PAGE: Final = 100
"""How many changed entities stand on one page."""
SHOWN: Final = 1000
"""How many entities that changed, and how many that are gone, the pages of one release show; its log lists all."""
LISTED: Final = 100
"""How many new entities of one kind a page names."""


def plan(history: History, index: GraphIndex, pages: Sequence[PageLanguage]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each page."""
    told = [(page, Describing(history, index, page)) for page in pages]
    for page, describing in told:
        yield paths.PAGE.format(page.code), rendering.page(_releases(history, page, describing), page.words)
    for entry in history.releases:
        digest = _Digest.of(history, entry)
        for page, describing in told:
            yield from _release(history, entry, digest, page, describing)
    for changes in _histories(history):
        for page, describing in told:
            path, view = _history(history, changes, page, describing)
            yield path, rendering.page(view, page.words)
    for iri in history.tombstones:
        for page, describing in told:
            path, gone = _gone(history, iri, page, describing)
            content = rendering.page(gone, page.words)
            yield path.format(f".{page.code}"), content
            if page is pages[0]:
                yield path.format(""), content


def history_link(history: History, entity: str, path: str, page: PageLanguage) -> Link | None:
    """Return the link to the history of an entity; none if nothing happened to it since it was published.

    Args:
        history: the history.
        entity: IRI term of the entity.
        path: its path.
        page: the language.
    """
    if not history.has_history(entity):
        return None
    date = time_text(history.last_changed(entity), page.code)
    return Link(Text(page.words.fill("last_changed", date=date)), paths.HISTORY.format(path).format(page.code))


@dataclass
class _Digest:
    """As much of a release as its pages show."""

    gone: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    created: dict[str, list[Change]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, history: History, entry: Entry) -> "_Digest":
        """Gather it; of the first release the numbers say all."""
        found = cls()
        for change in history.changes(entry.number) if entry.number > 1 else ():
            kind = history.dataset.iris.kind(f"<{change.iri}>")
            into, most = (
                (found.gone, SHOWN)
                if change.is_gone
                else (found.changed, SHOWN)
                if change.action == "changed"
                else (found.created[kind], LISTED)
            )
            if len(into) < most:
                into.append(change)
        return found

    @cached_property
    def shown(self) -> int:
        """How many entities stand on the pages."""
        return len(self.gone) + len(self.changed) + sum(map(len, self.created.values()))


def _releases(history: History, page: PageLanguage, describing: Describing) -> ReleasesView:
    return ReleasesView(
        frame=page.frame(paths.PAGE, page.words["changes_title"]),
        releases=tuple(
            ReleaseLink(
                describing.release(entry), "" if entry.time == UNDATED else entry.time, describing.counts(entry)
            )
            for entry in reversed(history.releases)
        ),
        feeds=(Download(page.words["feed_title"], ATOM.media_type, paths.FEED.format(page.code)),),
        machine=(
            Download(ACTIVITY_STREAMS.label, ACTIVITY_STREAMS.media_type, paths.ACTIVITY),
            Download("Linked Data Event Stream", TURTLE.media_type, paths.STREAM),
            Download("JSON", "application/json", paths.RELEASES),
        ),
    )


def _release(
    history: History, entry: Entry, digest: _Digest, page: PageLanguage, describing: Describing
) -> Iterator[tuple[str, bytes]]:
    chunks = [digest.changed[start : start + A_PAGE] for start in range(0, len(digest.changed), A_PAGE)] or [[]]
    patterns = [
        paths.RELEASE_PAGE.format(entry.number) if number == 1 else paths.RELEASE_CONTINUED.format(entry.number, number)
        for number in range(1, len(chunks) + 1)
    ]
    found = [pattern.format(page.code) for pattern in patterns]
    way = (Link(Text(page.words["changes_title"]), paths.PAGE.format(page.code)),)
    title = describing.release(entry).label.text
    left = entry.events - digest.shown if entry.number > 1 else 0
    for number, (pattern, chunk) in enumerate(zip(patterns, chunks, strict=True), start=1):
        view = ReleaseView(
            frame=page.frame(pattern, title, way, others=patterns[0]),
            title=title,
            counts=describing.counts(entry),
            gone=tuple(map(describing.change, digest.gone)) if number == 1 else (),
            changed=tuple(map(describing.change, chunk)),
            created=_created(entry, digest, page, describing) if number == 1 else (),
            cut=f"{page.words['not_shown']}: {page.words.number(left)}" if left and number == 1 else "",
            downloads=(Download(JSON_LINES.label, JSON_LINES.media_type, entry.log),),
            pager=pager(found, number, [_span(one, describing) for one in chunks]),
        )
        yield found[number - 1], rendering.page(view, page.words)


def _span(chunk: Sequence[Change], describing: Describing) -> str:
    return "–".join(describing.link(one.iri, one.name).label.text for one in (chunk[0], chunk[-1])) if chunk else ""


def _created(entry: Entry, digest: _Digest, page: PageLanguage, describing: Describing) -> tuple[KindView, ...]:
    counts = entry.counts.get("created", {})
    listed = page.filing.by_kind
    return tuple(
        KindView(
            Link(
                Text(page.kinds(kind)),
                f"{page.code}/{kind}/index.html" if kind in listed else "",
                page.words.number(count),
            ),
            tuple(describing.link(change.iri, change.name) for change in digest.created.get(kind, ())),
        )
        for kind, count in counts.items()
    )


def _histories(history: History) -> Iterator[list[tuple[Entry, Change]]]:
    """Yield the events of each entity that has a history, the oldest first.

    All logs are read side by side, so that one entity at a time is held; that of the first release need not be read.
    """
    first, *later = history.releases
    for iri, events in groupby(_merged(history, later), key=lambda event: event[1].iri):
        found = list(events)
        if found[0][1].action != "created":
            found.insert(0, (first, Change(iri=iri, action="created", type=found[0][1].type)))
        if len(found) > 1:
            yield found


def _merged(history: History, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Change]]:
    return merge(
        *(_dated(history, entry) for entry in entries), key=lambda event: (f"<{event[1].iri}>", event[0].number)
    )


def _dated(history: History, entry: Entry) -> Iterator[tuple[Entry, Change]]:
    return ((entry, change) for change in history.changes(entry.number))


def _history(
    history: History, changes: Sequence[tuple[Entry, Change]], page: PageLanguage, describing: Describing
) -> tuple[str, HistoryView]:
    iri = changes[0][1].iri
    path = iri.removeprefix(history.dataset.iris.base)
    kind = path.partition("/")[0]
    link = describing.link(iri, changes[-1][1].name)
    pattern = paths.HISTORY.format(path)
    way = (Link(Text(page.kinds(kind)), f"{page.code}/{kind}/index.html" if kind in page.filing.by_kind else ""), link)
    title = f"{link.label.text} — {page.words['history_title']}"
    events: list[tuple[Link, ChangeView]] = [
        (describing.release(entry), describing.change(change)) for entry, change in reversed(changes)
    ]
    return pattern.format(page.code), HistoryView(page.frame(pattern, title, way), link, tuple(events))


def _gone(history: History, iri: str, page: PageLanguage, describing: Describing) -> tuple[str, GoneView]:
    stone = history.tombstones[iri]
    path = iri.removeprefix(history.dataset.iris.base)
    link = describing.link(iri)
    into = describing.link(stone.replaced_by) if stone.replaced_by else None
    kind = path.partition("/")[0]
    way = (Link(Text(page.kinds(kind)), f"{page.code}/{kind}/index.html" if kind in page.filing.by_kind else ""),)
    return f"{path}{{}}.html", GoneView(
        frame=page.frame(f"{path}.{{}}.html", link.label.text, way, default=f"{path}.html"),
        name=link.label,
        kind=page.label(f"<{stone.type}>") if stone.type else Text(""),
        time=page.words.fill("gone_since", date=time_text(stone.date, page.code)),
        datetime=stone.date,
        reason=page.said(stone.reason),
        into=into,
        refresh=into.href if into else "",
        history=Link(Text(page.words["history_title"]), paths.HISTORY.format(path).format(page.code)),
    )
