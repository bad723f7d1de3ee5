"""Reads JSON Lines: the head, then one record a line; each line stands for itself.

Made for bulk: a right line costs one call of msgspec and a few searches; only a line that may be faulty is read
with the slow parser that names all faults. Memory stays flat.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from operator import attrgetter
from typing import Any, Final, NamedTuple, get_args, get_origin

import msgspec

from graph_builder.archive import ArchiveFile
from graph_builder.decode import decode
from graph_builder.problems import Place, Problem, Problems
from graph_builder.records import KINDS, AnyRecord, Entry
from graph_builder.records.base import emptied
from graph_builder.records.codec import decoder
from graph_builder.sources.chunks import read_chunks
from graph_builder.sources.convert import Head, to_record
from graph_builder.sources.head import read_head
from graph_builder.sources.json_text import parse_json
from graph_builder.sources.source_file import SourceFile
from graph_builder.sources.tree import Tree, UnreadableError, empty_file

_NAME: Final = re.compile(rb'"(\w+)"\s*:')  # a quote inside a text is escaped, so only names of fields fit
_ANY: Final = msgspec.json.Decoder()


def read(file: ArchiveFile, problems: Problems) -> SourceFile | None:
    """Return what a JSON Lines file says; its records are read as they are asked for."""
    lines = numbered(file.lines(problems))
    head, _ = read_first(lines, file, problems)
    if head is None:
        return None
    entries = iter_records(lines, file.path, head, problems)
    chunks = partial(read_chunks, lines, file.path, head, problems, read=iter_records)
    return SourceFile(head.source, entries, head.corrects, chunks)


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
    for number, line in lines:
        place = Place(file, number)
        tree = None
        record = None if head.corrects or _is_suspect(line) else _decoded(line, decoders)
        if record is None or (_may_repeat(line, record) and _repeats(line)):
            tree = _tree(line, place, problems)
            record = None if tree is None else to_record(tree, head.kind, problems)
        if record is not None:
            yield Entry(record, source, place, emptied(record, tree.value) if tree else frozenset())


def numbered(lines: Iterable[bytes], start: int = 1) -> Iterator[tuple[int, bytes]]:
    """Number the lines that hold anything.

    Args:
        lines: as they stand in the file.
        start: the number of the first of them.
    """
    for number, line in enumerate(lines, start):
        stripped = (line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).strip(b" \t\r\n")
        if stripped:
            yield number, stripped


def _decoded(line: bytes, decoders: list[msgspec.json.Decoder[AnyRecord]]) -> AnyRecord | None:
    for attempt in decoders:
        try:
            return attempt.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
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
    # One byte is looked for at ten times the speed of two, and is seldom there.
    return (b"\\" in line and b"\\u" in line) or b"\x7f" in line or (b"\xef" in line and b"\xef\xbf" in line)


def _may_repeat(line: bytes, record: AnyRecord) -> bool:
    """Tell, at little cost, whether a name may stand twice in one object: msgspec would silently take the last.

    The record has as many names as the line, unless one stood twice, an empty value was written out, or blanks
    stand before colons.
    """
    return line.count(b'":') != _names(record) + (b'"kind"' in line)


def _names(record: msgspec.Struct) -> int:
    """Return how many names of fields, and of languages in them, a record fills."""
    shape = _shape(type(record))
    values = shape.values(record)
    count = sum(map(bool, values))
    for place, default in shape.filled:
        count -= values[place] is default
    for place in shape.mappings:
        count += len(values[place])
    for place in shape.structs:
        if values[place]:
            count += sum(map(_names, values[place]))
    return count


class _Shape(NamedTuple):
    """What there is to count in a record of one kind.

    Attributes:
        values: gives the values of all fields.
        filled: places of fields that are filled where nothing is written, and with what.
        mappings: places of fields that hold something for each language.
        structs: places of fields that hold a list of structs.
    """

    values: Callable[[msgspec.Struct], tuple[Any, ...]]
    filled: tuple[tuple[int, Any], ...]
    mappings: tuple[int, ...]
    structs: tuple[int, ...]


@cache
def _shape(kind: type[msgspec.Struct]) -> _Shape:
    fields = msgspec.structs.fields(kind)
    types = [get_origin(field.type) for field in fields]
    items = [next(iter(get_args(field.type)), None) for field in fields]
    return _Shape(
        attrgetter(*kind.__struct_fields__),
        tuple(
            (place, field.default)
            for place, field in enumerate(fields)
            if field.default is not msgspec.NODEFAULT and field.default
        ),
        tuple(place for place, type_ in enumerate(types) if type_ is dict),
        tuple(
            place
            for place, (type_, item) in enumerate(zip(types, items, strict=True))
            if type_ is list and isinstance(item, type) and issubclass(item, msgspec.Struct)
        ),
    )


def _repeats(line: bytes) -> bool:
    try:
        return _count_names([_ANY.decode(line)]) != len(_NAME.findall(line))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
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
