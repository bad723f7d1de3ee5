"""The wheel holds every package and data file, and works from outside a checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

from support import ROOT

DATA = {".ttl", ".toml", ".j2", ".css", ".svg", ".yaml", ".csv", ".txt", ".md", ".typed", ".jsonld", ".rq"}


def test_wheel_holds_every_module_and_data_file(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--verbose", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "would be ignored" not in built.stdout + built.stderr  # setuptools fills the screen of `make` with it
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    expected = set()
    for folder, home in {
        "graph_builder": "graph_builder",
        "exports": "exports",
        "ontology": "graph_builder/ontology",
        "shapes": "graph_builder/shapes",
        "examples": "exports/examples",
    }.items():
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in DATA | {".py"}:
                expected.add(f"{home}/{path.relative_to(ROOT / folder).as_posix()}")
    assert len(expected) > 150
    assert expected - held == set()
    assert not [name for name in held if name.startswith(("tests", "bench", "archive"))]
