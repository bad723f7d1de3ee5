"""The tags of HTML, cut out of a source as the standard cuts it, without building a tree."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

# A quoted value may hold what looks like a tag or a comment.
_VALUE: Final = r"""(?:[ \t\n]*+=[ \t\n]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n"'>][^ \t\n>]*+)?)?"""
_ATTRIBUTE: Final = rf"[ \t\n/]*+[^ \t\n/>][^ \t\n/>=]*+{_VALUE}"
_ATTRIBUTES: Final = re.compile(_ATTRIBUTE)
_TAG: Final = re.compile(
    rf"<!--(?:-?>|.*?--!?>|.*\Z)|<(/?)([A-Za-z][^ \t\n/>]*+)((?:{_ATTRIBUTE})*+)[ \t\n/]*+>?", re.DOTALL
)
_TEXT_ONLY: Final = {
    name: re.compile(rf"</{name}(?=[ \t\n/>])", re.IGNORECASE)
    for name in ("style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}
_SCRIPT: Final = re.compile(r"<!--(?:-*>)?|-->|<(/?)script(?=[ \t\n/>])", re.IGNORECASE)


class Tag(NamedTuple):
    """A tag.

    Attributes:
        end: whether it is an end tag.
        name: its name in small letters.
        attributes: its attributes as written.
        before: how many characters of text stand between it and the tag before it.
    """

    end: bool
    name: str
    attributes: str
    before: int

    @property
    def crowd(self) -> int:
        """How many attributes it has."""
        return sum(1 for _ in _ATTRIBUTES.finditer(self.attributes))


def tags(source: str) -> Iterator[Tag]:
    """Yield the tags of a source; what stands in scripts, styles and comments is none.

    Time grows as the length of the source does, whatever stands in it.
    """
    at = before = 0
    while match := _TAG.search(source, at):
        before += len(source[at : match.start()].strip())
        at = match.end()
        end, name, attributes = match.groups()
        if not name:
            continue
        name = name.lower()
        yield Tag(bool(end), name, attributes, before)
        before = 0
        if end:
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
