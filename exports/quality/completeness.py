"""What the entities of each class have and lack, of that which the shapes let each have once or wish for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from exports.facts import FOR_TOOLS
from exports.graph_index import DEPENDENT_ON_CLAIMS, GraphIndex
from graph_builder.namespaces import RDFS_LABEL, XSD_BOOLEAN
from graph_builder.rdf import Term, is_iri, literal_parts
from graph_builder.schema import schema
from graph_builder.shape_values import NodeShape, PropertyShape
from graph_builder.vocabulary import vocabulary

ANY: Final = ""
"""Stands for the question whether there is a value in whatever language."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A property that every entity of a class could have.

    Attributes:
        property: the property.
        by_language: whether it is asked for in each language.
        wanted: whether an advice shape asks for it.
    """

    property: Term
    by_language: bool
    wanted: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """Which entities of a class lack a property, in a language or in any (``ANY``)."""

    wish: Wish
    language: str
    missing: Sequence[Term]


@cache
def wishes() -> Mapping[Term, tuple[Wish, ...]]:
    """Return what is asked of each class; classes of which nothing is asked are left out."""
    found = {
        class_: tuple(_wishes(kind)) for class_, kind in schema().kinds.items() if class_ not in DEPENDENT_ON_CLAIMS
    }
    return {class_: asked for class_, asked in found.items() if asked}


def _wishes(kind: NodeShape) -> Iterator[Wish]:
    wanted = {shape.path for shape in kind.advice if shape.severity != "Violation" and shape.min_count}
    for shape in kind.properties:
        if _is_open(shape) or shape.path in wanted:
            yield Wish(shape.path, shape.unique_lang, shape.path in wanted)


def _is_open(shape: PropertyShape) -> bool:
    """Tell whether a value may be there or not; that of a flag, or one repeated for tools, tells a reader nothing."""
    if shape.path in FOR_TOOLS - {RDFS_LABEL} or XSD_BOOLEAN in shape.datatypes:
        return False
    return shape.unique_lang or (shape.min_count == 0 and shape.max_count == 1)


class Completeness:
    """What is missing in a dataset, the same for pages in every language.

    Attributes:
        instances: the entities of each class that is asked about and occurs, sorted.
        findings: for each of these classes one finding a property and language.
    """

    def __init__(self, index: GraphIndex, languages: Sequence[str]) -> None:
        self._index = index
        self.instances = {class_: found for class_ in wishes() if (found := index.instances(class_))}
        self.findings = {class_: tuple(self._findings(class_, languages)) for class_ in self.instances}

    def _findings(self, class_: Term, languages: Sequence[str]) -> Iterator[Finding]:
        asked = [
            (wish, language)
            for wish in wishes()[class_]
            for language in (ANY, *(languages if wish.by_language else ()))
        ]
        missing: dict[tuple[Wish, str], list[Term]] = {one: [] for one in asked}
        for term in self.instances[class_]:
            node = self._index.node(term)
            for wish, language in asked:
                values = node.properties.get(wish.property, ())
                if not (values if language == ANY else language in map(_language, values)):
                    missing[wish, language].append(term)
        return (Finding(wish, language, found) for (wish, language), found in missing.items())


def _language(value: Term) -> str:
    return "" if is_iri(value) else literal_parts(value)[1]


def name_of(finding: Finding) -> str:
    """Return a name for a finding within its class, for fragments and files."""
    name = vocabulary().terms[finding.wish.property].name
    return f"{name}-{finding.language}" if finding.language else name
