"""The wheel holds every package and data file, and works from outside a checkout."""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support import ROOT

DATA = {".ttl", ".toml", ".j2", ".css", ".svg", ".yaml", ".csv", ".txt", ".md", ".typed", ".jsonld", ".rq", ".js"}

_OLDEST = {
    "python_version": "3.11",
    "python_full_version": "3.11.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
}
"""The oldest Python that the project runs on, on the system that it is published from."""


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
    comes = text[text.index("With them come,") :].partition("\n\n")[0]
    more = {name.strip(" .\n").lower() for part in comes.split(";") for name in part.partition(":")[2].split(",")}
    needed = _needed(project["dependencies"])
    assert {name: askers for name, askers in needed.items() if name not in wanted | more} == {}
    assert more - needed.keys() == set()
    assert more & wanted == set()
    said = f"the {len(wanted)} packages below and {len(more)} more that come with them"
    assert said in " ".join(text.split())


def _needed(requirements: Iterable[str]) -> dict[str, set[str]]:
    """Return the names of all packages that some need on the oldest Python, with those that ask for each."""
    seen: set[tuple[str, frozenset[str]]] = set()
    found: dict[str, set[str]] = {}
    left = [("pyproject.toml", Requirement(one)) for one in requirements]
    while left:
        asker, one = left.pop()
        found.setdefault(canonicalize_name(one.name), set()).add(asker)
        named = canonicalize_name(one.name), frozenset(one.extras)
        if named not in seen:
            seen.add(named)
            with suppress(PackageNotFoundError):  # what only an older Python needs
                for need in map(Requirement, requires(one.name) or ()):
                    if not need.marker or any(
                        need.marker.evaluate(_OLDEST | {"extra": it}) for it in ("", *one.extras)
                    ):
                        left.append((one.name, need))
    return found
