"""Lighthouse on the home page, the largest entity page and the search page; ``make lighthouse`` runs it.

Not among the tests: it takes a minute a page and measures time, which a busy machine falsifies. Prints a table, and
exits with 1 if a category lies below what the site must reach.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from audit.kinds import LANGUAGES, kind_of
from serving import served

from graph_builder.records.table import KINDS

LEAST: Final = 95
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
PROGRAM: Final = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
_FLAGS: Final = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"


def pages(release: Path) -> list[str]:
    """Return the paths of the pages to measure."""
    entities = [
        path
        for path in (file.relative_to(release).as_posix() for file in release.rglob("*.html"))
        if kind_of(path)[0] in KINDS
    ]
    largest = max(sorted(entities), key=lambda path: (release / path).stat().st_size)
    return [f"{LANGUAGES[0]}/index.html", largest, f"{LANGUAGES[0]}/search.html"]


def scores(address: str) -> dict[str, int]:
    """Return the score of a page in each category, of 100, as Lighthouse gives it to a telephone on a slow line."""
    command = ["node", str(PROGRAM), address, "--output=json", "--quiet", f"--chrome-flags={_FLAGS}"]
    only = f"--only-categories={','.join(CATEGORIES)}"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
    done = subprocess.run(
        [*command, only], capture_output=True, check=True, env={**os.environ, "CHROME_PATH": chromium}
    )
    report = json.loads(done.stdout)
    for name in CATEGORIES:
        for wrong in _failed(report, name):
            print(f"  {wrong}", file=sys.stderr)
    return {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}


def _failed(report: dict, category: str) -> Iterator[str]:  # type: ignore[type-arg]
    for part in report["categories"][category]["auditRefs"]:
        audit = report["audits"][part["id"]]
        if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
            yield f"{category}: {part['id']}: {audit['title']} {audit.get('displayValue', '')}"


def main(release: Path) -> int:
    """Measure a release and print the table."""
    print("| page | " + " | ".join(CATEGORIES) + " |\n|---" * 1 + "|---:" * len(CATEGORIES) + "|")
    enough = True
    with served(release, "/", compressed=True) as host:
        for path in pages(release):
            found = scores(host + path)
            enough = enough and min(found.values()) >= LEAST
            print(f"| `{path}` | " + " | ".join(str(found[name]) for name in CATEGORIES) + " |", flush=True)
    return 0 if enough else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]).resolve()))
