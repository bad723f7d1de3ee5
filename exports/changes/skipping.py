"""What a dataset on disk differs in from the one before, found without reading what is the same in both.

Both are sorted lines. Stretches that lie in both, byte for byte, are passed over; what is left names the entities that
differ, and these alone are compared, wherever their statements stand.
"""

from collections.abc import Iterator
from mmap import mmap
from pathlib import Path

from exports.changes.comparing import Difference
from graph_builder.old_pieces import OldPieces
from graph_builder.rdf import Triple, document_of
from graph_builder.stored import Piece, Stored


def differences(old: mmap | bytes, view: Stored[Triple], before: Path | None = None) -> Iterator[Difference]:
    """Yield each entity that differs, sorted by entity, as :func:`exports.changes.comparing.compare` does.

    Args:
        old: the dataset before, as sorted N-Triples.
        view: the dataset now.
        before: a file that begins with the same lines; pieces of the view that lie in it are not looked at.
    """
    for entity in sorted({document_of(line[: line.index(b" ")].decode()) for line in _unlike(old, view, before)}):
        found = Difference(entity)
        for begin in (f"{entity[:-1]}#", f"{entity} "):  # dependents stand before their entity
            was, now = (list(map(_triple, lines)) for lines in (_beginning(old, begin), view.beginning(begin)))
            found.add(was, now)
        found.was, found.now = was, now
        yield found


def _unlike(old: mmap | bytes, view: Stored[Triple], before: Path | None) -> Iterator[bytes]:
    """Yield the lines that stand in one of them alone, perhaps others with them."""
    place = 0
    for piece, following in zip(view.parts, [*view.parts[1:], None], strict=False):  # there may be none
        begin = _begin(piece, before)
        if begin is not None:
            yield from old[place:begin].splitlines()
            place = begin + piece.size
            continue
        lines = piece.read()
        end = place + len(lines)
        if old[place:end] != lines:
            end = _begin_of(following, old, before)
            yield from set(old[place:end].splitlines()) ^ set(lines.splitlines())
        place = end
    yield from old[place:].splitlines()


def _begin(piece: Piece, before: Path | None) -> int | None:
    """Return where a piece stands in the file before; None if it does not come from there."""
    return piece.begin if isinstance(piece.file, OldPieces) and piece.file.path == before else None


def _begin_of(piece: Piece | None, old: mmap | bytes, before: Path | None) -> int:
    """Return where a piece stands in the dataset before, or would stand."""
    if piece is None:
        return len(old)
    begin = _begin(piece, before)
    return _place(old, piece.read().partition(b"\n")[0] + b"\n") if begin is None else begin


def _place(lines: mmap | bytes, wanted: bytes) -> int:
    """Return where in sorted lines one stands or would stand."""
    low, high = 0, len(lines)
    while low < high:
        middle = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = lines.find(b"\n", middle) + 1 or len(lines)
        if lines[middle:end] < wanted:
            low = end
        else:
            high = middle
    return low


def _beginning(lines: mmap | bytes, text: str) -> Iterator[bytes]:
    wanted = text.encode()
    place = _place(lines, wanted)
    while lines[place : place + len(wanted)] == wanted:
        end = lines.find(b"\n", place) + 1 or len(lines)
        yield lines[place:end]
        place = end


def _triple(line: bytes) -> Triple:
    subject, property_, value = line.decode().removesuffix(" .\n").split(" ", 2)
    return subject, property_, value
