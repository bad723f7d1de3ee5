"""The text of a page cut into lines and paragraphs, each with its place."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from graph_builder.pages.marks import Mark, mark_of
from graph_builder.pages.paragraph import Paragraph

_BULLET: Final = re.compile(r"[•·▪●◦‣∙]\s*|[-*]\s+(?=\S)")
_BLANKS: Final = " \t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ENDS: Final = ".!?…:;"
_HYPHENATED: Final = re.compile(r"[^\W\d_A-ZА-ЯЁӨҮҢ][-‐\u00ad]$")
_NARROWEST, _WIDEST, _FEWEST = 50, 110, 4
_CONTINUED: Final = frozenset({Mark.NONE, Mark.MOTTO})


class Marked(Struct, frozen=True):
    """A paragraph of a page with what its form tells."""

    paragraph: Paragraph
    mark: Mark


class _Line(Struct, frozen=True):
    paragraph: Paragraph
    mark: Mark
    after_blank: bool


def paragraphs_of(text: str, line_numbers: Sequence[int]) -> tuple[Marked, ...]:
    r"""Return the paragraphs of a page in order.

    Each line is a paragraph of its own, save where print broke it: a word parted at the line's end, a line that
    goes on in a small letter, or a block of lines filled to one width.

    Args:
        text: text of the capture, line ends ``\n``.
        line_numbers: the line of the file for each line of the text.
    """
    found = []
    for block in _blocks(list(_lines(text, line_numbers))):
        first, last = block[0].paragraph, block[-1].paragraph
        whole = text[first.start : last.start + len(last.text)]
        found.append(Marked(Paragraph(whole, first.start, first.line, first.bullet), block[0].mark))
    return tuple(found)


def _lines(text: str, line_numbers: Sequence[int]) -> Iterator[_Line]:
    start = 0
    after_blank = True
    for raw, number in zip(text.split("\n"), line_numbers, strict=True):
        shown = raw.strip(_BLANKS)
        if shown:
            offset = start + len(raw) - len(raw.lstrip(_BLANKS))
            bullet = _BULLET.match(shown)
            if bullet:
                offset += bullet.end()
                shown = shown[bullet.end() :]
            if shown:
                yield _Line(Paragraph(shown, offset, number, bool(bullet)), mark_of(shown), after_blank)
        after_blank = not shown
        start += len(raw) + 1


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    wrapped = _wrapped(lines)
    block: list[_Line] = []
    for index, line in enumerate(lines):
        if block and (index in wrapped or _goes_on(block[0], block[-1], line)):
            block.append(line)
            continue
        if block:
            yield block
        block = [line]
    if block:
        yield block


def _goes_on(first: _Line, previous: _Line, line: _Line) -> bool:
    if line.after_blank or line.paragraph.bullet or line.mark is not Mark.NONE or first.mark not in _CONTINUED:
        return False
    before, after = previous.paragraph.text, line.paragraph.text
    if not after[0].islower():
        return False
    return bool(_HYPHENATED.search(before)) or before[-1] not in _ENDS


def _wrapped(lines: Sequence[_Line]) -> set[int]:
    """Return the positions of lines that fill up the line before, in blocks set to one width."""
    found: set[int] = set()
    begin = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and not (
            lines[end].after_blank or lines[end].paragraph.bullet or lines[end].mark is not Mark.NONE
        ):
            continue
        if lines[begin].mark is Mark.NONE and _set_to_width([line.paragraph.text for line in lines[begin:end]]):
            found.update(range(begin + 1, end))
        begin = end
    return found


def _set_to_width(texts: Sequence[str]) -> bool:
    width = max(map(len, texts))
    if len(texts) < _FEWEST or not _NARROWEST <= width <= _WIDEST:
        return False
    full = all(len(line) + 1 + len(after.split()[0]) > width for line, after in pairwise(texts))
    unfinished = sum(line[-1] not in _ENDS for line in texts[:-1])
    return full and unfinished > len(texts) // 2
