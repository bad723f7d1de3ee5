"""``tuyun verify`` names all that is not as it was published; ``tuyun rollback`` goes back, and forward again."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from support import need_program
from test_cli import tuyun

from exports.canonical import hash_of
from exports.dumps import CANONICAL_HASHES
from graph_builder import manifest
from graph_builder.cli import verifying
from graph_builder.cli.archives import init
from graph_builder.cli.verifying import faults
from graph_builder.errors import InputError, SystemFailure
from graph_builder.lock import locked
from graph_builder.release import publish
from graph_builder.rollback import rollback

DATASET: Final = "data/dataset.nt"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases with one release."""
    folder = tmp_path_factory.mktemp("verify")
    init(folder / "archive")
    built = tuyun("build", folder / "archive", "--out", folder / "public")
    assert built.returncode == 0, built.stderr
    return folder / "public"


@pytest.fixture
def release(made: Path, tmp_path: Path) -> Path:
    """A copy of the release, to be spoilt."""
    current = (made / "current").resolve()
    return Path(shutil.copytree(current, tmp_path / current.name))


def test_a_whole_release_is_verified_with_and_without_tuyun(made: Path, release: Path) -> None:
    for folder in (made, release):  # a copy elsewhere, too: of the folder alone
        said = list[str]()
        assert verifying.verify(folder, False, said.append) == 0
        assert [line.endswith("files and the dataset are as they were published") for line in said] == [True]
    program = need_program(shutil.which("sha256sum"), "coreutils")
    checked = subprocess.run([program, "--check", "--strict", "files.sha256"], cwd=release, capture_output=True)
    assert checked.returncode == 0
    everything = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    named = {line.partition(b": OK")[0].decode() for line in checked.stdout.splitlines()}
    assert everything - named == {"files.sha256"}
    lines = (release / "files.sha256").read_bytes().split(b"\n", 1)
    assert lines[0].endswith(b"  release.json")
    assert sha256(lines[1]).hexdigest().startswith(release.name)


def _quiet(_: str) -> None:
    """Say nothing."""


