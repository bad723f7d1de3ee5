"""Records that are kept on disk: read from the archive once, gone through as often as a build needs them."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from graph_builder.line_file import LineFile
from graph_builder.problems import Place
from graph_builder.records import AnyRecord, Entry
from graph_builder.records.codec import ENCODER, decoder

_HEAD: Final = msgspec.json.Encoder()
_HEADS: Final = msgspec.json.Decoder(tuple[str, str, int, str, list[str]])
_RECORDS: Final[Any] = decoder(None)


def encode(entry: Entry[AnyRecord]) -> bytes:
    """Return an entry as one line."""
    place = entry.place
    head = _HEAD.encode((entry.source, place.file, place.line, place.path, sorted(entry.emptied)))
    return head + b"\t" + ENCODER.encode(entry.record) + b"\n"


def decode(line: bytes) -> Entry[AnyRecord]:
    """Read a line that :func:`encode` wrote."""
    head, _, record = line.partition(b"\t")  # JSON writes a tab in a text as an escape
    source, file, number, path, emptied = _HEADS.decode(head)
    return Entry(_RECORDS.decode(record), source, Place(file, number, path), frozenset(emptied))


class EntryStore:
    """Entries in the order in which they were added.

    Args:
        folder: where they are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._file = LineFile(folder)
        self._count = 0
        self._left_out: Callable[[Entry[AnyRecord]], bool] | None = None

    def add(self, entry: Entry[AnyRecord]) -> None:
        """Append an entry (OSError if the disk is full)."""
        self._file.write(encode(entry))
        self._count += 1

    def extend(self, entries: Iterable[Entry[AnyRecord]]) -> None:
        """Append entries (OSError if the disk is full)."""
        for entry in entries:
            self.add(entry)

    def leave_out(self, condition: Callable[[Entry[AnyRecord]], bool]) -> None:
        """Pass over, from now on, the entries that meet a condition."""
        self._left_out = condition

    def __iter__(self) -> Iterator[Entry[AnyRecord]]:
        """Read the entries, one at a time."""
        left_out = self._left_out
        for entry in map(decode, self._file.lines()):
            if left_out is None or not left_out(entry):
                yield entry

    def __len__(self) -> int:
        """Return how many are not left out."""
        return self._count if self._left_out is None else sum(1 for _ in self)
