"""What several test modules share and what takes long to make."""

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest
from support import ARCHIVE


@pytest.fixture(scope="session")
def sample_release(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the sample's release, built once by the command for all processes of a run; only for reading."""
    base = tmp_path_factory.getbasetemp()
    out = (base if worker_id == "master" else base.parent) / "sample-release"
    out.mkdir(exist_ok=True)
    with (out.parent / "sample-release.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the other process waits for the one that builds
        if not (out / "current").exists():
            command = [sys.executable, "-m", "graph_builder", "build", str(ARCHIVE), "--out", str(out), "--strict"]
            built = subprocess.run(command, capture_output=True, text=True, check=False)
            assert built.returncode == 0, built.stderr
    return (out / "current").resolve()
