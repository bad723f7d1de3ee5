"""What passed the gate is told in the order of the file, from whatever pieces it is put together."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from graph_builder.arranging import Arranging
from graph_builder.blocks import Block
from graph_builder.gate import Verdict
from graph_builder.memo import Memo
from graph_builder.old_pieces import OldPieces, keep
from graph_builder.parts import Parts
from graph_builder.rdf import Quad, Term, within
from graph_builder.stored import Piece
from graph_builder.telling import Telling

BASE = "<https://data.example.org/article/"
SLUGS = [f"ky-{number}{end}" for number in range(60) for end in ("", "-b", "!x")]
GRAPHS = [f"<https://data.example.org/source/{name}>" for name in ("a", "a-b", "c")]


class Archive:
    """Some documents, drawn by dice: what the view and what each source says of them, and what is withheld."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.said: dict[str, list[Quad]] = {slug: self.document(slug) for slug in self.dice.sample(SLUGS, 90)}
        self.withheld: set[Term] = {f"{BASE}{slug}>" for slug in self.dice.sample(SLUGS, 5)}
        self.annotations: list[Quad] = []
        for slug in self.dice.sample(sorted(self.said), 4):
            note = f"{BASE}{slug}#note>"
            if not within(note, self.withheld):
                self.annotations.append((note, "<p:quote>", '"x"', self.dice.choice(GRAPHS)))

    def document(self, slug: str) -> list[Quad]:
        """Return what is said of a document."""
        found = set()
        for _ in range(self.dice.randint(1, 9)):
            subject = f"{BASE}{slug}{self.dice.choice(('', '#part', '#z'))}>"
            value = self.dice.choice((f'"{self.dice.randrange(9)}"', f"{BASE}{self.dice.choice(SLUGS)}>"))
            found.add((subject, "<p:p>", value, self.dice.choice(GRAPHS)))
        return sorted(found)

    def parts(self, folder: Path, *, view: bool = False) -> Parts:
        """Return the documents in small pieces."""
        lines = []
        for slug, quads in self.said.items():
            for graph in {""} if view else {quad[3] for quad in quads}:
                said = sorted({" ".join(quad[:3]) for quad in quads if view or quad[3] == graph})
                lines.append(Block(f"{BASE}{slug}", graph, said).encode())
        return Parts.cut(sorted(lines), folder, 300, 3_000)

    def verdict(self) -> Verdict:
        """Return a verdict by which some entities are withheld with all that refers to them."""
        found = Verdict({entity: [] for entity in self.withheld})
        for slug, quads in self.said.items():
            left = sorted({" ".join(quad[:3]) for quad in quads if self.passes(quad)})
            if len(left) < len({quad[:3] for quad in quads}):
                found.changed[f"{BASE}{slug}"] = left
        return found

    def passes(self, quad: Quad) -> bool:
        """Tell whether a claim may be published."""
        return not (within(quad[0], self.withheld) or within(quad[2], self.withheld))

    def quads(self) -> Iterator[Quad]:
        """Yield all claims."""
        return (quad for quads in self.said.values() for quad in quads)


def _told(archive: Archive, memo: Memo, before: Path, folder: Path) -> list[Piece]:
    """Tell of an archive, and hold that it is right; return the pieces."""
    telling = Telling(archive.verdict(), memo, before, folder, jobs=archive.dice.choice((1, 2)))
    view = telling.view(archive.parts(folder, view=True))
    claims, withheld = telling.claims(archive.parts(folder), archive.annotations)
    passed = [quad for quad in archive.quads() if archive.passes(quad)]
    assert list(view) == sorted({quad[:3] for quad in passed})
    assert list(claims) == sorted({*passed, *archive.annotations}, key=lambda quad: (quad[3], *quad[:3]))
    assert sorted(withheld) == sorted(set(archive.quads()) - set(passed))
    keep((*view.parts, *claims.parts), memo)
    before.write_bytes(b"".join((*view.pieces(), *claims.pieces())))
    return [*view.parts, *claims.parts]


@pytest.mark.parametrize("seed", range(12))
def test_what_is_told_is_right_whatever_is_known_of_the_release_before(tmp_path: Path, seed: int) -> None:
    archive = Archive(seed)
    kept, before = tmp_path / "memo", tmp_path / "dataset.nq"
    for number in range(5):
        with closing(Memo(kept, b"one")) as memo:
            pieces = _told(archive, memo, before, tmp_path)
            from_before = sum(isinstance(piece.file, OldPieces) for piece in pieces)
            assert from_before == 0 if number == 0 else from_before > len(pieces) // 2
            memo.prune()
        slug = archive.dice.choice(sorted(archive.said))
        if number == 2:
            archive.withheld.symmetric_difference_update({f"{BASE}{slug}>"})
            archive.annotations = [quad for quad in archive.annotations if not within(quad[0], archive.withheld)]
        else:
            archive.said[slug] = archive.document(slug)


def test_a_damaged_release_before_costs_work_and_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, before = Archive(99), tmp_path / "dataset.nq"
    with closing(Memo(tmp_path / "memo", b"one")) as memo:
        whole = _told(archive, memo, before, tmp_path)
        memo.prune()
    data = bytearray(before.read_bytes())
    data[len(data) // 2] ^= 1
    before.write_bytes(data)
    made: set[tuple[bytes, int]] = set()
    make = Arranging._lines_of

    def noted(self: Arranging, graph: bytes, number: int, *more: Any) -> bytes:
        made.add((graph, number))
        return make(self, graph, number, *more)

    monkeypatch.setattr(Arranging, "_lines_of", noted)
    with closing(Memo(tmp_path / "memo", b"one")) as memo:
        again = _told(archive, memo, before, tmp_path)
    assert [piece.digest for piece in again] == [piece.digest for piece in whole]
    assert all(isinstance(piece.file, OldPieces) for piece in again)
    assert len(made) == 1
