"""JSON text (RFC 8259) to a tree that knows its lines; what JSON does not allow is refused with its line.

Python's own parser gives no lines and takes the last of two fields of one name; this one reads what it
refuses, and files small enough to be written by hand.
"""

import json
import re
from decimal import Decimal
from typing import Any, Final, NoReturn

from graph_builder.decode import CONTROL_REMEDY, forbidden_character
from graph_builder.problems import Place, Problem
from graph_builder.records.faults import Fault, Path, cited, path_text
from graph_builder.settings import NESTING
from graph_builder.sources.tree import LineTable, Tree, UnreadableError, twice

_BLANK: Final = re.compile(r"[ \t\n]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,400})(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?(?![0-9.eE])")
_WORD: Final = re.compile(r"-?\w+")
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_STRINGS: Final = json.JSONDecoder()
_STRING_FAULTS: Final = (
    ("Unterminated", "the quote that opens here is never closed", 'close it with "'),
    ("Invalid control", "a line end or control character stands inside quotes", r"write \n for a line end"),
    ("Invalid", "a backslash is followed by what JSON does not know", r"write \\ for a backslash"),
)


def parse_json(text: str, file: str, first: int = 1, path: Path = ()) -> Tree:
    """Return the tree of a whole JSON text.

    Args:
        text: the text.
        file: path in the archive.
        first: number of its first line in the file.
        path: where the value stands in the file.

    Raises:
        UnreadableError: if it is not JSON, or nested too deep.
    """
    parser = _Parser(text, file, first)
    end = parser.document(path)
    if end < len(text):
        parser.fail(
            end, path, "something stands after the end of the value", "delete it, or look for a bracket too many"
        )
    return parser.tree


def parse_json_item(text: str, file: str, first: int, path: Path) -> Tree:
    """Return the tree of a list item, which a comma or the end of the list may follow.

    Raises:
        UnreadableError: as :func:`parse_json`.
    """
    parser = _Parser(text, file, first)
    end = parser.document(path)
    if text[end : end + 1] not in {"", ",", "]"}:
        parser.fail(end, path, "a comma or ] is wanted between records", "write a comma after each record but the last")
    return parser.tree


class _Parser:
    def __init__(self, text: str, file: str, first: int) -> None:
        self.text, self.file, self.table = text, file, LineTable(text, first)
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []

    def document(self, path: Path) -> int:
        value, end = self._value(self._skip(0), path, 0)
        self.tree = Tree(self.file, value, True, path, self.lines, self.faults)
        return self._skip(end)

    def fail(self, position: int, path: Path, message: str, remedy: str, code: str = "json-syntax") -> NoReturn:
        place = Place(self.file, self.table.line(min(position, len(self.text.rstrip()))), path_text(path))
        raise UnreadableError(Problem(place, code, message, remedy))

    def _skip(self, position: int) -> int:
        match = _BLANK.match(self.text, position)
        assert match is not None, "the pattern fits the empty text"
        return match.end()

    def _value(self, position: int, path: Path, depth: int) -> tuple[Any, int]:
        if depth > NESTING:
            self.fail(position, path, f"lists and fields stand more than {NESTING} deep", "write it flat", "too-deep")
        self.lines[path] = self.table.line(position)
        first = self.text[position : position + 1]
        if first == "{":
            return self._mapping(position + 1, path, depth)
        if first == "[":
            return self._list(position + 1, path, depth)
        if first == '"':
            return self._string(position, path)
        return self._scalar(position, path)

    def _mapping(self, position: int, path: Path, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        position = self._skip(position)
        if self.text.startswith("}", position):
            return found, position + 1
        while True:
            if not self.text.startswith('"', position):
                self.fail(
                    position,
                    path,
                    "a field name in double quotes is wanted",
                    'write "name": value, no comma after the last',
                )
            line = self.table.line(position)
            name, position = self._string(position, path)
            inner = (*path, name)
            position = self._skip(position)
            if not self.text.startswith(":", position):
                self.fail(position, inner, "a colon is wanted after the field name", f'write "{name}": value')
            before = self.lines.get(inner) if name in found else None
            value, position = self._value(self._skip(position + 1), inner, depth + 1)
            self.lines[inner] = before or line
            if before is not None:
                self.faults.append(twice(inner, before, line))
            found.setdefault(name, value)
            position, ended = self._next(position, "}", inner)
            if ended:
                return found, position

    def _list(self, position: int, path: Path, depth: int) -> tuple[list[Any], int]:
        found: list[Any] = []
        position = self._skip(position)
        if self.text.startswith("]", position):
            return found, position + 1
        while True:
            inner = (*path, len(found))
            value, position = self._value(position, inner, depth + 1)
            found.append(value)
            position, ended = self._next(position, "]", inner)
            if ended:
                return found, position

    def _next(self, position: int, closing: str, path: Path) -> tuple[int, bool]:
        position = self._skip(position)
        if self.text.startswith(closing, position):
            return position + 1, True
        if not self.text.startswith(",", position):
            end = position >= len(self.text)
            message = "the text breaks off" if end else f"a comma or {closing} is wanted"
            self.fail(position, path, message, f"close it with {closing}" if end else "separate values by commas")
        return self._skip(position + 1), False

    def _string(self, position: int, path: Path) -> tuple[str, int]:
        try:
            value, end = _STRINGS.raw_decode(self.text, position)
        except json.JSONDecodeError as error:
            message, remedy = next(words for start, *words in _STRING_FAULTS if error.msg.startswith(start))
            self.fail(error.pos, path, message, remedy)
        if message := forbidden_character(value):
            self.faults.append(Fault(path, "control-character", message, CONTROL_REMEDY))
        return value, end

    def _scalar(self, position: int, path: Path) -> tuple[Any, int]:
        word = _WORD.match(self.text, position)
        if match := _NUMBER.match(self.text, position):
            whole = match[1] is None and match[2] is None
            return (int(match[0]) if whole else Decimal(match[0])), match.end()
        if word and word[0] in _CONSTANTS:
            return _CONSTANTS[word[0]], word.end()
        message = "the text breaks off where a value is wanted"
        if word:
            message = f"{cited(word[0])} is no value of JSON"
        elif position < len(self.text):
            message = f"a value is wanted, {self.text[position]} stands here"
        return self.fail(position, path, message, "write a text in double quotes, a number, true, false or null")
