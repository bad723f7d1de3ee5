"""``pages/pages.csv``: where and when each page was captured."""

import os
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from graph_builder.dates import PartialDate
from graph_builder.problems import Place, Problems
from graph_builder.records.base import Text, Url
from graph_builder.records.checking import find_faults
from graph_builder.records.codec import dec_hook
from graph_builder.records.faults import path_text
from graph_builder.tables import rows

PAGE_TABLE: Final = "pages/pages.csv"
_HEADER: Final = ["file", "url", "retrieved"]


class PageRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row: the file below ``pages/``, and where and when it was captured, as far as known."""

    file: Text
    url: Url | None = None
    retrieved: PartialDate | None = None


def read_page_table(text: str, root: Path, suffixes: Collection[str], problems: Problems) -> dict[str, PageRow]:
    """Return the rows by path relative to the archive; what is wrong is added to the problems.

    A page whose row is wrong is read all the same, as one whose address is not known.

    Args:
        text: the table.
        root: the archive.
        suffixes: suffixes of files that are pages.
        problems: where faults are gathered.
    """
    table = rows(text, PAGE_TABLE, problems)
    line, names = next(table, (0, []))
    if sorted(names) != sorted(_HEADER):
        found = f"; it says {','.join(names)[:80]}" if names else ""
        message = f"the first row must name the columns {','.join(_HEADER)}{found}"
        remedy = "write this row first, with commas; until then no page has an address"
        problems.error(Place(PAGE_TABLE, line or 1), "csv-header", message, remedy)
        return {}
    found_rows: dict[str, tuple[int, PageRow]] = {}
    refused: set[str] = set()
    for line, cells in table:
        place = Place(PAGE_TABLE, line)
        if len(cells) != len(names):
            message = f"the row has {len(cells)} cells, the header has {len(names)}"
            remedy = "write file, url and retrieved, with two commas; put an address that holds a comma into quotes"
            problems.error(place, "csv-cells", message, remedy)
            continue
        row = _row({name: cell for name, cell in zip(names, cells, strict=True) if cell}, place, problems)
        if row is None or not _exists(row.file, root, suffixes, place, problems):
            continue
        path = f"pages/{PurePosixPath(row.file)}"
        before = found_rows.setdefault(path, (line, row))
        if before[1] != row:
            message = f"{row.file} stands twice, on lines {before[0]} and {line}, and the rows differ"
            problems.error(place, "duplicate-row", message, "keep the right one; until then the page has no address")
            refused.add(path)
    return {path: row for path, (_, row) in found_rows.items() if path not in refused}


def _row(value: dict[str, str], place: Place, problems: Problems) -> PageRow | None:
    faults = find_faults(value, PageRow, typed=False)
    for fault in faults:
        where = Place(place.file, place.line, path_text(fault.path))
        problems.error(where, fault.code, fault.message, fault.remedy)
    return None if faults else msgspec.convert(value, PageRow, dec_hook=dec_hook)


def _exists(name: str, root: Path, suffixes: Collection[str], place: Place, problems: Problems) -> bool:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        message = f"“{name}” does not lie below pages/"
        problems.error(place, "path", message, "write the path from pages/ on, with /, e.g. ky/1889.txt")
        return False
    if path.suffix.lower() not in suffixes:
        message = f"“{name}” is no page: pages end in {', '.join(sorted(suffixes))}"
        problems.error(place, "unknown-suffix", message, "name the page, or delete the row")
        return False
    if not os.path.lexists(root / "pages" / path):
        message = f"there is no file pages/{path}"
        problems.error(place, "missing-file", message, "put the page there, mend its name, or delete the row")
        return False
    return True
