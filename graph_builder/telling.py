"""The files of what passed the gate: the published view, and the claims about what is published."""

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final
from zlib import crc32

from graph_builder.arranging import Arranging, Source, Told
from graph_builder.blocks import TRIPLE, stem_of
from graph_builder.gate import Verdict
from graph_builder.memo import Memo
from graph_builder.old_pieces import OldPieces
from graph_builder.parts import Parts
from graph_builder.published import (
    END,
    IN_STEM,
    Withheld,
    annotation_line,
    by_entity,
    by_subject,
    end_of,
    left,
    passed,
    together,
)
from graph_builder.rdf import Quad, Triple
from graph_builder.stored import Stored

_NAME: Final = re.compile(b"<" + IN_STEM + b"+")
"""Finds the stem of every IRI in lines of blocks, and perhaps more that looks like one in a text."""


class Telling:
    """Writes what passed the gate.

    Args:
        verdict: after all have passed the gate.
        memo: what was written before.
        old: the N-Quads of the release before; None if there is none.
        folder: where the lines are kept that it does not hold.
        jobs: how many processes work.
    """

    def __init__(self, verdict: Verdict, memo: Memo, old: Path | None, folder: Path, jobs: int = 1) -> None:
        self._verdict, self._memo, self._folder, self._jobs = verdict, memo, folder, jobs
        self._withheld = Withheld(verdict)
        self._old = OldPieces(old, memo)

    def view(self, parts: Parts) -> Stored[Triple]:
        """Return the published view, sorted.

        Args:
            parts: the whole view.
        """
        changed = sorted((stem.encode(), TRIPLE.join(left_).encode()) for stem, left_ in self._verdict.changed.items())

        def key(number: int, begin: bytes, end: bytes) -> bytes:
            own = changed[bisect_left(changed, (begin,)) : bisect_left(changed, (end,))]
            return self._memo.key("view", parts.digest(number), *(text for one in own for text in one))

        arranging = self._arranging(parts, key, partial(self._of_view, parts))
        return Stored(arranging.pieces(), 3)

    def claims(self, parts: Parts, annotations: Iterable[Quad]) -> tuple[Stored[Quad], list[Quad]]:
        """Return the claims about what is published, sorted by graph, therein by triple; and those that are withheld.

        Args:
            parts: all claims.
            annotations: quads of which nothing is withheld.
        """
        added: dict[int, list[Quad]] = defaultdict(list)
        for quad in annotations:
            added[parts.of_stem(stem_of(quad[0]))].append(quad)
        withheld: dict[int, list[bytes]] = defaultdict(list)
        for one in sorted(self._verdict.reasons):
            withheld[crc32(stem_of(one).encode())].append(one.encode())

        def key(number: int, _: bytes, __: bytes) -> bytes:
            named = self._named(parts, number) if withheld else array("I")
            about = [term for name in named if name in withheld for term in withheld[name]]
            lines = sorted(map(annotation_line, added.get(number, ())))
            return self._memo.key("claims", parts.digest(number), b"\n".join(about), *lines)

        arranging = self._arranging(parts, key, partial(self._of_claims, parts, dict(added)))
        return Stored(arranging.pieces(), 4), arranging.withheld

    def _arranging(
        self, parts: Parts, key: Callable[[int, bytes, bytes], bytes], told: Callable[[int], Told]
    ) -> Arranging:
        firsts = [parts.first(number).encode() for number in range(len(parts))]
        ends = [*firsts[1:], b"\xff"]
        sources = [
            Source(first, key(number, first, end), partial(told, number))
            for number, (first, end) in enumerate(zip(firsts, ends, strict=False))
        ]
        return Arranging(sources, self._memo, self._old, self._folder, self._jobs)

    def _of_view(self, parts: Parts, number: int) -> Told:
        def told() -> Iterator[tuple[bytes, bytes, bytes]]:
            for document in left(parts.lines(number), self._verdict):
                for term, body in (by_entity if document.is_alone else by_subject)(document):
                    yield END, term, body

        return Told(list(told()), [])

    def _of_claims(self, parts: Parts, added: dict[int, list[Quad]], number: int) -> Told:
        quarantined: list[Quad] = []
        annotations = added.get(number, [])
        shared = {stem_of(quad[0]).encode() for quad in annotations}
        lines = [*passed(parts.lines(number), self._withheld, quarantined.append, shared)]
        lines += map(annotation_line, annotations)
        bodies = [(end_of(graph), term, body) for graph, term, body in together(sorted(lines))]
        return Told(bodies, quarantined)

    def _named(self, parts: Parts, number: int) -> "array[int]":
        """Return check sums of the stems of all that a piece of the claims names."""
        key = self._memo.key("names", parts.digest(number))
        found = array("I")
        if (known := self._memo.get(key)) is not None:
            found.frombytes(known)
            return found
        found.extend(sorted({crc32(name) for name in {*_NAME.findall(parts.data(number))}}))
        self._memo.put(key, found.tobytes())
        return found
