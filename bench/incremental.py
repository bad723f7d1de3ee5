"""Builds after a change beside clean builds of the same: processor seconds, and whether the releases are the same.

``python -m bench.incremental [ARTICLES]`` (5,000) builds a generated archive (:mod:`bench.archives`) without pages,
then again unchanged, after one changed record, and after one record in a hundred was changed; each time beside a build
that begins from the same release and knows nothing of the work before. ``--only one`` does one of the three alone, in
three builds instead of seven. 500,000 articles take 19 GB a release, and the disk must hold about 60 GB (``TMPDIR``
tells where). ``--jobs N`` takes N processes.
``python -m bench.incremental build ARCHIVE OUT JOBS DAY`` is one build alone, as the benchmark runs it in a process.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.archives import write_archive
from bench.memory import peak
from graph_builder.cli.building import MEMO

_DAYS = iter(range(10, 30))
_CHANGES = {"unchanged": "unchanged", "one": "one record changed", "hundredth": "1 % changed"}


def main() -> None:
    """Measure each build in a process of its own."""
    if sys.argv[1:2] == ["build"]:
        _alone(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="?", default=5_000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", choices=_CHANGES)
    chosen = parser.parse_args()
    print(f"tuyun {version('tuyun')}, {chosen.articles} articles, {chosen.jobs} process(es)", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        archive, out = Path(folder) / "archive", Path(folder) / "out"
        write_archive(archive, chosen.articles)
        first = _build(archive, out, chosen.jobs, next(_DAYS))
        _tell("first build", first)
        every = {"unchanged": 0, "one": chosen.articles, "hundredth": 100}
        for change in [chosen.only] if chosen.only else every:
            name = _CHANGES[change]
            if one_in := every[change]:
                _change(archive / "records" / "articles.jsonl", one_in)
            clean, day = _copy(out, Path(folder) / "clean"), next(_DAYS)
            known, anew = _build(archive, out, chosen.jobs, day), _build(archive, clean, chosen.jobs, day)
            _tell(name, known)
            _tell("the same, clean", anew)
            same = known["release"] == anew["release"]
            ratio = known["seconds"] / anew["seconds"]
            print(
                f"{'':>20}  {ratio:8.1%} of a clean build, {'the same release' if same else 'ANOTHER RELEASE'}",
                flush=True,
            )
        size = sum(path.stat().st_size for path in (out / MEMO).iterdir())
        print(f"{size / 2**20:.1f} MiB are kept beside the releases")


def _copy(out: Path, to: Path) -> Path:
    """Copy a folder of releases, by links, without what is kept of the work."""
    shutil.rmtree(to, ignore_errors=True)
    subprocess.run(["cp", "-al", out, to], check=True)
    shutil.rmtree(to / MEMO)
    return to


def _change(records: Path, one_in: int) -> None:
    """Change the title of one article in so many, beginning in the middle of the first; it is none of the faulty."""
    changed = records.with_suffix(".new")
    with records.open(encoding="utf-8") as old, changed.open("w", encoding="utf-8") as new:
        for number, line in enumerate(old):
            if number and number % one_in == one_in // 2 + 1:
                record = json.loads(line)
                record["title"] += " (оңдолгон)"
                line = json.dumps(record, ensure_ascii=False) + "\n"
            new.write(line)
    changed.replace(records)


def _build(archive: Path, out: Path, jobs: int, day: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.incremental", "build", str(archive), str(out), str(jobs), f"2026-11-{day}"]
    free = shutil.disk_usage(archive).free / 2**30
    print(f"{time.strftime('%H:%M:%S')} building in {out.name}, {free:.0f} GiB of the disk are free", flush=True)
    found: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return found


def _tell(name: str, found: dict[str, Any]) -> None:
    print(f"{name:>20}  {found['seconds']:8.2f} s processor  {found['peak']:6.0f} MiB", flush=True)


def _alone(archive: Path, out: Path, jobs: int, released: str) -> None:
    from rich.console import Console

    from graph_builder.cli.building import Plan, build
    from graph_builder.cli.pipeline import Means

    build(archive, Plan(out, Means(jobs=jobs), pages=False, released=released), Console(quiet=True))
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds = sum(one.ru_utime + one.ru_stime for one in (own, others))
    print(json.dumps({"seconds": seconds, "peak": peak(), "release": (out / "current").readlink().name}))


if __name__ == "__main__":
    main()
