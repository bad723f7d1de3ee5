"""What several test modules share and what takes long to make."""

import subprocess
import sys
from pathlib import Path

import pytest
from support import ARCHIVE


@pytest.fixture(scope="session")
def sample_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample's release, built once by the command; only for reading."""
    out = tmp_path_factory.mktemp("sample-release")
    command = [sys.executable, "-m", "graph_builder", "build", str(ARCHIVE), "--out", str(out), "--strict"]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return (out / "current").resolve()
