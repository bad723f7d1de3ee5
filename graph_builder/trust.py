"""How far sources are believed: rank, then recency, then agreement, then precision (DESIGN: claims, disagreements)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_builder.dates import PartialDate
from graph_builder.rdf import Term
from graph_builder.records import Source

_NEVER: Final = date.min


@dataclass(frozen=True, slots=True)
class Standing:
    """How strong one source is for one property: compare by rank, then by recency.

    Attributes:
        rank: 0 is the lowest; higher is believed more.
        retrieved: when the source was read; the first day of all where unknown.
    """

    rank: int
    retrieved: date


class Trust:
    """The standing of every source of an archive.

    Args:
        sources: by the IRI term of the source.
        order: names of ranks, the strongest first.
        overrides: rank by (source IRI term, property IRI term), where it differs from the source's own.
    """

    def __init__(
        self,
        sources: Mapping[Term, Source],
        order: Sequence[str],
        overrides: Mapping[tuple[Term, Term], str],
    ) -> None:
        self._level = {rank: len(order) - index for index, rank in enumerate(order)}
        self._sources = sources
        self._overrides = overrides

    def standing(self, source: Term, predicate: Term) -> Standing:
        """Return how strong a source is for a property; one that nobody described is the weakest."""
        known = self._sources.get(source)
        rank = self._overrides.get((source, predicate)) or (known.rank if known else "")
        retrieved = known.retrieved.first if known and known.retrieved else _NEVER
        return Standing(self._level.get(rank, 0), retrieved)

    def about(self, sources: Iterable[Term]) -> bytes:
        """Return all that :meth:`standing` depends on for some sources, as text that is the same for the same."""
        described = []
        for source in sorted(sources):
            known = self._sources.get(source)
            own = [(key[1], rank) for key, rank in sorted(self._overrides.items()) if key[0] == source]
            described.append((source, known and (known.rank, known.retrieved and known.retrieved.text), own))
        return repr((self._level, described)).encode()


def coarseness(date_: PartialDate) -> int:
    """Return 0 for a day, 1 for a month, 2 for a season, 3 for a year: the lower, the more precise."""
    days = (date_.last - date_.first).days + 1
    return sum(days > longest for longest in (1, 31, 92))
