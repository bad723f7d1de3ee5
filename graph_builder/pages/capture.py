"""Bytes of a captured page to its text: the encoding settled, line ends one kind, damage reported."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from graph_builder.pages.alignment import Alignment, align
from graph_builder.pages.markup import text_of_markup
from graph_builder.pages.nesting import burden
from graph_builder.problems import Place, Problems
from graph_builder.settings import HTML_ATTRIBUTES, HTML_DEPTH, HTML_MOVED, HTML_REOPENED, PAGE_BYTES
from graph_builder.textforms import composed

_LINE_ENDS: Final = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_OTHER_LINE_END: Final = re.compile(r"[\r\v\f\x85\u2028\u2029]")
CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_INVISIBLE: Final = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_DROPPED: Final = re.compile(rf"\r(?=\n)|{_INVISIBLE.pattern}")
_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*(?:windows-1251|cp1251)", re.IGNORECASE)
_MARKUP: Final = re.compile(r"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html)", re.IGNORECASE)
_LOWER: Final = re.compile("[а-яё]")
_UPPER: Final = re.compile("[А-ЯЁ]")
_CASE_BREAK: Final = re.compile("[а-яё][А-ЯЁ]")


@dataclass(frozen=True, slots=True)
class CapturedText:
    r"""The text of a stored page.

    Attributes:
        file: path in the archive.
        sha256: checksum of the bytes as stored, 64 hexadecimal digits.
        text: the text; for HTML the lines that a reader sees. Line ends are ``\n``, letters are composed
            (NFC), marks without width are left out; all offsets of the page count its characters.
        line_numbers: for each line of ``text`` the line of the file where it stands.
        alignment: where the file's own characters stand, if it is no HTML and ``text`` differs from it.
    """

    file: str
    sha256: str
    text: str
    line_numbers: tuple[int, ...]
    alignment: Alignment | None = None

    @property
    def original(self) -> str:
        """What a reader of the file sees: its own characters, or the lines that HTML shows."""
        return self.alignment.original if self.alignment else self.text

    def offset_of(self, start: int) -> int:
        """Return where in ``original`` the character at an offset of ``text`` begins."""
        return self.alignment.starts[start] if self.alignment else start

    def offset_after(self, end: int) -> int:
        """Return where in ``original`` the character before an offset of ``text`` ends."""
        return self.alignment.ends[end - 1] if self.alignment else end


def captured_text(file: str, data: bytes, problems: Problems, limit: int = PAGE_BYTES) -> CapturedText | None:
    """Return the text of a page, or nothing when it cannot be read; what is wrong is added to the problems.

    Args:
        file: path in the archive; a suffix ``.html``, or a text that begins as HTML does, is read as HTML.
        data: the bytes as stored.
        problems: where faults are gathered.
        limit: the greatest size in bytes.
    """
    place = Place(file)
    if len(data) > limit:
        message = f"the page has {len(data):,} bytes, the limit is {limit:,}"
        problems.error(place, "page-too-large", message, "store the one article, or raise limits.page_bytes")
        return None
    original = _decoded(data, place, problems)
    if original is None:
        return None
    alignment = None
    text = _INVISIBLE.sub("", _without_controls(_one_line_end(original, place, problems), place, problems))
    text = composed(text)
    if not text.strip("\ufeff \t\n\xa0"):
        problems.error(place, "empty-page", "the page is empty", "store the page again, or remove the file")
        return None
    if file.lower().endswith((".html", ".htm", ".xhtml")) or _MARKUP.match(text):
        if not _bearable(text, place, problems):
            return None
        text, line_numbers = text_of_markup(text)
        # A character reference such as &#7; brings in anew what was taken out above.
        text = _without_controls(_LINE_ENDS.sub(" ", text), place, problems, line_numbers)
        text = composed(_INVISIBLE.sub("", text))
        if not text.strip():
            problems.error(place, "empty-page", "the HTML shows no text", "store the page again, or remove the file")
            return None
    else:
        line_numbers = tuple(range(1, text.count("\n") + 2))
        alignment = None if text == original else align(original, _DROPPED)
    return CapturedText(file, sha256(data).hexdigest(), text, line_numbers, alignment)


def _bearable(source: str, place: Place, problems: Problems) -> bool:
    """Tell whether HTML is parsed in time that grows as its length does; what is not is damaged."""
    depth, reopened, attributes, moved = burden(source)
    most = HTML_REOPENED + 2 * len(source)
    mend = "store the page again, or its text alone as .txt"
    if depth > HTML_DEPTH:
        message = f"the HTML is nested {depth:,} deep, the limit is {HTML_DEPTH:,}"
        problems.error(place, "markup-too-deep", message, mend)
    elif reopened > most:
        message = (
            f"elements of the HTML that are left open would be opened again {reopened:,} times, the limit is {most:,}"
        )
        problems.error(place, "markup-left-open", message, mend)
    elif attributes > HTML_ATTRIBUTES:
        message = f"a tag of the HTML has {attributes:,} attributes, the limit is {HTML_ATTRIBUTES:,}"
        problems.error(place, "markup-crowded", message, mend)
    elif moved > HTML_MOVED:
        message = f"text between the cells of tables would be copied {moved:,} times, the limit is {HTML_MOVED:,}"
        problems.error(place, "markup-out-of-place", message, mend)
    else:
        return True
    return False


def _decoded(data: bytes, place: Place, problems: Problems) -> str | None:
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        message = "the page holds NUL bytes: it is damaged, or it is UTF-16"
        problems.error(Place(place.file, line), "nul-bytes", message, "store the page again as UTF-8 text")
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _decoded_1251(data, Place(place.file, line), problems)
    if text.startswith("\ufeff"):
        problems.info(
            place,
            "byte-order-mark",
            "the page begins with a byte order mark, which is passed over",
            "nothing need be done; to be rid of it, store the file as UTF-8 without BOM",
        )
    return text


def _decoded_1251(data: bytes, place: Place, problems: Problems) -> str | None:
    """Read Windows-1251 where it is declared or where its letters make words in the usual case."""
    try:
        text = data.decode("cp1251")
    except UnicodeDecodeError:
        text = ""
    lower, upper = len(_LOWER.findall(text)), len(_UPPER.findall(text))
    others = sum(ord(letter) > 127 for letter in text) - lower - upper
    plausible = lower > 2 * upper and others < (lower + upper) / 4 and len(_CASE_BREAK.findall(text)) < upper / 2 + 2
    if text and (plausible or _DECLARED.search(data[:2048])):
        problems.warn(
            place,
            "windows-1251",
            "the page is not UTF-8; it was read as Windows-1251",
            "store it as UTF-8 and check the letters ң, ө, ү, which Windows-1251 does not have",
        )
        return text
    problems.error(place, "not-utf-8", "the page is not UTF-8, and not Windows-1251 either", "store it as UTF-8")
    return None


def _one_line_end(text: str, place: Place, problems: Problems) -> str:
    if "\r" in text:
        problems.info(
            place,
            "line-ends",
            "the page has line ends of another system, which are read as line ends",
            "nothing need be done; to be rid of it, store the file with line feeds only",
        )
    return _LINE_ENDS.sub("\n", text) if _OTHER_LINE_END.search(text) else text


def _without_controls(text: str, place: Place, problems: Problems, line_numbers: Sequence[int] = ()) -> str:
    if found := CONTROLS.search(text):
        index = text.count("\n", 0, found.start())
        line = line_numbers[index] if line_numbers else index + 1
        message = f"control character U+{ord(found[0]):04X}: it and others were read as blanks"
        problems.warn(Place(place.file, line), "control-character", message, "delete it, or store the page again")
        return CONTROLS.sub(" ", text)
    return text
