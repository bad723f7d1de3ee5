"""The files of the whole dataset, put together from pieces: what a piece was written as before is copied.

Most formats are a head, which says what prefixes and names the file uses, and then one subject after another; so a
piece of whole subjects is written by itself, and says what the head must hold. N-Triples and N-Quads are how the
dataset lies on disk already.
"""

import hashlib
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from exports import formats, jsonld, rdfxml, turtle
from exports.contents import Contents, Piece, opened
from exports.context import context
from exports.formats import DATASET_FORMATS, GRAPH_FORMATS, Format
from graph_builder.block_merge import merged
from graph_builder.dataset import Dataset
from graph_builder.external_sort import Sorter
from graph_builder.hashing import Beginning, Hashed
from graph_builder.memo import Memo
from graph_builder.rdf import Quad, Triple
from graph_builder.stored import Piece as StoredPiece
from graph_builder.stored import Stored, in_order

Files: TypeAlias = Iterator[tuple[str, bytes | Iterable[bytes]]]

CANONICAL_HASHES: Final = "data/dataset.rdfc10-sha256"
"""One line for each file of the dataset: the SHA-256 of its RDFC-1.0 form, and its name."""

_SORTING: Final = 64 << 20
"""Bytes of memory for sorting claims."""


_LARGE: Final = 8 << 20
"""Bytes of a graph from which on it is merged by itself; the lines of smaller ones, which may be many, are sorted."""

_AT_ONCE: Final = 1_000
"""How many sorted lines are merged in one go."""


class _Form(NamedTuple):
    """How a file is put together.

    Attributes:
        name: of what is done with a piece.
        needed: what the head must hold for some triples.
        opening: writes the head.
        body: writes whole subjects.
        between: stands between two pieces.
        closing: stands at the end.
    """

    name: str
    needed: Callable[[list[Triple]], Collection[str]]
    opening: Callable[[Collection[str]], bytes]
    body: Callable[[list[Triple]], bytes]
    between: bytes = b""
    closing: bytes = b""

    def key(self, piece: StoredPiece) -> bytes:
        """Return what tells a piece in this form from all others of a file."""
        return self.name.encode() + piece.digest


_TURTLE: Final = _Form("turtle", turtle.needed, turtle.opening, turtle.body)
_IN_GRAPH: Final = _Form("trig", turtle.needed, turtle.opening, turtle.body_in_graph)
_FORMS: Final = {
    formats.TURTLE: _TURTLE,
    formats.TRIG: _TURTLE,
    formats.JSONLD: _Form(
        "jsonld", lambda triples: context().needed(triples), jsonld.opening, jsonld.body, jsonld.BETWEEN, jsonld.CLOSING
    ),
    formats.RDFXML: _Form("rdfxml", rdfxml.needed, rdfxml.opening, rdfxml.body, closing=rdfxml.CLOSING),
}


def dataset_files(dataset: Dataset) -> Files:
    """Yield the whole dataset: the published view, the view with the claims, and the hash of either."""
    for share in dataset_shares(dataset):
        yield from share()


def dataset_shares(dataset: Dataset, memo: Memo | None = None, before: Path | None = None) -> list[Callable[[], Files]]:
    """Return the same in shares that any process can make, the longest first.

    Args:
        dataset: what is written.
        memo: where it is kept what pieces a file consists of.
        before: the release before, of which pieces are copied.
    """
    memo, view, claims = memo or Memo(), _stored(dataset.view, 3), _stored(dataset.claims, 4)
    return [
        partial(_file, formats.TRIG, partial(_put_together, formats.TRIG, view, claims, memo, before)),
        partial(_lines, view, claims),
        *(
            partial(_file, format_, partial(_put_together, format_, view, None, memo, before))
            for format_ in (formats.TURTLE, formats.JSONLD, formats.RDFXML)
        ),
    ]


def _stored(statements: Sequence[Any], width: int) -> Stored[Any]:
    if isinstance(statements, Stored):
        return statements
    lines = (f"{' '.join(one)} .\n".encode() for one in statements)
    return Stored.of(lines, width, Path(tempfile.gettempdir()))


def _path(format_: Format) -> str:
    return f"data/dataset.{format_.suffix}"


def _file(format_: Format, made: Callable[[], Iterable[bytes]]) -> Files:
    yield _path(format_), made()


