"""A bound for work that once took time with the square of its size: it fails when it takes long, and does not hang."""

import os
import resource
import signal
import tempfile
import traceback
from collections.abc import Callable
from typing import Final

import pytest

SECONDS: Final = 60
"""Of a processor: a hundred times what the work takes, so that no busy machine fails it."""


def bounded(work: Callable[[], object], seconds: int = SECONDS) -> None:
    """Do work in a child process, and fail if it raises anything or takes more seconds of a processor.

    It is the system that ends the child (RLIMIT_CPU): a loop in a library of C hears no other signal.
    """
    with tempfile.TemporaryFile() as told:
        process = os.fork()
        if not process:
            status = 1
            try:
                signal.signal(signal.SIGXCPU, signal.SIG_DFL)
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
                work()
                status = 0
            except BaseException:
                os.write(told.fileno(), traceback.format_exc().encode(errors="replace"))
            finally:
                os._exit(status)
        ended = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        told.seek(0)
        text = told.read().decode(errors="replace")
    if ended in {-signal.SIGXCPU, -signal.SIGKILL}:
        pytest.fail(f"it took more than {seconds} seconds of a processor")
    if ended:
        pytest.fail(text or f"the child ended with {ended}")
