"""Reads JSON Lines: the head, then one record a line; each line stands for itself.

Made for bulk: right lines cost two calls of msgspec for many and a few searches; only a line that may be faulty is read
by itself, and with the slow parser that names all faults. Memory stays flat.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from typing import Any, Final, NamedTuple

import msgspec

from graph_builder.decode import NOT_JSON, decode
from graph_builder.listing import ArchiveFile
from graph_builder.problems import Place, Problem, Problems
from graph_builder.records import KINDS, AnyRecord, Entry
from graph_builder.records.base import emptied
from graph_builder.records.codec import ENCODER, decoder, is_plain
from graph_builder.records.forms import are_well_formed
from graph_builder.sources.chunks import numbered, shares
from graph_builder.sources.convert import Head, to_record
from graph_builder.sources.head import read_head
from graph_builder.sources.json_text import parse_json
from graph_builder.sources.source_file import SourceFile
from graph_builder.sources.tree import Tree, UnreadableError, empty_file

_NAME: Final = re.compile(rb'"(\w+)"\s*:')  # a quote inside a text is escaped, so only names of fields fit
_ESCAPE: Final = re.compile(rb"\\[bfu]")
"""What may stand for a character that no text may hold: backspace, form feed, any by its number."""
_KIND: Final = b'{"kind":'
_OPENING, _CLOSING = b"{", b"}"
_ANY: Final = msgspec.json.Decoder()
_NONE: Final[frozenset[str]] = frozenset()
_AT_ONCE: Final = 32
"""How many lines are read at once: if one of them needs a closer look, all are read one by one."""


class _Together(NamedTuple):
    """Records of lines that were read at once, and of each whether it is plain (:attr:`Entry.plain`)."""

    records: list[AnyRecord]
    plain: list[bool]


def read(file: ArchiveFile, problems: Problems) -> SourceFile | None:
    """Return what a JSON Lines file says; its records are read as they are asked for, and it is open only then."""
    with closing(file.lines(problems)) as lines:
        head, after = read_first(numbered(lines), file, problems)
    if head is None:
        return None
    behind = ((number, line) for number, line in numbered(file.lines(problems)) if number > after)
    return SourceFile(
        head.source,
        iter_records(behind, file.path, head, problems),
        head.corrects,
        partial(shares, file, head, after, problems, read=iter_records),
    )


def read_first(lines: Iterator[tuple[int, bytes]], file: ArchiveFile, problems: Problems) -> tuple[Head | None, int]:
    """Return the head of a file and the number of its line, 0 for an empty file (arguments as :func:`iter_records`)."""
    line, first = next(lines, (0, b""))
    tree = _tree(first, Place(file.path, line), problems) if line else None
    if line == 0:
        problems.add(empty_file(file.path))
    return (None if tree is None else read_head(tree, file, problems)), line


def iter_records(
    lines: Iterable[tuple[int, bytes]], file: str, head: Head, problems: Problems
) -> Iterator[Entry[AnyRecord]]:
    """Yield the records of numbered lines; a faulty line is left out and added to the problems.

    Args:
        lines: line number and bytes of each record.
        file: path of the file in the archive.
        head: the head of the file.
        problems: where faults are gathered.
    """
    source = head.source.id
    decoders = [decoder(KINDS[head.kind])] if head.kind in KINDS else []
    decoders.append(decoder(None))
    waiting = iter(lines)
    while some := list(islice(waiting, _AT_ONCE)):
        together = None if head.corrects else _together([line for _, line in some], decoders[0])
        if together is None:
            yield from _one_by_one(some, file, head, problems, decoders)
            continue
        for (number, _), record, plain in zip(some, together.records, together.plain, strict=True):
            yield Entry(record, source, Place(file, number), _NONE, plain)


def _one_by_one(
    lines: Iterable[tuple[int, bytes]],
    file: str,
    head: Head,
    problems: Problems,
    decoders: list[msgspec.json.Decoder[AnyRecord]],
) -> Iterator[Entry[AnyRecord]]:
    for number, line in lines:
        place = Place(file, number)
        tree = None
        record = None if head.corrects or _is_suspect(line) else _decoded(line, decoders)
        if record is None or (_may_repeat(line, record) and _repeats(line)):
            tree = _tree(line, place, problems)
            record = None if tree is None else to_record(tree, head.kind, problems)
        if record is not None:
            yield Entry(record, head.source.id, place, emptied(record, tree.value) if tree else _NONE, is_plain(line))


def _together(lines: list[bytes], decoder: msgspec.json.Decoder[AnyRecord]) -> _Together | None:
    """Return the records of lines of which each holds one and none needs a closer look; None if any may need it."""
    # A line end stands in no text of JSON: where each line begins and ends as a record, as many records as lines are
    # one a line. A name that stood twice would make more colons than the records have when they are written again.
    with_kind, plain = 0, []
    for line in lines:
        if line.startswith(_KIND):
            with_kind += 1
        elif not line.startswith(_OPENING):
            return None
        if not line.endswith(_CLOSING):
            return None
        # As _escapes and is_plain tell it, in one search of each line: calls would be felt. DEL is looked for below.
        escapes = b"\\" in line
        if escapes and _ESCAPE.search(line):
            return None
        plain.append(not escapes)
    data = b"\n".join(lines)
    if _holds_forbidden(data):
        return None
    try:
        records = decoder.decode_lines(data)
    except NOT_JSON:
        return None
    if len(records) != len(lines) or not are_well_formed(records):
        return None
    colons = _colons(ENCODER.encode_lines(records)) - len(lines) + with_kind
    return _Together(records, plain) if _colons(data) == colons else None


def _colons(data: bytes) -> int:
    # That replaces twice as fast as count counts: it looks for the next one many bytes at a time.
    return len(data) - len(data.replace(b":", b""))


def _decoded(line: bytes, decoders: list[msgspec.json.Decoder[AnyRecord]]) -> AnyRecord | None:
    for attempt in decoders:
        try:
            record = attempt.decode(line)
        except NOT_JSON:
            continue
        return record if are_well_formed([record]) else None
    return None


def _tree(line: bytes, place: Place, problems: Problems) -> Tree | None:
    text = decode(line, place)
    if isinstance(text, Problem):
        problems.add(text)
        return None
    try:
        return parse_json(text, place.file, place.line)
    except UnreadableError as error:
        problems.add(error.problem)
        return None


def _is_suspect(line: bytes) -> bool:
    """Tell whether a line may hold what no published text may hold, as it is or as an escape."""
    return _escapes(line) or _holds_forbidden(line)


def _escapes(line: bytes) -> bool:
    # Most lines hold no backslash, and few another than those before quotes and line ends.
    return b"\\" in line and _ESCAPE.search(line) is not None


def _holds_forbidden(data: bytes) -> bool:
    # One byte is looked for at ten times the speed of two, and is seldom there.
    return b"\x7f" in data or (b"\xef" in data and b"\xef\xbf" in data)


def _may_repeat(line: bytes, record: AnyRecord) -> bool:
    """Tell, at little cost, whether a name may stand twice in one object: msgspec would silently take the last.

    A record that is written again has as many colons as its line, its kind apart, unless a name stood twice, an empty
    value was written out or the kind stands elsewhere than first.
    """
    return line.count(b":") != ENCODER.encode(record).count(b":") - (not line.startswith(_KIND))


def _repeats(line: bytes) -> bool:
    try:
        return _count_names([_ANY.decode(line)]) != len(_NAME.findall(line))
    except NOT_JSON:
        return True


def _count_names(value: Any) -> int:
    count, waiting = 0, [value]
    while waiting:
        item = waiting.pop()
        if type(item) is dict:
            count += len(item)
            item = item.values()
        waiting += [inner for inner in item if type(inner) is dict or type(inner) is list]
    return count
