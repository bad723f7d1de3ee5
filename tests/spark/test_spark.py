"""A build on a real Spark cluster is the build on one machine: every file, and so the hash of the dataset.

Run by ``make spark``, which installs what is needed; skipped elsewhere.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from spark_cluster import Cluster, cluster
from support import ARCHIVE

from bench.archives import write_archive

pytestmark = pytest.mark.skipif("TUYUN_SPARK" not in os.environ, reason="a Spark cluster: make spark")
_OPTIONS = ("--no-pages", "--documents", "--released", "2026-11-26")

_TWICE = [
    {"source": {"id": "twice", "rank": "page", "name": {"en": "Twice"}}},
    {"kind": "organization", "id": "told-twice", "type": "ngo", "name": {"en": "One"}},
    {"kind": "organization", "id": "told-twice", "type": "ngo", "name": {"en": "Other"}},
    {"kind": "organization", "id": "In-Capitals", "type": "ngo", "name": {"en": "First"}},
    {"kind": "organization", "id": "in-capitals", "type": "ngo", "name": {"en": "Second"}},
    {"kind": "organization", "id": "Organization-1", "type": "ngo", "name": {"en": "As in the authorities"}},
    {"kind": "organization", "id": "child", "type": "ngo", "name": {"en": "Child"}, "part_of": "told-twice"},
    {"kind": "region", "id": "KG-B-1", "type": "district", "name": {"en": "Inner"}, "within": "KG-B"},
    {"kind": "region", "id": "KG-B-1-1", "type": "aiyl-aimak", "name": {"en": "Inmost"}, "within": "KG-B-1"},
    {"kind": "article", "id": "ky-1", "translation_of": "ru-0"},
    {"kind": "article", "id": "ky-11", "about": ["phase/project-25-1", "region/KG-B-1-1"]},
]
_CORRECTION = """\
source: {id: desk, rank: editor, name: {en: Desk}, corrects: partner, rejects: [article/ru-50, article/nowhere]}
records:
  - {kind: article, id: ru-100, rubric: rubric-3}
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,000 articles, with everything in them that is told apart by comparing records with one another."""
    folder = tmp_path_factory.mktemp("generated") / "archive"
    write_archive(folder, 2000, people=300)
    lines = "".join(json.dumps(one) + "\n" for one in _TWICE)
    (folder / "records" / "twice.jsonl").write_text(f"\ufeff\n{lines}\n{{\n", encoding="utf-8")
    (folder / "records" / "correction.yaml").write_text(_CORRECTION, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(generated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("expected")
    subprocess.run([*_build(generated, out)], check=True, capture_output=True)
    return out


def _build(archive: Path, out: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "graph_builder", "build", str(archive), "--out", str(out), *_OPTIONS, *options]


def _on(running: Cluster, archive: Path, out: Path) -> list[str]:
    return _build(archive, out, "--engine", "spark", "--master", running.master)


def _files(out: Path) -> dict[str, bytes]:
    release = out / "current"
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}


def test_the_sample_archive_is_the_same_release(running: Cluster, tmp_path: Path) -> None:
    subprocess.run(_build(ARCHIVE, tmp_path / "here"), check=True, capture_output=True)
    built = subprocess.run(
        _on(running, ARCHIVE, tmp_path / "there"), capture_output=True, text=True, env=running.environment, check=False
    )
    assert built.returncode == 0, built.stderr
    assert _files(tmp_path / "there") == _files(tmp_path / "here")
    noise = [line for line in built.stderr.splitlines() if "WARN" in line or "spark.apache" in line or "\tat " in line]
    assert noise == [], "what Spark says goes to its own log"


def test_faulty_records_are_told_and_withheld_alike(
    running: Cluster, generated: Path, expected: Path, tmp_path: Path
) -> None:
    subprocess.run(_on(running, generated, tmp_path), check=True, capture_output=True, env=running.environment)
    ours, theirs = _files(expected), _files(tmp_path)
    assert set(theirs) == set(ours)
    assert [path for path in ours if ours[path] != theirs[path]] == []
    report = json.loads(theirs["report/validation.json"])
    codes = {one["code"] for one in report["problems"]}
    assert {"duplicate-record", "letter-case", "dangling-reference", "unknown-rejection"} <= codes
    assert len(report["withheld"]) > 10
    assert theirs["data/dataset.rdfc10-sha256"] == ours["data/dataset.rdfc10-sha256"]


def test_a_lost_executor_costs_time_and_nothing_else(
    running: Cluster, generated: Path, expected: Path, tmp_path: Path
) -> None:
    with (tmp_path / "said").open("wb") as said:
        build = subprocess.Popen(
            _on(running, generated, tmp_path / "public"), stderr=said, stdout=said, env=running.environment
        )
    begun = time.monotonic()
    while not (working := [one for one in running.executors() if len(one.children(recursive=True)) > 1]):
        assert build.poll() is None, (tmp_path / "said").read_text()
        assert time.monotonic() - begun < 300
        time.sleep(0.5)
    working[0].kill()
    assert build.poll() is None, "it was killed in the midst of the build"
    assert build.wait() == 0, (tmp_path / "said").read_text()
    assert (tmp_path / "public" / "current").resolve().name == (expected / "current").resolve().name


def test_without_java_it_is_told_what_to_install(generated: Path, tmp_path: Path) -> None:
    call = _build(generated, tmp_path / "public", "--engine", "spark", "--master", "local[1]")
    environment = os.environ | {"JAVA_HOME": str(tmp_path)}
    built = subprocess.run(call, capture_output=True, text=True, check=False, env=environment)
    assert built.returncode == 2
    (told,) = built.stderr.splitlines()
    assert "apt install openjdk-17-jre-headless" in told


def test_a_cluster_that_is_gone_leaves_the_release_before(tmp_path: Path, generated: Path, expected: Path) -> None:
    before = (expected / "current").readlink()
    call = _build(generated, expected, "--engine", "spark", "--master", "spark://127.0.0.1:9")
    built = subprocess.run(call, capture_output=True, text=True, check=False)
    assert built.returncode == 3
    (told,) = built.stderr.splitlines()
    assert "no master answers at spark://127.0.0.1:9" in told
    assert "the release before stands" in told
    assert (expected / "current").readlink() == before
