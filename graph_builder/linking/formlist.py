"""All forms of all names, numbered, and made anew when one is asked for: few of them are ever found on a page."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from graph_builder.linking.forms import Form, Role
from graph_builder.linking.naming import forms_of, with_names_of
from graph_builder.records import AnyRecord, Entry, Region


class Forms:
    """The forms of authority entries, numbered in the order of the entries.

    Iterate over them once, to the end, before anything else.

    Attributes:
        alone: forms of places that are so named without their noun.
    """

    def __init__(self, entries: Sequence[Entry[AnyRecord]], home: str) -> None:
        self.alone: list[Form] = []
        self._entries = entries
        named = (one.record for one in entries if isinstance(one.record, Region) and one.record.id == home)
        self._country = next(named, None)
        self._first = array("I")  # the number of the first form of each entry
        self._keys = array("q")
        self._of_entry = lru_cache(maxsize=4096)(self._made)

    def __iter__(self) -> Iterator[Form]:
        """Yield all forms."""
        for index in range(len(self._entries)):
            self._first.append(len(self._keys))
            for form in self._made(index):
                self._keys.append(_key(form))
                if form.alone:
                    self.alone.append(form)
                yield form

    def get(self, number: int) -> Form:
        """Return a form by its number."""
        index = bisect_right(self._first, number) - 1
        return self._of_entry(index)[number - self._first[index]]

    def sharing(self) -> Iterator[tuple[Form, Entry[AnyRecord]]]:
        """Yield the forms that are probably equal to others, each with its entry: all that are, and a few more."""
        seen, twice = set[int](), set[int]()
        for key in self._keys:
            (twice if key in seen else seen).add(key)
        for number, key in enumerate(self._keys):
            if key in twice:
                yield self.get(number), self._entries[bisect_right(self._first, number) - 1]

    def _made(self, index: int) -> tuple[Form, ...]:
        return tuple(forms_of(with_names_of(self._country, self._entries[index].record)))


def _key(form: Form) -> int:
    return hash((form.language, form.key, form.role in (Role.NAME, Role.ABBREVIATION)))
