"""Precision, recall and F1 of facts, field by field."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from bench.reading.facts import Facts
from bench.reading.gold import Expected

MINIMAL_F1: Final = 0.97
MINIMAL_PRECISION: Final = {"organizations": 0.99, "regions": 0.99, "people": 0.99}


@dataclass
class Score:
    """How a field was read on all pages.

    Attributes:
        gold: how many facts there are.
        read: how many were read; optional ones do not count.
        right: how many of those are right.
        misses: page and fact, of those not read.
        wrong: page and fact, of those read that the page does not say.
    """

    gold: int = 0
    read: int = 0
    right: int = 0
    misses: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of what was read that is right."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """The share of what there is that was read."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, page: str, expected: Counter[str], found: Counter[str]) -> None:
        """Count one page."""
        self.gold += expected.total()
        self.read += found.total()
        self.right += (expected & found).total()
        self.misses += [(page, fact) for fact in sorted((expected - found).elements())]
        self.wrong += [(page, fact) for fact in sorted((found - expected).elements())]

    def missed_threshold(self, name: str) -> bool:
        """Whether the field is read worse than it must be."""
        return self.f1 < MINIMAL_F1 or self.precision < MINIMAL_PRECISION.get(name, 0.0)


def add_page(scores: dict[str, Score], page: str, expected: Expected, found: Facts) -> None:
    """Count the facts of one page in all fields."""
    for name, score in scores.items():
        same = expected.same[name]
        wanted = Counter(expected.facts[name])
        given = Counter(same.get(fact, fact) for fact in found[name])
        for fact in set(expected.optional[name]) & set(given) - set(wanted):
            del given[fact]
        score.add(page, wanted, given)
