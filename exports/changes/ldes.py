"""The changes as a Linked Data Event Stream: every version of every entity, as an immutable named graph.

A member is an activity (create, update, delete) whose graph holds the activity and the whole description of the entity
from then on, its dependents included; of a deletion it says what the thing was called and what stands in its place.
Each page begins a member with its ``tree:member`` (the TREE profile), so that a reader can take members one by one.
https://semiceu.github.io/LinkedDataEventStreams/, https://treecg.github.io/specification/
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from exports.changes import paths
from exports.changes.activity import TYPES
from exports.changes.history import History
from exports.changes.log import Change
from exports.changes.paging import Growth
from exports.turtle import turtle
from graph_builder.namespaces import (
    AS_OBJECT,
    AS_PUBLISHED,
    AS_TOMBSTONE,
    DCTERMS_DESCRIPTION,
    DCTERMS_IS_REPLACED_BY,
    DCTERMS_TITLE,
    PREFIXES,
    RDF_TYPE,
    RDFS_LABEL,
    XSD_DATE_TIME,
)
from graph_builder.rdf import Term, Triple, integer, iri, iri_text, plain, tagged, typed

A_PAGE: Final = 250
_LDES, _TREE, _SH, _AS = (PREFIXES[prefix] for prefix in ("ldes", "tree", "sh", "as"))
_MEMBER: Final = f"<{_TREE}member>"


def growth(history: History) -> Growth:
    """Return how the stream grew."""
    return Growth(A_PAGE, history.first_new, history.total)


def plan(history: History) -> Iterator[tuple[str, bytes | Iterable[bytes]]]:
    """Yield path and content of the root of the stream and of its pages."""
    grown = growth(history)
    yield paths.STREAM, b"".join(turtle(sorted(_root(history, grown))))
    for number in range(1, grown.kept + 1):
        assert history.last is not None
        path = paths.STREAM_PAGE.format(number)
        yield path, history.last.chunks(path)
    new = (_member(history, number, change) for number, change in enumerate(history.news(), history.first_new))
    for page in grown.made(_last_members(history, grown), new):
        head = _page_head(history, page.number)
        yield paths.STREAM_PAGE.format(page.number), b"".join([head, *page.items])


def _last_members(history: History, grown: Growth) -> list[bytes]:
    """Return the members of the page that was the last, each with its lines."""
    if not (history.last and grown.extends):
        return []
    lines = history.last.lines(paths.STREAM_PAGE.format(grown.kept + 1))
    members: list[list[bytes]] = []
    begin = f"{_stream(history)} {_MEMBER} ".encode()
    for line in lines:
        if line.startswith(begin):
            members.append([])
        if members:
            members[-1].append(line + b"\n")
    return [b"".join(one) for one in members]


def _stream(history: History) -> Term:
    return f"<{history.dataset.iris.base}{paths.STREAM}#stream>"


def _page_head(history: History, number: int) -> bytes:
    base = history.dataset.iris.base
    page = f"<{base}{paths.STREAM_PAGE.format(number)}>"
    stream = _stream(history)
    triples = [(stream, f"<{_TREE}view>", f"<{base}{paths.STREAM}>"), (page, RDF_TYPE, f"<{_TREE}Node>")]
    return "".join(f"{' '.join(triple)} .\n" for triple in triples).encode()


def _member(history: History, event: int, change: Change) -> bytes:
    base = history.dataset.iris.base
    page = growth(history).page_of(event)
    member = f"<{base}{paths.STREAM_PAGE.format(page)}#{event + 1}>"
    entity = iri(change.iri)
    said: list[Triple] = [
        (member, RDF_TYPE, f"<{_AS}{TYPES[change.action]}>"),
        (member, AS_OBJECT, entity),
        (member, AS_PUBLISHED, typed(history.releases[-1].time, iri_text(XSD_DATE_TIME))),
    ]
    if change.is_gone:
        said.append((entity, RDF_TYPE, AS_TOMBSTONE))
        said += [(entity, RDFS_LABEL, _text(text, code)) for code, text in sorted(change.name.items())]
        said += [(entity, DCTERMS_DESCRIPTION, _text(text, code)) for code, text in sorted(change.reason.items())]
        if change.into:
            said.append((entity, DCTERMS_IS_REPLACED_BY, iri(change.into)))
    lines = [f"{_stream(history)} {_MEMBER} {member} .\n"]
    lines += [f"{' '.join(triple)} {member} .\n" for triple in said]
    if not change.is_gone:
        lines += [f"{statement[:-1]}{member} .\n" for statement in history.statements_of(change)]
    return "".join(lines).encode()


def _text(text: str, language: str) -> Term:
    return tagged(text, language) if language else plain(text)


def _root(history: History, grown: Growth) -> Iterator[Triple]:
    base = history.dataset.iris.base
    stream, root = _stream(history), f"<{base}{paths.STREAM}>"
    retention, shape = (f"{root[:-1]}#{name}>" for name in ("retention", "shape"))
    yield stream, RDF_TYPE, f"<{_LDES}EventStream>"
    for language, title in history.dataset.title:
        yield stream, DCTERMS_TITLE, tagged(title, language)
    yield stream, f"<{_LDES}timestampPath>", AS_PUBLISHED
    yield stream, f"<{_LDES}versionOfPath>", AS_OBJECT
    for name, type_ in (("Create", "Create"), ("Update", "Update"), ("Delete", "Delete")):
        yield stream, f"<{_LDES}version{name}Path>", RDF_TYPE
        yield stream, f"<{_LDES}version{name}Object>", f"<{_AS}{type_}>"
    yield stream, f"<{_TREE}shape>", shape
    yield stream, f"<{_TREE}view>", root
    yield root, RDF_TYPE, f"<{_TREE}Node>"
    yield root, f"<{_LDES}retentionPolicy>", retention
    # Everything since the first release stays: the window of the log begins there and has no end.
    yield retention, RDF_TYPE, f"<{_LDES}RetentionPolicy>"
    yield retention, f"<{_LDES}startingFrom>", typed(history.releases[0].time, iri_text(XSD_DATE_TIME))
    yield from _shape(shape)
    for number, first, last in _spans(history, grown):
        page = f"<{base}{paths.STREAM_PAGE.format(number)}>"
        yield from _relation(root, f"page-{number}-from", "GreaterThanOrEqualToRelation", first, page)
        if number < grown.pages:
            yield from _relation(root, f"page-{number}-to", "LessThanOrEqualToRelation", last, page)


def _shape(shape: Term) -> Iterator[Triple]:
    yield shape, RDF_TYPE, f"<{_SH}NodeShape>"
    for path, constraint in ((AS_OBJECT, None), (AS_PUBLISHED, XSD_DATE_TIME)):
        property_ = f"{shape[:-1]}-{path.rpartition('#')[2]}"
        yield shape, f"<{_SH}property>", property_
        yield property_, f"<{_SH}path>", path
        yield property_, f"<{_SH}minCount>", integer(1)
        yield property_, f"<{_SH}maxCount>", integer(1)
        if constraint:
            yield property_, f"<{_SH}datatype>", constraint
        else:
            yield property_, f"<{_SH}nodeKind>", f"<{_SH}IRI>"


def _relation(root: Term, name: str, kind: str, time: str, page: Term) -> Iterator[Triple]:
    relation = f"{root[:-1]}#{name}>"
    yield root, f"<{_TREE}relation>", relation
    yield relation, RDF_TYPE, f"<{_TREE}{kind}>"
    yield relation, f"<{_TREE}path>", AS_PUBLISHED
    yield relation, f"<{_TREE}value>", typed(time, iri_text(XSD_DATE_TIME))
    yield relation, f"<{_TREE}node>", page


def _spans(history: History, grown: Growth) -> Iterator[tuple[int, str, str]]:
    """Yield number, first and last time of each page."""
    parts = []
    start = 0
    for entry in history.releases:
        end = start + entry.events
        if entry.events:
            parts += [(number, entry.time) for number in range(grown.page_of(start), grown.page_of(end - 1) + 1)]
        start = end
    for number, times in groupby(parts, key=lambda part: part[0]):
        known = [time for _, time in times]
        yield number, known[0], known[-1]
