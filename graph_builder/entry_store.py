"""Records that are kept on disk: read from the archive once, gone through as often as a build needs them.

They lie in chunks that are cut where their own content decides, and in a chunk lines are counted from its beginning. So
a chunk that only moved, because something was put in before it, has the same bytes as before.
"""

from collections.abc import Iterable, Iterator, Set
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from graph_builder.cutting import ends, grouped
from graph_builder.line_file import LineFile
from graph_builder.memo import Memo
from graph_builder.problems import Place
from graph_builder.records import AnyRecord, Entry
from graph_builder.records.codec import ENCODER, decoder, is_plain

_HEAD: Final = msgspec.json.Encoder()
_HEADS: Final = msgspec.json.Decoder(tuple[int, str, list[str]])
_VOICES: Final = msgspec.json.Decoder(tuple[str, str])
_NAMES: Final = msgspec.json.Decoder(list[tuple[str, str]])
_RECORDS: Final[Any] = decoder(None)
Position: TypeAlias = tuple[int, ...]
"""Where a chunk comes among others: number of its file, of its section, of itself."""


def encode(entry: Entry[AnyRecord]) -> bytes:
    """Return an entry as one line that stands for itself."""
    return b"%b\t%b" % (_HEAD.encode((entry.source, entry.place.file)), encoded(entry))


def decode(line: bytes) -> Entry[AnyRecord]:
    """Read a line that :func:`encode` wrote."""
    voice, _, rest = line.partition(b"\t")  # JSON writes a tab in a text as an escape
    return _read(rest, *_VOICES.decode(voice))


def encoded(entry: Entry[AnyRecord], shift: int = 0) -> bytes:
    """Return an entry as a line of a chunk."""
    place = entry.place
    head = _HEAD.encode((place.line and place.line - shift, place.path, sorted(entry.emptied)))
    return b"%b\t%b\n" % (head, ENCODER.encode(entry.record))


def _read(line: bytes, source: str, file: str, shift: int = 0) -> Entry[AnyRecord]:
    head, _, record = line.partition(b"\t")
    number, path, emptied = _HEADS.decode(head)
    place = Place(file, number and number + shift, path)
    return Entry(_RECORDS.decode(record), source, place, frozenset(emptied), is_plain(record))


def name_of(record: AnyRecord) -> tuple[str, str]:
    """Return the kind and the slug of what a record describes."""
    return str(type(record).__struct_config__.tag), record.id


class Known(NamedTuple):
    """Tells lines of records that a memo knows (:class:`graph_builder.parts.Kept` tells those of documents).

    Attributes:
        digest: their SHA-256.
        size: of them, in bytes.
    """

    digest: bytes
    size: int

    @classmethod
    def of(cls, lines: bytes) -> "Known":
        """Return what tells some lines."""
        return cls(sha256(lines).digest(), len(lines))

    def key(self, memo: Memo) -> bytes:
        """Return the key of the lines."""
        return memo.key("records", self.digest)


class Chunk(NamedTuple):
    """Some entries of one file.

    Attributes:
        source: the slug of the source that says them.
        file: path of the file in the archive.
        shift: what is added to the line of an entry in the chunk to get its line in the file.
        lines: the entries, one a line; None where only ``known`` tells them: :meth:`read` gives them in either case.
        names: kind and slug of each.
        known: tells the lines if the memo knows them.
        memo: the memo; given by the store that keeps the chunk.
    """

    source: str
    file: str
    shift: int
    lines: bytes | None
    names: list[tuple[str, str]]
    known: Known | None = None
    memo: Memo | None = None

    @property
    def digest(self) -> bytes:
        """The SHA-256 of the lines."""
        return (self.known or Known.of(self.read())).digest

    def read(self) -> bytes:
        """Return the lines (SystemFailure if the memo does not know them any more)."""
        if self.lines is not None:
            return self.lines
        assert self.known is not None
        assert self.memo is not None
        return self.memo.still(self.known.key(self.memo))

    def entries(self) -> Iterator[Entry[AnyRecord]]:
        """Read the entries, one at a time."""
        return self._of(self.read().splitlines())

    def about(self, names: Set[tuple[str, str]]) -> Iterator[Entry[AnyRecord]]:
        """Read the entries that describe something, given as kind and slug."""
        lines = zip(self.read().splitlines(), self.names, strict=True)
        return self._of(line for line, name in lines if name in names)

    def saying(self, slugs: Iterable[str]) -> Iterator[Entry[AnyRecord]]:
        """Read the entries in which one of some slugs stands anywhere."""
        texts = [ENCODER.encode(slug)[1:-1] for slug in slugs]
        return self._of(line for line in self.read().splitlines() if any(text in line for text in texts))

    def _of(self, lines: Iterable[bytes]) -> Iterator[Entry[AnyRecord]]:
        return (_read(line, self.source, self.file, self.shift) for line in lines)


