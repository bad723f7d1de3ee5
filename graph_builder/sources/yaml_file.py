"""Reads YAML files: ``source``, ``kind``, ``records``."""

import re
from typing import Final

from graph_builder.archive import ArchiveFile
from graph_builder.problems import Problems
from graph_builder.records.faults import Path
from graph_builder.sources.convert import entries
from graph_builder.sources.head import read_head
from graph_builder.sources.outline import Syntax, read_outline
from graph_builder.sources.source_file import SourceFile
from graph_builder.sources.tree import Tree
from graph_builder.sources.yaml_text import parse_yaml


def _item(block: str, file: str, first: int, path: Path) -> Tree:
    return parse_yaml(block.replace("-", " ", 1), file, first, path)


_SYNTAX: Final = Syntax(
    parse=parse_yaml,
    parse_item=_item,
    opening=re.compile(r"^(?P<list>records):[ \t]*(?:#.*)?$", re.MULTILINE),
    item=re.compile(r"([ ]*)-(?=[ \t]|$)"),
    head=lambda before: before,
)


def read(file: ArchiveFile, problems: Problems) -> SourceFile | None:
    """Return what a YAML file says; faults are added to the problems."""
    text = file.text(problems)
    outline = None if text is None else read_outline(text, file.path, _SYNTAX, problems)
    head = None if outline is None else read_head(outline[0], file, problems)
    if outline is None or head is None:
        return None
    return SourceFile(head.source, entries(outline[1], head, problems), head.corrects)
