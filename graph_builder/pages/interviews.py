"""Who was interviewed, taken out of a byline that says so: she speaks in the text and did not write it."""

import re
from typing import Final

from graph_builder.textforms import fold

_HINT: Final = re.compile(r"бесед|интервью|маек|аңгеме|сүйлөш")
_BEFORE: Final = (
    re.compile(r"^\W*со? .*?(?= (?:бесед|интервью))"),
    re.compile(r"^.* менен (?=маек|аңгеме|сүйлөш)"),
)
_AFTER: Final = re.compile(r"(?:беседовал|беседу|интервью) ?\w*(?: \w+)*?(?P<partner> (?:со?|у) .*)$")


def without_interviewee(text: str) -> str:
    """Return a text of the same length with blanks where it tells whom somebody spoke with.

    >>> without_interviewee("С Айбеком АСАНОВЫМ беседовала Айгуль САДЫКОВА").lstrip()
    'беседовала Айгуль САДЫКОВА'
    """
    folded = fold(text)
    if not _HINT.search(folded):
        return text
    for pattern in _BEFORE:
        if match := pattern.match(folded):
            return " " * match.end() + text[match.end() :]
    if match := _AFTER.search(folded):
        begin = match.start("partner")
        return text[:begin] + " " * (len(text) - begin)
    return text
