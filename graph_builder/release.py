"""Releases: written beside the old one, then swapped in at once; byte-identical for identical input.

``DIR/releases/<id>/`` holds a release, ``DIR/current`` is the link that a web server serves. The id is the hash
of the content, so the same content is the same release. A file that the release before holds byte for byte is linked,
not written again; no file is ever changed in place, so that no release can change through another.

Whenever the process or the machine ends, the link leads to a whole release: first all files lie on the disk, then the
folder gets its name, then the link is replaced. What a killed build leaves has names by which the next one knows it.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from graph_builder import manifest
from graph_builder.durable import sync_disk, sync_folder
from graph_builder.errors import InputError
from graph_builder.lock import locked, refuse_if_locked
from graph_builder.manifest import MANIFEST
from graph_builder.old_releases import LEFTOVERS, prune, system_failures
from graph_builder.release_files import Content, Share, WrittenFile, write_files, write_stream
from graph_builder.swapping import repair, swap, sweep
from graph_builder.workers import run_shares

_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Release:
    """A published release.

    Attributes:
        id: first 16 hex digits of the hash over all paths and contents.
        folder: where it lies.
        files: how many files it holds.
        new: whether it differs from the release that was current before.
        repaired: how many files of it lay there already and were not as they had been published.
    """

    id: str
    folder: Path
    files: int
    new: bool
    repaired: int = 0


def check(out: Path) -> None:
    """Tell before a long run what keeps a release from being written.

    Raises:
        InputError: if ``out`` is or lies below a file, ``current`` in it is not a link, or another process builds
            there.
    """
    for folder in (out / "releases", out, *out.parents):
        if folder.is_symlink() and not folder.exists():
            raise InputError(f"{folder} is a link that leads nowhere: give a folder with --out")
        if folder.exists():
            if not folder.is_dir():
                raise InputError(f"{folder} is a file: give a folder with --out")
            break
    link = out / "current"
    if link.exists() and not link.is_symlink():
        raise InputError(f"{link} is not a link made by tuyun: move it away or choose another --out")
    refuse_if_locked(out)


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a release that are written already, while it is not yet published.

    Attributes:
        folder: where they lie.
        hashes: the SHA-256 of each, by its path.
    """

    folder: Path
    hashes: Mapping[str, str]

    def read(self, path: str) -> bytes:
        """Return a file (SystemFailure, as the whole build, if it cannot be read)."""
        return (self.folder / path).read_bytes()

    def chunks(self, path: str) -> Iterator[bytes]:
        """Yield a file piece by piece (errors as of :meth:`read`)."""
        with (self.folder / path).open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk


def publish(
    out: Path,
    files: Iterable[tuple[str, Content]],
    about: dict[str, object],
    shares: Sequence[Share] = (),
    jobs: int = 1,
    watched: Callable[[Iterator[WrittenFile]], Iterator[WrittenFile]] = iter,
    *,
    follows: str | None = None,
    keep: int | None = None,
    closing: Callable[[Written], Sequence[Share]] = lambda _: (),
) -> Release:
    """Write a release and make it the current one.

    Args:
        out: the folder that holds ``releases/`` and ``current``; made if absent.
        files: relative path and content of each file, in any order, each path once.
        about: what ``release.json`` says beside the id and the files; ``previous`` is the id of the one before.
        shares: more files, which any process can make.
        jobs: how many processes write.
        watched: passes on what was written, so that the caller can show it.
        follows: id of the release with which this one was compared, empty for none; None if it was with none.
        keep: how many releases stay, this one among them; None for all.
        closing: gives the shares of the files that depend on the others, when it is handed those.

    Raises:
        InputError: if ``out`` is a file, ``current`` in it is not a link, another build writes there, or wrote there
            since this one was compared.
        SystemFailure: if the disk is full or the folder cannot be written; the old release stands.
    """
    check(out)
    link = out / "current"
    with system_failures(out), contextlib.ExitStack() as stack:
        releases = out / "releases"
        releases.mkdir(parents=True, exist_ok=True)
        lock = stack.enter_context(locked(out))
        sweep(out, lock)
        before = link.readlink() if link.is_symlink() else None
        if follows is not None and follows != (before.name if before else ""):
            raise InputError(f"{out}: another build published a release since this one began; build again")
        old = link if (link / MANIFEST).is_file() else None
        staging = Path(tempfile.mkdtemp(prefix=LEFTOVERS, dir=releases))
        repaired = 0
        try:
            writing = [partial(write_files, staging, old, share) for share in (lambda: iter(files), *shares)]
            hashes = dict(watched(run_shares(writing, jobs, staging)))
            last = [partial(write_files, staging, old, share) for share in closing(Written(staging, dict(hashes)))]
            hashes |= dict(watched(run_shares(last, jobs, staging)))
            hashes = dict(sorted(hashes.items()))
            id_, own = manifest.written(hashes, about)
            for name, text in own.items():
                write_stream(staging / name, [text])
            staging.chmod(0o755)
            final = releases / id_
            if final.exists():
                repaired = repair(final, staging, [*hashes, *own])
                sync_disk(final)
            else:
                lock.note(publishing=id_)
                sync_disk(staging)  # a release must lie on the disk before it is swapped in
                staging.rename(final)
            sync_folder(releases)
            target = Path("releases") / id_
            if before != target:
                swap(link, target)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            with contextlib.suppress(OSError):
                sweep(out, lock)
            raise
        if staging.exists():
            shutil.rmtree(staging)
        lock.note(publishing="")
        if keep is not None:
            prune(releases, id_, keep)
    return Release(id_, final, len(hashes) + len(own), before != target, repaired)


def current(out: Path) -> Path:
    """Return the folder of the current release of ``out``, or ``out`` itself if it is a release.

    Raises:
        InputError: if neither is there.
    """
    for folder in (out / "current", out):
        if (folder / MANIFEST).is_file():
            return folder.resolve()
    raise InputError(f"{out}: no release there; run `tuyun build ARCHIVE --out {out}` first")
