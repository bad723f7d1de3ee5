"""YAML text to a tree that knows its lines: the plain part of YAML that an editor writes.

Every scalar stays the text that was typed (a field's type says later whether it is a number), except an empty
one, ``~`` and ``null``; so ``no`` is no boolean, ``2022-06`` no date and ``007`` not 7. Anchors, aliases and tags
are refused, so nothing can expand or be constructed. Read from the parser's events, never nested deeper than the limit.
"""

from collections.abc import Iterator
from typing import Any, Final, NoReturn

import yaml

from graph_builder.decode import CONTROL_REMEDY, forbidden_character
from graph_builder.problems import Place, Problem
from graph_builder.records.faults import Fault, Path, path_text
from graph_builder.settings import NESTING
from graph_builder.sources.tree import Tree, UnreadableError, twice

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the first needs libyaml and is ten times as fast
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})

_PLAIN_WORDS: Final = (
    (
        ("mapping values are not allowed", "found unexpected ':'"),
        "a colon stands where no field can begin",
        "put a value that holds a colon and a blank into quotes, or mend the indentation",
    ),
    (
        ("could not find expected ':'",),
        "a field without a colon",
        "write the field name, a colon, a blank and the value",
    ),
    (
        ("unexpected end of stream",),
        "the quote that opens here is never closed",
        "close it, or put the text into the other sort of quotes",
    ),
    (
        ("expected ',' or ']'", "expected ',' or '}'", "expected the node content", "did not find expected node"),
        "a bracket is not closed, or a comma is missing",
        "close the bracket, and put texts that hold brackets or commas into quotes",
    ),
    (
        ("did not find expected key", "expected <block end>", "expected '-'", "document start>"),
        "the line does not fit the indentation or the quotes of the lines above",
        "put the fields of one record exactly below one another, and a text that holds quotes into quotes as a whole",
    ),
    (
        ("unknown escape", "expected escape"),
        "a backslash in double quotes is followed by what YAML does not know",
        r"write \\ for a backslash, or use single quotes",
    ),
    (
        ("cannot start any token", "expected alphabetic or numeric character"),
        "the value begins with a character that YAML keeps for itself",
        "put the value into quotes",
    ),
)


def parse_yaml(text: str, file: str, first: int = 1, path: Path = ()) -> Tree:
    """Return the tree of a YAML text; an empty text gives the value ``None``.

    Args:
        text: the text.
        file: path in the archive.
        first: number of its first line in the file.
        path: where the value stands in the file.

    Raises:
        UnreadableError: if it is not YAML, uses what is refused, or is nested too deep.
    """
    for index, content in enumerate(text.split("\n")):
        if message := forbidden_character(content):
            raise UnreadableError(_problem(file, first + index, path, "control-character", message, CONTROL_REMEDY))
    composer = _Composer(file, first)
    try:
        return composer.tree(text, path)
    except yaml.MarkedYAMLError as error:
        raise UnreadableError(_syntax(error, text, file, first, path)) from None
    except yaml.reader.ReaderError as error:
        line = first + text.encode()[: error.position].count(b"\n")
        message = "the line holds a control character that YAML does not allow"
        raise UnreadableError(_problem(file, line, path, "control-character", message, CONTROL_REMEDY)) from None


class _Composer:
    def __init__(self, file: str, first: int) -> None:
        self._file, self._first = file, first
        self._lines: dict[Path, int] = {}
        self._faults: list[Fault] = []

    def tree(self, text: str, path: Path) -> Tree:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        value: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    second = (*path, "---")
                    self._lines[second] = self._line(event)
                    message = "a second document begins here; nothing of it was read"
                    self._faults.append(Fault(second, "yaml-syntax", message, "delete the line ---, or make two files"))
                    break
                value = self._node(next(self._events), path, 0)
        return Tree(self._file, value, False, path, self._lines, self._faults)

    def _node(self, event: Any, path: Path, depth: int) -> Any:
        self._lines.setdefault(path, self._line(event))
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            message = f"anchors (&) and aliases (*) are not read: {event.anchor}"
            self._refuse(
                event, path, "yaml-alias", message, "write the value out, or put a text with & or * into quotes"
            )
        if event.tag is not None:
            message = f"tags (!) are not read: {event.tag}"
            self._refuse(event, path, "yaml-tag", message, "delete the tag, or put a text with ! into quotes")
        if depth > NESTING:
            self._refuse(event, path, "too-deep", f"lists and fields stand more than {NESTING} deep", "write it flat")
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in _NOTHING else self._checked(event.value, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path, depth)
        return self._mapping(path, depth)

    def _list(self, path: Path, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._node(event, (*path, len(found)), depth + 1))
        return found

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.anchor is not None or event.tag is not None:
                message = "a field name is wanted that is a plain word"
                self._refuse(event, path, "yaml-syntax", message, "write the name of a field, a colon and a value")
            name, line = event.value, self._line(event)
            inner = (*path, name)
            if name in found:
                self._faults.append(twice(inner, self._lines[inner], line))
            self._lines.setdefault(inner, line)
            value = self._node(next(self._events), inner, depth + 1)
            found.setdefault(name, value)
        return found

    def _checked(self, value: str, path: Path) -> str:
        if message := forbidden_character(value):
            self._faults.append(Fault(path, "control-character", message, CONTROL_REMEDY))
        return value

    def _line(self, event: Any) -> int:
        return self._first + int(event.start_mark.line)

    def _refuse(self, event: Any, path: Path, code: str, message: str, remedy: str) -> NoReturn:
        raise UnreadableError(_problem(self._file, self._line(event), path, code, message, remedy))


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str, first: int, path: Path) -> Problem:
    """Put the scanner's words into plain ones; a quote left open is told where it opens."""
    problem = error.problem or "…"
    mark = error.context_mark if "end of stream" in problem and error.context_mark else error.problem_mark
    lines = text.rstrip().split("\n")
    index = min(mark.line if mark else 0, len(lines) - 1)
    line = lines[index]
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation or ("cannot start any token" in problem and "\t" in line):
        message, remedy = "a tab stands where YAML wants blanks", "indent with blanks instead of tabs"
        return _problem(file, first + index, path, "yaml-tab", message, remedy)
    for parts, message, remedy in _PLAIN_WORDS:
        if any(part in problem for part in parts):
            return _problem(file, first + index, path, "yaml-syntax", message, remedy)
    return _problem(file, first + index, path, "yaml-syntax", f"this is not YAML: {problem}", "mend this line")


def _problem(file: str, line: int, path: Path, code: str, message: str, remedy: str) -> Problem:
    return Problem(Place(file, line, path_text(path)), code, message, remedy)
