"""What a worker gives up before it runs a stranger's query: network, programs, others' memory, writing, endless memory.

Checking the text of a query is the first line; this is the second: the kernel refuses, whatever the text was.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

_NO_NEW_PRIVILEGES: Final = 38
_SECCOMP: Final = 22
_DEATH_SIGNAL: Final = 1
_FILTER: Final = 2


class _Calls(NamedTuple):
    """Numbers of system calls (Linux) on one kind of machine.

    Attributes:
        machine: how the kernel names it to a filter.
        network: socket, connect, bind, listen, accept, accept4; io_uring_setup, which can do all of these.
        programs: execve, execveat.
        processes: ptrace, process_vm_readv, process_vm_writev, process_madvise, process_mrelease, pidfd_getfd; kill,
            tkill, pidfd_send_signal, rt_sigqueueinfo, rt_tgsigqueueinfo; setpriority, ioprio_set, sched_setscheduler,
            sched_setparam, sched_setattr, sched_setaffinity, migrate_pages, move_pages.
        own: tgkill, by which a process aborts itself, and prlimit64: for this process alone.
        names: rename, unlink, rmdir, mkdir, link, symlink, mknod, and their kind.
        files: openat2, creat, truncate, ftruncate, open_by_handle_at, mount, umount2; chmod, chown, and their kind.
        attributes: utime, setxattr, removexattr, and their kind.
        opening: which of the arguments, from 0, says for what a file is opened, by call: open, openat.
    """

    machine: int
    network: tuple[int, ...]
    programs: tuple[int, ...]
    processes: tuple[int, ...]
    own: tuple[int, ...]
    names: tuple[int, ...]
    files: tuple[int, ...]
    attributes: tuple[int, ...]
    opening: Mapping[int, int]


# What is open already goes on working: the socket to the keeper, the pipe of the answer, a store on the disk.
_CALLS: Final = {
    "x86_64": _Calls(
        0xC000003E,
        network=(41, 42, 49, 50, 43, 288, 425),
        programs=(59, 322),
        processes=(101, 310, 311, 440, 448, 438, 62, 200, 424, 129, 297, 141, 251, 144, 142, 314, 203, 256, 279),
        own=(234, 302),
        names=(82, 264, 316, 87, 263, 84, 83, 258, 86, 265, 88, 266, 133, 259),
        files=(437, 85, 76, 77, 304, 165, 166, 90, 91, 268, 452, 92, 93, 94, 260),
        attributes=(132, 235, 261, 280, 188, 189, 190, 463, 197, 198, 199, 466),
        opening={2: 1, 257: 2},
    ),
    "aarch64": _Calls(
        0xC00000B7,
        network=(198, 203, 200, 201, 202, 242, 425),
        programs=(221, 281),
        processes=(117, 270, 271, 440, 448, 438, 129, 130, 424, 138, 240, 140, 30, 119, 118, 274, 122, 238, 239),
        own=(131, 261),
        names=(38, 276, 35, 34, 37, 36, 33),
        files=(437, 45, 46, 265, 40, 39, 52, 53, 452, 54, 55),
        attributes=(88, 5, 6, 7, 463, 14, 15, 16, 466),
        opening={56: 2},
    ),
}
"""By machine, as Python names it."""

SUPPORTED: Final = platform.machine() in _CALLS
"""Whether the kernel keeps queries from the network and from the disk on this machine."""

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_LOAD, _EQUAL, _AT_LEAST, _ANY_OF, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ARGUMENTS: Final = 16
"""Where the arguments of a call stand, eight bytes each, the lower half first: the machines are little-endian."""

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
        code = b"".join(_filter(_CALLS[platform.machine()]))
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


def _filter(calls: _Calls) -> list[bytes]:
    """Return a Berkeley packet filter for this process: refuse what is listed, kill what is of another machine."""
    code = [
        _step(_LOAD, 4),  # the machine
        _step(_EQUAL, calls.machine, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, 0),  # the number of the call
        _step(_AT_LEAST, _X32, 0, 1),
        _step(_RETURN, _REFUSE),
    ]
    refused = (calls.network, calls.programs, calls.processes, calls.names, calls.files, calls.attributes)
    for number in chain.from_iterable(refused):
        code += [_step(_EQUAL, number, 0, 1), _step(_RETURN, _REFUSE)]
    for number in calls.own:
        code += [
            _step(_EQUAL, number, 0, 5),
            _step(_LOAD, _ARGUMENTS),
            _step(_EQUAL, 0, 2, 0),  # stands for the process itself
            _step(_EQUAL, os.getpid(), 1, 0),
            _step(_RETURN, _REFUSE),
            _step(_RETURN, _ALLOW),
        ]
    for number, argument in calls.opening.items():
        code += [
            _step(_EQUAL, number, 0, 4),
            _step(_LOAD, _ARGUMENTS + 8 * argument),
            _step(_ANY_OF, _WRITING, 0, 1),
            _step(_RETURN, _REFUSE),
            _step(_RETURN, _ALLOW),
        ]
    return [*code, _step(_RETURN, _ALLOW)]


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)
