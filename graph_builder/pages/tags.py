"""The tags of HTML, cut out of a source as the standard cuts it, without building a tree."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

# A quoted value may hold what looks like a tag or a comment.
_VALUE: Final = r"""(?:[ \t\n]*+=[ \t\n]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n"'>][^ \t\n>]*+)?)?"""
_ATTRIBUTE: Final = rf"[ \t\n/]*+[^ \t\n/>][^ \t\n/>=]*+{_VALUE}"
_ATTRIBUTES: Final = re.compile(_ATTRIBUTE)
_TAG: Final = re.compile(
    rf"<!--(?:-?>|.*?--!?>|.*\Z)|<[!?][^>]*+>?|</[^A-Za-z>][^>]*+>?"
    rf"|<(/?)([A-Za-z][^ \t\n/>]*+)((?:{_ATTRIBUTE})*+)([ \t\n/]*+)>?",
    re.DOTALL,
)
_TEXT_ONLY: Final = {
    name: re.compile(rf"</{name}(?=[ \t\n/>])", re.IGNORECASE)
    for name in ("style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}
_FOREIGN: Final = frozenset({"svg", "math"})
"""Elements in which no tag switches to text alone, and ``/>`` closes what it begins."""

_SCRIPT: Final = re.compile(r"<!--(?:-*>)?|-->|<(/?)script(?=[ \t\n/>])", re.IGNORECASE)


class Tag(NamedTuple):
    """A tag, or a comment.

    Attributes:
        end: whether it is an end tag.
        name: its name in small letters; empty for a comment, a declaration and what is taken for one.
        closed: whether it begins an element that it also ends.
        attributes: its attributes as written.
        before: how many characters of text stand between it and the tag before it.
    """

    end: bool
    name: str
    closed: bool
    attributes: str
    before: int

    @property
    def crowd(self) -> int:
        """How many attributes it has."""
        return sum(1 for _ in _ATTRIBUTES.finditer(self.attributes))


def tags(source: str) -> Iterator[Tag]:
    """Yield the tags and comments of a source; what stands in scripts and styles is none.

    Time grows as the length of the source does, whatever stands in it.
    """
    at = foreign = 0
    while match := _TAG.search(source, at):
        before = len(source[at : match.start()].strip())
        at = match.end()
        end, name, attributes, blanks = match.groups(default="")
        name = name.lower()
        closed = blanks.endswith("/") and not end and (foreign > 0 or name in _FOREIGN)
        yield Tag(bool(end), name, closed, attributes, before)
        if name in _FOREIGN and not closed:
            foreign = max(0, foreign - 1) if end else foreign + 1
        if end or foreign:
            continue
        if name == "script":
            at = _end_of_script(source, at)
        elif name in _TEXT_ONLY:
            found = _TEXT_ONLY[name].search(source, at)
            at = found.start() if found else len(source)


def _end_of_script(source: str, at: int) -> int:
    """Return where the end tag of a script begins: in what looks like a comment of it, another may begin and end."""
    commented = inner = False
    for match in _SCRIPT.finditer(source, at):
        if match[0] == "-->":
            commented = inner = False
        elif match[0].startswith("<!"):
            commented |= not match[0].endswith(">")
        elif not match[1]:
            inner = commented
        elif inner:
            inner = False
        else:
            return match.start()
    return len(source)
