"""A release into a store: the published view as its default graph, what each source says as a graph of its own.

Where the store can, all is replaced in one transaction; elsewhere graph by graph. A small graph in the store names the
release that it holds. It is removed first and written last, so that a push that broke off is never taken for a whole
one, and can be repeated.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from graph_builder.decode import NOT_JSON
from graph_builder.errors import InputError, SystemFailure
from graph_builder.namespaces import PREFIXES, RDF_TYPE
from graph_builder.old_releases import MANIFEST
from graph_builder.rdf import iri, plain
from graph_builder.release import current
from portal.releases import Manifest
from portal.stores.parts import FILE, Part, chunks, ntriples, parts
from portal.stores.store import Body, Lost, Store

_VERSION: Final = f"<{PREFIXES['dcat']}version>"
_DATASET: Final = f"<{PREFIXES['void']}Dataset>"
_MANY: Final = 1_000_000
"""From how many triples on a transaction takes a store much memory (Oxigraph: about 1 GB a million)."""
_ALL: Final = "all or nothing was replaced, in one transaction; push again"


def view_of(base: str) -> str:
    """Return the IRI of the published view of an archive: its graph, where a store has no default graph."""
    return f"{base}#dataset"


def record_query(base: str) -> str:
    """Return the query for the release that a store holds of an archive."""
    return f"SELECT ?id WHERE {{ GRAPH <{base}{MANIFEST}> {{ <{view_of(base)}> {_VERSION} ?id }} }}"


def recorded(found: list[dict[str, str]]) -> str:
    """Return the id that the answer to :func:`record_query` has; empty if the store holds no whole release."""
    return found[0].get("id", "") if found else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push will do.

    Attributes:
        id: of the release.
        base: IRI under which its things lie.
        file: its N-Quads.
        parts: its graphs.
        before: id of the release that the store holds; empty for none.
        gone: graphs under the base that the release does not have; they will be removed.
        at_once: whether all is replaced by one request, since the store holds nothing of others.
        bulk: whether the store loads it without a transaction, if it has such a way.
    """

    id: str
    base: str
    file: Path
    parts: tuple[Part, ...]
    before: str
    gone: tuple[str, ...]
    at_once: bool
    bulk: bool

    @property
    def triples(self) -> int:
        """How many triples are sent, each claim counted once for each source."""
        return sum(part.triples for part in self.parts)

    @property
    def record(self) -> str:
        """IRI of the graph that names the release."""
        return f"{self.base}{MANIFEST}"

    def statements(self) -> Iterator[str]:
        """Yield what that graph says, without the stop."""
        view = iri(view_of(self.base))
        yield f"{view} {RDF_TYPE} {_DATASET}"
        yield f"{view} {_VERSION} {plain(self.id)}"

    def said(self, store: Store) -> Iterator[str]:
        """Yield what a reader should know of it, a line each."""
        kind = store.kind.name + (f" ({store.server})" if store.server else "")
        yield f"{store.queries} is {kind}; it holds {f'release {self.before}' if self.before else 'no whole release'}"
        view = next((part.triples for part in self.parts if not part.graph), 0)
        sources = sum(1 for part in self.parts if part.graph)
        claims = self.triples - view
        yield f"release {self.id}: {view} triples of the published view, {claims} claims of {sources} sources"
        where = f"the graph {store.default_graph}" if store.default_graph else "the default graph"
        how = ("in one go" if self.bulk else "in one transaction") if self.at_once else "graph by graph"
        yield f"the view becomes {where}; all is replaced {how}, {len(self.gone)} graphs of another release removed"
        if self.triples > _MANY and self.at_once and not self.bulk:
            yield "a transaction of this size takes the store much memory: --bulk does without"


