"""Claims to the consolidated view, piece by piece; what a piece refers to is noted: its neighbours are elsewhere."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import partial
from typing import Final, NamedTuple

import msgspec

from graph_builder.blocks import Block, documents, split, stem_of
from graph_builder.consolidation import Consolidation
from graph_builder.identifiers import Iris
from graph_builder.memo import Memo
from graph_builder.parts import Kept, Parts
from graph_builder.rdf import Quad, Term

Share = Callable[[], Iterator["MergedPart"]]


class MergedPart(NamedTuple):
    """The view of the documents of one piece, before anything is derived.

    Attributes:
        lines: a block for each document that has a view.
        targets: the entities of the archive that it refers to in other documents.
        claims: how many claims its documents were merged from.
        kept: tells the blocks, if the memo knows them; they are not given then.
    """

    lines: bytes
    targets: frozenset[Term]
    claims: int
    kept: Kept | None = None


_READ: Final = msgspec.msgpack.Decoder(MergedPart)
_WRITE: Final = msgspec.msgpack.Encoder()


def shares(
    parts: Parts, consolidation: Consolidation, overruled: Set[Quad], iris: Iris, memo: Memo | None = None
) -> list[Share]:
    """Return the work of merging, part by part; each gives a result for each piece.

    Args:
        parts: the claims.
        consolidation: merges the claims about one document.
        overruled: claims that are no candidates.
        iris: of the archive.
        memo: what merging gave before.
    """
    out: Mapping[int, set[Quad]] = defaultdict(set)
    for quad in overruled:
        out[parts.of_stem(stem_of(quad[0]))].add(quad)
    memo = memo or Memo()
    return [partial(_share, parts, numbers, consolidation, dict(out), iris, memo) for numbers in parts.shares()]


def _share(
    parts: Parts,
    numbers: Iterable[int],
    consolidation: Consolidation,
    overruled: Mapping[int, Set[Quad]],
    iris: Iris,
    memo: Memo,
) -> Iterator[MergedPart]:
    for number in numbers:
        out = overruled.get(number, frozenset())
        trusted = consolidation.depends_on(_graphs(parts, number, memo))
        key = memo.key("merging", iris.base.encode(), trusted, repr(sorted(out)).encode(), parts.digest(number))
        if (known := memo.get(key)) is not None:
            found = _READ.decode(known)
            if found.kept is None or memo.has(found.kept.key(memo)):
                yield found
                continue
        made = merged(parts.lines(number), consolidation, out, iris)
        kept = Kept.put(made.lines, memo) if made.lines else None
        memo.put(key, _WRITE.encode(made._replace(lines=b"", kept=kept)))
        yield made


def _graphs(parts: Parts, number: int, memo: Memo) -> list[Term]:
    """Return who says anything in a piece of the claims."""
    key = memo.key("graphs", parts.digest(number))
    if (known := memo.get(key)) is not None:
        return known.decode().split("\n")
    graphs = sorted({line.split(b"\x00", 2)[1] for line in parts.lines(number)})
    memo.put(key, b"\n".join(graphs))
    return [graph.decode() for graph in graphs]


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
