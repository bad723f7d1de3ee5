"""Claims to the consolidated view, part by part; what a part refers to is noted, for its neighbours are elsewhere."""

from collections.abc import Callable, Iterable, Iterator, Set
from functools import partial
from typing import NamedTuple

from graph_builder.blocks import Block, documents, split, stem_of
from graph_builder.consolidation import Consolidation
from graph_builder.identifiers import Iris
from graph_builder.parts import Parts
from graph_builder.rdf import Quad, Term

Share = Callable[[], Iterator["MergedPart"]]


class MergedPart(NamedTuple):
    """The view of the documents of one part, before anything is derived.

    Attributes:
        lines: a block for each document that has a view.
        targets: the entities of the archive that it refers to in other documents.
        claims: how many claims its documents were merged from.
    """

    lines: bytes
    targets: frozenset[Term]
    claims: int


def shares(parts: Parts, consolidation: Consolidation, overruled: Set[Quad], iris: Iris) -> list[Share]:
    """Return the work of merging, part by part.

    Args:
        parts: the claims.
        consolidation: merges the claims about one document.
        overruled: claims that are no candidates.
        iris: of the archive.
    """
    return [partial(_share, parts, number, consolidation, overruled, iris) for number in range(len(parts))]


def _share(
    parts: Parts, number: int, consolidation: Consolidation, overruled: Set[Quad], iris: Iris
) -> Iterator[MergedPart]:
    yield merged(parts.lines(number), consolidation, overruled, iris)


def merged(lines: Iterable[bytes], consolidation: Consolidation, overruled: Set[Quad], iris: Iris) -> MergedPart:
    """Merge the claims of whole documents, given as sorted lines of blocks (the rest as in :func:`shares`)."""
    found: list[bytes] = []
    targets: set[Term] = set()
    claims = 0
    for stem, blocks in documents(lines):
        quads = {(*split(triple), block.graph) for block in blocks for triple in block.triples}
        claims += len(quads)
        if overruled:
            quads -= overruled
        triples = list(consolidation.merge(quads))
        if triples:
            found.append(Block(stem, "", [f"{s} {p} {o}" for s, p, o in triples]).encode())
            targets.update(value for _, _, value in triples if iris.owns(value) and stem_of(value) != stem)
    return MergedPart(b"".join(found), frozenset(targets), claims)
