"""Builds that are killed at any moment: the old release goes on being served, the next build succeeds, nothing stays.

Moments are drawn by seeded dice. Half of them are steps of the leading process: it is killed when it is about to open for
writing, rename, link, remove, lock or sync a file or folder of a stage (``build_steps``). The stages have their turns one
after another, the short ones too: all nine of them in the 200 kills of ``make kills``, the first six in the 12 of the
tests. The other half is drawn by the clock: anywhere in a build, or after it has begun to write. Killed are all processes of
a build or only the leading one; by the clock also all its helpers and not itself. A build is that of a small archive.
"""

import contextlib
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, TypeAlias

import psutil
import pytest
from build_steps import STAGES, counted
from release_support import article, say, temporary, whole_release
from support import ROOT

from graph_builder import manifest
from graph_builder.cli.archives import init

KILLS: Final = int(os.environ.get("TUYUN_KILLS", "12"))
A_PART: Final = 25
WHOM: Final = ("all", "leader", "helper")
Options: TypeAlias = tuple[str, ...]
PAGES: Final[Options] = ("--keep", "2")
BARE: Final[tuple[Options, ...]] = 3 * (("--keep", "2", "--no-pages", "--documents"),)
"""Pages are nine tenths of the files and of the work, and publishing takes no other step for them: one build in four."""
_LONGEST: Final = 120


class Builds:
    """Begins builds, one at a time, in processes of their own."""

    def __init__(self) -> None:
        command = [sys.executable, str(ROOT / "tests" / "build_server.py")]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._line() == "ready"

    def begin(self, archive: Path, out: Path, *options: str, step: str = "never 0 all") -> int:
        """Begin a build with two processes and return the number of the leading one, which ends itself at a step."""
        self.steps(out).unlink(missing_ok=True)
        self._ask("begin", f"{out}.log", step, "build", str(archive), "--out", str(out), "--jobs", "2", *options)
        return int(self._line())

    @staticmethod
    def steps(out: Path) -> Path:
        """Return the file that says at which step a build was ended, or how many there were."""
        return Path(f"{out}.log.steps")

    def status(self, process: int) -> int:
        """Wait for the end of a build and return its exit status; negative: the signal that ended it."""
        self._ask("wait", str(process))
        return int(self._line())

    def run(self, archive: Path, out: Path, *options: str) -> None:
        """Build to the end."""
        assert self.status(self.begin(archive, out, *options)) == 0, Path(f"{out}.log").read_text(encoding="utf-8")

    def _ask(self, *words: str) -> None:
        stream = self._server.stdin
        assert stream
        stream.write("\t".join(words) + "\n")
        stream.flush()

    def close(self) -> None:
        self._server.communicate(timeout=_LONGEST)

    def _line(self) -> str:
        stream: IO[str] | None = self._server.stdout
        assert stream
        return stream.readline().rstrip("\n")


@pytest.fixture(scope="module")
def builds() -> Iterator[Builds]:
    found = Builds()
    yield found
    found.close()


def _write(archive: Path, number: int) -> None:
    """Change a record and a page, so that the release is a new one, and the register has a slug to take in."""
    say(archive, [article("ky-100", f"Жол {number}")])
    page = archive / "pages" / "ru" / "said.txt"
    page.parent.mkdir(exist_ok=True)
    page.write_text(f"2013-01-31 / Новости\nЭта заметка под номером {number} не имеет шапки.\n", encoding="utf-8")


def _helpers(process: int) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(process).children(recursive=True)]
    except psutil.Error:
        return []


def _writing(out: Path, process: int) -> None:
    """Wait until a build has begun to write, or is over."""
    while not any((out / "releases").glob(".new-*")) and psutil.pid_exists(process):
        time.sleep(0.002)


def _kill(process: int, whom: str) -> None:
    with contextlib.suppress(ProcessLookupError):
        if whom == "all":
            os.killpg(process, signal.SIGKILL)
        elif whom == "leader":
            os.kill(process, signal.SIGKILL)
        else:
            until = time.monotonic() + 2
            while not (helpers := _helpers(process)) and psutil.pid_exists(process) and time.monotonic() < until:
                time.sleep(0.001)
            for helper in helpers:
                os.kill(helper, signal.SIGKILL)


@dataclass
class _Watched:
    """An archive and the folder of its releases, to which builds that are killed do no harm.

    Attributes:
        archive: the archive.
        out: the folder.
        lasting: how long the last build took that was not killed, in seconds, by its options.
        steps: how many steps of each stage it took, by its options.
        published: the ids of all releases that were ever current.
    """

    archive: Path
    out: Path
    lasting: dict[Options, float] = field(default_factory=dict)
    steps: dict[Options, dict[str, int]] = field(default_factory=dict)
    published: set[str] = field(default_factory=set)

    def build(self, builds: Builds, options: Options) -> str:
        """Build to the end and return the id of the release, beside which nothing lies that does not belong there."""
        began = time.monotonic()
        builds.run(self.archive, self.out, *options)
        self.lasting[options] = time.monotonic() - began
        # Where a build was killed after the swap, the next one makes the same release, and does not come to each stage.
        self.steps[options] = self.steps.get(options, {}) | counted(builds.steps(self.out))
        assert temporary(self.out) == []
        assert not [path.name for path in self.archive.iterdir() if path.name.startswith((".", "tmp"))]
        after = self.now()
        # What lies there was published, each of it: a release that never became current does not stay.
        assert {path.name for path in (self.out / "releases").iterdir()} <= self.published
        return after

    def now(self) -> str:
        """Return the id of the current release, which is whole."""
        found = whole_release(self.out)
        self.published.add(found)
        return found


