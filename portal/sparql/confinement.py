"""What a worker gives up before it runs a stranger's query: the network, other programs, memory without end.

Checking the text of a query is the first line; this is the second: the kernel refuses, whatever the text was.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
from pathlib import Path
from typing import Final

_NO_NEW_PRIVILEGES: Final = 38
_SECCOMP: Final = 22
_DEATH_SIGNAL: Final = 1
_FILTER: Final = 2

# Numbers of system calls (Linux): socket, connect, bind, listen, accept, accept4, execve, execveat, ptrace,
# io_uring_setup. What is open already goes on working: the socket to the keeper and the pipe of the answer.
_REFUSED: Final = {
    "x86_64": (0xC000003E, (41, 42, 49, 50, 43, 288, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 201, 202, 242, 221, 281, 117, 425)),
}
"""The audit architecture and the calls that are refused, by machine."""

SUPPORTED: Final = platform.machine() in _REFUSED
"""Whether the kernel keeps queries from the network on this machine."""

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_KILL: Final = 0x80000000
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 13  # EACCES
_X32: Final = 0x40000000


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def confine(memory: int) -> None:
    """Bind this process, for good.

    Args:
        memory: how many bytes it may take beside what it has now.

    Raises:
        OSError: if the kernel refuses to bind it; then it must run nothing.
    """
    os.nice(10)  # pages go before queries
    resource.setrlimit(resource.RLIMIT_AS, (address_space() + memory, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    _do(libc, _DEATH_SIGNAL, signal.SIGKILL)
    _do(libc, _NO_NEW_PRIVILEGES, 1)
    if SUPPORTED:
        code = b"".join(_filter(*_REFUSED[platform.machine()]))
        kept = ctypes.create_string_buffer(code, len(code))
        program = _Program(len(code) // 8, ctypes.cast(kept, ctypes.c_void_p))
        _do(libc, _SECCOMP, _FILTER, ctypes.byref(program))


def allow_seconds(seconds: float) -> None:
    """Let the kernel end this process after so much of its processor's time: should its keeper not come to do it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def address_space() -> int:
    """Return how many bytes of addresses this process has, shared ones included."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _do(libc: ctypes.CDLL, option: int, *values: object) -> None:
    given = [ctypes.c_ulong(one) if isinstance(one, int) else one for one in values]
    if libc.prctl(option, *given, *(ctypes.c_ulong(0) for _ in range(4 - len(given)))):
        code = ctypes.get_errno()
        raise OSError(code, f"prctl {option}: {os.strerror(code)}")


def _filter(machine: int, refused: tuple[int, ...]) -> list[bytes]:
    """Return a program of Berkeley packet filter: kill what is of another machine, refuse what is listed."""
    code = [
        _step(_LOAD, 4),  # the machine
        _step(_EQUAL, machine, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, 0),  # the number of the call
        _step(_AT_LEAST, _X32, len(refused) + 1, 0),
    ]
    for at, number in enumerate(refused):
        code.append(_step(_EQUAL, number, len(refused) - at, 0))
    return [*code, _step(_RETURN, _ALLOW), _step(_RETURN, _REFUSE)]


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)
