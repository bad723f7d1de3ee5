"""The text of a body in the form in which it is published."""

import re
from collections.abc import Iterable
from typing import Final

from graph_builder.pages.contacts import without_contacts
from graph_builder.pages.paragraph import Paragraph
from graph_builder.textforms import tidy

ABSTRACT_CHARACTERS: Final = 400

_WORD: Final = 40
_PARTED: Final = re.compile(r"(?<![\w-])([^\W\d_]*[а-яёөүңa-z])-(?:\s+)([а-яёөүңa-z]+)")
# «одно- и двухэтажный»: the hyphen stands for what both words share; it parts no word.
_CONJUNCTIONS: Final = frozenset({"и", "или", "а", "но", "да", "же", "жана", "де", "менен", "либо"})
# «социально- экономический», «маданий- агартуу»: first parts of compounds, which are words of their own.
_COMPOUND: Final = re.compile(
    r"(?:\w{3,}[оеё]|\w{3,}(?:[лдт][ыиуү]к|[лдт][уү]+|[иы]й)|кыз|күч|ачык|суроо|окуу|иш)$", re.IGNORECASE
)


def whole_words(text: str) -> str:
    """Return a text in which words that print parted with a hyphen are whole again, where that is certain.

    >>> whole_words("таж- рыйба, одно- и двухэтажный, социально- экономический")
    'тажрыйба, одно- и двухэтажный, социально- экономический'
    """
    return _PARTED.sub(_joined, text) if "-" in text else text


def published(paragraph: Paragraph) -> str:
    """Return a paragraph's text without contact data, tidied."""
    return tidy(whole_words(without_contacts(paragraph.text)))


def body_text(paragraphs: Iterable[Paragraph]) -> str | None:
    """Return the whole body, paragraphs parted by an empty line, or nothing if nothing is left of it."""
    return "\n\n".join(text for paragraph in paragraphs if (text := published(paragraph))) or None


def abstract(paragraphs: Iterable[Paragraph]) -> str | None:
    """Return the first paragraph of a body, at most 400 characters of it, cut between words."""
    in_order = sorted(paragraphs, key=lambda paragraph: paragraph.bullet)
    first = next((text for paragraph in in_order if (text := published(paragraph))), None)
    if first is None or len(first) <= ABSTRACT_CHARACTERS:
        return first
    cut = first[: ABSTRACT_CHARACTERS - 1]
    if not first[ABSTRACT_CHARACTERS - 1].isspace():
        cut = cut.rpartition(" ")[0] or cut
    return cut.rstrip(" ,;:–—-") + "…"


def _joined(match: re.Match[str]) -> str:
    if match[2].lower() in _CONJUNCTIONS or _COMPOUND.search(match[1][-_WORD:]):
        return match[0]
    return match[1] + match[2]
