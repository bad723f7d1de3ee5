"""Processes without root's right to read and write what file modes forbid; an ordinary user does not have it."""

import ctypes
import os
import subprocess
import sys
from typing import Final

_DROP_CAPABILITY: Final = 24  # PR_CAPBSET_DROP of prctl(2)
_READ_ANYTHING: Final = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


def as_ordinary_user() -> None:
    """Give that right up; for ``preexec_fn``."""
    if os.geteuid() == 0:
        for capability in _READ_ANYTHING:
            if ctypes.CDLL(None, use_errno=True).prctl(_DROP_CAPABILITY, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "cannot give up root's rights")


def _modes_hold() -> bool:
    probe = [sys.executable, "-c", ""]
    try:
        return subprocess.run(probe, preexec_fn=as_ordinary_user, check=False).returncode == 0
    except subprocess.SubprocessError:
        return False


MODES_HOLD: Final = _modes_hold()
