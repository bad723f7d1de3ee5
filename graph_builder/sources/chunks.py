"""Lines of records read chunk by chunk: a chunk whose bytes were read before is neither parsed nor checked again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple, TypeAlias

import msgspec

from graph_builder.cutting import ends
from graph_builder.entry_store import Chunk, Known, encoded, name_of
from graph_builder.listing import ArchiveFile
from graph_builder.memo import Memo
from graph_builder.problems import Problem, Problems
from graph_builder.records import AnyRecord, Entry
from graph_builder.sources.convert import Head

Reader: TypeAlias = Callable[[Iterable[tuple[int, bytes]], str, Head, Problems], Iterator[Entry[AnyRecord]]]
"""Yields the records of numbered lines of a file with a head, and gathers problems."""

SECTION: Final = 1 << 20
"""About how many bytes of a file a process reads at a time."""

_TELLS_LINES: Final = "duplicate-key"
"""The problem whose message names lines of the file."""


class _Read(msgspec.Struct, array_like=True):
    lines: bytes | None
    names: list[tuple[str, str]]
    problems: list[Problem]
    known: Known | None = None


_READ: Final = msgspec.msgpack.Decoder(_Read)
_WRITE: Final = msgspec.msgpack.Encoder()


class Section(NamedTuple):
    """Where some chunks of a file stand.

    Attributes:
        begin: the offset of their first byte.
        end: the offset behind their last byte.
        first: the number of their first line.
    """

    begin: int
    end: int
    first: int


class ReadChunk(NamedTuple):
    """What is read of a chunk.

    Attributes:
        chunk: its records, but for those that are faulty.
        problems: what is wrong in it.
    """

    chunk: Chunk
    problems: list[Problem]


Share: TypeAlias = Callable[[], Iterator[ReadChunk]]
"""Reads some chunks of a file; it can be called in any process."""


def shares(file: ArchiveFile, head: Head, after: int, problems: Problems, memo: Memo, *, read: Reader) -> list[Share]:
    """Return the work of reading a file of lines, section by section.

    Args:
        file: the file.
        head: its head.
        after: the number of the line of the head, behind which the records stand.
        problems: where it is reported that the file cannot be read.
        memo: what was read before.
        read: reads what was not.
    """
    cut = sections(file.lines(problems), after, SECTION)
    return [partial(_section, file, section, head, memo, read) for section in cut]


def sections(lines: Iterable[bytes], after: int, size: int) -> Iterator[Section]:
    """Cut a file between chunks, which are the same however many of them make a section.

    Args:
        lines: the lines of the file as they stand there.
        after: the number of the line behind which the records stand.
        size: how many bytes a section has at least, but for the last.
    """
    begin = end = length = 0
    first = after + 1
    for number, line in enumerate(lines, 1):
        end += len(line)
        if number <= after:
            begin = end
            continue
        stripped = stripped_of(line, number)
        length += len(stripped)
        if stripped and ends(stripped, length):
            length = 0
            if end - begin >= size:
                yield Section(begin, end, first)
                begin, first = end, number + 1
    if end > begin:
        yield Section(begin, end, first)


def numbered(lines: Iterable[bytes], start: int = 1) -> Iterator[tuple[int, bytes]]:
    """Number the lines that hold anything.

    Args:
        lines: as they stand in the file.
        start: the number of the first of them.
    """
    for number, line in enumerate(lines, start):
        if stripped := stripped_of(line, number):
            yield number, stripped


def stripped_of(line: bytes, number: int) -> bytes:
    """Return a line without blanks around it, the first line also without a byte order mark."""
    return (line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).strip(b" \t\r\n")


def _section(file: ArchiveFile, section: Section, head: Head, memo: Memo, read: Reader) -> Iterator[ReadChunk]:
    problems = Problems()
    lines = numbered(file.lines_between(section.begin, section.end, problems), section.first)
    yield from _chunks(lines, file.path, head, memo, read=read)
    if problems:
        yield ReadChunk(Chunk(head.source.id, file.path, 0, b"", []), list(problems))


def _chunks(
    lines: Iterable[tuple[int, bytes]], file: str, head: Head, memo: Memo, *, read: Reader
) -> Iterator[ReadChunk]:
    """Yield the records of numbered lines, and what is faulty and left out.

    Args:
        lines: line number and bytes of each record.
        file: path of the file in the archive.
        head: the head of the file.
        memo: what was read before.
        read: reads what was not.
    """
    held: list[tuple[int, bytes]] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line[1])
        if ends(line[1], size):
            yield _chunk(held, file, head, memo, read)
            held, size = [], 0
    if held:
        yield _chunk(held, file, head, memo, read)


def _chunk(held: list[tuple[int, bytes]], file: str, head: Head, memo: Memo, read: Reader) -> ReadChunk:
    shift, source = held[0][0] - 1, head.source.id
    counted = [(number - shift, line) for number, line in held]
    gaps = b"" if counted[-1][0] == len(counted) else repr([number for number, _ in counted]).encode()
    said = repr((file, source, head.kind, bool(head.corrects))).encode()
    key = memo.key("reading", said, gaps, b"\n".join([line for _, line in held]))
    remembered = memo.get(key)
    found = None if remembered is None else _READ.decode(remembered)
    if found is None or (found.known and not memo.has(found.known.key(memo))):
        found = _read(counted, file, head, read)
        if any(one.code == _TELLS_LINES for one in found.problems):
            found, shift = _read(held, file, head, read), 0
        else:
            lines = found.lines or b""
            known = Known.of(lines)
            memo.put(known.key(memo), lines)
            memo.put(key, _WRITE.encode(_Read(None, found.names, found.problems, known)))
    problems = [replace(one, place=one.place.moved(shift)) for one in found.problems]
    return ReadChunk(Chunk(source, file, shift, found.lines, found.names, found.known), problems)


def _read(lines: Iterable[tuple[int, bytes]], file: str, head: Head, read: Reader) -> _Read:
    problems = Problems()
    entries = list(read(lines, file, head, problems))
    names = [name_of(entry.record) for entry in entries]
    return _Read(b"".join(map(encoded, entries)), names, list(problems))
