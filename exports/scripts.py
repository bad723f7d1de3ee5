"""JSON-LD as the text of a script element: whole, or with what each language says in its own way left open.

The page of an entity says the same to programs in every language but for labels and texts. So it is written once with
these left open, and each language fills them in.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

import msgspec
from markupsafe import Markup
from msgspec import Raw

from exports.page_language import PageLanguage
from exports.voices import Value
from graph_builder.rdf import Term

Part: TypeAlias = str | Mapping[str, str]

_KEPT: Final = 8192
_DANGEROUS: Final = re.compile("[<>&\u2028\u2029]")
_EDGE: Final = b"\0"
"""Stands around what is left open: JSON never holds it, since texts have it escaped."""

OPEN_ADDRESS: Final = Raw(_EDGE + _EDGE)
"""Stands for the address of the page, where that is left open."""


def script(document: Mapping[str, Any]) -> Markup:
    """Return JSON-LD as the text of a script element, which no text in it can end."""
    return Markup(_safe(_written(document)))  # noqa: S704 - nothing left that HTML could read as markup


class OpenVoice:
    """Leaves open what each language says in its own way."""

    def said(self, texts: Mapping[str, str]) -> Sequence[Value]:
        """Return a place for the one text that a reader sees."""
        return [_place(msgspec.json.encode(texts, order="deterministic"))]

    def label(self, term: Term) -> Sequence[Value]:
        """Return a place for what an entity or a term of the vocabulary is called."""
        return [_place(term.encode())]


class OpenScript:
    """A document with places left open, as :class:`OpenVoice` and :data:`OPEN_ADDRESS` leave them.

    Attributes:
        is_sure: whether it says the same in every language but for its places: not where one stands beside other
            values, from which the words of a language may not differ, so that they are said once.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        lists = (value for value in document.values() if isinstance(value, list))
        self.is_sure = not any(isinstance(one, Raw) for values in lists for one in values)
        # What is written and what is left open, in turn.
        begin, *pieces = _written(document).split(_EDGE.decode())
        self._begin = _safe(begin)
        self._pairs = [(_part(place), _safe(written)) for place, written in zip(pieces[::2], pieces[1::2], strict=True)]

    def filled(self, words: "ScriptWords", address: str) -> Markup:
        """Return the text of the script element on the page with an address, in the words of its language."""
        texts = [self._begin]
        for place, written in self._pairs:
            texts.append(words.of(place) if place else _quoted(address))
            texts.append(written)
        return Markup("".join(texts))  # noqa: S704 - nothing left that HTML could read as markup


class ScriptWords:
    """What pages of one language fill in; labels are kept as they are written."""

    def __init__(self, page: PageLanguage) -> None:
        self._page = page
        self._label = lru_cache(maxsize=_KEPT)(lambda term: _quoted(page.label(term).text))

    def of(self, place: Part) -> str:
        """Return a label, or one of several texts, as JSON that is safe in a script element."""
        return self._label(place) if isinstance(place, str) else _quoted(self._page.said(place).text)


def _place(what: bytes) -> Any:
    return Raw(_EDGE + what + _EDGE)


def _part(place: str) -> Part:
    return msgspec.json.decode(place, type=dict[str, str]) if place.startswith("{") else place


def _written(document: Mapping[str, Any]) -> str:
    return msgspec.json.encode(document, order="deterministic").decode()


def _quoted(text: str) -> str:
    return _safe(msgspec.json.encode(text).decode())


def _safe(text: str) -> str:
    # Hardly ever any of them, which is told many times as fast one by one as by the pattern.
    if "<" in text or ">" in text or "&" in text or "\u2028" in text or "\u2029" in text:
        return _DANGEROUS.sub(_escaped, text)
    return text


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
