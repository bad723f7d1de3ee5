"""What would make a parser of HTML take the square of a page's length, counted without parsing it.

Elements that stand deep in one another do, as each tag is held against all that are open. So do elements of formatting
that are left open: the standard opens ``<b>`` again in every paragraph that follows the one in which it began.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

_FEW: Final = 800
"""How many tags there must be for either to matter."""

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
_ATTRIBUTES: Final = rf"(?:[ \t\n/]*+[^ \t\n/>][^ \t\n/>=]*+{_VALUE})*+"
_TAG: Final = re.compile(rf"<!--(?:-?>|.*?--!?>|.*\Z)|<(/?)([A-Za-z][^ \t\n/>]*+)({_ATTRIBUTES})", re.DOTALL)
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
    """

    depth: int
    reopened: int


def burden(source: str) -> Burden:
    """Return what parsing a source would take; of one with few tags nothing is counted, as it cannot be much."""
    most = source.count("<")
    if most <= _FEW:
        return Burden(0, 0)
    depth = deepest = widest = 0
    opened: Counter[str] = Counter()
    formatting = _Formatting()
    for end, name, rest in _tags(source):
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
    return Burden(deepest, widest * most)


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
        self._within: list[tuple[str, dict[str, list[str]]]] = [("", {})]

    def start(self, name: str, attributes: str) -> None:
        if name in _FORMATTING:
            self._open(name, attributes)
            return
        if name in _CELLS or (name in _ROWS and name != "table"):
            self._leave_cell()
        if name in _BOUNDS:
            self._within.append((name, {}))

    def end(self, name: str) -> None:
        if name in _FORMATTING:
            if kept := self._within[-1][1].get(name):
                kept.pop()
                self.count -= 1
            return
        if name in _ROWS:
            self._leave_cell()
        if name in _BOUNDS and self._within[-1][0] == name:
            self._leave()

    def _open(self, name: str, attributes: str) -> None:
        kept = self._within[-1][1].setdefault(name, [])
        if name in _ONE_AT_A_TIME:
            self.count -= len(kept)
            kept.clear()
        if kept.count(attributes) < _ALIKE:
            kept.append(attributes)
            self.count += 1

    def _leave_cell(self) -> None:
        if self._within[-1][0] in _CELLS:
            self._leave()

    def _leave(self) -> None:
        """Take what is left open as open outside too: a cell that stands in no table is none."""
        for name, kept in self._within.pop()[1].items():
            self.count -= len(kept)
            for attributes in kept:
                self._open(name, attributes)
