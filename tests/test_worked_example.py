"""The worked example of the tables runs as it stands, says what the graph says, and draws the same pictures each time."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from support import ROOT, select

EXAMPLE = ROOT / "examples" / "ask_tables.py"
SOURCES = """SELECT ?s ?p ?o (COUNT(DISTINCT ?g) AS ?n) WHERE {
  ?s a ?kind FILTER(?kind IN (tuyun:Project, tuyun:Phase, tuyun:Organization, tuyun:Event))
  ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(tuyun:)))
  GRAPH ?g { ?s ?p ?o }
} GROUP BY ?s ?p ?o"""


@pytest.fixture(scope="module")
def ran(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the example says, and the folder of its pictures."""
    folder = tmp_path_factory.mktemp("pictures")
    return run(sample_release, folder), folder


def run(release: Path, folder: Path) -> str:
    command = [sys.executable, "-W", "error", str(EXAMPLE), str(release), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_says_what_sparql_says(ran: tuple[str, Path], sample_release: Path) -> None:
    said = ran[0]
    assert re.findall(r"^\d", said, re.MULTILINE) == ["1", "2", "3"]
    store = ox.Store()
    store.bulk_load(path=str(sample_release / "data" / "dataset.nq"), format=ox.RdfFormat.N_QUADS)
    counts: dict[str, list[int]] = {}
    for _, property_, _, number in select(store, SOURCES):
        counts.setdefault(property_.partition("#")[2], []).append(int(number))
    expected = {name: (found.count(1), len(found)) for name, found in counts.items() if len(found) >= 5}
    read = {
        name: (int(one), int(all_)) for name, one, all_ in re.findall(r"^   (\w+): (\d+) of (\d+)$", said, re.MULTILINE)
    }
    assert read == expected
    assert "Swiss Agency for Development and Cooperation, 2011–" in said


def test_the_pictures_are_the_same_each_time(ran: tuple[str, Path], sample_release: Path, tmp_path: Path) -> None:
    run(sample_release, tmp_path)
    pictures = sorted(path.name for path in ran[1].iterdir())
    assert pictures == ["phases.svg", "sources.svg"]
    for name in pictures:
        assert (tmp_path / name).read_bytes() == (ran[1] / name).read_bytes()
        assert ElementTree.parse(tmp_path / name).getroot().tag.endswith("svg")


def test_the_example_is_a_notebook_in_prose(sample_release: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert text.count("\n# %%\n") >= 5
    assert text.count("# %% [markdown]") >= 5
    wrong = subprocess.run([sys.executable, str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stderr) == (1, "give the folder of a release, and the folder for the pictures\n")
