"""Releases: written beside the old one, then swapped in at once; byte-identical for identical input.

``DIR/releases/<id>/`` holds a release, ``DIR/current`` is the link that a web server serves. The id is the hash
of the content, so the same content is the same release.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from graph_builder.codings import CODINGS, Coding, Plain
from graph_builder.errors import InputError
from graph_builder.old_releases import ID_LENGTH, MANIFEST, prune, system_failures

Content = bytes | Iterable[bytes]


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
    packed: Callable[[str], bool] = lambda path: False,
    *,
    follows: str | None = None,
    keep: int | None = None,
) -> Release:
    """Write a release and make it the current one.

    Args:
        out: the folder that holds ``releases/`` and ``current``; made if absent.
        files: relative path and content of each file, in any order, each path once.
        about: what ``release.json`` says beside the id and the files; ``previous`` is the id of the one before.
        packed: which paths are also written compressed, beside the file, for servers that send them as they lie.
        follows: id of the release with which this one was compared, empty for none; None if it was with none.
        keep: how many releases stay, this one among them; None for all.

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
        staging = Path(tempfile.mkdtemp(prefix=".new-", dir=releases))
        try:
            hashes = dict(sorted(_write_all(staging, files, packed)))
            id_ = _content_id(hashes)
            manifest = {"id": id_, **about, "files": hashes}
            text = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
            _write(staging, {MANIFEST: Plain()}, [text])
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


def _write_all(
    folder: Path, files: Iterable[tuple[str, Content]], packed: Callable[[str], bool]
) -> Iterator[tuple[str, str]]:
    made: set[Path] = set()
    for path, content in files:
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        forms = {path: Plain(), **{f"{path}.{suffix}": form() for suffix, form in CODINGS.items() if packed(path)}}
        yield from _write(folder, forms, [content] if isinstance(content, bytes) else content).items()


def _write(folder: Path, forms: Mapping[str, Coding], chunks: Iterable[bytes]) -> dict[str, str]:
    """Write one content in several codings, read once; return the SHA-256 of each file by its path."""
    digests = {path: hashlib.sha256() for path in forms}
    with contextlib.ExitStack() as stack:
        streams = {path: stack.enter_context((folder / path).open("xb")) for path in forms}

        def put(path: str, data: bytes) -> None:
            digests[path].update(data)
            streams[path].write(data)

        for chunk in chunks:
            for path, form in forms.items():
                put(path, form.process(chunk))
        for path, form in forms.items():
            put(path, form.finish())
    return {path: digest.hexdigest() for path, digest in digests.items()}


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
