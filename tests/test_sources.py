"""Golden cases: each folder of tests/cases/sources is an archive with faults, and what the editor is told.

``expected.txt`` holds the problem lines, then ``+`` lines: the records that stay, with their source, and the pages.
A case without ``tuyun.toml`` is given the common one, but for the case that is about its absence.
"""

import shutil
from pathlib import Path

import pytest

from graph_builder.archive import Archive
from graph_builder.errors import InputError
from graph_builder.problems import Problems
from graph_builder.settings import SUGGEST_AMONG
from graph_builder.sources.gather import read_sources
from graph_builder.sources.hosts import check_hosts
from graph_builder.sources.references import References, check_references

CASES = Path(__file__).parent / "cases" / "sources"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def told(folder: Path) -> str:
    """Return what the editor is told of an archive, and what stays of it."""
    problems = Problems()
    try:
        archive = Archive.open(folder, problems)
    except InputError as error:
        return f"{error}\n".replace(str(folder), "ARCHIVE")
    read = read_sources(archive, problems)
    entries = [*read.authorities, *read.records]
    check_references(entries, problems)
    check_hosts(entries, problems)
    lines = [*map(str, problems)]
    for entry in entries:
        lines.append(f"+ {entry.source} {type(entry.record).__struct_config__.tag}/{entry.record.id} ({entry.place})")
    for page in archive.pages:
        lines.append(f"+ {page.path} {page.url or '-'} {page.retrieved.text if page.retrieved else '-'}")
    return "".join(f"{line}\n" for line in lines)


def prepared(name: str, folder: Path) -> Path:
    """Return a copy of a case that is a whole archive."""
    archive = folder / "archive"
    shutil.copytree(CASES / name, archive)
    (archive / "expected.txt").unlink(missing_ok=True)
    if name != "settings-missing" and not (archive / "tuyun.toml").exists():
        shutil.copy(CASES / "tuyun.toml", archive)
    return archive


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, tmp_path: Path) -> None:
    expected = (CASES / name / "expected.txt").read_text(encoding="utf-8")
    assert told(prepared(name, tmp_path)) == expected


def test_all_cases_are_there() -> None:
    assert len(NAMES) == 85


@pytest.mark.parametrize("described", [3, SUGGEST_AMONG, SUGGEST_AMONG + 1, 3 * SUGGEST_AMONG])
def test_who_is_not_described_is_found_among_few_names_and_many(described: int) -> None:
    references = References()
    references.add((("person", f"p-{number}") for number in range(described)), [("person", "p-2"), ("person", "p-x")])
    references.add((), [("person", f"p-{described}"), ("region", "p-1")])
    assert references.nobody() == {("person", "p-x"), ("person", f"p-{described}"), ("region", "p-1")}
