"""The description of the service (SPARQL 1.1 Service Description), which says of it only what is true."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from exports.formats import RESULT_FORMATS, RESULTS_TSV
from exports.writers import DATASET_WRITERS, GRAPH_WRITERS
from graph_builder.namespaces import DCTERMS_LICENSE, PREFIXES, RDF_TYPE, RDFS_COMMENT, RDFS_LABEL
from graph_builder.rdf import Term, Triple, integer, iri, plain, tagged, typed
from portal.releases import Release
from portal.settings import Settings
from portal.sparql import answers
from portal.sparql.answers import Form
from portal.sparql.data import UNION, VIEW
from portal.sparql.engine import Engine, Question
from portal.sparql.grammar import Kind
from portal.sparql.limits import LIMITS, told

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_SIMPLE: Final = iri("http://www.w3.org/ns/entailment/Simple")
_GRAPHS: Final = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph {} }"
_GRAPHS_OF_ARCHIVE: Final = (
    'SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?graph), "{base}")) }}'
)
_MOST: Final = 1_000
"""Named graphs that are listed; where there are more, a query lists them."""


def _sd(name: str) -> Term:
    return iri(f"{_SD}{name}")


def _schema(name: str) -> Term:
    return iri(f"{PREFIXES['schema']}{name}")


async def answer(request: Request, release: Release, engine: Engine, settings: Settings) -> Response:
    """Return the description, in the format that suits.

    Raises:
        Problem: 406, if none suits; otherwise as :meth:`~portal.sparql.engine.Engine.run`.
    """
    form = answers.choose(Kind.CONSTRUCT, request.headers.get("accept", ""))
    endpoint = f"{request.base_url}".rstrip("/") + "/sparql"
    known = _known(release)
    if not known:
        known[_GRAPHS] = await _graphs(engine, release)
    triples = sorted(
        {*_service(endpoint, release, settings, engine), *_dataset(endpoint, release, known[_GRAPHS], engine)}
    )
    if form.format in GRAPH_WRITERS:
        content = b"".join(GRAPH_WRITERS[form.format](triples))
    else:
        content = b"".join(DATASET_WRITERS[form.format](triples, ()))
    return Response(content, headers={"Content-Type": form.content_type, "Vary": "Accept", "Cache-Control": "no-cache"})


@lru_cache(maxsize=2)
def _known(release: Release) -> dict[str, Sequence[str]]:
    """Return what was asked of a release before; empty at first."""
    return {}


async def _graphs(engine: Engine, release: Release) -> Sequence[str]:
    """Return the IRIs of the named graphs, sorted."""
    form = Form(RESULTS_TSV, RESULTS_TSV.media_type)
    query = _GRAPHS if engine.own else _GRAPHS_OF_ARCHIVE.format(base=release.base)
    found = await engine.run(Question(query, Kind.SELECT, form, base=release.base, client="description"), release)
    text = b"".join([block async for block in found.content]).decode()
    return sorted(line.strip("<>") for line in text.splitlines()[1:])


def _service(endpoint: str, release: Release, settings: Settings, engine: Engine) -> Iterator[Triple]:
    service = iri(endpoint)
    yield service, RDF_TYPE, _sd("Service")
    yield service, _sd("endpoint"), service
    yield service, _sd("supportedLanguage"), _sd("SPARQL11Query")
    yield service, _sd("defaultEntailmentRegime"), _SIMPLE
    yield from _texts(service, RDFS_COMMENT, told("endpoint_about", {}))
    if release.license:
        yield service, DCTERMS_LICENSE, iri(release.license)
    for one in (*RESULT_FORMATS, *answers.GRAPHS):
        yield service, _sd("resultFormat"), iri(one.iri)
    for limit in LIMITS:
        value = limit.value(settings)
        if value and (engine.own or limit.name != "memory_bytes"):
            node = iri(f"{endpoint}#limit-{limit.name}")
            yield service, _schema("additionalProperty"), node
            yield node, RDF_TYPE, _schema("PropertyValue")
            yield node, _schema("propertyID"), plain(limit.name)
            yield node, _schema("unitCode"), plain(limit.unit)
            yield node, _schema("value"), _number(value)
            yield from _texts(node, _schema("name"), told(limit.message, {}))


def _dataset(endpoint: str, release: Release, graphs: Sequence[str], engine: Engine) -> Iterator[Triple]:
    service, dataset, view, all_ = (iri(f"{endpoint}{part}") for part in ("", "#dataset", "#view", "#graphs"))
    yield service, _sd("defaultDataset"), dataset
    yield dataset, RDF_TYPE, _sd("Dataset")
    yield dataset, _sd("defaultGraph"), view
    yield view, RDF_TYPE, _sd("Graph")
    yield from _texts(view, RDFS_LABEL, told("endpoint_view", {}))
    triples = release.about.get("triples")
    if isinstance(triples, int):
        yield view, iri(f"{PREFIXES['void']}triples"), integer(triples)
    yield service, _sd("availableGraphs"), all_
    yield all_, RDF_TYPE, _sd("GraphCollection")
    for name, message in ((VIEW, "endpoint_view"), (UNION, "endpoint_union")) if engine.own else ():
        node = iri(f"{endpoint}#{name.rpartition(':')[2]}")
        yield all_, _sd("namedGraph"), node
        yield node, RDF_TYPE, _sd("NamedGraph")
        yield node, _sd("name"), iri(name)
        yield from _texts(node, RDFS_LABEL, told(message, {}))
    for number, name in enumerate(graphs[:_MOST], 1):
        node = iri(f"{endpoint}#graph-{number}")
        yield dataset, _sd("namedGraph"), node
        yield node, RDF_TYPE, _sd("NamedGraph")
        yield node, _sd("name"), iri(name)
    if len(graphs) > _MOST:
        yield dataset, RDFS_COMMENT, tagged(f"{len(graphs)} named graphs; {_GRAPHS} lists them all", "en")


def _texts(subject: Term, predicate: Term, texts: Mapping[str, str]) -> Iterator[Triple]:
    return ((subject, predicate, tagged(text, language)) for language, text in texts.items())


def _number(value: int | float) -> Term:
    return integer(value) if isinstance(value, int) else typed(f"{value:f}", f"{PREFIXES['xsd']}decimal")
