"""What a dataset on disk differs in from the one before, found without reading what is the same in both.

Both are sorted lines. Stretches that lie in both, byte for byte, are passed over; what is left names the entities that
differ, and these alone are compared, wherever their statements stand.
"""

from collections.abc import Iterator
from itertools import chain
from mmap import mmap

from exports.changes.comparing import Difference
from graph_builder.rdf import Triple, document_of
from graph_builder.stored import Stored


def differences(old: mmap | bytes, view: Stored[Triple]) -> Iterator[Difference]:
    """Yield each entity that differs, sorted by entity, as :func:`exports.changes.comparing.compare` does.

    Args:
        old: the dataset before, as sorted N-Triples.
        view: the dataset now.
    """
    for entity in sorted({document_of(line[: line.index(b" ")].decode()) for line in _unlike(old, view)}):
        found = Difference(entity)
        for begin in (f"{entity[:-1]}#", f"{entity} "):  # dependents stand before their entity
            was, now = (list(map(_triple, lines)) for lines in (_beginning(old, begin), view.beginning(begin)))
            found.add(was, now)
        found.was, found.now = was, now
        yield found


def _unlike(old: mmap | bytes, view: Stored[Triple]) -> Iterator[bytes]:
    """Yield the lines that stand in one of them alone."""
    place = 0
    pieces = chain(view.pieces(), (b"",))
    piece = next(pieces)
    for next_piece in pieces:
        end = place + len(piece)
        if old[place:end] != piece:
            end = _place(old, next_piece[: next_piece.index(b"\n") + 1]) if next_piece else len(old)
            yield from set(old[place:end].splitlines()) ^ set(piece.splitlines())
        place, piece = end, next_piece
    if place < len(old):
        yield from old[place:].splitlines()


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
