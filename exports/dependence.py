"""Which classes are dependents of which, read from the shapes: what a document nests, and by which property.

A dependent is a fragment of the entity on which it depends (``article/ky-1#contribution-1``), and the patterns of the
shapes say so. It stands where its owner lists it (``contribution``), or where it refers to its owner (``subject``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graph_builder.rdf import Term
from graph_builder.schema import schema
from graph_builder.shape_values import NodeShape, PropertyShape

_ANY_KIND = "/[a-z]+/"


@dataclass(frozen=True)
class Dependence:
    """How dependents hang on what they depend on.

    Attributes:
        listed: by class, the properties by which its things list their dependents, with the class of these.
        referring: by class, the properties by which dependents refer to its things that do not list them, with the
            class of these.
    """

    listed: Mapping[Term, Sequence[tuple[Term, Term]]]
    referring: Mapping[Term, Sequence[tuple[Term, Term]]]

    @property
    def backs(self) -> frozenset[Term]:
        """The properties that a document follows backwards."""
        return frozenset(property_ for found in self.referring.values() for property_, _ in found)


def stays_inside(shape: PropertyShape, node: NodeShape) -> bool:
    """Tell whether a link stays in the document: from a dependent to its owner or to another dependent of it."""
    head, hash_, _ = node.pattern.partition("#")
    return bool(hash_) and shape.pattern.startswith(head) and shape.pattern.removeprefix(head)[:1] in "#$"


@cache
def dependence() -> Dependence:
    """Return how dependents hang, read once from the shapes.

    Raises:
        SystemFailure: if the installation lacks the shapes.
    """
    kinds = schema().kinds
    dependents = {class_: node for class_, node in kinds.items() if "#" in node.pattern}
    listed = {class_: list(_listed(node, dependents)) for class_, node in kinds.items()}
    reached = {dependent for found in listed.values() for _, dependent in found}
    referring = {
        class_: [
            (property_.path, dependent)
            for dependent, shape in dependents.items()
            if dependent not in reached and class_ not in (dependent, *(one for _, one in listed[dependent]))
            for property_ in shape.properties
            if _refers(property_, shape, node)
        ]
        for class_, node in kinds.items()
    }
    return Dependence(listed, referring)


def _listed(node: NodeShape, dependents: Mapping[Term, NodeShape]) -> list[tuple[Term, Term]]:
    own = node.pattern.removesuffix("$")
    return [
        (shape.path, class_)
        for shape in node.properties
        if shape.max_count != 1
        for class_ in shape.classes
        if class_ in dependents and dependents[class_].pattern.startswith((f"{own}#", f"{own}-"))
    ]


def _refers(property_: PropertyShape, dependent: NodeShape, owner: NodeShape) -> bool:
    """Tell whether a property leads from a dependent to what it depends on, by class or by the form of its IRIs."""
    head, _, _ = dependent.pattern.partition("#")
    if property_.classes:
        return owner.target_class in property_.classes and owner.pattern == f"{head}$"
    return head.startswith(_ANY_KIND) and property_.pattern.startswith(head) and property_.node_kind == "IRI"
