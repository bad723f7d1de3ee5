"""A file with a head and a list of records, in YAML or JSON: one broken record does not cost the others.

When the whole is not well written, the list is cut at the lines where a record begins (all at the column
of the first), and each record is read for itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from graph_builder.problems import Problem, Problems
from graph_builder.records.faults import Path
from graph_builder.sources.tree import Tree, UnreadableError, empty_file


@dataclass(frozen=True, slots=True)
class Syntax:
    """How one format writes a list of records.

    Attributes:
        parse: reads a whole text: (text, file) to its tree.
        parse_item: reads one record: (text, file, first line, path) to its tree.
        opening: fits the line that opens the list; its group ``list`` begins where the head ends.
        item: fits the beginning of the line where a record begins; its group is the indentation.
        head: makes a whole text of what stands before the list.
    """

    parse: Callable[[str, str], Tree]
    parse_item: Callable[[str, str, int, Path], Tree]
    opening: re.Pattern[str]
    item: re.Pattern[str]
    head: Callable[[str], str]


def read_outline(text: str, file: str, syntax: Syntax, problems: Problems) -> tuple[Tree, list[Tree]] | None:
    """Return the head and the records of a file; nothing when not even the head can be read.

    Args:
        text: the text of the file.
        file: path in the archive.
        syntax: the format.
        problems: where faults are gathered.
    """
    if not text.strip():
        problems.add(empty_file(file))
        return None
    try:
        whole = syntax.parse(text, file)
    except UnreadableError as error:
        return _read_in_parts(text, file, syntax, error.problem, problems)
    if not isinstance(whole.value, dict):
        message = "the file does not begin with the fields source, kind and records"
        problems.error(whole.place(), "wrong-type", message, "write source:, kind: and records: at its beginning")
        return None
    records = whole.value.get("records")
    if not isinstance(records, list):
        message = "records, the list of what the file describes, is missing or is no list"
        problems.error(
            whole.place(("records",)), "missing-field", message, "write records: and below it one item a record"
        )
        return whole.without("records"), []
    return whole.without("records"), list(whole.items("records"))


def _read_in_parts(
    text: str, file: str, syntax: Syntax, problem: Problem, problems: Problems
) -> tuple[Tree, list[Tree]] | None:
    opening = syntax.opening.search(text)
    if opening is None:
        problems.add(problem)
        return None
    try:
        head = syntax.parse(syntax.head(text[: opening.start("list")]), file)
    except UnreadableError:
        problems.add(problem)
        return None
    if not isinstance(head.value, dict):
        head.value = {}
    lines = text.split("\n")
    starts = list(_starts(lines, text.count("\n", 0, opening.end()) + 1, syntax.item))
    records: list[Tree] = []
    faulty = False
    for index, (start, end) in enumerate(pairwise([*starts, len(lines)])):
        block = "\n".join(lines[start:end])
        try:
            records.append(syntax.parse_item(block, file, start + 1, ("records", index)))
        except UnreadableError as error:
            problems.add(error.problem)
            faulty = True
    if not faulty:
        problems.add(problem)
    return head, records


def _starts(lines: list[str], first: int, item: re.Pattern[str]) -> Iterator[int]:
    indentation = None
    for index in range(first, len(lines)):
        if match := item.match(lines[index]):
            indentation = match[1] if indentation is None else indentation
            if match[1] == indentation:
                yield index
