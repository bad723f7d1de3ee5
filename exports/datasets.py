"""The RDF files of a release, as a plan: path and content; who calls it writes them."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

import pyoxigraph

from exports import formats, published_contexts
from exports.documents import Document, documents
from exports.formats import DATASET_FORMATS, GRAPH_FORMATS, Format
from exports.framing import collections, frames, json_schema
from exports.writers import DATASET_WRITERS, GRAPH_WRITERS
from graph_builder.dataset import Dataset
from graph_builder.external_sort import Sorter
from graph_builder.rdf import Quad, Triple
from graph_builder.resources import advice_files, ontology_files, shape_files
from graph_builder.stored import Stored

Content: TypeAlias = bytes | Iterable[bytes]

CANONICAL_HASHES: Final = "data/dataset.rdfc10-sha256"
"""One line for each file of the dataset: the SHA-256 of its RDFC-1.0 form, and its name."""

DOCUMENT_LINES: Final = f"data/dataset.{formats.JSON_LINES.suffix}"
"""The documents of all entities, one a line."""

_SORTING: Final = 64 << 20
"""Bytes of memory for sorting claims."""

_AT_ONCE: Final = 1000
"""How many lines are hashed at once."""

_JOINED: Final = "# {name}\n\n{text}"


def plan(dataset: Dataset) -> Iterator[tuple[str, Content]]:
    """Yield path and content of every RDF file of a release, always in the same order.

    Content is bytes, or chunks of bytes that are made while they are written and can be read once.

    Raises:
        SystemFailure: if the installation lacks the ontology or the shapes.
    """
    yield from vocabulary_files()
    yield from dataset_files(dataset)
    yield from document_files(dataset)
    yield from framing_files(dataset)


def document_files(dataset: Dataset) -> Iterator[tuple[str, Content]]:
    """Yield the document of every entity in every format."""
    for document in documents(dataset):
        yield from files_of(document)


def files_of(document: Document) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one document."""
    for format_ in GRAPH_FORMATS:
        yield f"{document.path}.{format_.suffix}", document.write(format_)


def framing_files(dataset: Dataset) -> Iterator[tuple[str, Content]]:
    """Yield the kit for importers of JSON-LD: frames, schemas, collections by page, one document a line."""
    yield from frames.plan(dataset.iris.base)
    yield from json_schema.plan(dataset.iris.base)
    yield from collections.plan(dataset)
    yield together(dataset)


def together(dataset: Dataset) -> tuple[str, Content]:
    """Return path and content of the file of all documents, one a line."""
    return DOCUMENT_LINES, collections.lines(dataset)


def vocabulary_files() -> Iterator[tuple[str, Content]]:
    """Yield the ontology in every format, the shapes, those that only advise, and the JSON-LD context."""
    triples = _ontology()
    for format_ in GRAPH_FORMATS:
        yield f"ontology.{format_.suffix}", GRAPH_WRITERS[format_](triples)
    for stem, files in (("shapes", shape_files()), ("advice", advice_files())):
        joined = "\n".join(_JOINED.format(name=name, text=text) for name, text in files)
        yield f"{stem}.{formats.TURTLE.suffix}", joined.encode()
    yield from published_contexts.plan()


def dataset_files(dataset: Dataset) -> Iterator[tuple[str, Content]]:
    """Yield the whole dataset: the published view, the view with the claims, and the hash of either."""
    for share in dataset_shares(dataset):
        yield from share()


def dataset_shares(dataset: Dataset) -> list[Callable[[], Iterator[tuple[str, Content]]]]:
    """Return the same in shares that any process can make, the longest first."""
    longest = sorted(DATASET_FORMATS, key=lambda format_: format_ is formats.NQUADS)
    return [
        *(partial(_dump, DATASET_WRITERS[format_], dataset.view, dataset.claims, format_) for format_ in longest),
        *(partial(_dump, GRAPH_WRITERS[format_], dataset.view, None, format_) for format_ in GRAPH_FORMATS),
        partial(_hashes, dataset),
    ]


def _dump(
    write: Callable[..., Iterator[bytes]], view: Sequence[Triple], claims: Sequence[Quad] | None, format_: Format
) -> Iterator[tuple[str, Content]]:
    yield f"data/dataset.{format_.suffix}", write(view) if claims is None else write(view, claims)


def _hashes(dataset: Dataset) -> Iterator[tuple[str, Content]]:
    view, whole = canonical_hash(dataset.view, ()), canonical_hash(dataset.view, dataset.claims)
    lines = [f"{view}  dataset.{format_.suffix}\n" for format_ in GRAPH_FORMATS]
    lines += [f"{whole}  dataset.{format_.suffix}\n" for format_ in DATASET_FORMATS]
    yield CANONICAL_HASHES, "".join(lines).encode()


def canonical_hash(view: Iterable[Triple], claims: Iterable[Quad]) -> str:
    """Return the SHA-256 of the canonical N-Quads, the same whatever the file's format.

    Without blank nodes RDFC-1.0 comes down to the sorted lines, and those sort as the tuples do
    (https://www.w3.org/TR/rdf-canon/).

    Args:
        view: the default graph, sorted, each triple once.
        claims: the named graphs, each quad once.
    """
    lines = Sorter(Path(tempfile.gettempdir()), _SORTING)
    for line in _lines(claims):
        lines.add(line)
    digest = hashlib.sha256()
    both = merge(_lines(view), lines)
    while some := b"".join(islice(both, _AT_ONCE)):
        digest.update(some)
    return digest.hexdigest()


def _lines(graph: Iterable[Triple] | Iterable[Quad]) -> Iterator[bytes]:
    if isinstance(graph, Stored):
        return graph.lines()
    return (f"{' '.join(statement)} .\n".encode() for statement in graph)


def _ontology() -> list[Triple]:
    found = set()
    for _, text in ontology_files():
        for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE):
            found.add((str(quad.subject), str(quad.predicate), str(quad.object)))
    return sorted(found)
