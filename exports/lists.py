"""Lists of entities: one a kind, and the continuation of long lists of links; both cut into pages."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, TypeVar

from exports.cookbook import pages as cookbook
from exports.filing import arrangement
from exports.formats import CSV
from exports.graph_index import GraphIndex, Node
from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Download, Frame, Link, ListView, Narrowing, Pager, Section, downloads
from exports.related import CONTINUED, FIRST, Group, continuation, relation, rows_of, stated_of_most
from graph_builder.identifiers import Iris

Entry = TypeVar("Entry")
_PAGES: Final = 12
"""Of how many pages all are offered at once."""

_AROUND: Final = 2
"""How many before and after a page are offered with it, where there are more."""

_USUAL: Final = "usual"
"""Anchor of the one section of a continuation page; those of other lists begin with ``at-`` (:func:`_anchor`)."""


def kind_list(
    kind: str, index: GraphIndex, page: PageLanguage, narrowing: Narrowing | None = None, also: tuple[Link, ...] = ()
) -> Iterator[tuple[str, ListView]]:
    """Yield path and view of each page of the list of a kind.

    Args:
        kind: the kind.
        index: the graph.
        page: the language.
        narrowing: facets of the whole list; they stand on its first page.
        also: pages that show the kind in another way.
    """
    filed = page.filing.by_kind[kind]
    entries = [(one.heading, one.term) for one in filed]
    return cut_list(
        entries,
        page.entry,
        lambda number: _list_path(kind, number),
        page,
        title=Text(page.kinds(kind)),
        arrangement=page.words[arrangement(kind)],
        narrowing=narrowing,
        also=also,
        queries=cookbook.links(kind, page),
        tables=downloads(f"{page.code}/{kind}/index", (CSV,)),
    )


def cut_list(
    entries: Sequence[tuple[Text, Entry]],
    link: Callable[[Entry], Link],
    path: Callable[[int], str],
    page: PageLanguage,
    *,
    title: Text,
    arrangement: str,
    way: tuple[Link, ...] = (),
    narrowing: Narrowing | None = None,
    also: tuple[Link, ...] = (),
    queries: tuple[Link, ...] = (),
    tables: tuple[Download, ...] = (),
) -> Iterator[tuple[str, ListView]]:
    """Yield path and view of each page of a list.

    Args:
        entries: what it holds, in order, each with its heading.
        link: what an entry looks like.
        path: path of the page of a number from 1 on, with ``{}`` for the language.
        page: the language.
        title: heading of the pages.
        arrangement: how the list is sorted, in words; empty if that is plain.
        way: the way to the list below home.
        narrowing: stands on the first page.
        also: stands on the first page.
        queries: stands on the first page.
        tables: the whole list as files.
    """
    chunks = [entries[start : start + CONTINUED] for start in range(0, len(entries), CONTINUED)]
    patterns = [path(number) for number in range(1, len(chunks) + 1)]
    paths = [pattern.format(page.code) for pattern in patterns]
    contents = _contents(chunks, paths)
    for number, (chunk, pattern) in enumerate(zip(chunks, patterns, strict=True), start=1):
        yield (
            paths[number - 1],
            ListView(
                frame=page.frame(pattern, _numbered(title.text, number), way, others=patterns[0]),
                title=title,
                about=None,
                count=page.words.number(len(entries)),
                arrangement=arrangement,
                contents=contents if len(contents) > 1 else (),
                sections=_sections(chunk, link),
                pager=pager(paths, number, [_span(one) for one in chunks]),
                downloads=tables,
                narrowing=narrowing if number == 1 else None,
                also=also if number == 1 else (),
                queries=queries if number == 1 else (),
            ),
        )


def _list_path(kind: str, number: int) -> str:
    return f"{{}}/{kind}/index.html" if number == 1 else f"{{}}/{kind}/page-{number}.html"


def continued_links(
    node: Node, group: Group, iris: Iris, index: GraphIndex, page: PageLanguage
) -> Iterator[tuple[str, ListView]]:
    """Yield path and view of each continuation page of a group of links; nothing if the group is short."""
    if len(group.rows) <= FIRST:
        return
    rows = rows_of(group, node.term, index, page)
    path, kind = iris.path(node.term), iris.kind(node.term)
    chunks = [rows[start : start + CONTINUED] for start in range(0, len(rows), CONTINUED)]
    numbers = range(1, len(chunks) + 1)
    paths = [continuation(path, group.key, number, page.code) for number in numbers]
    spans = [
        f"{page.words.number(start)}–{page.words.number(min(start + CONTINUED - 1, len(rows)))}"
        for start in range(1, len(rows) + 1, CONTINUED)
    ]
    about = page.link(node.term)
    way = (Link(Text(page.kinds(kind)), f"{page.code}/{kind}/index.html"), about)
    said, usual = relation(group, page), stated_of_most(group, index, page)
    title = f"{page.kinds(group.kind)}: {said.text}"
    for number, chunk in zip(numbers, chunks, strict=True):
        named = _numbered(f"{about.label.text} — {title}", number)
        frame: Frame = page.frame(f"{path}.{group.key}-{number}.{{}}.html", named, way)
        yield (
            paths[number - 1],
            ListView(
                frame=frame,
                title=Text(title),
                about=about,
                count=page.words.number(len(rows)),
                arrangement="",
                contents=(),
                sections=(Section(_USUAL if usual.text else "", usual, tuple(chunk)),),
                pager=pager(paths, number, spans),
            ),
        )


def _numbered(title: str, number: int) -> str:
    """Return the title of a page of a list; from the second one on it says which."""
    return title if number == 1 else f"{title} ({number})"


def _sections(chunk: Sequence[tuple[Text, Entry]], link: Callable[[Entry], Link]) -> tuple[Section, ...]:
    return tuple(
        Section(_anchor(heading), heading, tuple(link(entry) for _, entry in entries))
        for heading, entries in groupby(chunk, key=lambda entry: entry[0])
    )


def _anchor(heading: Text) -> str:
    return f"at-{'-'.join(heading.text.split())}"


def _contents(chunks: Sequence[Sequence[tuple[Text, Entry]]], paths: Sequence[str]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for chunk, path in zip(chunks, paths, strict=True):
        for heading, _ in chunk:
            anchor = _anchor(heading)
            found.setdefault(anchor, Link(heading, f"{path}#{anchor}"))
    return tuple(found.values())


def _span(chunk: Sequence[tuple[Text, Entry]]) -> str:
    first, last = chunk[0][0].text, chunk[-1][0].text
    return first if first == last else f"{first}–{last}"


def _near(pages: Sequence[Link], here: int) -> tuple[Link, ...]:
    kept = sorted({0, *range(max(here - _AROUND, 0), min(here + _AROUND + 1, len(pages))), len(pages) - 1})
    found: list[Link] = []
    for before, place in pairwise((-1, *kept)):
        if place > before + 1:
            found.append(Link(Text("…"), ""))
        found.append(pages[place])
    return tuple(found)


def pager(paths: Sequence[str], number: int, names: Sequence[str]) -> Pager | None:
    """Return where a page stands among others; None if it is the only one."""
    if len(paths) == 1:
        return None
    every = tuple(
        Link(Text(f"{place}: {name}"), path)
        for place, (path, name) in enumerate(zip(paths, names, strict=True), start=1)
    )
    return Pager(
        near=_near(every, number - 1) if len(every) > _PAGES else every,
        every=every if len(every) > _PAGES else (),
        here=paths[number - 1],
        previous=paths[number - 2] if number > 1 else "",
        next=paths[number] if number < len(paths) else "",
    )
