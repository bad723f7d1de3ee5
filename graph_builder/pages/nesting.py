"""What would make a parser of HTML take the square of a page's length, counted without parsing it.

Elements that stand deep in one another do, as each tag is held against all that are open; attributes of one tag, as
each is held against those before it; and elements of formatting that are left open, as the standard opens ``<b>`` again
in every paragraph that follows the one in which it began.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

_FEW: Final = 800
_SHORT: Final = 20_000
"""Fewer tags and characters than these cannot take much."""

_LONG: Final = 4_000
"""Shorter tags cannot have many attributes."""

_FLAT_TAGS: Final = "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option"
_FLAT: Final = frozenset(_FLAT_TAGS.split())
_FORMATTING_TAGS: Final = "a b big code em font i nobr s small strike strong tt u"
_FORMATTING: Final = frozenset(_FORMATTING_TAGS.split())
_ONE_AT_A_TIME: Final = frozenset({"a", "nobr"})
_CELLS: Final = frozenset({"td", "th", "caption"})
_BOUNDS: Final = _CELLS | {"table", "template", "object", "applet", "marquee"}
"""What an end tag of formatting inside closes nothing outside of."""

_ROWS: Final = frozenset({"tr", "tbody", "thead", "tfoot", "table"})
_ALIKE: Final = 3
"""How many elements with the same start tag are opened again."""

# As the standard cuts a source into tags and comments: a quoted value may hold what looks like either.
_VALUE: Final = r"""(?:[ \t\n]*+=[ \t\n]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n"'>][^ \t\n>]*+)?)?"""
_ATTRIBUTE: Final = rf"[ \t\n/]*+[^ \t\n/>][^ \t\n/>=]*+{_VALUE}"
_ATTRIBUTES: Final = re.compile(_ATTRIBUTE)
_TAG: Final = re.compile(rf"<!--(?:-?>|.*?--!?>|.*\Z)|<(/?)([A-Za-z][^ \t\n/>]*+)((?:{_ATTRIBUTE})*+)", re.DOTALL)
_TEXT_ONLY: Final = {
    name: re.compile(rf"</{name}(?=[ \t\n/>])", re.IGNORECASE)
    for name in ("style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}
_SCRIPT: Final = re.compile(r"<!--(?:-*>)?|-->|<(/?)script(?=[ \t\n/>])", re.IGNORECASE)


class Burden(NamedTuple):
    """What parsing a source would take.

    Attributes:
        depth: about how deep its elements are nested.
        reopened: how many elements would be opened again, at most.
        attributes: the greatest number of attributes of one tag.
    """

    depth: int = 0
    reopened: int = 0
    attributes: int = 0


def burden(source: str) -> Burden:
    """Return what parsing a source would take; of a small one nothing is counted, as it cannot be much."""
    most = source.count("<")
    if most <= _FEW and len(source) <= _SHORT:
        return Burden()
    depth = deepest = widest = attributes = 0
    opened: Counter[str] = Counter()
    formatting = _Formatting()
    for end, name, rest in _tags(source):
        if len(rest) > _LONG:
            attributes = max(attributes, sum(1 for _ in _ATTRIBUTES.finditer(rest)))
        if end:
            formatting.end(name)
        else:
            formatting.start(name, rest)
            widest = max(widest, formatting.count)
        if name in _FLAT or (end and not opened[name]):
            continue
        step = -1 if end else 1
        opened[name] += step
        depth += step
        deepest = max(deepest, depth)
    return Burden(deepest, widest * most, attributes)


def _tags(source: str) -> Iterator[tuple[bool, str, str]]:
    """Yield whether a tag is an end tag, its name in small letters, and its attributes."""
    at = 0
    while match := _TAG.search(source, at):
        at = match.end()
        end, name, rest = match.groups()
        if not name:
            continue
        name = name.lower()
        yield bool(end), name, rest
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


class _Formatting:
    """The elements of formatting that are open, or were left open, within each bound.

    Attributes:
        count: how many there are in all.
    """

    def __init__(self) -> None:
        self.count = 0
        self._within = [_Within("")]

    def start(self, name: str, attributes: str) -> None:
        if name in _FORMATTING:
            self._open(name, attributes)
            return
        if name in _CELLS or (name in _ROWS and name != "table"):
            self._leave_cell()
        if name in _BOUNDS:
            self._within.append(_Within(name))

    def end(self, name: str) -> None:
        if name in _FORMATTING:
            self.count -= self._within[-1].close(name)
            return
        if name in _ROWS:
            self._leave_cell()
        if name in _BOUNDS and self._within[-1].bound == name:
            self._leave()

    def _open(self, name: str, attributes: str) -> None:
        if name in _ONE_AT_A_TIME:
            self.count -= self._within[-1].close(name)
        self.count += self._within[-1].open(name, attributes)

    def _leave_cell(self) -> None:
        if self._within[-1].bound in _CELLS:
            self._leave()

    def _leave(self) -> None:
        """Take what is left open as open outside too: a cell that stands in no table is none."""
        for name, kept in self._within.pop().opened.items():
            self.count -= len(kept)
            for attributes in kept:
                self._open(name, attributes)


class _Within:
    """The elements of formatting that are open within a bound, by name, each with its attributes."""

    def __init__(self, bound: str) -> None:
        self.bound = bound
        self.opened: dict[str, list[str]] = {}
        self._alike: Counter[tuple[str, str]] = Counter()

    def open(self, name: str, attributes: str) -> int:
        """Open an element; return by how much there are more."""
        if self._alike[name, attributes] == _ALIKE:
            return 0
        self._alike[name, attributes] += 1
        self.opened.setdefault(name, []).append(attributes)
        return 1

    def close(self, name: str) -> int:
        """Close the last element of a name; return by how much there are fewer."""
        if not (kept := self.opened.get(name)):
            return 0
        self._alike[name, kept.pop()] -= 1
        return 1
