"""What a picture is: shapes with their geometry, and the table of the same data; finished, frozen values.

Colours, strokes and type stand in the style sheet, by the names of :attr:`Shape.style`, so that one drawing serves
light, dark and print.
"""

from msgspec import Struct

from exports.labels import Text
from exports.page_views import Frame, Link


class Shape(Struct, frozen=True):
    """An element of SVG.

    Attributes:
        tag: ``rect``, ``circle``, ``line``, ``path`` or ``text``.
        style: its names in the style sheet.
        geometry: the attributes that say where it is.
        text: what is written; none for other elements.
    """

    tag: str
    style: str
    geometry: tuple[tuple[str, str], ...]
    text: Text | None = None


class Mark(Struct, frozen=True):
    """Shapes that together mean one thing.

    Attributes:
        shapes: the shapes, the lowest first.
        name: what they mean, for pointing devices and screen readers; empty for decoration.
        href: where they lead, from the root of the release; empty for nowhere.
    """

    shapes: tuple[Shape, ...]
    name: str = ""
    href: str = ""


class Picture(Struct, frozen=True):
    """A drawing.

    Attributes:
        width: in units of the drawing, which are CSS pixels where it is not shrunk.
        height: likewise.
        title: what it shows, in one line.
        marks: what is drawn, the lowest first.
        caption: what stands over a small picture, one of several; none for a large one.
    """

    width: int
    height: int
    title: str
    marks: tuple[Mark, ...]
    caption: Link | None = None


class Cell(Struct, frozen=True):
    """A cell of a table: nothing, or one or more values.

    Attributes:
        items: the values.
        number: whether they are numbers, to be aligned as such.
    """

    items: tuple[Link, ...]
    number: bool = False


class Table(Struct, frozen=True):
    """The data of a picture.

    Attributes:
        columns: what the columns hold; the first one names the row, those of numbers are aligned as such.
        rows: the rows.
    """

    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Figure(Struct, frozen=True):
    """A picture, or several small ones of a kind, with their table.

    Attributes:
        key: its fragment in the page.
        title: its heading; empty where the page says it already.
        notes: how to read it and what it leaves out.
        pictures: the drawings; none where a table says it best.
        table: the same data.
        more: a link to what the picture had to leave out; none where it holds everything.
    """

    key: str
    title: str
    notes: tuple[str, ...]
    pictures: tuple[Picture, ...]
    table: Table
    more: Link | None = None


class PictureView(Struct, frozen=True):
    """A page of pictures.

    Attributes:
        title: heading of the page.
        counts: what it shows, in numbers.
        figures: the pictures.
    """

    frame: Frame
    title: str
    counts: str
    figures: tuple[Figure, ...]
