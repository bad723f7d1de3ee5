"""The canonical hash of a dataset that is read back: RDFC-1.0 where there are no blank nodes, in bounded memory.

Without blank nodes the algorithm comes down to sorted lines in canonical form (https://www.w3.org/TR/rdf-canon/). They
are sorted by parts that are kept in temporary files when they are many.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from typing import IO, Final

import pyoxigraph as ox

from graph_builder.rdf import Term, iri, plain, tagged, typed

_PART: Final = 500_000
"""How many lines are sorted in memory: about 150 MB."""
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


def hash_of(quads: Iterable[ox.Quad | ox.Triple], part: int = _PART) -> str:
    """Return the SHA-256 of the canonical N-Quads.

    Args:
        quads: in any order.
        part: how many lines are held at once.

    Raises:
        ValueError: if there is a blank node.
    """
    lines = map(_line, quads)
    with ExitStack() as stack:
        parts: list[IO[bytes]] = []
        while held := sorted(set(islice(lines, part))):
            if len(held) < part and not parts:
                return _digest(held)
            file = stack.enter_context(tempfile.TemporaryFile())
            file.writelines(held)
            file.seek(0)
            parts.append(file)
        return _digest(merge(*parts))


def _digest(lines: Iterable[bytes]) -> str:
    digest, before = hashlib.sha256(), b""
    for line in lines:
        if line != before:
            digest.update(line)
        before = line
    return digest.hexdigest()


def _line(quad: ox.Quad | ox.Triple) -> bytes:
    return (" ".join(_terms(quad)) + " .\n").encode()


def _terms(quad: ox.Quad | ox.Triple) -> Iterator[Term]:
    yield from map(_term, (quad.subject, quad.predicate, quad.object))
    if isinstance(quad, ox.Quad) and not isinstance(quad.graph_name, ox.DefaultGraph):
        yield _term(quad.graph_name)


def _term(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        return iri(term.value)
    if not isinstance(term, ox.Literal):
        raise ValueError(f"there is a term that no release holds: {str(term)[:80]}")
    if term.language:
        return tagged(term.value, term.language)
    return plain(term.value) if term.datatype.value == _STRING else typed(term.value, term.datatype.value)
