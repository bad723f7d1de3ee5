"""Records on a cluster: read split by split, each in the words of the reader that reads a whole file."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Final, NamedTuple

from graph_builder.archive import Archive, ArchiveFile
from graph_builder.entry_store import encode
from graph_builder.problems import Problem, Problems
from graph_builder.records import AnyRecord, Entry
from graph_builder.sources.chunks import numbered
from graph_builder.sources.convert import Head
from graph_builder.sources.json_lines import iter_records, read_first
from graph_builder.sources.source_file import SourceFile
from graph_builder.spark.session import Rdd, Session
from graph_builder.spark.splits import Split, count_lines, lines_of, splits

_SPLIT: Final = 16 << 20
"""The most bytes of a file that one task reads."""

_LEAST: Final = 1 << 18
"""The least bytes that are worth a task of their own."""

_AT_ONCE: Final = 5_000
"""How many entries that were read on one machine make a piece."""


class Piece(NamedTuple):
    """What one partition reads.

    Attributes:
        is_record: whether it stands under ``records/``, so that other records of its source can contradict it.
        entries: what was read already, encoded.
        split: a section of a file of lines; nothing for what was read already.
        file: path of the file in the archive.
        number: the number of the first line of the split.
        after: the number of the line of the head, behind which the records stand.
        head: the head of the file.
    """

    is_record: bool
    entries: tuple[bytes, ...] = ()
    split: Split | None = None
    file: str = ""
    number: int = 1
    after: int = 0
    head: Head | None = None


def read_already(entries: Iterable[Entry[AnyRecord]], is_record: bool) -> Iterator[Piece]:
    """Yield pieces of what was read on one machine: authority records, pages, files that are read as a whole."""
    lines = map(encode, entries)
    while some := tuple(islice(lines, _AT_ONCE)):
        yield Piece(is_record, some)


def pieces_of(
    archive: Archive, read: Sequence[SourceFile], known: Iterable[str], session: Session, split: int = _SPLIT
) -> list[Piece]:
    """Return the records of an archive in pieces, in the order of the archive.

    Files of JSON Lines are cut into splits, of which the cluster counts the lines; others are read here.

    Args:
        archive: the archive, in a folder that every machine sees.
        read: the files of records, as they were opened.
        known: the sources that may speak.
        session: the cluster.
        split: how many bytes a split has at most.

    Raises:
        SystemFailure: if a machine cannot read the archive.
    """
    allowed = set(known)
    opened = {file.source.file: file for file in read if file.source.id in allowed}
    size = max(min(split, sum(file.location.stat().st_size for file in archive.records) // (2 * session.cores)), _LEAST)
    found: list[Piece] = []
    files = (file for file in archive.records if file.path in opened)
    for has_lines, group in groupby(files, key=lambda file: file.path.lower().endswith(".jsonl")):
        if has_lines:
            found += (piece for file in group for piece in _pieces_of_lines(file, session, size))
        else:
            found += read_already((entry for file in group for entry in opened[file.path].entries), True)
    return found


def _pieces_of_lines(file: ArchiveFile, session: Session, size: int) -> Iterator[Piece]:
    problems = Problems()  # they were told when the file was opened
    head, after = read_first(numbered(file.lines(problems)), file, problems)
    cut = splits(file, size)
    counts = session.run(f"counting lines of {file.path}", session.distributed(cut).map(count_lines).collect)
    number = 1
    for one, count in zip(cut, counts, strict=True):
        yield Piece(True, split=one, file=file.path, number=number, after=after, head=head)
        number += count


def entries_in(piece: Piece) -> Iterator[bytes | Problem]:
    """Yield the entries of a piece, encoded, then what is wrong in it (OSError if this machine cannot read it)."""
    yield from piece.entries
    if piece.split and piece.head:
        problems = Problems()
        lines = numbered(lines_of(piece.split), piece.number)
        records = ((number, line) for number, line in lines if number > piece.after)
        yield from map(encode, iter_records(records, piece.file, piece.head, problems))
        yield from problems


def read(pieces: Sequence[Piece], session: Session) -> Rdd:
    """Return all entries, encoded, and all problems of reading them: a partition for each piece."""
    return session.kept(session.distributed(pieces).flatMap(entries_in))
