"""Reads CSV: a head in ``#`` lines, a row of column names, one record a row.

A column is named as the field; ``name.ky`` is the text of a language; a cell of a list is split at ``|``; an empty
cell says nothing. Fields that hold records of their own (contributions, editions) cannot be written in CSV.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, Literal, TypeAlias

from msgspec import inspect

from graph_builder.archive import ArchiveFile
from graph_builder.problems import Place, Problems
from graph_builder.records import KINDS
from graph_builder.records.checking import LANGUAGES, described
from graph_builder.records.faults import nearest
from graph_builder.sources.convert import entries
from graph_builder.sources.head import read_head
from graph_builder.sources.source_file import SourceFile
from graph_builder.sources.tree import Tree, UnreadableError, empty_file
from graph_builder.sources.yaml_text import parse_yaml
from graph_builder.tables import rows

_Form: TypeAlias = Literal["text", "list", "records"]

_HEAD_LINE: Final = re.compile(r"# ?(.*)")


def read(file: ArchiveFile, problems: Problems) -> SourceFile | None:
    """Return what a CSV file says; faults are added to the problems."""
    text = file.text(problems)
    if text is None:
        return None
    if not text.strip():
        problems.add(empty_file(file.path))
        return None
    head_lines: list[str] = []
    for match in map(_HEAD_LINE.fullmatch, text.split("\n")):
        if match is None:
            break
        head_lines.append(match[1])
    try:
        tree = parse_yaml("\n".join(head_lines), file.path)
    except UnreadableError as error:
        problems.add(error.problem)
        return None
    head = read_head(tree, file, problems)
    table = rows(text, file.path, problems, skip=len(head_lines))
    line, names = next(table, (0, []))
    if not names:
        message = "the row with the names of the columns is missing"
        problems.error(Place(file.path), "csv-header", message, "write it below the lines that begin with #")
        return None
    columns = _columns(names, Place(file.path, line), head.kind if head else "", problems)
    if head is None or columns is None:
        return None
    trees = _trees(table, names, columns, file.path, problems)
    return SourceFile(head.source, entries(trees, head, problems), head.corrects)


def _columns(names: list[str], place: Place, kind: str, problems: Problems) -> dict[str, _Form] | None:
    """Return the form of each column; nothing when a column is wrong."""
    known: dict[str, _Form] = {"kind": "text"}
    for struct in map(described, [KINDS[kind]] if kind in KINDS else KINDS.values()):
        assert isinstance(struct, inspect.StructType), "every record is a struct"
        for field in struct.fields:
            known |= _columns_of(field.encode_name, field.type)
    faults: list[tuple[str, str, str]] = []
    if len(names) == 1 and (found := next((mark for mark in ";\t" if mark in names[0]), "")):
        what = "semicolons" if found == ";" else "tabs"
        faults.append(("csv-separator", f"the columns are separated by {what}", "separate them by commas"))
    else:
        faults += [("csv-header", *_fault(name, known)) for name in names if known.get(name, "records") == "records"]
        twice = sorted({name for name in names if names.count(name) > 1})
        faults += [("csv-header", f"the column {name} stands twice", "keep one of the two") for name in twice]
        if "id" not in names:
            faults.append(("csv-header", "the column id is missing", "add it: the slug of what each row describes"))
    for code, message, remedy in faults:
        problems.error(place, code, message, f"{remedy}; none of the rows was read")
    return None if faults else {name: known[name] for name in names}


def _fault(name: str, known: dict[str, _Form]) -> tuple[str, str]:
    if name in known:
        return f"{name} holds records of its own, for which a cell has no room", "write these records in YAML"
    if f"{name}.{LANGUAGES[0]}" in known:
        remedy = f"write one column a language: {', '.join(f'{name}.{language}' for language in LANGUAGES)}"
        return f"the column {name} does not say its language", remedy
    return f"unknown column “{name}”", nearest(name, [column for column, form in known.items() if form != "records"])


def _columns_of(name: str, kind: inspect.Type) -> dict[str, _Form]:
    if isinstance(kind, inspect.ListType):
        return {name: "records" if isinstance(kind.item_type, inspect.StructType) else "list"}
    if isinstance(kind, inspect.DictType):
        form: _Form = "list" if isinstance(kind.value_type, inspect.ListType) else "text"
        return {f"{name}.{language}": form for language in LANGUAGES}
    return {name: "text"}


def _trees(
    table: Iterator[tuple[int, list[str]]], names: list[str], columns: dict[str, _Form], file: str, problems: Problems
) -> Iterator[Tree]:
    for line, cells in table:
        if len(cells) != len(names):
            message = f"the row has {len(cells)} cells, the header has {len(names)}"
            remedy = "put a cell that holds a comma into quotes, and write a comma for each empty cell"
            problems.error(Place(file, line), "csv-cells", message, remedy)
            continue
        value: dict[str, Any] = {}
        for name, cell in zip(names, cells, strict=True):
            if cell:
                field, _, language = name.partition(".")
                content = [part.strip() for part in cell.split("|")] if columns[name] == "list" else cell
                if language:
                    value.setdefault(field, {})[language] = content
                else:
                    value[field] = content
        yield Tree(file, value, False, (), {(): line})
