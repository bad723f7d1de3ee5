"""Every format, read back by readers of other makers, gives the published graph: one RDFC-1.0 hash for all.

A reader that is missing skips its tests, naming what to install; with ``CI=true`` it fails them. ``TUYUN_RELEASE`` names the folder of a finished release that is to be read as well.
"""

import hashlib
import os
from collections import Counter
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest
from sample_graph import hard_dataset, plain_dataset
from support import do_without

from exports.datasets import plan
from exports.formats import DATASET_FORMATS, FORMATS, JSONLD, Format
from graph_builder.dataset import Dataset
from graph_builder.records.table import KINDS
from interop.readers import READERS, Reader, line, pairs

RELEASE: Final = os.environ.get("TUYUN_RELEASE", "")
PAIRS: Final = tuple(pairs())
CASES: Final = ("plain", "hard", *(["release"] if RELEASE else []))


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {
        "plain": _written(plain_dataset(), tmp_path_factory.mktemp("plain")),
        "hard": _written(hard_dataset(), tmp_path_factory.mktemp("hard")),
        "release": Path(RELEASE),
    }


def _written(dataset: Dataset, folder: Path) -> Path:
    for path, content in plan(dataset):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else b"".join(content))
    return folder


def canonical_hash(nquads: str) -> str:
    """Return the hash as the canonicalization of pyoxigraph gives it, which is not the code under test."""
    quads = pyoxigraph.Dataset(pyoxigraph.parse(nquads.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    quads.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("".join(sorted(map(line, quads))).encode()).hexdigest()


def published_hash(folder: Path, format_: Format) -> str:
    lines = (folder / "data/dataset.rdfc10-sha256").read_text("utf-8").splitlines()
    return {name: hash_ for hash_, name in (line.split("  ") for line in lines)}[f"dataset.{format_.suffix}"]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("reader", "format_"), PAIRS, ids=[f"{one.name}-{form.name}" for one, form in PAIRS])
def test_reads_the_published_graph(case: str, reader: Reader, format_: Format, folders: dict[str, Path]) -> None:
    if missing := reader.lacks():
        do_without(f"{missing}: {reader.install}")
    folder = folders[case]
    whole = folder / f"data/dataset.{format_.suffix}"
    assert canonical_hash(reader.read([whole], format_)) == published_hash(folder, format_)
    if format_ not in DATASET_FORMATS:
        # Every link's label stands in the view: the documents of all entities together are the view.
        documents = [path for kind in (*KINDS, "source") for path in sorted(folder.glob(f"{kind}/*.{format_.suffix}"))]
        assert documents
        assert canonical_hash(reader.read(documents, format_)) == published_hash(folder, format_)
        ontology = reader.read([folder / f"ontology.{format_.suffix}"], format_)
        reference = (folder / "ontology.nt").read_text("utf-8")
        assert canonical_hash(ontology) == canonical_hash(reference)


def test_all_pairs_are_collected() -> None:
    count = Counter(format_ for _, format_ in PAIRS)
    assert len(READERS) == 10
    assert len(PAIRS) == 34
    assert set(count) == {format_ for format_ in FORMATS if format_.is_rdf}
    # pyoxigraph wrote nothing of what it reads here, but it is ours: four others at least for every format.
    assert min(count.values()) >= 5, count
    assert count[JSONLD] == 5
