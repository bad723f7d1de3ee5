"""What benchmarks measure is their own."""

import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

_HELD = 200


def _peak(code: str) -> float:
    """Return what a program, which runs this code first, tells of its memory in MiB."""
    command = [sys.executable, "-c", f"import os\nfrom bench.memory import peak\n{code}\nprint(peak())"]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system tells memory by getrusage alone")
def test_the_memory_of_who_starts_a_program_is_not_the_programs() -> None:
    held = b"x" * (_HELD << 20)
    assert _peak("") < len(held) >> 20


def test_the_memory_of_forked_processes_is_told() -> None:
    taking = f"os.fork() or (b'x' * ({_HELD} << 20), os._exit(0))\nos.wait()"
    assert _peak(taking) >= _HELD
