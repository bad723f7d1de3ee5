"""The RDF files of a release, as a plan: path and content; who calls it writes them."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, TypeAlias

import pyoxigraph

from exports import formats, published_contexts
from exports.documents import Document, documents
from exports.dumps import dataset_files
from exports.formats import GRAPH_FORMATS
from exports.framing import collections, frames, json_schema
from exports.writers import GRAPH_WRITERS
from graph_builder.dataset import Dataset
from graph_builder.rdf import Triple
from graph_builder.resources import advice_files, ontology_files, shape_files

Content: TypeAlias = bytes | Iterable[bytes]

DOCUMENT_LINES: Final = f"data/dataset.{formats.JSON_LINES.suffix}"
"""The documents of all entities, one a line."""

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
    yield from _ontology_files()
    for stem, files in (("shapes", shape_files()), ("advice", advice_files())):
        joined = "\n".join(_JOINED.format(name=name, text=text) for name, text in files)
        yield f"{stem}.{formats.TURTLE.suffix}", joined.encode()
    yield from published_contexts.plan()


@cache
def _ontology_files() -> tuple[tuple[str, bytes], ...]:
    """Return the ontology in every format; kept, since a process that builds often writes the same each time."""
    triples = _ontology()
    return tuple((f"ontology.{one.suffix}", b"".join(GRAPH_WRITERS[one](triples))) for one in GRAPH_FORMATS)


def _ontology() -> list[Triple]:
    found = set()
    for _, text in ontology_files():
        for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE):
            found.add((str(quad.subject), str(quad.predicate), str(quad.object)))
    return sorted(found)