def planned(directory: Path, store: Store, *, bulk: bool = False) -> Plan:
    """Return what a push of the current release of a folder would do; the store is asked, not changed.

    Raises:
        InputError: if there is no release, or the store cannot take it as asked.
        SystemFailure: if the release cannot be read, or the store no longer answers.
    """
    folder = current(directory)
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except NOT_JSON as error:
        raise SystemFailure(f"{folder / MANIFEST}: {error}; build the release again") from error
    _ = store.writes  # known or given: said before anything else is done
    base, file = manifest.base, folder / FILE
    if not store.default_graph and not store.kind.default_graph:
        store.default_graph = view_of(base)
    graphs = tuple(parts(file))
    mine = {part.graph for part in graphs if part.graph} | {f"{base}{MANIFEST}"}
    if store.default_graph in mine:
        raise InputError(f"--default-graph {store.default_graph}: the claims of a source have this IRI; give another")
    mine.add(store.default_graph)
    try:
        shared = not store.kind.whole or bool(store.default_graph) or store.has_others(base)
        gone = tuple(graph for graph in store.graphs(base) if graph not in mine)
        before = recorded(store.rows(record_query(base), everywhere=True))
    except Lost as error:
        raise SystemFailure(f"{store.queries}: {error}; the store was not changed") from error
    return Plan(manifest.id, base, file, graphs, before, gone, not shared, bulk)


def push(plan: Plan, store: Store, sent: Callable[[int], None] = lambda _: None) -> None:
    """Carry out a plan, and see that the store then holds every triple.

    Args:
        plan: what to do.
        store: where.
        sent: is told how many bytes were sent, piece by piece.

    Raises:
        InputError: if the store refuses the credentials; it was not changed.
        SystemFailure: if the store failed or could not be reached; the message says what stands in it now.
    """
    standing = "the store was not changed; push again"
    try:
        if plan.at_once:
            lines = "".join(f"{one} <{plan.record}> .\n" for one in plan.statements()).encode()
            size = plan.file.stat().st_size + len(lines)
            whole = Body(lambda: _told(_both(plan.file, lines), sent))
            standing = "the store holds what it held before, or a part of it; push again" if plan.bulk else _ALL
            store.put_whole(whole, size, bulk=plan.bulk)
        else:
            store.delete(plan.record)
            for number, part in enumerate(sorted(plan.parts, key=lambda part: (not part.graph, part.graph))):
                standing = _half(plan, number)
                body = Body(lambda part=part: _told(ntriples(plan.file, part), sent))  # type: ignore[misc]
                store.put(part.graph, body, part.size, bulk=plan.bulk)
            standing = _half(plan, len(plan.parts))
            for graph in plan.gone:
                store.delete(graph)
        standing = f"it took release {plan.id}, but is not marked as holding it; push again"
        _check(plan, store)
        if not plan.at_once:
            lines = "".join(f"{one} .\n" for one in plan.statements()).encode()
            store.put(plan.record, Body(lambda: iter([lines])), len(lines))
    except Lost as error:
        raise SystemFailure(f"{store.queries}: {error}; {standing}") from error
    except KeyboardInterrupt:
        raise SystemFailure(f"interrupted; {standing}") from None
    except InputError as error:
        if standing.startswith("the store was not changed"):
            raise
        raise SystemFailure(f"{error}; {standing}") from error


def _half(plan: Plan, done: int) -> str:
    return (
        f"the store holds {done} of {len(plan.parts)} graphs of release {plan.id} and is marked as holding no whole "
        "release; push again"
    )


def _both(file: Path, lines: bytes) -> Iterator[bytes]:
    yield from chunks(file)
    yield lines


def _told(pieces: Iterator[bytes], sent: Callable[[int], None]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        sent(len(piece))


def _check(plan: Plan, store: Store) -> None:
    """See that the store holds each graph with all its triples.

    Raises:
        Lost: if it does not.
    """
    held = store.graphs(plan.base) | {"": store.count("?s ?p ?o")}
    for part in plan.parts:
        if held.get(part.graph, 0) != part.triples:
            name = f"the graph {part.graph}" if part.graph else "the published view"
            raise Lost(f"of {part.triples} triples of {name} the store holds {held.get(part.graph, 0)}")