def _edit(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def _consistently(release: Path, path: str, content: bytes) -> None:
    """Change a file and all that tells of it, as somebody would who hides what was done."""
    (release / path).write_bytes(content)
    said = json.loads((release / "release.json").read_bytes())
    said["files"][path] = sha256(content).hexdigest()
    said["id"] = manifest.content_id(said["files"])
    text = json.dumps(said).encode()
    (release / "release.json").write_bytes(text)
    (release / "files.sha256").write_bytes(manifest.sums(text, said["files"]))


SPOILT: Final[dict[str, tuple[Callable[[Path], object], list[str]]]] = {
    "one byte": (lambda at: _edit(at / DATASET, b"<", b"_"), [f"changed: {DATASET}"]),
    "cut short": (lambda at: os.truncate(at / "index.html", 100), ["changed: index.html"]),
    "empty": (lambda at: os.truncate(at / "context.jsonld", 0), ["changed: context.jsonld"]),
    "missing": (lambda at: (at / "feed.atom").unlink(), ["missing: feed.atom"]),
    "missing folder": (
        lambda at: shutil.rmtree(at / "person"),
        ["missing: person/"] * 10,
    ),
    "foreign": (lambda at: (at / "ky" / "note.txt").write_text("x"), ["not listed: ky/note.txt"]),
    "foreign link": (lambda at: (at / "more").symlink_to("/etc"), ["not listed: more"]),
    "a folder for a file": (
        lambda at: [step(at / "feed.atom") for step in (Path.unlink, Path.mkdir)],
        ["missing: feed.atom"],
    ),
    "two files": (
        lambda at: [
            step(at) for step in (lambda at: (at / "robots.txt").unlink(), lambda at: os.truncate(at / "llms.txt", 0))
        ],
        ["changed: llms.txt", "missing: robots.txt"],
    ),
    "manifest broken": (lambda at: os.truncate(at / "release.json", 500), ["unreadable: release.json"]),
    "manifest missing a file": (
        lambda at: _edit(at / "release.json", b"index.html", b"index.htm"),
        ["unreadable: release.json"],
    ),
    "manifest says another count": (
        lambda at: _edit(at / "release.json", b'"withheld": 0', b'"withheld": 7'),
        ["unreadable: release.json"],
    ),
    "sums broken": (lambda at: os.truncate(at / "files.sha256", 500), ["unreadable: release.json"]),
    "sums missing": (lambda at: (at / "files.sha256").unlink(), ["missing: files.sha256"]),
    "hidden, but for the name": (
        lambda at: _consistently(at, "robots.txt", b"Disallow: /\n"),
        ["changed: release.json"],
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_all_that_is_not_as_it_was_is_named(release: Path, name: str) -> None:
    spoil, expected = SPOILT[name]
    spoil(release)
    done = list(map(str, faults(release)))
    assert len([line for line in done if any(line.startswith(start) for start in expected)]) >= len(expected)
    assert all(line.startswith(tuple(expected)) for line in done)


def test_the_command_says_what_is_damaged(release: Path) -> None:
    (release / "robots.txt").unlink()
    _edit(release / "index.html", b"<", b" ")
    done = tuyun("verify", release)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        f"{release}: changed: index.html",
        f"{release}: missing: robots.txt",
        f"release {release.name}: 2 faults",
    ]


def test_a_dataset_that_is_another_than_its_canonical_hash_is_told(release: Path) -> None:
    """All files are as they were listed, but what they say is not what was hashed."""
    here = release.rename(release.with_name("copy"))
    text = (here / DATASET).read_bytes()
    lines = text.splitlines(keepends=True)
    _consistently(here, DATASET, b"".join(reversed(lines)))  # another order is the same dataset
    assert list(faults(here)) == []
    _consistently(here, DATASET, b"".join(lines[1:]))
    assert [str(one).partition(" (")[0] for one in faults(here)] == [f"changed: {DATASET}"]
    _consistently(here, DATASET, b"no triples")
    assert [one.path for one in faults(here)] == [DATASET]
    _consistently(here, DATASET, b"_:b <http://example.org/p> <http://example.org/o> .\n")
    assert ["no release holds" in one.detail for one in faults(here)] == [True]


def test_the_canonical_hash_is_that_of_the_algorithm_in_any_memory(made: Path) -> None:
    quads = list(ox.parse(path=str(made / "current" / "data" / "dataset.nq"), format=ox.RdfFormat.N_QUADS))
    said = (made / "current" / CANONICAL_HASHES).read_text(encoding="utf-8")
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad} .\n" for quad in dataset)
    found = {hash_of(quads), hash_of(reversed(quads), part=100), hash_of([*quads, *quads[:50]], part=64)}
    assert found == {sha256("".join(lines).encode()).hexdigest()}
    assert f"{found.pop()}  dataset.nq\n" in said


def test_where_no_release_is_that_is_said(tmp_path: Path) -> None:
    for everything in (False, True):
        with pytest.raises(InputError, match=str(tmp_path)):
            verifying.verify(tmp_path, everything, _quiet)
    with pytest.raises(InputError, match=str(tmp_path)):
        rollback(tmp_path)


def _publish(out: Path, text: bytes, day: int) -> str:
    previous = (out / "current").readlink().name if (out / "current").is_symlink() else ""
    about: dict[str, object] = {"previous": previous, "changed": f"2026-11-{day:02}T00:00:00Z"}
    return publish(out, [("index.html", text)], about).id


def _state(out: Path) -> tuple[str, set[str]]:
    return (out / "current").readlink().name, {path.name for path in (out / "releases").iterdir()}


def test_back_forward_and_to_any_release_that_is_kept(tmp_path: Path) -> None:
    one, two, three = (_publish(tmp_path, bytes([64 + day]), day) for day in (1, 2, 3))
    assert rollback(tmp_path).now == two
    done = tuyun("rollback", tmp_path)
    assert done.stdout.splitlines()[0] == (
        f"current is now release {one} of 2026-11-01T00:00:00Z; it was {two}, which is kept"
    )
    with pytest.raises(InputError, match=f"none before {one} is known.*--list"):
        rollback(tmp_path)
    assert list(verifying.kept(tmp_path)) == [
        f"{three}  2026-11-03T00:00:00Z",
        f"{two}  2026-11-02T00:00:00Z",
        f"{one}  2026-11-01T00:00:00Z  current",
    ]
    assert rollback(tmp_path, three[:6]).now == three
    said = list[str]()
    verifying.rollback(tmp_path, three, False, said.append)
    assert "already" in said[0]
    for unknown in ("ffffffffffffffff", "../..", ""):
        with pytest.raises(InputError, match="called"):
            rollback(tmp_path, unknown)
    assert _state(tmp_path) == (three, {one, two, three})
    shutil.rmtree(tmp_path / "releases" / two)
    with pytest.raises(InputError, match=f"the one before {three} is not kept"):
        rollback(tmp_path)


def test_a_damaged_release_is_refused_unless_that_is_wanted(tmp_path: Path) -> None:
    one, two = (_publish(tmp_path, bytes([64 + day]), day) for day in (1, 2))
    (tmp_path / "releases" / one / "index.html").write_bytes(b"else")
    refused = tuyun("rollback", tmp_path)
    assert refused.returncode == 3
    assert "changed: index.html" in refused.stderr
    assert _state(tmp_path)[0] == two
    with pytest.raises(SystemFailure, match="--damaged"):
        rollback(tmp_path, one)
    verifying.rollback(tmp_path, one, True, _quiet)
    assert _state(tmp_path)[0] == one
    said = list[str]()
    assert verifying.verify(tmp_path, False, said.append) == 1
    assert verifying.verify(tmp_path, True, said.append) == 1
    assert said[-1].startswith((f"release {one}: 1 fault", f"release {two}: 1 files"))


def test_from_a_link_that_leads_nowhere_there_is_a_way_back(tmp_path: Path) -> None:
    one, two = (_publish(tmp_path, bytes([64 + day]), day) for day in (1, 2))
    shutil.rmtree(tmp_path / "releases" / two)
    with pytest.raises(SystemFailure, match="tuyun rollback"):
        verifying.verify(tmp_path, False, _quiet)
    assert rollback(tmp_path, one).now == one
    assert verifying.verify(tmp_path, False, _quiet) == 0


def test_nothing_is_rolled_back_while_a_build_writes(tmp_path: Path) -> None:
    _, two = (_publish(tmp_path, bytes([64 + day]), day) for day in (1, 2))
    with locked(tmp_path), pytest.raises(InputError, match=f"process {os.getpid()} on .+ writes there now"):
        rollback(tmp_path)
    assert _state(tmp_path)[0] == two
