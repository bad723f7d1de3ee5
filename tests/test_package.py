"""The wheel holds every package and data file, and works from outside a checkout."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from support import ROOT

DATA = {".ttl", ".toml", ".j2", ".css", ".svg", ".yaml", ".csv", ".txt", ".md", ".typed", ".jsonld", ".rq", ".js"}


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
            if path.is_file() and path.suffix in DATA | {".py"} and "node_modules" not in path.parts:
                expected.add(f"{home}/{path.relative_to(ROOT / folder).as_posix()}")
    assert len(expected) > 150
    assert expected - held == set()
    assert not [name for name in held if name.startswith(("tests", "bench", "archive"))]


def test_every_dependency_is_accounted_for() -> None:
    """SECURITY.md says of each package what it is for and whether strangers' bytes reach it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split("[<>=;]", one)[0].strip().lower() for one in project["dependencies"]}
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    table = text[text.index("| package |") :].partition("\n\n")[0].splitlines()[2:]
    told = {name.strip().lower() for line in table for name in line.split("|")[1].split(",")}
    assert told == wanted
    assert f"the {len(wanted)} packages below" in " ".join(text.split())