def _put_together(
    format_: Format, view: Stored[Triple], claims: Stored[Quad] | None, memo: Memo, before: Path | None
) -> Iterator[bytes]:
    """Yield a file of the view, and of the claims if there are any, from pieces of the release before and new ones."""
    form = _FORMS[format_]
    old = opened(before / _path(format_) if before else None)
    contents = Contents(format_.name, memo, Path(tempfile.gettempdir()), old, _made)
    for number, piece in enumerate(view.parts):
        contents.write(form.between if number else b"")
        contents.add(form.key(piece), (form, piece))
    for graph, pieces in claims.graphs if claims is not None else ():
        contents.write(b"\n%b {\n" % graph[1:-3])
        for piece in pieces:
            contents.add(_IN_GRAPH.key(piece), (_IN_GRAPH, piece))
        contents.write(b"}\n")
    yield from contents.file(form.opening(contents.needed), form.closing)


def _made(place: tuple[_Form, StoredPiece]) -> Piece:
    """Return what a piece of the view, or of the claims of one graph, is written as."""
    form, piece = place
    end = piece.graph.decode()
    triples: list[Any] = [tuple(line.split(" ", 2)) for line in piece.read().decode().removesuffix(end).split(end)]
    return Piece(tuple(sorted(form.needed(triples))), form.body(triples))


def _lines(view: Stored[Triple], claims: Stored[Quad]) -> Files:
    """Yield N-Quads, N-Triples, which are their beginning, and the hashes: the view is read once for all."""
    beginning, canonical = Beginning(_path(formats.NTRIPLES), view.pieces), hashlib.sha256()
    read: list[bytes] = []

    def of_view() -> Iterator[list[bytes]]:
        for piece in view.pieces():
            read.append(piece)
            yield _split(piece)

    def chunks() -> Iterator[bytes]:
        for block in _in_canonical_order(of_view(), claims):
            canonical.update(block)
            yield from read
            read.clear()
        beginning.digest = whole.digest.hexdigest()
        yield from claims.pieces()

    whole = Hashed(chunks(), beginning)
    yield _path(formats.NQUADS), whole
    yield beginning.path, beginning
    graph, dataset = beginning.digest, canonical.hexdigest()
    if not graph:  # nobody went through the N-Quads yet
        graph, dataset = canonical_hash(view, ()), canonical_hash(view, claims)
    lines = [f"{graph}  dataset.{format_.suffix}\n" for format_ in GRAPH_FORMATS]
    lines += [f"{dataset}  dataset.{format_.suffix}\n" for format_ in DATASET_FORMATS]
    yield CANONICAL_HASHES, "".join(lines).encode()


def canonical_hash(view: Sequence[Triple], claims: Sequence[Quad]) -> str:
    """Return the SHA-256 of the canonical N-Quads, the same whatever the file's format.

    Without blank nodes RDFC-1.0 comes down to the sorted lines, and those sort as the tuples do
    (https://www.w3.org/TR/rdf-canon/).

    Args:
        view: the default graph, sorted, each triple once.
        claims: the named graphs, sorted by graph, each quad once.
    """
    digest = hashlib.sha256()
    of_view = map(_split, _stored(view, 3).pieces())
    for block in _in_canonical_order(of_view, _stored(claims, 4)):
        digest.update(block)
    return digest.hexdigest()


def _in_canonical_order(view: Iterator[list[bytes]], claims: Stored[Quad]) -> Iterator[bytes]:
    """Yield the lines of the view, which come in sorted blocks, and of the claims, sorted together."""
    streams, small = [view], Sorter(Path(tempfile.gettempdir()), _SORTING)
    for _, pieces in claims.graphs:
        if sum(piece.size for piece in pieces) >= _LARGE:
            streams.append(map(_split, in_order(pieces)))
            continue
        for lines in in_order(pieces):
            small.extend(lines.splitlines(keepends=True))
    rest = map(itemgetter(slice(-1)), small)
    streams.append(iter(lambda: list(islice(rest, _AT_ONCE)), []))
    return map(_joined, merged(streams))


def _split(lines: bytes) -> list[bytes]:
    """Return lines without their line feeds: faster than with them."""
    found = lines.split(b"\n")
    found.pop()
    return found


def _joined(lines: list[bytes]) -> bytes:
    """Return lines with their line feeds; the list, which nobody else has, is not left as it was."""
    lines.append(b"")
    return b"\n".join(lines)
