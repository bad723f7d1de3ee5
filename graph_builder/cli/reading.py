"""``tuyun read``: the records that single pages yield, as YAML for an editor to correct."""

from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from graph_builder import numbering
from graph_builder.archive import Archive
from graph_builder.errors import InputError
from graph_builder.linking import Authority
from graph_builder.pages.assembly import PageRecords, read_page
from graph_builder.problems import Problems
from graph_builder.records.codec import enc_hook
from graph_builder.register import Register
from graph_builder.sources.gather import read_sources
from graph_builder.sources.yaml_writer import to_yaml


def read(pages: list[Path], folder: Path | None, console: Console) -> str:
    """Return the records of pages as YAML documents, one a page.

    Raises:
        InputError: if no archive is found or a page cannot be read at all.
    """
    blocks = []
    for path in pages:
        if not path.is_file():
            raise InputError(f"{path}: no such file")
        problems = Problems()
        archive = Archive.open(folder or _archive_above(path), problems)
        sources = read_sources(archive, problems)
        authority = Authority.build(sources.authorities, problems)
        register = Register.load(archive.register_text, problems)
        rule = numbering.Numbering.of(archive.config.numbering)
        page_problems = Problems()
        found = read_page(archive.page(path), authority, register, rule, archive.config, page_problems)
        for problem in page_problems:
            console.print(str(problem), markup=False)
        if found is not None:
            blocks.append(_yaml(found, any(file.path == found.source.file for file in archive.pages.files)))
    return "---\n".join(blocks)


def _archive_above(path: Path) -> Path:
    for folder in path.resolve().parents:
        if (folder / "tuyun.toml").is_file():
            return folder
    raise InputError(f"{path}: no tuyun.toml above it; name the archive with --archive")


def _yaml(page: PageRecords, archived: bool) -> str:
    """Write the records under the head of an editor's source, so that the file can be saved and corrected.

    Only a page of the archive can be corrected: of another, the records are those of a source of their own.
    """
    head: dict[str, Any] = {
        "id": f"correction-{page.source.id}",
        "rank": "editor",
        "name": {"en": f"Correction of {page.source.file}"},
    }
    if archived:
        head |= {"corrects": page.source.file, "sha256": page.reading.capture.sha256}
    records = [msgspec.to_builtins(entry.record, enc_hook=enc_hook) for entry in page.entries]
    return to_yaml({"source": head, "records": records})
