"""The classes as a drawing: what refers to what, by the shapes; and the same as lines of a table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from exports.quality.layering import Layout, layered
from exports.quality.reference import Reference
from exports.quality.reference_views import Arrow, Box, DiagramView, Relation
from graph_builder import terms
from graph_builder.rdf import Term
from graph_builder.schema import schema
from graph_builder.vocabulary import vocabulary

_BOX: Final = (150, 44)
_STEP: Final = (216, 54)
"""From one layer to the next, and from one box to the next within a layer."""

_LINE: Final = 16
_LETTERS: Final = 16
"""How many letters, without the space, fit into a line of a box."""


@cache
def relations() -> Mapping[tuple[Term, Term], tuple[Term, ...]]:
    """Return the properties that lead from one class to another, by both classes, sorted."""
    found: defaultdict[tuple[Term, Term], list[Term]] = defaultdict(list)
    for class_, kind in schema().kinds.items():
        for shape in kind.properties:
            for target in shape.classes:
                found[class_, target].append(shape.path)
    return {both: tuple(found[both]) for both in sorted(found)}


@cache
def _layout() -> Layout:
    return layered(sorted({class_ for both in relations() for class_ in both}), relations())


def diagram(reference: Reference) -> DiagramView:
    """Return the drawing with labels in the language of the reference."""
    layout = _layout()
    return DiagramView(
        width=(layout.layers - 1) * _STEP[0] + _BOX[0] + 2,
        height=round(layout.width * _STEP[1]),
        box_width=_BOX[0],
        box_height=_BOX[1],
        boxes=tuple(_box(class_, *place, reference) for class_, place in layout.places.items()),
        arrows=tuple(Arrow(_curve(route), _title(both, reference)) for both, route in layout.routes.items()),
        relations=tuple(
            Relation(reference.term(source), reference.terms(properties), reference.term(target))
            for (source, target), properties in relations().items()
        ),
    )


def _title(both: tuple[Term, Term], reference: Reference) -> str:
    source, target = (reference.term(one).label.text for one in both)
    names = ", ".join(reference.term(one).label.text for one in relations()[both])
    return f"{source} → {target}: {names}"


def _box(class_: Term, across: float, layer: int, reference: Reference) -> Box:
    known, link = vocabulary().terms[class_], reference.term(class_)
    x, y = _middle(across, layer)
    lines = _wrapped(link.label.text)
    first = y - (len(lines) - 1) * _LINE // 2
    return Box(
        href=f"#{known.name}",
        lines=tuple((first + number * _LINE, line) for number, line in enumerate(lines)),
        x=x - _BOX[0] // 2,
        y=y - _BOX[1] // 2,
        middle=x,
        dashed=terms.Dependent in known.parents,
    )


def _middle(across: float, layer: int) -> tuple[int, int]:
    return layer * _STEP[0] + _BOX[0] // 2 + 1, round(across * _STEP[1])


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= _LETTERS:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _curve(route: Sequence[tuple[float, int]]) -> str:
    """Return the path of an arrow from the side of one box to the side of another, level where it passes a layer."""
    forward = 1 if route[-1][1] > route[0][1] else -1
    points = [_middle(*stop) for stop in route]
    half = forward * _BOX[0] // 2
    x, y = points[0][0] + half, points[0][1]
    path = [f"M{x} {y}"]
    for position, (middle, to_y) in enumerate(points[1:], start=1):
        is_last = position == len(points) - 1
        to_x = middle - half - (5 * forward if is_last else 0)
        bend = (x + to_x) // 2
        path.append(f"C{bend} {y} {bend} {to_y} {to_x} {to_y}")
        if not is_last:
            path.append(f"H{middle + half}")
        x, y = middle + half, to_y
    return "".join(path)
