"""The steps by which a folder of releases goes from one state to another; each can be the last one of a process."""

import filecmp
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from graph_builder import integrity, manifest
from graph_builder.durable import sync_folder
from graph_builder.errors import SystemFailure
from graph_builder.lock import Lock
from graph_builder.manifest import ID, MANIFEST, SUMS
from graph_builder.old_releases import LEFTOVERS

_FRESH: Final = ".current-"
"""How the name of a link begins before it becomes ``current``."""


def swap(link: Path, target: Path) -> None:
    """Point the link to another release in one step: a reader sees the old one or the new one.

    Raises:
        OSError: if the system does not let us; the link is as it was.
    """
    fresh = link.with_name(f"{_FRESH}{os.getpid()}")
    try:
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(target)
        fresh.replace(link)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(link)) from error  # the system names the target, not the link
    sync_folder(link.parent)


def sweep(out: Path, lock: Lock) -> None:
    """Remove what a killed build left behind, a release that it was about to publish and never did among it."""
    releases, link, id_ = out / "releases", out / "current", lock.publishing
    if ID.fullmatch(id_) and not (link.is_symlink() and link.readlink().name == id_) and (releases / id_).is_dir():
        (releases / id_).rename(releases / f"{LEFTOVERS}{id_}")
    lock.note(publishing="")
    for leftover in releases.glob(f"{LEFTOVERS}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for leftover in out.glob(f"{_FRESH}*"):
        leftover.unlink(missing_ok=True)


def repair(folder: Path, whole: Path, paths: Iterable[str]) -> int:
    """Put files of the same release in the place of those that are not as they were published; return how many.

    Each is replaced in one step, so that a reader finds the old file or the right one. Files that are linked to the
    same bytes are not read: they were compared when they were linked. What is not of the release is left alone.

    Args:
        folder: the release that lies there.
        whole: the same release, made anew.
        paths: of its files.

    Raises:
        OSError: if the system does not let us.
    """
    replaced = 0
    try:
        manifest.read(folder)
        says_so = (folder / SUMS).is_file()
    except SystemFailure:
        says_so = False
    for path in paths:
        if says_so and path in {MANIFEST, SUMS}:
            continue  # written by the build that made the release, perhaps of another version
        there, right = folder / path, whole / path
        if not _same(there, right):
            there.parent.mkdir(parents=True, exist_ok=True)
            right.replace(there)
            replaced += 1
    return replaced


def _same(there: Path, right: Path) -> bool:
    try:
        return there.samefile(right) or filecmp.cmp(there, right, shallow=False)
    except OSError:
        return False


def refuse_damaged(folder: Path) -> None:
    """Raise SystemFailure if a release is not what was published, naming some of its faults."""
    if found := list(integrity.faults(folder)):
        named = "; ".join(map(str, found[:5])) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
        raise SystemFailure(f"{folder} is damaged ({named}); nothing was changed; --damaged takes it all the same")
