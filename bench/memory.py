"""The largest memory of a process since its program began."""

import re
import resource
from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")
_PEAK: Final = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def peak() -> float:
    """Return the largest memory of this process in MiB: its own, and that of the processes it forked and waited for.

    What ``getrusage`` tells of a process begins with the peak of the program that started it, so it is asked only where
    there is no ``/proc``, and of forked processes, which have started no program.
    """
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    found = _PEAK.search(_STATUS.read_text(encoding="ascii")) if _STATUS.exists() else None
    own = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, others) / 1024
