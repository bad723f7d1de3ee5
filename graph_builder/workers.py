"""Work shared among processes: each takes the next share that nobody has taken, until none is left.

Processes are forked, so that what was read before is in the memory of all of them and copied by none. What to do next
stands in a pipe, of which the system gives each number to one reader; results are kept in a file for each process.
Nothing else is shared: no lock can stay behind with a process that was killed. Where the system can (Linux), it ends
them with the process that forked them; elsewhere they end before their next share.
"""

import contextlib
import ctypes
import gc
import os
import pickle
import signal
import struct
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final, TypeVar

from graph_builder.errors import SystemFailure

T = TypeVar("T")
_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG of prctl(2)
_SELDOM: Final = 20_000
"""After how many new objects memory is searched for circles: shares make many objects and hardly a circle."""

_NUMBER: Final = struct.Struct("=I")
_MOST: Final = 1024
"""How many numbers are put into the pipe at most: as many as the smallest pipe (one page) takes without a reader."""


def usable_processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_shares(shares: Sequence[Callable[[], Iterator[T]]], jobs: int, folder: Path) -> Iterator[T]:
    """Yield the results of all shares: those of this process as they come, then those of the others.

    Args:
        shares: each is called once, in one of the processes. Of very many, some that follow one another are taken
            together.
        jobs: how many processes there are, this one included.
        folder: where the others keep their results, in files without a name.

    Raises:
        SystemFailure: if a process was ended from outside.
        Exception: what a share raised, in whichever process.
    """
    together = max(1, -(-len(shares) // _MOST))
    firsts = range(0, len(shares), together)
    numbers = _queue(firsts)
    others = range(1, min(jobs, len(firsts)))
    results: list[IO[bytes]] = [tempfile.TemporaryFile(dir=folder) for _ in others]  # noqa: SIM115 - closed below, with the processes
    # A collection would look through every object that was there before, and a forked process so copy it.
    gc.freeze()
    usual = gc.get_threshold()
    gc.set_threshold(_SELDOM, *usual[1:])
    workers: dict[int, IO[bytes]] = {}
    try:
        for result in results:
            workers[_forked(shares, together, numbers, result)] = result
        for share in _taken(shares, together, numbers):
            yield from share()
        for process, result in list(workers.items()):
            _, status = os.waitpid(process, 0)
            del workers[process]
            yield from _results(result, os.waitstatus_to_exitcode(status))
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
        os.close(numbers)
        for process in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        for result in results:
            result.close()


def _queue(firsts: Iterable[int]) -> int:
    """Return the end of a pipe from which every number can be read once."""
    reading, writing = os.pipe()
    os.write(writing, b"".join(map(_NUMBER.pack, firsts)))
    os.close(writing)
    return reading


def _taken(
    shares: Sequence[Callable[[], Iterator[T]]], together: int, numbers: int
) -> Iterator[Callable[[], Iterator[T]]]:
    while taken := os.read(numbers, _NUMBER.size):
        (first,) = _NUMBER.unpack(taken)
        yield from shares[first : first + together]


def _forked(shares: Sequence[Callable[[], Iterator[T]]], together: int, numbers: int, result: IO[bytes]) -> int:
    parent = os.getpid()
    with warnings.catch_warnings():
        # Python warns that a thread may hold a lock; the only one here shows progress, and no share writes to it.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process:
        return process
    code = 1
    try:
        _end_with(parent)
        try:
            for share in _taken(shares, together, numbers):
                if os.getppid() != parent:
                    os._exit(1)  # nobody waits for the result any more
                pickle.dump(list(share()), result)
            code = 0
        except Exception as error:
            pickle.dump(error, result)
        result.flush()
    finally:
        os._exit(code)


def _end_with(parent: int) -> None:
    """Let the system kill this process when its parent is gone: nobody waits for it, and it must write nothing more."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _results(stream: IO[bytes], code: int) -> Iterator[T]:
    stream.seek(0)
    while True:
        try:
            found = pickle.load(stream)  # noqa: S301 - written by this program a moment ago
        except (EOFError, pickle.UnpicklingError):
            break
        if isinstance(found, BaseException):
            raise found
        yield from found
    if code:
        reason = f"signal {-code}" if code < 0 else "an error that it could not tell"
        raise SystemFailure(f"a process of the build was ended by {reason}; try again with --jobs 1")