@pytest.mark.parametrize("part", range(-(-KILLS // A_PART)))
def test_a_build_that_is_killed_breaks_nothing(tmp_path: Path, builds: Builds, part: int) -> None:
    dice = random.Random(part)
    kills = min(A_PART, KILLS - part * A_PART)
    watched = _Watched(tmp_path / "archive", tmp_path / "public")
    init(watched.archive)
    for number, options in enumerate((PAGES, *BARE, *BARE, PAGES)):
        _write(watched.archive, -number)
        watched.build(builds, options)
    ended: Counter[str] = Counter()
    at: Counter[str] = Counter()
    for number in range(1, kills + 1):
        _write(watched.archive, number)
        before, options = watched.now(), (PAGES, *BARE)[number // 2 % 4]
        if number % 2:
            stage = STAGES[(part + number // 2) % len(STAGES)]
            # Not the last ones: helpers take a share of the work, so that the next build may have fewer.
            step = f"{stage} {dice.randint(1, -(-watched.steps[options][stage] * 3 // 5))} {WHOM[number // 2 % 2]}"
            process = builds.begin(watched.archive, watched.out, *options, step=step)
        else:
            process = builds.begin(watched.archive, watched.out, *options)
            at[_killed_by_the_clock(process, watched, options, number, dice)] += 1
        status = builds.status(process)
        # Killed, or a helper was and the build says so, or it was over before.
        assert status in {-signal.SIGKILL, 3, 0}, Path(f"{watched.out}.log").read_text(encoding="utf-8")
        if number % 2 and status:
            at[builds.steps(watched.out).read_text(encoding="utf-8").split()[0]] += 1
        here = watched.now()
        ended["too late" if status == 0 else "before the swap" if here == before else "after it"] += 1
        assert watched.build(builds, options) != before
    said = Path(f"{watched.out}.log").read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert "fault of the program" not in said
    sys.stderr.write(f"{kills} kills: {dict(ended)}; at {dict(sorted(at.items()))}; broken states: 0\n")
    assert ended["before the swap"] > kills // 3
    assert kills < 2 * len(STAGES) + 2 or len({*STAGES} - {*at}) <= 2


def _killed_by_the_clock(process: int, watched: _Watched, options: Options, number: int, dice: random.Random) -> str:
    """Kill a build after a time drawn by dice, and return from what on it was counted."""
    longest = watched.lasting[options]
    if writing := number % 4 == 0:
        _writing(watched.out, process)
    time.sleep(dice.uniform(0, longest / 2 if writing else longest))
    _kill(process, WHOM[number // 4 % len(WHOM)])
    return "any time of writing" if writing else "any time"


def test_readers_of_two_builds_at_once_miss_and_mix_nothing(tmp_path: Path, builds: Builds) -> None:
    """Two builders publish in turn or are told who is there; whoever reads through ``current`` finds whole releases."""
    archives = [tmp_path / "a", tmp_path / "b"]
    out = tmp_path / "public"
    for archive in archives:
        init(archive)
        _write(archive, 0)
    builds.run(archives[0], out)
    over, seen, faulty = threading.Event(), set[str](), list[str]()

    def read() -> None:
        while not over.is_set():
            try:
                seen.add(_read_through(out / "current"))
            except (OSError, AssertionError) as error:
                faulty.append(repr(error))
            time.sleep(0.003)  # the builders need the processors, too

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    refused = 0
    try:
        for number in range(1, 5):
            for archive in archives:
                _write(archive, number)
            both = [builds.begin(archive, out, "--keep", "3") for archive in archives]
            ends = set(map(builds.status, both))
            assert ends <= {0, 2}
            assert 0 in ends
            refused += 2 in ends
    finally:
        over.set()
        for reader in readers:
            reader.join()
    assert faulty == []
    assert len(seen) > 2
    said = Path(f"{out}.log").read_text(encoding="utf-8")
    assert refused
    assert re.search(r"another build( \(process \d+ on .+, since .+Z\))? (writes there now|published a release)", said)


def _read_through(link: Path) -> str:
    """Read a page at its address, then all of one release: what its manifest says is there."""
    assert (link / "index.html").read_bytes()
    folder = os.open(link, os.O_RDONLY | os.O_DIRECTORY)
    try:
        said = json.loads(_read(manifest.MANIFEST, folder))
        for path in ("index.html", "changes/index.json", "data/dataset.nt", "data/harvest.json"):
            assert hashlib.sha256(_read(path, folder)).hexdigest() == said["files"][path], path
        return str(said["id"])
    finally:
        os.close(folder)


def _read(path: str, folder: int) -> bytes:
    with os.fdopen(os.open(path, os.O_RDONLY, dir_fd=folder), "rb") as stream:
        return stream.read()
