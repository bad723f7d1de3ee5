"""The shapes compiled into plain values: which properties a class has, how many, of what, in which order on pages.

Validation itself is :mod:`graph_builder.validation`; this module serves those who lay out, merge or describe data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from pyoxigraph import RdfFormat, parse

from graph_builder.rdf import Term, literal_parts
from graph_builder.resources import advice_files, shape_files
from graph_builder.shape_graph import ShapeGraph
from graph_builder.shape_values import Form, Group, NodeShape, PropertyShape

_LIMITS: Final = (
    "minLength",
    "minInclusive",
    "minExclusive",
    "maxInclusive",
    "lessThan",
    "lessThanOrEquals",
    "hasValue",
)


@dataclass(frozen=True)
class Schema:
    """All shapes.

    Attributes:
        kinds: the node shape of each class, sorted by class.
        groups: the groups of properties, sorted by their order.
        forms: the forms of values to which property shapes refer, sorted by IRI.
    """

    kinds: Mapping[Term, NodeShape]
    groups: tuple[Group, ...]
    forms: tuple[Form, ...]

    @cached_property
    def _by_property(self) -> Mapping[tuple[Term, Term], PropertyShape]:
        return {(term, shape.path): shape for term, kind in self.kinds.items() for shape in kind.properties}

    def find(self, class_term: Term, property_term: Term) -> PropertyShape | None:
        """Return the shape of a property of a class; None where the class does not have it."""
        return self._by_property.get((class_term, property_term))

    def single(self, class_term: Term, property_term: Term) -> bool:
        """Tell whether a property of a class can have only one value."""
        found = self.find(class_term, property_term)
        return found is not None and found.max_count == 1

    def unique_lang(self, class_term: Term, property_term: Term) -> bool:
        """Tell whether a property of a class can have only one value a language."""
        found = self.find(class_term, property_term)
        return found is not None and found.unique_lang


@cache
def schema() -> Schema:
    """Return the shapes, read once from their files.

    Raises:
        SystemFailure: if the installation lacks the files.
    """
    return compile_schema(text for _, text in (*shape_files(), *advice_files()))


def compile_schema(texts: Iterable[str]) -> Schema:
    """Compile shapes from Turtle texts.

    Raises:
        SyntaxError: if a text is no Turtle.
        ValueError: if a property shape lacks its path, group or order.
    """
    graph = ShapeGraph(quad for text in texts for quad in parse(text, format=RdfFormat.TURTLE))
    kinds = sorted(
        (target, shape) for shape in graph.instances("NodeShape") for target in graph.terms(shape, "targetClass")
    )
    groups = (
        Group(term, graph.labels(term), float(graph.text(term, "order"))) for term in graph.instances("PropertyGroup")
    )
    return Schema(
        kinds={target: _node_shape(graph, shape, target) for target, shape in kinds},
        groups=tuple(sorted(groups, key=lambda group: group.order)),
        forms=tuple(
            Form(shape, graph.terms(shape, "datatype")[0], graph.text(shape, "pattern"), graph.messages(shape))
            for shape in graph.instances("NodeShape")
            if graph.terms(shape, "datatype")
        ),
    )


def _node_shape(graph: ShapeGraph, shape: Term, target: Term) -> NodeShape:
    members = sorted(
        (_property_shape(graph, member) for member in graph.terms(shape, "property")),
        key=lambda member: (member.order, member.shape),
    )
    return NodeShape(
        shape,
        target,
        tuple(member for member in members if _is_plain(member)),
        tuple(member for member in members if not _is_plain(member)),
        graph.text(shape, "pattern"),
        graph.messages(shape),
    )


def _is_plain(member: PropertyShape) -> bool:
    return member.severity == "Violation" and member.path.count("<") == 1


def _property_shape(graph: ShapeGraph, shape: Term) -> PropertyShape:
    (group,) = graph.terms(shape, "group")
    max_count = graph.text(shape, "maxCount")
    return PropertyShape(
        shape=shape,
        path=graph.path(shape),
        names=graph.texts(shape, "name"),
        order=float(graph.text(shape, "order")),
        group=group,
        min_count=int(graph.text(shape, "minCount") or 0),
        max_count=int(max_count) if max_count else None,
        unique_lang=graph.text(shape, "uniqueLang") == "true",
        datatypes=tuple(
            datatype for one in (shape, *graph.members(shape, "or")) for datatype in graph.terms(one, "datatype")
        ),
        node_kind=graph.text(shape, "nodeKind"),
        classes=graph.terms(shape, "class"),
        values=graph.members(shape, "in"),
        languages=tuple(literal_parts(one)[0] for one in graph.members(shape, "languageIn")),
        pattern=graph.text(shape, "pattern"),
        limits={name: found[0] for name in _LIMITS if (found := graph.terms(shape, name))},
        severity=graph.text(shape, "severity") or "Violation",
        messages=graph.messages(shape),
    )
