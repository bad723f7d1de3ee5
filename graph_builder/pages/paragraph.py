"""A paragraph of a page's body: its exact text and where it stands in the capture."""

from msgspec import Struct


class Paragraph(Struct, frozen=True):
    """A paragraph or a list item.

    Attributes:
        text: the exact characters of the capture's text from ``start`` on, without a list bullet.
        start: offset of the text in the capture's text, in characters from 0.
        line: line number in the captured file, from 1.
        bullet: whether it is an item of a list.
    """

    text: str
    start: int
    line: int
    bullet: bool = False
