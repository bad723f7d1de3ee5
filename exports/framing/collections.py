"""All documents of a kind, page by page, for importers that walk rather than load; and one document a line.

Pages follow Hydra (https://www.hydra-cg.com/spec/latest/core/#collections): schema.org's ItemList has no words for the
next page. Members are whole documents, so that a page spares as many requests as it has members.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Final

import msgspec

from exports.context import JsonObject
from exports.documents import Document, documents
from exports.framing.kinds import COLLECTION, COLLECTIONS
from exports.messages import catalogue
from exports.published_contexts import address
from graph_builder.dataset import Dataset
from graph_builder.identifiers import Iris
from graph_builder.rdf import document_of

PAGE: Final = 100
"""Documents on a page: a few hundred kilobytes, and 50,000 articles in 500 requests."""

_HYDRA: Final = "http://www.w3.org/ns/hydra/core#"
_LINKS: Final = ("view", "first", "previous", "next", "last")
_TERMS: Final[JsonObject] = {
    "hydra": _HYDRA,
    "hydra:title": {"@container": "@language"},
    "hydra:member": {"@container": "@set"},
    **{f"hydra:{name}": {"@type": "@id"} for name in _LINKS},
}


def counts(dataset: Dataset) -> Counter[str]:
    """Return how many documents there are of each kind."""
    entities = {document_of(subject) for subject, _, _ in dataset.view}
    return Counter(dataset.iris.kind(entity) for entity in entities)


def page_path(kind: str, number: int) -> str:
    """Return the path of a page of a collection; the first has no number."""
    return COLLECTION.format(kind if number == 1 else f"{kind}-{number}")


def plan(dataset: Dataset) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each page of each collection, and of the collection of collections."""
    found = counts(dataset)
    yield COLLECTIONS, _written(_index(found, dataset.iris))
    by_kind = groupby(documents(dataset), key=lambda document: document.path.partition("/")[0])
    for kind, members in by_kind:
        last = -(-found[kind] // PAGE)
        for number in range(1, last + 1):
            head = _head(kind, number, last, found[kind], dataset.iris)
            yield page_path(kind, number), _page(head, islice(members, PAGE))


def lines(dataset: Dataset) -> Iterator[bytes]:
    """Write JSON Lines (https://jsonlines.org): the document of each entity on one line, sorted by entity."""
    return map(line, documents(dataset))


def line(document: Document) -> bytes:
    """Write one document on a line."""
    return msgspec.json.encode(document.tree()) + b"\n"


def _context(iris: Iris) -> list[object]:
    return [address(iris.base), _TERMS]


def _index(found: Counter[str], iris: Iris) -> JsonObject:
    return {
        "@context": _context(iris),
        "id": f"{iris.base}{COLLECTIONS}#collections",
        "type": "hydra:Collection",
        "hydra:totalItems": len(found),
        "hydra:member": [
            {**_collection(kind, iris), "hydra:totalItems": found[kind], "hydra:view": iris.base + page_path(kind, 1)}
            for kind in sorted(found)
        ],
    }


def _collection(kind: str, iris: Iris) -> JsonObject:
    title = catalogue()[f"kinds_{kind}"]
    return {
        "id": f"{iris.base}{page_path(kind, 1)}#collection",
        "type": "hydra:Collection",
        "hydra:title": dict(sorted(title.items())),
    }


def _head(kind: str, number: int, last: int, total: int, iris: Iris) -> JsonObject:
    steps = {
        "hydra:first": 1,
        "hydra:previous": number - 1,
        "hydra:next": number + 1 if number < last else 0,
        "hydra:last": last,
    }
    view: JsonObject = {"id": iris.base + page_path(kind, number), "type": "hydra:PartialCollectionView"}
    view |= {name: iris.base + page_path(kind, page) for name, page in steps.items() if page}
    return {"@context": _context(iris), **_collection(kind, iris), "hydra:totalItems": total, "hydra:view": view}


def _page(head: JsonObject, members: Iterable[Document]) -> bytes:
    trees = [{key: value for key, value in member.tree().items() if key != "@context"} for member in members]
    return _written({**head, "hydra:member": trees})


def _written(document: JsonObject) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
