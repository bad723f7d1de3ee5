"""The tree of all names over their words, packed into arrays, since a large archive has some hundred thousand names."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from graph_builder.linking.forms import Case, Form, Role

Integers: TypeAlias = "array[int]"

_LANGUAGES: Final = ("ky", "ru", "en")
_USES: Final = tuple((language, case) for language in _LANGUAGES for case in Case)
_USE_BIT: Final = {use: 1 << index for index, use in enumerate(_USES)}
_ADJECTIVE, _LAST_OF_NAME = 1 << len(_USES), 2 << len(_USES)


class Word:
    """A word of names.

    Attributes:
        text: the folded word.
        adjective: whether it is an adjective of place.
        last_of_name: whether it is the last of a name of several words.
        uses: languages of the names, and how the word is written in them.
    """

    __slots__ = ("adjective", "last_of_name", "text", "uses")

    def __init__(self, text: str, mask: int) -> None:
        self.text = text
        self.adjective = bool(mask & _ADJECTIVE)
        self.last_of_name = bool(mask & _LAST_OF_NAME)
        self.uses = [use for use in _USES if mask & _USE_BIT[use]]


class NameTree:
    """Names as paths of words; place 0 is the root. Words and forms are numbered in the order of the names."""

    def __init__(self, forms: Iterable[Form]) -> None:
        numbers: dict[tuple[str, bool, bool], int] = {}
        self._masks = array("H")
        jointed = set[int]()
        tree: dict[int, int] = {}
        ends = array("I")
        for form in forms:
            place, final = 0, len(form.words) - 1
            for index, (word, joint, case) in enumerate(zip(form.words, form.joints, form.cases, strict=True)):
                adjective = form.role is Role.PLACE_ADJECTIVE and index == final
                last_of_name = index == final and final > 0 and form.role is Role.NAME
                number = numbers.setdefault((word, adjective, last_of_name), len(numbers))
                if number == len(self._masks):
                    self._masks.append(adjective * _ADJECTIVE | last_of_name * _LAST_OF_NAME)
                self._masks[number] |= _USE_BIT[form.language, case]
                if joint:
                    jointed.add(place)
                place = tree.setdefault(place << 32 | number << 1 | joint, len(tree) + 1)
            ends.append(place)
        # One string of all words takes a fifth of what as many strings take.
        self._words = "\n".join(word for word, _, _ in numbers)
        self._jointed = frozenset(jointed)
        count = len(numbers)
        del numbers
        self._first, self._labels, self._children = _rows(tree, len(tree) + 1)
        self._roots = array("I", bytes(4 * count))
        for at in range(self._first[0], self._first[1]):
            self._roots[self._labels[at] >> 1] = self._children[at]
        self._first_form, self._forms = lists_of(ends, array("I", range(len(ends))), len(tree) + 1)

    def words(self) -> Iterator[Word]:
        """Yield all words in the order of their numbers."""
        if self._masks:
            yield from map(Word, self._words.split("\n"), self._masks)

    def begins(self, number: int) -> int:
        """Return the place to which a word leads from the root; 0 if no name begins with it."""
        return self._roots[number]

    def is_jointed(self, place: int) -> bool:
        """Tell whether punctuation may stand after a place."""
        return place in self._jointed

    def next(self, place: int, number: int, joint: bool) -> int:
        """Return the place to which a word leads from another; 0 if to none."""
        label, low, high = number << 1 | joint, self._first[place], self._first[place + 1]
        at = bisect_left(self._labels, label, low, high)
        return self._children[at] if at < high and self._labels[at] == label else 0

    def forms(self, place: int) -> Sequence[int]:
        """Return the numbers of the forms that end at a place."""
        return self._forms[self._first_form[place] : self._first_form[place + 1]]


def _rows(tree: dict[int, int], places: int) -> tuple[Integers, Integers, Integers]:
    """Return where the branches of each place begin, and for each branch its label and where it leads."""
    first, labels, children = array("I", bytes(4)), array("I"), array("I")
    for key in sorted(tree):
        while len(first) <= key >> 32:
            first.append(len(labels))
        labels.append(key & 0xFFFFFFFF)
        children.append(tree[key])
    while len(first) <= places:
        first.append(len(labels))
    return first, labels, children


def lists_of(owners: Integers, values: Integers, count: int) -> tuple[Integers, Integers]:
    """Return where the list of each owner begins, and all lists one after the other, each in the order given.

    Args:
        owners: for each value whose it is.
        values: the values.
        count: number of owners.
    """
    first = array("I", bytes(4 * (count + 1)))
    for owner in owners:
        first[owner + 1] += 1
    for owner in range(count):
        first[owner + 1] += first[owner]
    ends, lists = array("I", first), array("I", bytes(4 * len(values)))
    for owner, value in zip(owners, values, strict=True):
        lists[ends[owner]] = value
        ends[owner] += 1
    return first, lists
