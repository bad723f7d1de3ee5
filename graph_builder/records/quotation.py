"""A quotation: the exact words with which a capture names an entity."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where a capture names an entity. It describes nothing, so it is no record: it lets a reader check one.

    Attributes:
        capture: slug of the capture.
        number: its number among the quotations of the capture, from 1.
        entity: what is named, as kind and slug: ``organization/dpi``.
        exact: the words.
        prefix: what stands right before them; empty if that may not be published.
        suffix: what stands right after them; empty as above.
        start: offset of the first character, from 0.
        end: offset after the last character.
    """

    capture: str
    number: int
    entity: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
