"""The run of the magazine, month by month, as far as the graph says which month a number stands for."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final, Literal, get_args

from exports.graph_index import GraphIndex, Node
from graph_builder import terms
from graph_builder.dates import PartialDate
from graph_builder.rdf import Term, literal_parts
from graph_builder.records.base import Rank

State = Literal["shown", "recorded", "derived", "unknown"]
STATES: Final[tuple[State, ...]] = get_args(State)
"""How well a month is known: shown by a captured page, described by a source, only following from the numbering
rule, not at all."""

_DERIVED: Final = get_args(Rank)[-1]
_LONGEST: Final = 12


@dataclass(frozen=True, slots=True)
class Number:
    """An issue in the run.

    Attributes:
        term: the issue.
        first: its whole number.
        last: its last whole number; the same unless it is a double issue.
        month: the month that it stands for, counted from year 0.
        state: how well it is known.
        captures: how many captured pages show it.
    """

    term: Term
    first: int
    last: int
    month: int
    state: State
    captures: int

    @property
    def months(self) -> range:
        """The months that it covers: a number is a month."""
        return range(self.month, self.month + min(self.last - self.first + 1, _LONGEST))

    @property
    def said(self) -> str:
        """The whole number as it is printed."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Run:
    """The months from the first known number to the last.

    Attributes:
        numbers: the issues that have a month, in order.
        unplaced: how many issues have none.
    """

    numbers: tuple[Number, ...]
    unplaced: int

    @property
    def months(self) -> range:
        """All months of the run, counted from year 0."""
        if not self.numbers:
            return range(0)
        return range(self.numbers[0].month, max(one.months[-1] for one in self.numbers) + 1)

    def by_month(self) -> dict[int, tuple[Number, ...]]:
        """Return the issues of each month that has one."""
        found: defaultdict[int, list[Number]] = defaultdict(list)
        for one in self.numbers:
            for month in one.months:
                found[month].append(one)
        return {month: tuple(issues) for month, issues in sorted(found.items())}

    def states(self) -> Counter[State]:
        """Return how many months are known how well; the best known issue of a month counts."""
        known = self.by_month()
        return Counter(
            min((one.state for one in known[month]), key=STATES.index) if month in known else "unknown"
            for month in self.months
        )


def run_of(index: GraphIndex) -> Run:
    """Return the run of the magazine."""
    issues = [index.node(term) for term in index.documents if index.type_of(term) == terms.Issue]
    numbers = [
        _number(index, node) for node in issues if node.first(terms.nominalMonth) and node.first(terms.wholeNumber)
    ]
    return Run(tuple(sorted(numbers, key=lambda one: (one.month, one.first, one.term))), len(issues) - len(numbers))


def _number(index: GraphIndex, node: Node) -> Number:
    day = PartialDate.parse(literal_parts(node.first(terms.nominalMonth))[0]).first
    first = int(literal_parts(node.first(terms.wholeNumber))[0])
    last = node.first(terms.lastWholeNumber)
    state, captures = state_of(index, node)
    return Number(
        term=node.term,
        first=first,
        last=max(int(literal_parts(last)[0]), first) if last else first,
        month=day.year * 12 + day.month - 1,
        state=state,
        captures=captures,
    )


def state_of(index: GraphIndex, issue: Node) -> tuple[State, int]:
    """Return how well an issue is known, and how many captured pages show it."""
    captures = sum(property_ == terms.shownIssue for _, property_ in index.incoming(issue.term))
    return "shown" if captures else "derived" if _is_derived(index, issue) else "recorded", captures


def _is_derived(index: GraphIndex, node: Node) -> bool:
    sources = {source for said in node.sources.values() for source in said}
    ranks = {index.node(source).first(terms.rank) for source in sources}
    return bool(ranks) and {literal_parts(rank)[0] for rank in ranks if rank} == {_DERIVED}
