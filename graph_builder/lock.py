"""Only one process changes a folder of releases at a time; others are told which one it is.

The lock is flock(2) on ``DIR/.lock``: the system lets go of it when the last process that holds it is gone, however it
went, so nothing that a dead process left behind keeps anybody out. What the file says is for people, and for the one
that comes after a process that was killed: which release it was about to publish.
"""

import contextlib
import fcntl
import os
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from graph_builder.decode import NOT_JSON
from graph_builder.errors import InputError

FILE: Final = ".lock"
PATIENCE: Final = 30.0
"""How many seconds the helpers of a build that was killed are waited for."""

_SIZE: Final = 1024
_PAUSE: Final = 0.05
_GRACE: Final = 0.3
"""How many seconds anybody is waited for: another process may only be looking."""


class Holder(msgspec.Struct, frozen=True):
    """Who holds the lock, or held it last.

    Attributes:
        process: its number.
        host: the name of its machine.
        since: when it took the lock, ``YYYY-MM-DDThh:mm:ssZ``.
        publishing: id of the release that it is about to make current for the first time; empty if none.
    """

    process: int
    host: str
    since: str
    publishing: str = ""


class Lock:
    """A folder of releases that this process alone changes."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        before = _read(descriptor)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._holder = Holder(os.getpid(), socket.gethostname(), now, before.publishing if before else "")
        self._write()

    @property
    def publishing(self) -> str:
        """The id of the release that is about to be published, at first by a process that was killed; empty if none."""
        return self._holder.publishing

    def note(self, publishing: str) -> None:
        """Keep which release is about to be published; empty once it is.

        Raises:
            OSError: if it cannot be kept.
        """
        self._holder = msgspec.structs.replace(self._holder, publishing=publishing)
        self._write()

    def _write(self) -> None:
        """Write all in one call and always of one length: a killed process leaves the old text or the new one."""
        os.pwrite(self._descriptor, msgspec.json.encode(self._holder)[: _SIZE - 1].ljust(_SIZE - 1) + b"\n", 0)


@contextlib.contextmanager
def locked(out: Path) -> Iterator[Lock]:
    """Hold the lock of a folder of releases.

    Raises:
        InputError: if another process holds it.
        OSError: if the folder cannot be written.
    """
    descriptor = os.open(out / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        _take(descriptor, out, fcntl.LOCK_EX)
        yield Lock(descriptor)
    finally:
        os.close(descriptor)


def refuse_if_locked(out: Path) -> None:
    """Tell before a long run that another process is changing the folder (InputError)."""
    try:
        descriptor = os.open(out / FILE, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return  # nobody ever was here, or taking the lock will say what is wrong
    try:
        _take(descriptor, out, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def unpublished(out: Path) -> str:
    """Return the id of a release that got its name and was never made current, since its build was killed; else empty.

    It may also be that of a build that is just about to make it current.
    """
    try:
        descriptor = os.open(out / FILE, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        holder = _read(descriptor)
    finally:
        os.close(descriptor)
    link = out / "current"
    return holder.publishing if holder and not (link.is_symlink() and link.readlink().name == holder.publishing) else ""


def _take(descriptor: int, out: Path, kind: int) -> None:
    began = time.monotonic()
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = _read(descriptor)
        if time.monotonic() - began > (PATIENCE if holder and _gone(holder) else _GRACE):
            named = f" (process {holder.process} on {holder.host}, since {holder.since})" if holder else ""
            raise InputError(f"{out}: another build{named} writes there now; wait for it or choose another --out")
        time.sleep(_PAUSE)


def _gone(holder: Holder) -> bool:
    """Tell whether it was killed and only helpers of it, which end by themselves, still hold the lock."""
    if holder.host != socket.gethostname():
        return False
    try:
        os.kill(holder.process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _read(descriptor: int) -> Holder | None:
    try:
        return msgspec.json.decode(os.pread(descriptor, _SIZE, 0), type=Holder)
    except (OSError, *NOT_JSON):
        return None
