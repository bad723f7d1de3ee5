"""The release of the sample archive, looked at as a host and a folder hold it.

``TUYUN_RELEASE`` names the folder of a finished release that is to be looked at instead.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import served


@pytest.fixture(scope="session")
def release(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a release of the sample archive, below a path with blanks and foreign letters."""
    if finished := os.environ.get("TUYUN_RELEASE"):
        return Path(finished).resolve()
    built: Path = request.getfixturevalue("sample_release")
    folder = tmp_path_factory.mktemp("a folder with blanks, ң") / built.name
    return Path(shutil.copytree(built, folder, copy_function=os.link))


@pytest.fixture(scope="session")
def host(release: Path) -> Iterator[str]:
    """Yield the address at which the release is served over loopback, under the strict policy."""
    with served(release, "/") as address:
        yield address
