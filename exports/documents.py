"""The RDF documents of entities: what the published view says of one, and how its links are called."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, cast

from exports import formats, jsonld, published_contexts
from exports.context import JsonObject
from exports.formats import Format
from exports.writers import GRAPH_WRITERS
from graph_builder.dataset import Dataset
from graph_builder.namespaces import RDF_TYPE, RDFS_LABEL
from graph_builder.rdf import Term, Triple, document_of

_HEADS: Final = frozenset({RDF_TYPE, RDFS_LABEL})
_HELD: Final = 16_384
"""Of how many linked entities the classes and labels are kept as read."""


@dataclass(frozen=True, slots=True)
class Document:
    """The graph of one entity's document.

    Attributes:
        entity: what it is about.
        path: where it lies in a release, without suffix, e.g. ``issue/108``.
        own: the entity's triples, then those of its dependents, grouped by subject.
        linked: the classes and labels of what they link to in other documents, sorted by subject.
        context: absolute IRI of the JSON-LD context.
    """

    entity: Term
    path: str
    own: tuple[Triple, ...]
    linked: tuple[Triple, ...]
    context: str

    @property
    def triples(self) -> tuple[Triple, ...]:
        """Everything in the document, grouped by subject."""
        return (*self.own, *self.linked)

    def tree(self) -> JsonObject:
        """Return the document as JSON-LD, not yet written."""
        return jsonld.tree(self.own, self.linked, self.context)

    def write(self, format_: Format) -> bytes:
        """Return the file of the document in one of the formats of a graph.

        Raises:
            KeyError: if the format is not one of a graph.
            InputError: if the format cannot hold one of the texts (RDF/XML and control characters).
        """
        if format_ is formats.JSONLD:
            return jsonld.document(self.own, self.linked, self.context)
        triples = sorted(self.triples) if format_ is formats.NTRIPLES else self.triples
        return b"".join(GRAPH_WRITERS[format_](triples))


def documents(dataset: Dataset) -> Iterator[Document]:
    """Yield the document of every entity of the published view, sorted by entity.

    Of a view that lies on disk no more is held than a few documents and what links are often called.
    """
    view = dataset.view
    context = published_contexts.address(dataset.iris.base)

    @lru_cache(_HELD)
    def heads(subject: Term) -> tuple[Triple, ...]:
        return tuple([one for one in _of(view, subject) if one[1] in _HEADS])

    for entity, said in _by_document(view):
        own = sorted(said, key=_order)
        links = {value for _, _, value in own if value.startswith("<") and document_of(value) != entity}
        linked = [triple for value in sorted(links) for triple in heads(value)]
        yield Document(entity, dataset.iris.path(entity), tuple(own), tuple(linked), context)


def _by_document(view: Iterable[Triple]) -> Iterator[tuple[Term, list[Triple]]]:
    """Yield each entity of a sorted view with the triples of its document.

    ``<x#a>`` comes before ``<x-1>`` and that before ``<x>``: what is told of dependents waits for its entity.
    """
    waiting: dict[Term, list[Triple]] = {}
    for subject, said in groupby(view, key=itemgetter(0)):
        for entity in sorted(one for one in waiting if one < subject):
            yield entity, waiting.pop(entity)
        waiting.setdefault(document_of(subject), []).extend(said)
    yield from sorted(waiting.items())


def _of(view: Sequence[Triple], subject: Term) -> Iterator[Triple]:
    place, last = bisect_left(cast(Sequence[Any], view), (subject,)), len(view)
    while place < last and (triple := view[place])[0] == subject:
        yield triple
        place += 1


def document(entity: Term, path: str, own: Iterable[Triple], heads: Iterable[Triple], context: str) -> Document:
    """Return the document of one entity of which the triples are known, in any order.

    Args:
        entity: what it is about.
        path: where it lies, without suffix.
        own: its triples and those of its dependents.
        heads: classes and labels of what they link to.
        context: absolute IRI of the JSON-LD context.
    """
    linked = sorted(triple for triple in set(heads) if document_of(triple[0]) != entity)
    return Document(entity, path, tuple(sorted(own, key=_order)), tuple(linked), context)


def _order(triple: Triple) -> tuple[object, ...]:
    """Put the entity before its dependents, and the tenth dependent behind the ninth."""
    subject, property_, value = triple
    return _numbered(subject), property_, _numbered(value) if value.startswith("<") else (value,)


def _numbered(term: Term) -> tuple[object, ...]:
    head, hash_, fragment = term[:-1].partition("#")
    if not hash_:
        return (head,)
    return head, *(int(part) if part.isdecimal() else part for part in re.split(r"([0-9]+)", fragment))
