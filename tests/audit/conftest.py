"""The sample archive, built by the command as its editor builds it.

``TUYUN_RELEASE`` names the folder of a finished release that is to be looked at instead.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import served
from support import ARCHIVE


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a release of the sample archive, below a path with blanks and foreign letters."""
    if finished := os.environ.get("TUYUN_RELEASE"):
        return Path(finished).resolve()
    folder = tmp_path_factory.mktemp("a folder with blanks, ң")
    command = [sys.executable, "-m", "graph_builder", "build", str(ARCHIVE), "--out", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return (folder / "current").resolve()


@pytest.fixture(scope="session")
def host(release: Path) -> Iterator[str]:
    """Yield the address at which the release is served over loopback, under the strict policy."""
    with served(release, "/") as address:
        yield address
