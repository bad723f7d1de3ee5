"""What the release says of one entity, read from its own document; properties by their names in JSON-LD."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import pyoxigraph

from exports.context import context
from exports.formats import NTRIPLES
from graph_builder.rdf import Term, local_name
from graph_builder.schema import schema
from graph_builder.vocabulary import vocabulary

_KEPT: Final = 1024


@dataclass(frozen=True)
class Facts:
    """Properties of an entity.

    Attributes:
        values: the values by property, in the order of the document.
    """

    values: Mapping[Term, Sequence[Term]]


class Documents:
    """The documents of one release."""

    def __init__(self, folder: Path, base: str) -> None:
        self._folder, self._base = folder, base
        self.facts = lru_cache(maxsize=_KEPT)(self._facts)

    def _facts(self, path: str) -> Facts:
        """Return what is said of the entity at a path; nothing of one that has no document."""
        file = self._folder / f"{path}.{NTRIPLES.suffix}"
        subject = f"<{self._base}{path}>"
        values: dict[Term, list[Term]] = {}
        if file.is_file():
            for quad in pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.N_TRIPLES):
                if str(quad.subject) == subject:
                    values.setdefault(str(quad.predicate), []).append(str(quad.object))
        return Facts(values)


@dataclass(frozen=True, slots=True)
class Property:
    """A property that a client may ask for.

    Attributes:
        id: its name in JSON-LD, e.g. ``datePublished``.
        term: its IRI.
    """

    id: str
    term: Term

    def name(self, language: str) -> str:
        """Return its label; its id where it has none in the language."""
        return vocabulary().terms[self.term].labels.get(language, self.id)

    def description(self, language: str) -> str:
        """Return what it means; empty where no comment in the language says so."""
        return vocabulary().terms[self.term].comments.get(language, "")


@lru_cache(maxsize=64)
def properties_of(class_: str) -> Sequence[Property]:
    """Return the properties that the shapes give a class, in their order; all properties if it is empty."""
    definitions = context().definitions
    wanted = [shape for term, shape in schema().kinds.items() if not class_ or local_name(term) == class_]
    paths = dict.fromkeys(shape.path for node in wanted for shape in node.properties)
    return [Property(definitions[path].key, path) for path in paths if path in definitions]


@lru_cache(maxsize=1)
def properties() -> Mapping[str, Property]:
    """Return all properties by their id."""
    return {one.id: one for one in properties_of("")}
