"""What the fuzzer begins with: every input goes through its reader, and none fails."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from fuzz.stored import KNOWN, PROGRAM, known
from fuzz.targets import CORPUS, SEEDS, TARGETS, inputs
from support import ROOT

from graph_builder.memo import Memo

INPUTS = [(target, path) for target in TARGETS for path in inputs(target)]


@pytest.mark.parametrize(("target", "path"), INPUTS, ids=[f"{one}:{path.relative_to(ROOT)}" for one, path in INPUTS])
def test_input(target: str, path: Path) -> None:
    TARGETS[target](path.read_bytes())


def test_the_pack_of_the_corpus_is_still_read(tmp_path: Path) -> None:
    shutil.copyfile(CORPUS / "pack" / "known", tmp_path / "a.pack")
    with closing(Memo(tmp_path, PROGRAM)) as memo:
        assert known(memo) == KNOWN


def test_every_reader_has_inputs() -> None:
    assert {target for target, _ in INPUTS} == set(TARGETS)
    assert {path.name for path in CORPUS.iterdir()} | set(SEEDS) == set(TARGETS)
    assert len(INPUTS) >= 150
