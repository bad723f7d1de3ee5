"""All files of a release that a browser shows, held against the Nu Html Checker: HTML, CSS and SVG."""

import json
import shutil
import subprocess
from pathlib import Path

from support import need_program

VNU = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
ARGUMENTS = ("--format", "json", "--also-check-css", "--also-check-svg")


def complaints(folder: Path) -> list[str]:
    """Return the errors and warnings that the checker has about a folder."""
    jar = need_program(str(VNU) if VNU.exists() else None, "vnu-jar")
    java = need_program(shutil.which("java"), "java")
    command = [java, "-Xss8m", "-jar", jar, *ARGUMENTS, "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    said = json.loads(done.stderr)["messages"]
    return [f"{one['type']} {one.get('url')}:{one.get('lastLine')}: {one['message']}" for one in said]


def test_a_whole_release_is_well_formed(release: Path) -> None:
    assert len(list(release.rglob("*.html"))) > 2000
    found = complaints(release)
    assert found == []


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!DOCTYPE html><title>x</title><p id=a><p id=a>", encoding="utf-8")
    (tmp_path / "style.css").write_text("p { colour: red }", encoding="utf-8")
    (tmp_path / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><rectangle/></svg>', encoding="utf-8"
    )
    found = "\n".join(complaints(tmp_path))
    assert "page.html" in found and "style.css" in found and "drawing.svg" in found
