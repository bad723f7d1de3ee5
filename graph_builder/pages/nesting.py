"""What would make a parser of HTML take the square of a page's length, counted without parsing it.

Elements that stand deep in one another do, as each tag is held against all that are open; attributes of one tag, as
each is held against those before it; and elements of formatting that are left open, as the standard opens ``<b>`` again
in every paragraph that follows the one in which it began. Text between the cells of a table is put before the table, to
what was put there already, and all of that is copied each time.
"""

from collections import Counter
from typing import Final, NamedTuple

from graph_builder.pages.tags import tags
from graph_builder.settings import HTML_ATTRIBUTES

_FEW: Final = 800
"""Fewer tags than these cannot take much, unless one is long."""

_SHORT: Final = 20_000
"""Nor can a source of fewer characters."""

_LONG: Final = 2 * HTML_ATTRIBUTES
"""Shorter tags cannot have too many attributes: each takes two characters."""

_FLAT_TAGS: Final = (
    "area base br col embed hr img input link meta param source track wbr frame"
    " p li dt dd tr td th option optgroup tbody thead tfoot colgroup rt rp"
)
"""What holds no other element, or ends where the next one begins."""

_FLAT: Final = frozenset(_FLAT_TAGS.split())
_FORMATTING_TAGS: Final = "a b big code em font i nobr s small strike strong tt u"
_FORMATTING: Final = frozenset(_FORMATTING_TAGS.split())
_ONE_AT_A_TIME: Final = frozenset({"a", "nobr"})
_CELLS: Final = frozenset({"td", "th", "caption"})
_BOUNDS: Final = _CELLS | {"table", "template", "object", "applet", "marquee"}
"""What an end tag of formatting inside closes nothing outside of."""

_ROWS: Final = frozenset({"tr", "tbody", "thead", "tfoot", "table"})
_BEFORE_CELLS: Final = (_ROWS | _CELLS | {"colgroup"}) - {"table"}
_UNSEEN: Final = frozenset({"script", "style", "template", "form", "input", "colgroup", "col"})
"""What may stand between cells."""

_ALIKE: Final = 3
"""How many elements with the same start tag are opened again."""


class Burden(NamedTuple):
    """What parsing a source would take.

    Attributes:
        depth: about how deep its elements are nested.
        reopened: how many elements would be opened again, at most: at each tag those that are open or were left open.
        attributes: the greatest number of attributes of one tag.
        moved: how often a character is copied where text stands between cells.
    """

    depth: int = 0
    reopened: int = 0
    attributes: int = 0
    moved: int = 0


def burden(source: str) -> Burden:
    """Return what parsing a source would take; of a small one nothing is counted, as it cannot be much."""
    if source.count("<") <= _FEW and len(source) <= _SHORT:
        return Burden()
    depth = deepest = reopened = attributes = pieces = characters = 0
    between_cells = False
    opened: Counter[str] = Counter()
    formatting = _Formatting()
    for tag in tags(source):
        name, end = tag.name, tag.end
        if len(tag.attributes) > _LONG:
            attributes = max(attributes, tag.crowd)
        if between_cells and tag.before:
            pieces, characters = pieces + 1, characters + tag.before
        if not name or tag.closed:
            continue
        is_again = not end and name in _ONE_AT_A_TIME and opened[name] > 0
        if end:
            formatting.end(name)
            between_cells = name in _BEFORE_CELLS or (between_cells and (name in _UNSEEN or not opened[name]))
        else:
            formatting.start(name, tag.attributes)
            between_cells = name in _ROWS or (between_cells and name in _UNSEEN)
        reopened += formatting.count
        if name in _FLAT or is_again or (end and not opened[name]):
            continue
        step = -1 if end else 1
        opened[name] += step
        depth += step
        deepest = max(deepest, depth)
    return Burden(deepest, reopened, attributes, pieces * characters)


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
