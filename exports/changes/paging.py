"""Pages of a growing list that crawlers may keep: a page that another one follows never changes again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page that is made anew.

    Attributes:
        number: from 1 on.
        items: what stands on it, the oldest first.
        is_last: whether no page follows yet.
    """

    number: int
    items: list[Item]
    is_last: bool


@dataclass(frozen=True, slots=True)
class Growth:
    """How a list grew.

    Attributes:
        size: how many items stand on a full page.
        before: how many items it had.
        after: how many it has.
    """

    size: int
    before: int
    after: int

    @property
    def extends(self) -> bool:
        """Whether the page that was the last is made anew, with what stood on it."""
        return self.after > self.before > 0

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return -(-self.after // self.size)

    @property
    def kept(self) -> int:
        """How many pages are as they were: those that another followed, and all if the list did not grow."""
        return self.pages if self.after == self.before else max(-(-self.before // self.size) - 1, 0)

    def page_of(self, item: int) -> int:
        """Return the number of the page of an item, counted from 0 in the whole list."""
        return item // self.size + 1

    def made(self, old: Iterable[Item], new: Iterable[Item]) -> Iterator[Page[Item]]:
        """Yield the pages that are made anew, one at a time.

        Args:
            old: what stood on the last page before.
            new: what the list grew by.
        """
        items = chain(old, new)
        for number in range(self.kept + 1, self.pages + 1):
            yield Page(number, list(islice(items, self.size)), number == self.pages)
