"""Releases: written beside the old one, then swapped in at once; byte-identical for identical input.

``DIR/releases/<id>/`` holds a release, ``DIR/current`` is the link that a web server serves. The id is the hash
of the content, so the same content is the same release. A file that the release before holds byte for byte is linked,
not written again; no file is ever changed in place, so that no release can change through another.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final

import msgspec

from graph_builder.errors import InputError
from graph_builder.old_releases import ID_LENGTH, MANIFEST, prune, system_failures
from graph_builder.release_files import Content, Share, WrittenFile, write_files, write_stream
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
    """

    id: str
    folder: Path
    files: int
    new: bool


def check(out: Path) -> None:
    """Tell before a long run what keeps a release from being written.

    Raises:
        InputError: if ``out`` is or lies below a file, or ``current`` in it is not a link.
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
    closing: Callable[[Written], Iterable[tuple[str, Content]]] = lambda _: (),
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
        closing: gives the files that depend on the others, when it is handed those.

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
        lock = stack.enter_context((out / ".lock").open("w"))
        _only_build(lock, out)
        _sweep(releases)
        before = link.readlink() if link.is_symlink() else None
        if follows is not None and follows != (before.name if before else ""):
            raise InputError(f"{out}: another build published a release since this one began; build again")
        old = link if (link / MANIFEST).is_file() else None
        staging = Path(tempfile.mkdtemp(prefix=".new-", dir=releases))
        try:
            writing = [partial(write_files, staging, old, share) for share in (lambda: iter(files), *shares)]
            hashes = dict(watched(run_shares(writing, jobs, staging)))
            hashes |= dict(write_files(staging, old, lambda: closing(Written(staging, dict(hashes)))))
            hashes = dict(sorted(hashes.items()))
            id_ = _content_id(hashes)
            manifest = {"id": id_, **about, "files": hashes}
            write_stream(staging / MANIFEST, [msgspec.json.format(msgspec.json.encode(manifest), indent=2)])
            staging.chmod(0o755)
            final = releases / id_
            if final.exists():
                shutil.rmtree(staging)
            else:
                os.sync()  # a release must lie on the disk before it is swapped in
                staging.rename(final)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        target = Path("releases") / id_
        if before != target:
            _swap(link, target)
        if keep is not None:
            prune(releases, id_, keep)
    return Release(id_, final, len(hashes) + 1, before != target)


def current(out: Path) -> Path:
    """Return the folder of the current release of ``out``, or ``out`` itself if it is a release.

    Raises:
        InputError: if neither is there.
    """
    for folder in (out / "current", out):
        if (folder / MANIFEST).is_file():
            return folder.resolve()
    raise InputError(f"{out}: no release there; run `tuyun build ARCHIVE --out {out}` first")


def _content_id(hashes: dict[str, str]) -> str:
    digest = hashlib.sha256()
    for path, hash_ in hashes.items():
        digest.update(f"{hash_}  {path}\n".encode())
    return digest.hexdigest()[:ID_LENGTH]


def _swap(link: Path, target: Path) -> None:
    """Point the link to another release in one step: a reader sees the old one or the new one."""
    fresh = link.with_name(f".current-{os.getpid()}")
    try:
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(target)
        fresh.replace(link)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(link)) from error  # the system names the target, not the link
    os.sync()


def _only_build(lock: IO[str], out: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InputError(f"{out}: another build writes there now; wait for it or choose another --out") from None


def _sweep(releases: Path) -> None:
    """Remove what a killed build left behind."""
    for leftover in releases.glob(".new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
