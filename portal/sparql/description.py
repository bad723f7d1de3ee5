"""The description of the service (SPARQL 1.1 Service Description), which says of it only what is true."""

from collections.abc import Iterator
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from exports.formats import RESULT_FORMATS
from exports.writers import GRAPH_WRITERS
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Term, Triple, iri
from portal.releases import Release
from portal.settings import Settings
from portal.sparql import answers
from portal.sparql.engine import Engine
from portal.sparql.query_text import Kind

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"


def _sd(name: str) -> Term:
    return iri(f"{_SD}{name}")


async def answer(request: Request, release: Release, engine: Engine, settings: Settings) -> Response:
    """Return the description, in the format that suits.

    Raises:
        Problem: 406, if none suits.
    """
    form = answers.choose(Kind.CONSTRUCT, request.headers.get("accept", ""))
    endpoint = f"{request.base_url}".rstrip("/") + "/sparql"
    triples = sorted(_triples(endpoint))
    content = b"".join(GRAPH_WRITERS[form.format](triples))
    return Response(content, headers={"Content-Type": form.content_type, "Vary": "Accept", "Cache-Control": "no-cache"})


def _triples(endpoint: str) -> Iterator[Triple]:
    service = iri(endpoint)
    yield service, RDF_TYPE, _sd("Service")
    yield service, _sd("endpoint"), service
    yield service, _sd("supportedLanguage"), _sd("SPARQL11Query")
    for one in (*RESULT_FORMATS, *answers.GRAPHS):
        yield service, _sd("resultFormat"), iri(one.iri)