def chunked(entries: Iterable[Entry[AnyRecord]]) -> Iterator[Chunk]:
    """Put entries into chunks, in their order."""
    source, place, shift, size = "", Place(""), 0, 0
    lines: list[bytes] = []
    names: list[tuple[str, str]] = []
    for entry in entries:
        moved = (entry.source, entry.place.file) != (source, place.file) or 0 < entry.place.line <= shift
        if lines and (moved or ends(lines[-1], size)):
            yield Chunk(source, place.file, shift, b"".join(lines), names)
            lines, names, size = [], [], 0
        source, place = entry.source, entry.place
        if not lines:
            shift = max(place.line - 1, 0)
        lines.append(encoded(entry, shift))
        names.append(name_of(entry.record))
        size += len(lines[-1])
    if lines:
        yield Chunk(source, place.file, shift, b"".join(lines), names)


class _Kept(NamedTuple):
    position: Position
    source: str
    file: str
    shift: int
    begin: int
    middle: int
    end: int
    entries: int
    known: Known | None


class EntryStore:
    """Entries in the order in which they were added.

    Args:
        folder: where they are kept.
        memo: knows the lines of chunks that are added without them.
    """

    def __init__(self, folder: Path, memo: Memo | None = None) -> None:
        self._file, self._memo = LineFile(folder), memo
        self._chunks: list[_Kept] = []

    def add(self, chunk: Chunk, position: Position = ()) -> None:
        """Append some entries (OSError if the disk is full).

        Args:
            chunk: the entries.
            position: by which they can be put in order.
        """
        self._chunks.append(self._kept(chunk, position))

    def put_in_order(self) -> None:
        """Put chunks that came in any order into the order of their positions."""
        self._chunks.sort(key=lambda kept: kept.position)

    def leave_out(self, names: Set[tuple[str, str, str]]) -> None:
        """Take out entries, each told by its source, its kind and its slug."""
        for number, chunk in enumerate(self.chunks()):
            if not names.isdisjoint((chunk.source, *name) for name in chunk.names):
                pairs = list(zip(chunk.read().splitlines(keepends=True), chunk.names, strict=True))
                left = [(line, name) for line, name in pairs if (chunk.source, *name) not in names]
                lines = b"".join(line for line, _ in left)
                rest = chunk._replace(lines=lines, names=[name for _, name in left], known=None)
                self._chunks[number] = self._kept(rest, ())

    def _kept(self, chunk: Chunk, position: Position) -> _Kept:
        begin = self._file.write(chunk.lines or b"")
        middle = self._file.write(_HEAD.encode(chunk.names))
        end, entries = self._file.size, len(chunk.names)
        return _Kept(position, chunk.source, chunk.file, chunk.shift, begin, middle, end, entries, chunk.known)

    def portions(self, size: int) -> list[range]:
        """Return the numbers of the chunks, those together that hold so many bytes; any process can then read them."""
        self._file.close_writing()
        sizes = (kept.known.size if kept.known else kept.middle - kept.begin for kept in self._chunks)
        return grouped(sizes, size)

    def chunks(self, numbers: Iterable[int] | None = None) -> Iterator[Chunk]:
        """Read the entries chunk by chunk: those of some chunks, or all."""
        self._file.close_writing()
        for number in range(len(self._chunks)) if numbers is None else numbers:
            kept = self._chunks[number]
            names = _NAMES.decode(self._file.read(kept.middle, kept.end))
            lines = None if kept.known else self._file.read(kept.begin, kept.middle)
            yield Chunk(kept.source, kept.file, kept.shift, lines, names, kept.known, self._memo)

    def __iter__(self) -> Iterator[Entry[AnyRecord]]:
        """Read the entries, one at a time."""
        return (entry for chunk in self.chunks() for entry in chunk.entries())

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(kept.entries for kept in self._chunks)
