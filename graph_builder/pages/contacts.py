"""Mail addresses and telephone numbers, which are never published, taken out of a text."""

import re
from functools import lru_cache
from typing import Final

_MAIL: Final = r"(?:mailto:)?(?<![\w.+-])[\w.+-]++\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\.[\w-]+)+"
_LABEL: Final = (
    r"(?:тел(?:ефон\w*)?|моб(?:ильн\w*)?|факс\w*|сот(?:овый)?|whatsapp|вотсап|ватсап|phone|tel|fax|эл(?:ектрон\w*)?\.?"
    r"\s*(?:почт\w*|дарек\w*|адрес\w*)|почта|e-?mail|номер\w* телефон\w*)"
)
_DIGITS: Final = r"\+?\(?\d[\d\s()./–-]{3,20}\d"
_PLUS: Final = r"\+\d[\d\s()–-]{7,16}\d"
_NATIONAL: Final = r"\(?\b0\s?\(?\d{2,4}\)?[\s–-]*\d{2,3}[\s–-]?\d{2,3}(?:[\s–-]?\d{2,3})?\b(?!\s*(?:сом|%|доллар|кв))"
_COUNTRY: Final = r"\b996[\s–-]*\(?\d{3}\)?[\s–-]*\d{2,3}[\s–-]?\d{2,3}(?:[\s–-]?\d{2})?\b"
_LABELLED: Final = (
    rf"\b{_LABEL}\s{{0,3}}\.?\s{{0,3}}[:;№]{{0,3}}\s{{0,3}}(?:{_DIGITS}(?:\s{{0,3}}[,;]\s{{0,3}}{_DIGITS})*|{_MAIL})"
)
_CONTACT: Final = re.compile(
    rf"(?:(?<![\s,;(])[\s,;(]++)?(?:{_LABELLED}|{_MAIL}|{_PLUS}|{_COUNTRY}|(?<!\d)(?<!\d[.,\s-]){_NATIONAL})(?:\s*\))?",
    re.IGNORECASE,
)
# An expression that begins with one set of letters passes over all others quickly.
_HINT: Final = re.compile(r"[@\[(\d](?:(?<=@)|(?<=\[)at\]|(?<=\()at\)|(?<=\d)[\d\s()./–-]{4,}\d)")
# Dates and years look like numbers, too; a telephone number has a plus, a code or a word before it.
_SURER_HINT: Final = re.compile(
    r"@|\[at\]|\(at\)|\+\d|996|\b0|(?:тел|моб|факс|сот|вотсап|ватсап|whatsapp|phone|tel|fax|почт|дарек|адрес|mail)"
    r"\w*[\s.:;№+(]{0,15}\d",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_TOO_FEW: Final = 5
_LINE: Final = 2000


def without_contacts(text: str) -> str:
    """Return a text without mail addresses and telephone numbers, and without the words that lead to them.

    >>> without_contacts("Дарегибиз: office@example.org, тел.: (0312) 12-34-56.")
    'Дарегибиз:.'
    """
    return _CONTACT.sub(_removed, text) if _may_hold_contacts(text) else text


def _may_hold_contacts(text: str) -> bool:
    return _line_may_hold(text) if len(text) <= _LINE else _may_hold(text)


def _may_hold(text: str) -> bool:
    if "@" not in text and "at" not in text and not _DIGIT.search(text):
        return False
    return bool(_HINT.search(text) and _SURER_HINT.search(text))


# A paragraph is asked about by each of those who read it in turn.
_line_may_hold: Final = lru_cache(maxsize=256)(_may_hold)


def _removed(match: re.Match[str]) -> str:
    found = match[0]
    if "@" in found or "at" in found.lower() or sum(character.isdigit() for character in found) >= _TOO_FEW:
        return ""
    return found


def blanked(text: str) -> str:
    """Return a text of the same length with blanks in place of contact data, so that positions hold."""
    if not _may_hold_contacts(text):
        return text
    lines = text.split("\n")
    return "\n".join(
        [_blanked_line(line) if _HINT.search(line) and _SURER_HINT.search(line) else line for line in lines]
    )


def _blanked_line(line: str) -> str:
    return _CONTACT.sub(lambda match: match[0] if _removed(match) else " " * len(match[0]), line)
