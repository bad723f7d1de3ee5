"""The portal as another user than the one who built: it reads the folder of releases and can write nothing there."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from ordinary_user import MODES_HOLD, as_ordinary_user
from portal_support import free_port, published

BUILDER = 65534


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    if not MODES_HOLD or os.geteuid():
        pytest.skip("another user can only be had where the rights of root can be given up")
    place = tmp_path / "public"
    place.mkdir()
    published(place)
    for path in (place, *place.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o555 if path.is_dir() else 0o444)
        os.chown(path, BUILDER, BUILDER, follow_symlinks=False)
    yield place
    shutil.rmtree(place)


def test_the_portal_needs_only_to_read(folder: Path, tmp_path: Path) -> None:
    before = _state(folder)
    cache, port = tmp_path / "cache", free_port()
    cache.mkdir()
    serving = subprocess.Popen(
        [sys.executable, "-m", "graph_builder", "serve", str(folder), "--port", str(port)],
        preexec_fn=as_ordinary_user,
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "TMPDIR": str(cache)},
        cwd=tmp_path,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            try:
                health = httpx.get(f"{address}/health")
                break
            except httpx.TransportError:
                assert serving.poll() is None
                time.sleep(0.05)
        probe = subprocess.run(
            ["touch", str(folder / "x")], preexec_fn=as_ordinary_user, capture_output=True, check=False
        )
        page = httpx.get(f"{address}/data/dataset.nt")
        answer = httpx.get(f"{address}/sparql", params={"query": "ASK { ?s ?p ?o }", "format": "json"}, timeout=60)
    finally:
        serving.terminate()
        serving.wait(30)
    assert probe.returncode, "the folder can be written: the test shows nothing"
    assert health.json()["status"] == "ok"
    assert page.status_code == 200
    assert answer.json()["boolean"] is True
    assert _state(folder) == before


def _state(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
