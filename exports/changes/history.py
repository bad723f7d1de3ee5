"""The history of a dataset: all releases that changed anything, the newest of them made by comparing with the last.

A release in which nothing changed carries the history on as it is, so the same content stays the same release whenever
it is built. The changes of the newest release are found by one pass over both datasets and kept on disk as lines of
the log, so that memory stays flat.
"""

import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Final, TypeAlias

from exports.changes import log, paths
from exports.changes.finding import Finding, document, is_told_of
from exports.changes.graves import tombstones
from exports.changes.last import LastRelease
from exports.changes.log import Change, Dates, Entry, Releases, Tombstone
from exports.changes.reasons import Reasons
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.line_file import LineFile
from graph_builder.rdf import Term, iri_text, literal_parts

NEWEST: Final = 100
"""How many changes a feed of news holds."""
UNDATED: Final = "1970-01-01T00:00:00Z"
"""The time of a first release that nobody gave one and in which nothing has a date."""


def first_time(dataset: Dataset) -> str:
    """Return the time of a first release that nobody gave one: the beginning of the newest day of a page or source.

    Nobody can have harvested anything before, so no change can be missed; and two first builds are the same.
    """
    dated = {terms.retrieved, terms.datePublished}
    days = {value for _, property_, value in dataset.view if property_ in dated}
    newest = max((literal_parts(value)[0] for value in days if value.endswith("#date>")), default="")
    return f"{newest}T00:00:00Z" if newest else UNDATED


Clock: TypeAlias = Callable[[str, str], str]


def _sources_only(_: str, time: str) -> str:
    return time


