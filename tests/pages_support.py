"""The authority of the page cases, and how a page of a case is read."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml
from linking_support import entries

from graph_builder.archive import PageFile
from graph_builder.configuration import Config, NumberingRule
from graph_builder.linking import Authority
from graph_builder.numbering import Numbering
from graph_builder.pages.assembly import PageRecords, read_page
from graph_builder.problems import Problems
from graph_builder.records.codec import enc_hook
from graph_builder.register import Register

CASES: Final = Path(__file__).parent / "cases" / "pages"
RULE: Final = Numbering(offset=24142, first_known=92)
CONFIG: Final = Config(
    base="https://data.example.org/",
    languages=["ky", "ru", "en"],
    magazine="municipalitet",
    title={"ky": "Архив"},
    numbering=NumberingRule(offset=24142, first_known=92),
)


@cache
def authority() -> Authority:
    """Return the authority of all cases."""
    records = yaml.load((CASES / "authorities.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Authority.build(entries(records), Problems())


def read(
    data: bytes | str, url: str | None = None, path: str = "pages/a.txt", register: Register | None = None
) -> tuple[PageRecords | None, list[str]]:
    """Read one page; return its records and its problems as ``line: severity: code``."""
    problems = Problems()
    page = PageFile(path, data.encode() if isinstance(data, str) else data, url, None)
    found = read_page(page, authority(), register or Register(), RULE, CONFIG, problems)
    shown = [f"{one.place.line}: {one.severity}: {one.code}" for one in problems]
    assert all(one.place.file == path and one.message and one.remedy for one in problems)
    return found, shown


def summary(found: PageRecords | None) -> list[dict[str, Any]]:
    """Return the records as plain values, with CHECKSUM where the checksum of the file goes in."""
    records = []
    for entry in found.entries if found else ():
        record = msgspec.to_builtins(entry.record, enc_hook=enc_hook)
        if record["kind"] == "capture":
            del record["sha256"], record["file"]
        records.append({"line": entry.place.line, **record})
    if found is None:
        return []
    text = json.dumps(records, ensure_ascii=False).replace(found.reading.capture.sha256[:12], "CHECKSUM")
    plain: list[dict[str, Any]] = json.loads(text)
    return plain
