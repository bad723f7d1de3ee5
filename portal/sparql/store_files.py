"""The files of stores on the disk: made all at once, kept as long as somebody has them open, then removed."""

import contextlib
import errno
import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from portal.settings import Settings

_log: Final = logging.getLogger(__name__)
_TABLE: Final = ".sst"


def cache_folder(settings: Settings) -> Path:
    """Return the folder in which stores are kept."""
    if settings.sparql_cache:
        return Path(settings.sparql_cache)
    given = os.environ.get("XDG_CACHE_HOME")
    return (Path(given) if given else Path.home() / ".cache") / "tuyun" / "stores"


def linked(source: str, target: str) -> None:
    """Copy a file of a store, by a link if it is a table: those never change."""
    if source.endswith(_TABLE):
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def made(place: Path, make: Callable[[Path], None]) -> None:
    """Make a store at a place, all at once: nobody ever sees a half of it."""
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=place.parent))
    try:
        if not in_a_child(lambda: make(draft)):
            raise OSError(f"{place}: the store could not be made; is there room on the disk?")
        draft.rename(place)
    except OSError as error:
        if error.errno not in {errno.EEXIST, errno.ENOTEMPTY}:  # if it is one of them, another portal was faster
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def in_a_child(work: Callable[[], object]) -> bool:
    """Do something with a store in a process of its own, with which its threads end; tell whether it went well."""
    pid = os.fork()
    if not pid:
        status = 1
        try:
            work()
            status = 0
        except Exception as error:
            _log.warning("%s: %s", type(error).__name__, error)
        finally:
            os._exit(status)
    return os.waitpid(pid, 0)[1] == 0


def locked(place: Path) -> IO[str]:
    """Return a file that, as long as it is open, keeps a store from being removed."""
    path = _lock(place)
    while True:
        lock = path.open("w")
        fcntl.flock(lock, fcntl.LOCK_SH)
        if is_named(lock, place):
            return lock
        lock.close()


def is_named(lock: IO[str], place: Path) -> bool:
    """Return whether an open lock is still that of a store, and was not removed with one."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), _lock(place).stat())
    except FileNotFoundError:
        return False


def _lock(place: Path) -> Path:
    return place.with_name(f"{place.name}.lock")


def prune(cache: Path, kept: str) -> None:
    """Remove the stores of an archive that nobody has open, but for one.

    Args:
        cache: the folder for the stores of this archive.
        kept: name of the store that stays.
    """
    for lock in cache.glob("*.lock"):
        if lock.stem != kept:
            remove(lock.with_suffix(""))


def remove(place: Path) -> None:
    """Remove a store, unless somebody has it open, or is removing it."""
    with contextlib.suppress(FileNotFoundError, BlockingIOError), _lock(place).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if is_named(lock, place):
            shutil.rmtree(place, ignore_errors=True)
            _lock(place).unlink(missing_ok=True)
