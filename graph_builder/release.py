"""Releases: written beside the old one, then swapped in at once; byte-identical for identical input.

``DIR/releases/<id>/`` holds a release, ``DIR/current`` is the link that a web server serves. The id is the hash
of the content, so the same content is the same release. A file that the release before holds byte for byte is linked,
not written again; no file is ever changed in place, so that no release can change through another.
"""

import contextlib
import fcntl
import filecmp
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final, TypeAlias

import msgspec

from graph_builder.errors import InputError, SystemFailure
from graph_builder.workers import run_shares

Content: TypeAlias = bytes | Iterable[bytes]
Written: TypeAlias = tuple[str, str]
"""Path and SHA-256 of a file."""

Share: TypeAlias = Callable[[], Iterable[tuple[str, Content]]]
"""Makes some files of a release, path and content of each; it can be called in any process."""

ID_LENGTH: Final = 16


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


def publish(
    out: Path,
    files: Iterable[tuple[str, Content]],
    about: dict[str, object],
    shares: Sequence[Share] = (),
    jobs: int = 1,
    watched: Callable[[Iterator[Written]], Iterator[Written]] = iter,
) -> Release:
    """Write a release and make it the current one.

    Args:
        out: the folder that holds ``releases/`` and ``current``; made if absent.
        files: relative path and content of each file, in any order, each path once.
        about: what ``release.json`` says beside the id and the files.
        shares: more files, which any process can make.
        jobs: how many processes write.
        watched: passes on what was written, so that the caller can show it.

    Raises:
        InputError: if ``out`` is a file, ``current`` in it is not a link, or another build writes there.
        SystemFailure: if the disk is full or the folder cannot be written; the old release stands.
    """
    check(out)
    link = out / "current"
    with _system_failures(out), contextlib.ExitStack() as stack:
        releases = out / "releases"
        releases.mkdir(parents=True, exist_ok=True)
        lock = stack.enter_context((out / ".lock").open("w"))
        _only_build(lock, out)
        _sweep(releases)
        before = link.readlink() if link.is_symlink() else None
        old = link if (link / "release.json").is_file() else None
        staging = Path(tempfile.mkdtemp(prefix=".new-", dir=releases))
        try:
            todo = [lambda: iter(files), *shares]
            writing = [partial(_write_all, staging, old, share) for share in todo]
            hashes = dict(sorted(watched(run_shares(writing, jobs, staging))))
            id_ = _content_id(hashes)
            manifest = {"id": id_, **about, "files": hashes}
            _write(staging / "release.json", [msgspec.json.format(msgspec.json.encode(manifest), indent=2)])
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
    return Release(id_, final, len(hashes) + 1, before != target)


def current(out: Path) -> Path:
    """Return the folder of the current release of ``out``, or ``out`` itself if it is a release.

    Raises:
        InputError: if neither is there.
    """
    for folder in (out / "current", out):
        if (folder / "release.json").is_file():
            return folder.resolve()
    raise InputError(f"{out}: no release there; run `tuyun build ARCHIVE --out {out}` first")


def _write_all(folder: Path, old: Path | None, share: Share) -> Iterator[Written]:
    made: set[str] = set()
    for path, content in share():
        parent = path.rpartition("/")[0]
        if parent not in made:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        target, before = f"{folder}/{path}", f"{old}/{path}" if old else ""
        if isinstance(content, bytes):
            if not (before and _holds(before, content) and _linked(before, target)):
                _write_bytes(target, content)
            yield path, hashlib.sha256(content).hexdigest()
            continue
        yield path, _write(Path(target), content)
        if before and _same(before, target):
            _link_instead(before, target)


def _write_bytes(target: str, content: bytes) -> None:
    """Write a new file with few calls of the system: there are many small ones."""
    stream = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        written = os.write(stream, content)
        while written < len(content):
            written += os.write(stream, memoryview(content)[written:])
    except OSError as error:
        raise OSError(error.errno, error.strerror, target) from error
    finally:
        os.close(stream)


def _write(target: Path, chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with target.open("xb") as stream:
        for chunk in chunks:
            digest.update(chunk)
            stream.write(chunk)
    return digest.hexdigest()


def _holds(path: str, content: bytes) -> bool:
    """Tell whether a file of the release before holds just this: read, not believed, since a disk can fail."""
    try:
        if os.stat(path).st_size != len(content):
            return False
        with open(path, "rb", buffering=0) as stream:
            return stream.read() == content
    except OSError:
        return False


def _same(before: str, target: str) -> bool:
    try:
        return filecmp.cmp(before, target, shallow=False)
    except OSError:
        return False


def _linked(before: str, target: str) -> bool:
    """Give a file of the release before a place in the new one; false where the file system cannot."""
    try:
        os.link(before, target)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _link_instead(before: str, target: str) -> None:
    beside = f"{target}.same"
    if _linked(before, beside):
        os.replace(beside, target)

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


@contextlib.contextmanager
def _system_failures(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise SystemFailure(
            f"{error.filename or out}: {reason}; nothing was published, the release before stands"
        ) from error
