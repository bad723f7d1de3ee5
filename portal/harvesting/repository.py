"""The records of one release, in the order in which they changed, and what can be told of each."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import msgspec

from exports import harvest
from exports.harvest_records import About, Record
from exports.metadata_formats import METADATA_FORMATS, MetadataFormat, without_declaration
from portal.harvesting.faults import Fault
from portal.releases import Release


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records a list is of.

    Attributes:
        form: the form wanted.
        set: the set wanted; empty for all.
        since: the earliest time; empty for any.
        until: the latest time.
    """

    form: MetadataFormat
    set: str
    since: str
    until: str


class Repository:
    """The records of one release."""

    def __init__(self, release: Release) -> None:
        """Read the records.

        Raises:
            OSError: if they cannot be read.
            msgspec.DecodeError: if they are damaged.
        """
        self.release = release
        self.about = msgspec.json.decode(release.read(harvest.ABOUT), type=About)
        decode = msgspec.json.Decoder(Record).decode
        self.records: Sequence[Record] = [decode(line) for line in release.read(harvest.RECORDS).splitlines()]
        self._keys = [(record.changed, record.path) for record in self.records]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {record.path: place for place, record in enumerate(self.records)}

    @cached_property
    def _members(self) -> Mapping[str, "array[int]"]:
        """The places of the members of each set, ascending; a set has the members of those below it, too."""
        found: dict[str, array[int]] = {}
        for place, record in enumerate(self.records):
            above = {spec.rpartition(":")[0] for spec in record.sets}
            for spec in above | set(record.sets):
                found.setdefault(spec, array("I")).append(place)
        return found

    def find(self, path: str) -> Record | None:
        """Return the record of an entity, there or gone; nothing if there never was one."""
        place = self._places.get(path)
        return None if place is None else self.records[place]

    def select(self, wanted: Selection, after: tuple[str, str] | None, limit: int) -> tuple[list[Record], bool]:
        """Return the next records of a list, and whether more follow.

        Args:
            wanted: which records the list is of.
            after: time and path of the last record sent; None at the beginning.
            limit: how many at most.
        """
        start = bisect_right(self._keys, after) if after else bisect_left(self._keys, (wanted.since, ""))
        end = bisect_right(self._keys, (wanted.until, "\U0010ffff"))
        if wanted.set:
            members = self._members.get(wanted.set, array("I"))
            places: Sequence[int] = members[bisect_left(members, start) : bisect_left(members, end)]
        else:
            places = range(start, end)
        fitting = (self.records[place] for place in places if wanted.form.fits(self.records[place].path))
        found = list(islice(fitting, limit + 1))
        return found[:limit], len(found) > limit

    def count(self, wanted: Selection) -> int:
        """Return how many records a whole list has."""
        return len(self.select(wanted, None, len(self.records))[0])

    def metadata(self, record: Record, form: MetadataFormat) -> bytes | None:
        """Return a record in a form, without XML declaration; nothing if it has none."""
        path = f"{record.path}.{form.format.suffix}"
        if record.deleted or not form.fits(record.path) or not self.release.holds(path):
            return None
        return without_declaration(self.release.read(path))

    def forms(self, record: Record | None) -> Sequence[MetadataFormat]:
        """Return the forms that a record has, or those of any record."""
        return [form for form in METADATA_FORMATS if record is None or form.fits(record.path)]


def form_of(prefix: str) -> MetadataFormat:
    """Return a form by its prefix.

    Raises:
        Fault: ``cannotDisseminateFormat`` if there is none.
    """
    for form in METADATA_FORMATS:
        if form.prefix == prefix:
            return form
    known = ", ".join(form.prefix for form in METADATA_FORMATS)
    raise Fault("cannotDisseminateFormat", f"no records in the form {prefix[:100]!r}; there are {known}")
