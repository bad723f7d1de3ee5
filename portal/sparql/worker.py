"""The process in which queries run, one after the other: it may be killed at any time, and nothing else is harmed."""

import os
import re
import socket
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Final, cast

import msgspec
import pyoxigraph as ox

from exports.formats import (
    JSONLD,
    NQUADS,
    NTRIPLES,
    RDFXML,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    TRIG,
    TURTLE,
)
from graph_builder.namespaces import PREFIXES
from portal.settings import Settings
from portal.sparql import messages
from portal.sparql.confinement import address_space, allow_seconds, confine
from portal.sparql.data import Data
from portal.sparql.messages import Ended, Job, Outcome
from portal.sparql.pipe import Full, Pipe
from portal.sparql.places import placed
from portal.sparql.plans import planned
from portal.sparql.tallies import rewritten

_RESULTS: Final = {
    RESULTS_JSON.name: ox.QueryResultsFormat.JSON,
    RESULTS_XML.name: ox.QueryResultsFormat.XML,
    RESULTS_CSV.name: ox.QueryResultsFormat.CSV,
    RESULTS_TSV.name: ox.QueryResultsFormat.TSV,
}
_GRAPHS: Final = {
    TURTLE.name: ox.RdfFormat.TURTLE,
    JSONLD.name: ox.RdfFormat.JSON_LD,
    NTRIPLES.name: ox.RdfFormat.N_TRIPLES,
    RDFXML.name: ox.RdfFormat.RDF_XML,
    NQUADS.name: ox.RdfFormat.N_QUADS,
    TRIG.name: ox.RdfFormat.TRIG,
}
_STACK_BYTES: Final = 16 << 20
"""Of stack for any query; brackets in one another, which are bounded, take less."""
_STACK_BYTES_A_BYTE: Final = 4_000
"""Of stack for each byte of a query: the engine calls itself once more for each operator of a chain.

In pyoxigraph 0.5 most is taken, by measurement, where operators of two bytes make a chain, such as ``a/a/a`` or
``DESCRIBE <><><>``: 1,606. What is not used is only addresses.
"""
_NO_NAME: Final = re.compile(r"(?:^|[^\w.·-])[0-9.·-]*$")


def work(data: Data, keeper: socket.socket, settings: Settings) -> None:
    """Run what the keeper sends until it sends no more, or until this process has grown too far for another.

    Raises:
        OSError: if the kernel refuses to confine this process; then nothing is run.
        RuntimeError: if it refuses the stack that the longest query may need; then nothing is run.
    """
    stack = _STACK_BYTES + _STACK_BYTES_A_BYTE * settings.sparql_query_bytes
    confine(settings.sparql_memory_bytes + stack)  # binds the threads that begin after it, too
    threading.stack_size(stack)
    with ThreadPoolExecutor(1) as alone:
        alone.submit(_serve, data, keeper, settings).result()


def _serve(data: Data, keeper: socket.socket, settings: Settings) -> None:
    most = address_space() + settings.sparql_memory_bytes // 4
    grown = False
    while not grown:
        content, descriptors = messages.receive(keeper)
        if not content:
            return
        job = msgspec.msgpack.decode(content, type=Job)
        allow_seconds(settings.sparql_seconds)
        ended = _run(data, job, Pipe(descriptors[0], job.format, settings))
        os.close(descriptors[0])  # before the verdict: who reads it has all that there is
        grown = address_space() > most
        messages.send(keeper, msgspec.structs.replace(ended, last=grown))


def _run(data: Data, job: Job, pipe: Pipe) -> Ended:
    """Write the answer of a job; return what became of it."""
    out = cast("IO[bytes]", pipe)  # of which the engine uses only what a Pipe has
    try:
        store, options = data.chosen(job.default, job.named, job.everything)
        text = None if job.everything else rewritten(job.text, job.base, data.tallies)
        text = text or planned(job.text) or job.text
        results = store.query(text, base_iri=job.base, prefixes=PREFIXES, **options)
        if isinstance(results, ox.QueryTriples):
            triples = _counted(results, pipe, job.format)
            ox.serialize(triples, out, format=_GRAPHS[job.format], prefixes=job.prefixes)
        else:
            results.serialize(out, format=_RESULTS[job.format])
        pipe.finish()
    except Full as full:
        return Ended(full.outcome, full.detail)
    except BrokenPipeError:
        return Ended(Outcome.GONE)
    except SyntaxError as error:  # the portal makes it fit to be read
        return Ended(Outcome.SYNTAX, placed(job.text, job.base, str(error)))
    except MemoryError:
        return Ended(Outcome.MEMORY)
    except KeyError:  # the query is of another kind than its first word says: there is no such kind, so it is no query
        return Ended(Outcome.SYNTAX, "it begins with none of SELECT, ASK, CONSTRUCT and DESCRIBE")
    except (OSError, ValueError, RuntimeError) as error:
        return Ended(Outcome.FAILED, str(error))
    return Ended(Outcome.DONE)


def _counted(triples: Iterable[ox.Triple], pipe: Pipe, form: str) -> Iterator[ox.Triple]:
    for triple in triples:
        pipe.count()
        if form == RDFXML.name and _NO_NAME.search(triple.predicate.value):
            raise Full(Outcome.FORM, f"RDF/XML cannot write the property {triple.predicate}: ask for another format")
        yield triple
