"""Bytes of a file of records or settings to text: UTF-8, with or without a byte order mark, any line ends."""

import re
from typing import Final

import msgspec

from graph_builder.problems import Place, Problem

NOT_JSON: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises where bytes are not the JSON that is wanted; bad UTF-8 and deep nesting have their own errors."""

_UTF8_MARK: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_CYRILLIC: Final = re.compile("[А-Яа-яЁё]")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

CONTROL_REMEDY: Final = "delete the character; it cannot be seen in most editors"
_CONVERT: Final = "store the file as UTF-8, e.g. with: iconv -f {} -t UTF-8 old > new"


def decode(data: bytes, place: Place) -> str | Problem:
    """Return the text with line feeds as its line ends, or what keeps it from being read.

    Args:
        data: the bytes as stored.
        place: the file, and the line where the bytes begin (0 for the whole file).
    """
    if data.startswith(_UTF16_MARKS):
        return Problem(place, "not-utf-8", "the file is UTF-16, not UTF-8", _CONVERT.format("UTF-16"))
    data = data.removeprefix(_UTF8_MARK)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = max(place.line, 1) + before.count(b"\n")
        column = error.start - before.rfind(b"\n")
        message = f"not UTF-8: byte {column} of the line is 0x{data[error.start]:02X}"
        remedy = "store the file as UTF-8"
        if _reads_as_1251(data):
            message += "; it reads as Windows-1251"
            remedy = _CONVERT.format("WINDOWS-1251")
        return Problem(Place(place.file, line, place.path), "not-utf-8", message, remedy)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def forbidden_character(text: str) -> str:
    """Describe the first character that no published text may hold (XML 1.0 cannot carry it); empty for none."""
    found = _FORBIDDEN.search(text)
    if found is None:
        return ""
    if found[0] == "\0":
        return "the text holds a NUL byte"
    return f"the text holds the control character U+{ord(found[0]):04X}"


def _reads_as_1251(data: bytes) -> bool:
    """Tell whether nearly all bytes beyond ASCII are Russian letters in Windows-1251."""
    beyond = bytes(byte for byte in data[:100_000] if byte > 0x7F)
    return len(_CYRILLIC.findall(beyond.decode("cp1251", "replace"))) > 0.8 * len(beyond)
