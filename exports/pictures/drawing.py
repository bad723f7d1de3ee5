"""Shapes with rounded geometry, and text cut to a width, since SVG neither wraps nor measures."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Final, Literal

from exports.labels import Text
from exports.page_views import Link
from exports.pictures.figures import Cell, Mark, Shape

LEGEND_LINE: Final = 22
"""Height of a line of a legend."""

_LETTER: Final = 8.1
"""Mean width of a Cyrillic letter of 13 pixels (see the style sheet) in DejaVu Sans, the widest of its fonts."""


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def rect(x: float, y: float, width: float, height: float, style: str, round_: float = 0) -> Shape:
    """Return a rectangle, its corners rounded by a radius."""
    geometry = {"x": x, "y": y, "width": max(width, 0), "height": height} | ({"rx": round_} if round_ else {})
    return Shape("rect", style, tuple((name, _number(value)) for name, value in geometry.items()))


def circle(x: float, y: float, radius: float, style: str) -> Shape:
    """Return a circle around a point."""
    return Shape("circle", style, (("cx", _number(x)), ("cy", _number(y)), ("r", _number(radius))))


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> Shape:
    """Return a straight line."""
    ends = (("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2))
    return Shape("line", style, tuple((name, _number(value)) for name, value in ends))


def curve(x1: float, y1: float, x2: float, y2: float, style: str) -> Shape:
    """Return a line that leaves and arrives level."""
    middle = _number((x1 + x2) / 2)
    start, end = f"{_number(x1)} {_number(y1)}", f"{_number(x2)} {_number(y2)}"
    return Shape("path", style, (("d", f"M{start}C{middle} {_number(y1)} {middle} {_number(y2)} {end}"),))


def path(data: str, style: str) -> Shape:
    """Return an outline."""
    return Shape("path", style, (("d", data),))


def evenly(shape: Shape) -> Shape:
    """Return a shape whose outline keeps its width when the drawing is shrunk."""
    return Shape(shape.tag, shape.style, (*shape.geometry, ("vector-effect", "non-scaling-stroke")), shape.text)


def label(
    text: Text | str, x: float, y: float, style: str = "", anchor: Literal["start", "middle", "end"] = "start"
) -> Shape:
    """Return a line of text; ``y`` is its baseline."""
    geometry = [("x", _number(x)), ("y", _number(y))]
    if anchor != "start":
        geometry.append(("text-anchor", anchor))
    if style == "strong":
        # The edge of such a text lies behind its letters; an attribute, since the property is SVG's and not CSS's.
        geometry.append(("paint-order", "stroke"))
    return Shape("text", style, tuple(geometry), Text(text) if isinstance(text, str) else text)


def extent(text: str) -> float:
    """Return about how wide a text is."""
    return len(text) * _LETTER


def shorten(text: Text, width: float) -> Text:
    """Return a text that fits a width; what is cut off is told by an ellipsis."""
    room = max(int(width / _LETTER), 2)
    if len(text.text) <= room:
        return text
    cut = room - 1
    while cut > 1 and unicodedata.combining(text.text[cut]):
        cut -= 1
    return Text(f"{text.text[:cut].rstrip()}…", text.language)


def lines(text: Text, width: float) -> tuple[Text, ...]:
    """Return a text as one line or two that fit a width, divided at the blank nearest to its middle."""
    blanks = [place for place, letter in enumerate(text.text) if letter == " "]
    if extent(text.text) <= width or not blanks:
        return (shorten(text, width),)
    middle = min(blanks, key=lambda place: abs(place - len(text.text) / 2))
    halves = (text.text[:middle], text.text[middle + 1 :])
    return tuple(shorten(Text(half, text.language), width) for half in halves)


def bar_sample(x: float, y: float, style: str) -> Shape:
    """Return a sample of a bar or a cell for a legend."""
    return rect(x, y - 6, 24, 12, style, 2)


def line_sample(x: float, y: float, style: str) -> Shape:
    """Return a sample of a line for a legend."""
    return line(x, y, x + 24, y, style)


def legend(
    entries: Sequence[tuple[str, str]], room: float, sample: Callable[[float, float, str], Shape] = bar_sample
) -> tuple[tuple[Mark, ...], float]:
    """Return samples of styles with what they mean, in as many lines as they need, and the height of these.

    Args:
        entries: styles with their meanings.
        room: width of a line.
        sample: draws a sample at a point, its left end, in a style.
    """
    marks: list[Mark] = []
    left = top = 0.0
    for style, meaning in entries:
        width = 32 + len(meaning) * _LETTER
        if left and left + width > room:
            left, top = 0, top + LEGEND_LINE
        marks.append(Mark((sample(left + 1, top + 9, style), label(meaning, left + 32, top + 13.5, "soft"))))
        left += width + 24
    return tuple(marks), top + LEGEND_LINE


def cell(*items: Link) -> Cell:
    """Return a cell of names or dates."""
    return Cell(items)


def heads(*texts: Text) -> tuple[Cell, ...]:
    """Return the heads of columns."""
    return tuple(Cell((Link(text),)) for text in texts)


def number_cell(text: str, href: str = "") -> Cell:
    """Return a cell with a number already put in words."""
    return Cell((Link(Text(text), href),), number=True)
