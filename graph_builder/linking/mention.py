"""A mention: which entity of the authority files a text names, and with which of its characters."""

from msgspec import Struct


class Mention(Struct, frozen=True):
    """An entity named in a text.

    Attributes:
        kind: kind of the entity, e.g. ``organization``.
        slug: slug of the entity.
        start: offset of the first character in the text that was searched.
        end: offset after the last character.
        text: the exact characters between the offsets.
    """

    kind: str
    slug: str
    start: int
    end: int
    text: str

    def moved(self, by: int) -> "Mention":
        """Return the mention with offsets counted from another place."""
        return Mention(self.kind, self.slug, self.start + by, self.end + by, self.text)
