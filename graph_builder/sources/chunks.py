"""Lines of records read chunk by chunk: a chunk whose bytes were read before is neither parsed nor checked again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final, TypeAlias

import msgspec

from graph_builder.cutting import ends
from graph_builder.entry_store import Chunk, encoded, name_of
from graph_builder.memo import Memo
from graph_builder.problems import Problem, Problems
from graph_builder.records import AnyRecord, Entry
from graph_builder.sources.convert import Head

Reader: TypeAlias = Callable[[Iterable[tuple[int, bytes]], str, Head, Problems], Iterator[Entry[AnyRecord]]]
"""Yields the records of numbered lines of a file with a head, and gathers problems."""

_TELLS_LINES: Final = "duplicate-key"
"""The problem whose message names lines of the file."""


class _Read(msgspec.Struct, array_like=True):
    lines: bytes
    names: list[tuple[str, str]]
    problems: list[Problem]


_READ: Final = msgspec.msgpack.Decoder(_Read)
_WRITE: Final = msgspec.msgpack.Encoder()


def read_chunks(
    lines: Iterable[tuple[int, bytes]], file: str, head: Head, problems: Problems, memo: Memo, *, read: Reader
) -> Iterator[Chunk]:
    """Yield the records of numbered lines; what is faulty is left out and added to the problems.

    Args:
        lines: line number and bytes of each record.
        file: path of the file in the archive.
        head: the head of the file.
        problems: where faults are gathered.
        memo: what was read before.
        read: reads what was not.
    """
    held: list[tuple[int, bytes]] = []
    size = 0
    for numbered in lines:
        held.append(numbered)
        size += len(numbered[1])
        if ends(numbered[1], size):
            yield _chunk(held, file, head, problems, memo, read)
            held, size = [], 0
    if held:
        yield _chunk(held, file, head, problems, memo, read)


def _chunk(held: list[tuple[int, bytes]], file: str, head: Head, problems: Problems, memo: Memo, read: Reader) -> Chunk:
    shift, source = held[0][0] - 1, head.source.id
    counted = [(number - shift, line) for number, line in held]
    gaps = b"" if counted[-1][0] == len(counted) else repr([number for number, _ in counted]).encode()
    said = repr((file, source, head.kind, bool(head.corrects))).encode()
    key = memo.key("reading", said, gaps, b"\n".join([line for _, line in held]))
    known = memo.get(key)
    if known is not None:
        found = _READ.decode(known)
    else:
        found = _read(counted, file, head, read)
        if any(one.code == _TELLS_LINES for one in found.problems):
            found, shift = _read(held, file, head, read), 0
        else:
            memo.put(key, _WRITE.encode(found))
    for problem in found.problems:
        place = problem.place
        problems.add(replace(problem, place=replace(place, line=place.line + shift)))
    return Chunk(source, file, shift, found.lines, found.names)


def _read(lines: Iterable[tuple[int, bytes]], file: str, head: Head, read: Reader) -> _Read:
    problems = Problems()
    entries = list(read(lines, file, head, problems))
    names = [name_of(entry.record) for entry in entries]
    return _Read(b"".join(map(encoded, entries)), names, list(problems))