class History:
    """All releases that changed anything, with what changed in each.

    Args:
        dataset: the release that is made.
        last: the release with which it is compared; none for the first.
        reasons: why entities are gone.
        clock: tells the time of the release, ``YYYY-MM-DDThh:mm:ssZ``, when it is told that of the last, or for a
            first release an empty text and the time that its sources give it; asked only if something changed.

    Attributes:
        dataset: the release that is made.
        last: the release from which the history is carried on; none for the first.
        releases: the releases that changed anything, the oldest first.
        has_news: whether the newest of them is the release that is made.
        tombstones: what is gone, by IRI, sorted.

    Raises:
        SystemFailure: if the files of the last release cannot be read.
    """

    def __init__(
        self,
        dataset: Dataset,
        last: LastRelease | None = None,
        reasons: Reasons | None = None,
        clock: Clock = _sources_only,
    ) -> None:
        self.dataset = dataset
        self._reasons = reasons or Reasons(dataset.iris.base, {}, ())
        self._before = _read_releases(last, dataset.iris.base)
        self.last = last if self._before else None
        data = self.last.read(paths.TOMBSTONES) if self.last else None
        self._graves = log.read_tombstones(data) if data else {}
        self.releases = self._before
        self._news = LineFile(Path(tempfile.gettempdir()))
        counts, events = self._found(Finding(dataset.view, self.last, self._reasons, self._graves))
        self.has_news = bool(events) or not self._before
        if self.has_news:
            self._time = clock(self._before[-1].time, "") if self._before else clock("", first_time(dataset))
            number = len(self._before) + 1
            entry = Entry(
                number=number,
                time=self._time,
                log=paths.LOG.format(number),
                events=events,
                counts=counts,
                previous=self.last.id if self.last else "",
            )
            self.releases = (*self._before, entry)

    def _found(self, finding: Iterable[Change]) -> tuple[dict[log.Action, dict[str, int]], int]:
        """Keep the changes; return how many there are by action and kind, and in all."""
        counts: dict[log.Action, dict[str, int]] = {}
        events = 0
        for change in finding:
            events += 1
            of_action = counts.setdefault(change.action, {})
            kind = self.dataset.iris.kind(f"<{change.iri}>")
            of_action[kind] = of_action.get(kind, 0) + 1
            self._news.write(log.line(change))
        self._news.close_writing()
        return {action: dict(sorted(kinds.items())) for action, kinds in sorted(counts.items())}, events

    @property
    def first_new(self) -> int:
        """How many events there were before the release that is made: the number of its first event, from 0."""
        return sum(entry.events for entry in self._before)

    @property
    def total(self) -> int:
        """How many events there were in all."""
        return sum(entry.events for entry in self.releases)

    def news(self) -> Iterator[Change]:
        """Yield the changes of the release that is made, sorted by entity; none if nothing changed."""
        return map(log.read_change, self._news.lines())

    def changes(self, number: int) -> Iterator[Change]:
        """Yield the changes of a release, sorted by entity."""
        if self.has_news and number == len(self.releases):
            return self.news()
        assert self.last is not None
        return map(log.read_change, self.last.lines(self.releases[number - 1].log))

    def latest(self) -> list[tuple[int, Entry, Change]]:
        """Return the newest changes with their number in the whole history (from 0) and release, the newest first."""
        found: list[tuple[int, Entry, Change]] = []
        end = self.total
        for entry in reversed(self.releases):
            start = end - entry.events
            newest = deque(enumerate(self.changes(entry.number), start), maxlen=NEWEST - len(found))
            found += [(number, entry, change) for number, change in reversed(newest)]
            end = start
            if len(found) == NEWEST:
                break
        return found

    @cached_property
    def tombstones(self) -> dict[str, Tombstone]:
        """What is gone, by IRI, sorted; what came back is not among it."""
        return tombstones(self._graves, self.news(), self.releases[-1], self._reasons, self.exists)

    def exists(self, entity: Term) -> bool:
        """Tell whether the release that is made says anything of an entity itself."""
        return is_told_of(self.dataset.view, entity)

    def statements_of(self, change: Change) -> Iterator[str]:
        """Yield what the release that is made says of an entity that changed, then of its dependents, as N-Triples."""
        if change.action != "created":
            return iter(log.statements(document(self.dataset.view, f"<{change.iri}>")))
        own = f"<{change.iri}> "  # what is new is whole in its change, sorted by subject
        return chain(
            (one for one in change.after if one.startswith(own)),
            (one for one in change.after if not one.startswith(own)),
        )

    def dates(self) -> Iterator[Dates]:
        """Yield when each entity that is there was created and last changed, sorted by entity."""
        before = map(log.read_dates, self.last.lines(paths.ENTITIES)) if self.last else iter(())
        if not self.has_news:
            yield from before
            return
        known = ((f"<{one.iri}>", one, None) for one in before)
        news = ((f"<{one.iri}>", None, one) for one in self.news())
        for _, both in groupby(merge(known, news, key=itemgetter(0)), key=itemgetter(0)):
            there: Dates | None = None
            change: Change | None = None
            for _, one, other in both:
                there, change = one or there, other or change
            if dates := self._dates(there, change):
                yield dates

    def _dates(self, there: Dates | None, change: Change | None) -> Dates | None:
        if change is None:
            return there
        if change.is_gone:
            return None
        if there is None:
            return Dates(change.iri, self._time, self._time, change.iri in self._graves)
        return Dates(change.iri, there.created, self._time, there.returned)

    def last_changed(self, entity: Term) -> str:
        """Return when an entity that is there last changed, ``YYYY-MM-DDThh:mm:ssZ``.

        Raises:
            KeyError: if it is not there.
        """
        if not self.exists(entity):
            raise KeyError(entity)
        return self._later.get(iri_text(entity), self.releases[0].time)

    @cached_property
    def _later(self) -> dict[str, str]:
        """When an entity last changed, where that was not in the first release."""
        if not self.last:
            return {}
        first = self.releases[0].time
        return {one.iri: one.changed for one in self.dates() if one.changed != first}

    def has_history(self, entity: Term) -> bool:
        """Tell whether anything happened to an entity after it was first published."""
        return iri_text(entity) in self._eventful

    @cached_property
    def _eventful(self) -> set[str]:
        if not self.last:
            return set()
        return {one.iri for one in self.dates() if one.changed != one.created or one.returned}

    def files(self) -> Iterator[tuple[str, bytes | Iterable[bytes]]]:
        """Yield path and content of the files of the log."""
        yield (
            paths.RELEASES,
            log.pretty(Releases(format=log.FORMAT, base=self.dataset.iris.base, releases=self.releases)),
        )
        for entry in self._before:
            assert self.last is not None
            yield entry.log, self.last.chunks(entry.log)
        if self.has_news:
            yield self.releases[-1].log, self._news.lines()
        yield paths.ENTITIES, map(log.line, self.dates())
        yield paths.TOMBSTONES, log.pretty(self.tombstones)


def _read_releases(last: LastRelease | None, base: str) -> tuple[Entry, ...]:
    """Return the releases before this one; none where the last has no log, or one of another form or base."""
    data = last.read(paths.RELEASES) if last else None
    known = log.read_releases(data) if data else None
    return known.releases if known and known.base == base else ()
