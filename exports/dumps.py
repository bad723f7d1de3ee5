"""The files of the whole dataset, put together from pieces: what a piece was written as before is copied.

Most formats are a head, which says what prefixes and names the file uses, and then one subject after another; so a
piece of whole subjects is written by itself, and says what the head must hold. N-Triples and N-Quads are how the
dataset lies on disk already.
"""

import hashlib
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from heapq import merge
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from exports import formats, jsonld, rdfxml, turtle
from exports.contents import Contents, Piece, opened
from exports.context import context
from exports.formats import DATASET_FORMATS, GRAPH_FORMATS, Format
from graph_builder.dataset import Dataset
from graph_builder.external_sort import Sorter
from graph_builder.memo import Memo
from graph_builder.rdf import Quad, Triple
from graph_builder.stored import Stored

Files: TypeAlias = Iterator[tuple[str, bytes | Iterable[bytes]]]

CANONICAL_HASHES: Final = "data/dataset.rdfc10-sha256"
"""One line for each file of the dataset: the SHA-256 of its RDFC-1.0 form, and its name."""

_SORTING: Final = 64 << 20
"""Bytes of memory for sorting claims."""


_AT_ONCE: Final = 1_000
"""How many lines are hashed in one call."""


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
        partial(_file, formats.NQUADS, lambda: chain(view.chunks(), claims.chunks())),
        *(
            partial(_file, format_, partial(_put_together, format_, view, None, memo, before))
            for format_ in (formats.TURTLE, formats.JSONLD, formats.RDFXML)
        ),
        partial(_file, formats.NTRIPLES, view.chunks),
        partial(_hashes, view, claims),
    ]


def _stored(statements: Sequence[Any], width: int) -> Stored[Any]:
    if isinstance(statements, Stored):
        return statements
    lines = (f"{' '.join(one)} .\n".encode() for one in statements)
    return Stored(lines, width, Path(tempfile.gettempdir()))


def _path(format_: Format) -> str:
    return f"data/dataset.{format_.suffix}"


def _file(format_: Format, made: Callable[[], Iterable[bytes]]) -> Files:
    yield _path(format_), made()


def _put_together(
    format_: Format, view: Stored[Triple], claims: Stored[Quad] | None, memo: Memo, before: Path | None
) -> Iterator[bytes]:
    """Yield a file of the view, and of the claims if there are any, from pieces of the release before and new ones."""
    form = _FORMS[format_]
    with opened(before / _path(format_) if before else None) as old:
        contents = Contents(format_.name, memo, Path(tempfile.gettempdir()), old)
        for number, data in enumerate(view.pieces()):
            contents.write(form.between if number else b"")
            _add_piece(form, data, contents, memo)
        graph = b""
        for data in claims.pieces() if claims is not None else ():
            of = data[data.rindex(b" ", 0, -3) + 1 : -3]
            if of != graph:
                contents.write((b"}\n" if graph else b"") + b"\n%b {\n" % of)
                graph = of
            _add_piece(_IN_GRAPH, data, contents, memo)
        contents.write(b"}\n" if graph else b"")
    yield from contents.file(form.opening(contents.needed), form.closing)


def _add_piece(form: _Form, data: bytes, contents: Contents, memo: Memo) -> None:
    """Add what a piece of N-Triples, or of the N-Quads of one graph, is written as."""
    key = memo.key(form.name, data)
    piece = contents.get(key)
    if piece is None:
        end = " .\n" if form is not _IN_GRAPH else data[data.rindex(b" ", 0, -3) :].decode()
        triples: list[Any] = [tuple(line.split(" ", 2)) for line in data.decode().removesuffix(end).split(end)]
        piece = Piece(sorted(form.needed(triples)), form.body(triples))
    contents.add(key, piece)


def _hashes(view: Stored[Triple], claims: Stored[Quad]) -> Files:
    own, whole = hashlib.sha256(), _canonical(view.lines(), claims.lines())
    for chunk in view.chunks():
        own.update(chunk)
    lines = [f"{own.hexdigest()}  dataset.{format_.suffix}\n" for format_ in GRAPH_FORMATS]
    lines += [f"{whole}  dataset.{format_.suffix}\n" for format_ in DATASET_FORMATS]
    yield CANONICAL_HASHES, "".join(lines).encode()


def canonical_hash(view: Iterable[Triple], claims: Iterable[Quad]) -> str:
    """Return the SHA-256 of the canonical N-Quads, the same whatever the file's format.

    Without blank nodes RDFC-1.0 comes down to the sorted lines, and those sort as the tuples do
    (https://www.w3.org/TR/rdf-canon/).

    Args:
        view: the default graph, sorted, each triple once.
        claims: the named graphs, each quad once.
    """
    return _canonical(
        (f"{' '.join(triple)} .\n".encode() for triple in view), (f"{' '.join(quad)} .\n".encode() for quad in claims)
    )


def _canonical(view: Iterable[bytes], claims: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    lines = Sorter(Path(tempfile.gettempdir()), _SORTING)
    for line in claims:
        lines.add(line)
    both = merge(view, lines)
    while some := b"".join(islice(both, _AT_ONCE)):
        digest.update(some)
    return digest.hexdigest()
