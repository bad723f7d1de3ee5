"""The newest changes as Atom (RFC 4287), one feed a language.

It promises news, not the whole history: the newest changes, and each release of late in numbers, so that a reader who
was away sees that there was more. Who wants everything follows the Activity Streams, to which the feed links.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from exports.changes import activity, paths
from exports.changes.describing import EVENTS, Describing
from exports.changes.history import History
from exports.changes.log import Change, Entry
from exports.formats import ACTIVITY_STREAMS, ATOM, HTML, JSONLD
from exports.graph_index import GraphIndex
from exports.page_language import PageLanguage

RELEASES: Final = 20
"""How many releases the feed tells of in numbers."""
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plan(history: History, index: GraphIndex, pages: Sequence[PageLanguage]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each feed; that without a language is in the archive's first."""
    latest = history.latest()
    for page in pages:
        feed = _Feed(history, page, Describing(history, index, page))
        path = paths.FEED.format(page.code)
        yield path, feed.document(latest, path)
        if page is pages[0]:
            yield paths.FEED_DEFAULT, feed.document(latest, paths.FEED_DEFAULT)


class _Feed:
    def __init__(self, history: History, page: PageLanguage, describing: Describing) -> None:
        self._history, self._page, self._describing = history, page, describing
        self._base = history.dataset.iris.base

    def document(self, latest: Sequence[tuple[int, Entry, Change]], path: str) -> bytes:
        page, base = self._page, self._base
        feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": page.code})
        _add(feed, "id", base + paths.FEED.format(page.code))
        _add(feed, "title", f"{page.site.text}: {page.words['changes_title']}")
        _add(feed, "updated", self._history.releases[-1].time)
        _add(_add(feed, "author"), "name", page.site.text)
        _link(feed, "self", base + path, ATOM.media_type)
        _link(feed, "alternate", base + paths.PAGE.format(page.code), HTML.media_type, page.code)
        _link(feed, "related", base + paths.ACTIVITY, ACTIVITY_STREAMS.media_type)
        _add(feed, "generator", "Tuyun")
        releases = {entry.number: entry for entry in self._history.releases[-RELEASES:]}
        for number, entry, change in latest:
            if told := releases.pop(entry.number, None):
                self._release(feed, told)
            self._change(feed, number, entry, change)
        for entry in reversed(releases.values()):
            self._release(feed, entry)
        indent(feed)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(feed, encoding="unicode")}\n'.encode()

    def _release(self, feed: Element, release: Entry) -> None:
        link = self._describing.release(release)
        entry = self._entry(feed, self._base + link.href, link.label.text, release.time)
        _link(entry, "alternate", self._base + link.href, HTML.media_type, self._page.code)
        _add(entry, "summary", "; ".join(self._describing.counts(release)) or link.label.text)

    def _change(self, feed: Element, number: int, release: Entry, change: Change) -> None:
        page, words = self._page, self._page.words
        link = self._describing.link(change.iri, change.name)
        id_ = f"{activity.address(self._base, number)}-{page.code}"
        event = words[EVENTS[change.action]]
        entry = self._entry(feed, id_, f"{event}: {link.label.text}", release.time)
        href = link.href or self._describing.release(release).href
        _link(entry, "alternate", self._base + href, HTML.media_type, page.code)
        if not change.is_gone and link.href and change.iri not in self._history.tombstones:
            _link(entry, "alternate", f"{change.iri}.{JSONLD.suffix}", JSONLD.media_type)
        _link(entry, "related", change.iri)
        SubElement(entry, "category", {"term": change.action, "label": event})
        _add(entry, "summary", self._summary(change, event))

    def _summary(self, change: Change, event: str) -> str:
        view = self._describing.change(change)
        if view.rows:
            names = dict.fromkeys(row.property.text for row in view.rows)
            return self._page.words.fill("changed_properties", names=", ".join(names))
        parts = [view.reason.text] if view.reason else []
        if view.into:
            parts.append(f"{self._page.words['change_into']} {view.into.label.text}")
        return " ".join(parts) or f"{event}: {view.entity.note or view.entity.label.text}"

    @staticmethod
    def _entry(feed: Element, id_: str, title: str, time: str) -> Element:
        entry = _add(feed, "entry")
        _add(entry, "id", id_)
        _add(entry, "title", title)
        _add(entry, "updated", time)
        _add(entry, "published", time)
        return entry


def _add(parent: Element, name: str, text: str = "") -> Element:
    element = SubElement(parent, name)
    element.text = _NOT_XML.sub("\ufffd", text) or None
    return element


def _link(parent: Element, rel: str, href: str, type_: str = "", language: str = "") -> None:
    attributes = {"rel": rel, "href": href, "type": type_, "hreflang": language}
    SubElement(parent, "link", {key: value for key, value in attributes.items() if value})
