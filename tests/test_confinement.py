"""What the kernel refuses a process that runs queries, tried call by call in one that gave all of it up."""

import errno
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from support import ROOT

from portal.sparql.confinement import SUPPORTED, confine

pytestmark = pytest.mark.skipif(not SUPPORTED, reason="the kernel's filter is known for x86-64 and ARM64 alone")

_BY_HAND: Final = (
    "import ctypes, os, sys; from portal.sparql.confinement import confine; confine(1 << 30)\n"
    "given = [*map(int, sys.argv[2:]), 0, 0, 0, 0, 0, 0][:6]\n"
    "found = ctypes.CDLL(None, use_errno=True).syscall(int(sys.argv[1]), *map(ctypes.c_long, given))\n"
    "sys.exit(ctypes.get_errno() if found == -1 else 0)"
)
_FORBIDDEN: Final[dict[str, Callable[[Path], object]]] = {
    "a socket": lambda at: socket.socket(),
    "a socket of this machine": lambda at: socket.socket(socket.AF_UNIX),
    "a program": lambda at: os.execv("/bin/true", ["true"]),
    "a new file": lambda at: (at / "new").open("x"),
    "more in a file": lambda at: (at / "old").open("a"),
    "a file emptied": lambda at: os.open(at / "old", os.O_RDONLY | os.O_TRUNC),
    "a file cut": lambda at: os.truncate(at / "old", 0),
    "another name": lambda at: (at / "old").rename(at / "other"),
    "a file replaced": lambda at: (at / "old").replace(at / "folder" / "x"),
    "no file any more": lambda at: (at / "old").unlink(),
    "no folder any more": lambda at: (at / "folder").rmdir(),
    "a folder": lambda at: (at / "new").mkdir(),
    "a link": lambda at: (at / "new").symlink_to("old"),
    "a second name": lambda at: (at / "new").hardlink_to(at / "old"),
    "a pipe": lambda at: os.mkfifo(at / "new"),
    "other rights": lambda at: (at / "old").chmod(0o777),
    "another owner": lambda at: os.chown(at / "old", 1, 1),
    "memory of the parent": lambda at: os.open(f"/proc/{os.getppid()}/mem", os.O_RDWR),
    "a signal to the parent": lambda at: os.kill(os.getppid(), 0),
    "limits of the parent": lambda at: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE),
    "what the parent is worth": lambda at: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
    "where the parent runs": lambda at: os.sched_setaffinity(os.getppid(), {0}),
    "other times": lambda at: os.utime(at / "old", (0, 0)),
    "an attribute": lambda at: os.setxattr(at / "old", "user.one", b"1"),
    "no attribute any more": lambda at: os.removexattr(at / "old", "user.one"),
}
_X86_64: Final = {
    "ptrace": 101,
    "process_vm_readv": 310,
    "process_vm_writev": 311,
    "pidfd_getfd": 438,
    "openat2": 437,
    "rt_sigqueueinfo": 129,
    "rt_tgsigqueueinfo": 297,
}
_TGKILL: Final = 234


def test_all_that_is_forbidden_is_collected() -> None:
    assert len(_FORBIDDEN) == 25


@pytest.mark.parametrize("what", _FORBIDDEN)
def test_the_kernel_refuses(tmp_path: Path, what: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "old").write_text("as it was")
    assert _in_a_child(lambda: _FORBIDDEN[what](tmp_path)) == "refused"
    assert (tmp_path / "old").read_text() == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "old"]


def test_what_is_needed_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("as it was")
    reading, writing = os.pipe()

    def work() -> None:
        assert (tmp_path / "old").read_text() == "as it was"
        os.write(writing, b"answer")
        assert len(bytearray(1 << 20)) == 1 << 20

    assert _in_a_child(work) == "done"
    os.close(writing)
    assert os.read(reading, 10) == b"answer"
    os.close(reading)


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are those of x86-64")
@pytest.mark.parametrize("call", _X86_64)
def test_calls_that_python_does_not_have_are_refused(call: str) -> None:
    assert _by_hand(_X86_64[call]) == errno.EACCES


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are those of x86-64")
def test_a_process_signals_itself_and_no_other() -> None:
    assert _by_hand(_TGKILL, os.getpid(), os.getpid(), 0) == errno.EACCES
    assert _in_a_child(lambda: signal.raise_signal(signal.SIGTERM)) == f"ended with {-signal.SIGTERM}"


def _by_hand(number: int, *arguments: int) -> int:
    """Make a call in a process that is confined; return the number of its error, 0 if it was done."""
    given = [str(one) for one in (number, *arguments)]
    return subprocess.run([sys.executable, "-c", _BY_HAND, *given], cwd=ROOT, check=False).returncode


def _in_a_child(work: Callable[[], object]) -> str:
    """Do something in a process that is confined; tell whether the kernel refused it."""
    process = os.fork()
    if not process:
        status = 1
        try:
            confine(1 << 30)
            work()
            status = 0
        except PermissionError:
            status = 2
        finally:
            os._exit(status)
    ended = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return {0: "done", 2: "refused"}.get(ended, f"ended with {ended}")
