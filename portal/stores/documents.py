"""Documents of things that a store has and the release in the folder has not: made from what the store says of them.

They are written by the writers of a release, so the data is the same byte for byte; a page shows what is said of the
thing, who says it and what leads to it, and leaves out what only the whole archive tells (related articles, lists).
"""

import asyncio
import re
from functools import partial
from typing import Final

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from exports import published_contexts
from exports.documents import Document, document
from exports.formats import HTML, RESULTS_JSON
from graph_builder.dataset import Dataset
from graph_builder.namespaces import DCTERMS_TITLE, PREFIXES, RDF_TYPE, RDFS_LABEL, XSD_BOOLEAN
from graph_builder.rdf import Quad, Term, Triple, boolean, iri, literal_parts, typed
from portal.choosing import best, not_acceptable
from portal.releases import Release
from portal.sparql.answers import Form
from portal.sparql.engine import Engine, Question
from portal.sparql.grammar import Kind
from portal.stores.pushing import view_of
from portal.stores.remote import RemoteEngine
from portal.table import BARE, PAGE, RELEASE_HEADER, Variant, document_links, split, thing_links

_BOOLEAN: Final = XSD_BOOLEAN[1:-1]
_THING: Final = re.compile(r"[a-z]+/[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_FORM: Final = Form(RESULTS_JSON, RESULTS_JSON.media_type)
_TRUTHS: Final = {typed("1", _BOOLEAN): boolean(True), typed("0", _BOOLEAN): boolean(False)}
_DEPENDENTS: Final = (
    "{{ BIND({thing} AS ?s) }} UNION "
    "{{ {{ {thing} ?to ?s }} UNION {{ ?s ?to {thing} }} FILTER(STRSTARTS(STR(?s), {start})) }} UNION "
    "{{ {{ {thing} ?to ?one }} UNION {{ ?one ?to {thing} }} FILTER(STRSTARTS(STR(?one), {start})) "
    "?one ?on ?s FILTER(STRSTARTS(STR(?s), {start})) }}"
)
"""The thing, its dependents, and theirs; the IRIs of dependents are fragments of that of the thing."""

_OWN: Final = "SELECT DISTINCT ?s ?p ?o WHERE {{ {{ " + _DEPENDENTS + " }} ?s ?p ?o }}"
_HEADS: Final = (
    "SELECT DISTINCT ?x ?p ?o WHERE {{ VALUES ?p {{ " + f"{RDF_TYPE} {RDFS_LABEL}" + " }} "
    "{{ SELECT DISTINCT ?x WHERE {{ {{ " + _DEPENDENTS + " }} ?s ?q ?x FILTER(ISIRI(?x)) }} }} ?x ?p ?o }}"
)
_INCOMING: Final = (
    "SELECT DISTINCT ?x ?q ?p ?o WHERE {{ VALUES ?p {{ " + f"{RDF_TYPE} {RDFS_LABEL}" + " }} "
    "{{ SELECT ?x ?q WHERE {{ ?x ?q {thing} }} ORDER BY ?x LIMIT 500 }} ?x ?p ?o }}"
)
_CLAIMS: Final = "SELECT ?g ?s ?p ?o WHERE {{ GRAPH ?g {{ {{ " + _DEPENDENTS + " }} ?s ?p ?o }} }}"
_SOURCES: Final = "SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {sources} }} ?s ?p ?o }}"


async def answer(request: Request, release: Release, path: str) -> Response | None:
    """Return the document at an address, or the way to it from a bare IRI; none if the store has nothing there.

    Raises:
        Problem: if the store fails, or no document suits.
    """
    engine: Engine = request.app.state.engine
    thing, suffix = split(path)
    if not isinstance(engine, RemoteEngine) or not _THING.fullmatch(thing):
        return None
    offered = tuple(
        one for one in release.variants if one.format is HTML or (one.format.is_rdf and not one.format.holds_graphs)
    )
    variant = next((one for one in offered if one.suffix == suffix), None)
    if suffix and variant is None:
        return None
    things = _Things(engine, release, request.client.host if request.client else "")
    found = await things.document(thing)
    if found is None:
        return None
    if variant is None:
        return _led(request, release, thing, offered)
    name, term = thing.rpartition("/")[2], release.base + thing
    links = document_links(suffix, offered, tuple(one.suffix for one in offered), release.languages)
    headers = {"Cache-Control": "no-cache", "Link": ", ".join(one.text(name, term) for one in links)}
    headers |= {"Content-Type": variant.format.content_type, RELEASE_HEADER: things.held or release.id}
    if variant.format is not HTML:
        return Response(found.write(variant.format), headers=headers)
    headers |= {**PAGE, "Content-Language": variant.language or release.languages[0]}
    made = await things.pages(found)
    return Response(made[f"{thing}{suffix}"], headers=headers)


def _led(request: Request, release: Release, thing: str, offered: tuple[Variant, ...]) -> Response:
    """Return the way from a bare IRI to the document that suits."""
    links = ", ".join(one.text(thing.rpartition("/")[2], release.base + thing) for one in thing_links(offered))
    chosen = best(offered, request.headers.get("accept", ""), request.headers.get("accept-language", ""))
    if chosen is None:
        raise not_acceptable(release.base + thing, offered, links)
    location = f"{thing.rpartition('/')[2]}{chosen.suffix}"
    return Response(status_code=303, headers={**BARE, "Location": location, "Link": links})


class _Things:
    """Asks a store what it says of a thing.

    Attributes:
        held: id of the release that the store holds, after the first answer; empty if it does not say.
    """

    def __init__(self, engine: RemoteEngine, release: Release, client: str) -> None:
        self._engine, self._release, self._client = engine, release, client
        self.held = ""

    async def document(self, thing: str) -> Document | None:
        """Return the document of a thing; none if the store says nothing of it."""
        term = iri(self._release.base + thing)
        own = [(row[0], row[1], row[2]) for row in await self._rows(_OWN, term)]
        if not own:
            return None
        heads = [(row[0], row[1], row[2]) for row in await self._rows(_HEADS, term)]
        context = published_contexts.address(self._release.base)
        return document(term, thing, own, heads, context)

    async def pages(self, found: Document) -> dict[str, bytes]:
        """Return the pages of a thing, by path."""
        view = {*found.own, *found.linked}
        for one, to, head, value in await self._rows(_INCOMING, found.entity):
            view |= {(one, to, found.entity), (one, head, value)}
        claims = {(row[1], row[2], row[3], row[0]) for row in await self._rows(_CLAIMS, found.entity)}
        if claims:
            sources = " ".join(sorted({claim[3] for claim in claims}))
            view |= {(row[0], row[1], row[2]) for row in await self._rows(_SOURCES, found.entity, sources)}
        titles = await self._titles()
        return await asyncio.to_thread(partial(_pages, self._release, titles, view, claims, found.entity))

    async def _titles(self) -> tuple[tuple[str, str], ...]:
        """Return the name of the archive by language, as its description in the folder has it."""
        content = await asyncio.to_thread(self._release.read, "void.ttl")
        archive = ox.NamedNode(view_of(self._release.base))
        found = {}
        for quad in ox.parse(content, format=ox.RdfFormat.TURTLE):
            if quad.subject == archive and str(quad.predicate) == DCTERMS_TITLE:
                text, language, _ = literal_parts(str(quad.object))
                found[language] = text
        return tuple(sorted(found.items()))

    async def _rows(self, query: str, term: Term, sources: str = "") -> list[tuple[str, ...]]:
        """Return the rows of a query about a thing, as terms."""
        start = f'"{term[1:-1]}#"'
        text = query.format(thing=term, start=start, sources=sources)
        asked = Question(text, Kind.SELECT, _FORM, client=self._client, prefixes=PREFIXES)
        answered = await self._engine.run(asked, self._release)
        self.held = answered.release
        content = b"".join([block async for block in answered.content])
        await answered.close()
        results = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
        assert isinstance(results, ox.QuerySolutions)
        return [tuple(_written(str(value)) for value in row) for row in results]


def _written(term: Term) -> Term:
    """Return a term as a release writes it: Virtuoso keeps truth values as numbers."""
    return _TRUTHS.get(term, term)


def _pages(
    release: Release, titles: tuple[tuple[str, str], ...], view: set[Triple], claims: set[Quad], entity: Term
) -> dict[str, bytes]:
    """Return the pages of one thing, made from what is known around it."""
    from exports import pages  # a portal that makes no pages needs no templates

    by_graph = tuple(sorted(claims, key=lambda quad: (quad[3], *quad[:3])))
    dataset = Dataset(release.iris, release.languages, titles, tuple(sorted(view)), by_graph)
    return dict(pages.entity_pages(dataset, entity))
