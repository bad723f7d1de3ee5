"""A small archive that is edited at random, and builds of it that know of the work before or do not."""

import io
import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from graph_builder.cli.archives import init
from graph_builder.cli.building import MEMO, Plan, build
from graph_builder.cli.pipeline import Means

Fields = dict[str, Any]

SLUGS: Final = ("ky-1", "ky-10", "ky-10-b", "ky-2", "ky-2-a", "ru-1", "ru-7", "KY-1")
"""Some begin with others, so that their documents lie among one another when sorted; two differ only in capitals."""

PEOPLE: Final = ("example-author", "someone", "nobody")
FAULTS: Final = (
    '{"kind": "article"',
    '{"kind": "article", "id": "ky-4", "date": "2020-13-45"}',
    '{"kind": "article", "id": "ky-4", "title": "А", "title": "Б"}',
    '{"kind": "nothing", "id": "ky-4"}',
    "",
)
"""Lines that hold no record."""

_HEAD: Final = {"source": {"id": "said", "rank": "page", "name": {"en": "Said"}, "retrieved": "2025-11-20"}}
_PARTNER: Final = {"source": {"id": "partner", "rank": "partner", "name": {"en": "Partner"}}}


class Edited:
    """An archive whose files are written from a few values before each build.

    Attributes:
        lines: of the file of records.
        partner: what a second source says.
        people: names of people by slug.
        settings: what stands in the settings instead of a line of them; at their end under an empty text.
        correction: a file of corrections; empty for none.
        pages: texts of captured pages.
        withdrawn: rows about what is gone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder / "archive", folder / "out"
        init(self.folder)
        self._settings = (self.folder / "tuyun.toml").read_text(encoding="utf-8")
        self._page = (self.folder / "pages" / "ky-2.txt").read_text(encoding="utf-8")
        shutil.rmtree(self.folder / "pages")
        self.lines: list[str] = []
        self.partner: list[Fields] = []
        self.people: dict[str, str] = {"example-author": "Example Author"}
        self.settings: dict[str, str] = {}
        self.correction = ""
        self.pages: dict[str, str] = {}
        self.withdrawn: dict[str, str] = {}
        self.day = 0

    def page(self, title: str) -> str:
        """Return the text of a page."""
        return self._page.replace("\n", f" {title}\n", 1)

    def write(self) -> None:
        """Write the files."""
        for folder in ("records", "authorities", "pages"):
            (self.folder / folder).mkdir(exist_ok=True)
        self._write("records/said.jsonl", "\n".join([json.dumps(_HEAD), *self.lines]) + "\n")
        self._write("records/partner.jsonl", "\n".join(map(json.dumps, (_PARTNER, *self.partner))) + "\n")
        people = [{"id": slug, "name": {"en": name}} for slug, name in self.people.items()]
        self._write("authorities/people.yaml", json.dumps({"kind": "person", "records": people}))
        self._write("records/correction.yaml", self.correction)
        rows = "".join(f"{address},{into},,\n" for address, into in self.withdrawn.items())
        self._write("withdrawn.csv", f"address,replaced_by,reason.ky,reason.en\n{rows}" if rows else "")
        text = self._settings
        for before, line in self.settings.items():
            text = text.replace(before, line, 1) if before else f"{text}\n{line}\n"
        self._write("tuyun.toml", text)
        for path in (self.folder / "pages").iterdir():
            path.unlink()
        for name, text in self.pages.items():
            self._write(f"pages/{name}", text)

    def _write(self, path: str, text: str) -> None:
        if text:
            (self.folder / path).write_text(text, encoding="utf-8")
        else:
            (self.folder / path).unlink(missing_ok=True)

    def build(self, out: Path, *, pages: bool = False, jobs: int = 1) -> dict[str, bytes]:
        """Build, and return all files of the release."""
        released = f"2026-{1 + self.day // 28:02}-{1 + self.day % 28:02}"
        plan = Plan(out, Means(jobs=jobs), pages=pages, released=released)
        build(self.folder, plan, Console(file=io.StringIO()))
        release = (out / "current").resolve()
        return {str(path.relative_to(release)): path.read_bytes() for path in release.rglob("*") if path.is_file()}

    def clean_copy(self) -> Path:
        """Copy the releases that are there, by links, without what was kept of the work."""
        to = self.out.with_name("clean")
        shutil.rmtree(to, ignore_errors=True)
        if self.out.exists():
            ignored = shutil.ignore_patterns(MEMO, ".lock")
            shutil.copytree(self.out, to, symlinks=True, copy_function=os.link, ignore=ignored)
        return to
