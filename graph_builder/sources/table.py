"""The table of formats in which records are read: suffix to reader."""

from collections.abc import Callable
from typing import Final

from graph_builder.archive import ArchiveFile
from graph_builder.problems import Problems
from graph_builder.sources import csv_file, json_file, json_lines, yaml_file
from graph_builder.sources.source_file import SourceFile

READERS: Final[dict[str, Callable[[ArchiveFile, Problems], SourceFile | None]]] = {
    ".csv": csv_file.read,
    ".json": json_file.read,
    ".jsonl": json_lines.read,
    ".yaml": yaml_file.read,
    ".yml": yaml_file.read,
}
