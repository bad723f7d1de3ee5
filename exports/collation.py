"""Sorting as a language sorts (ky: ң after н, ө after о, ү after у), by the ICU rules that DuckDB carries."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

import duckdb

_LEVEL_END: Final = "01"
OTHER: Final = "#"


def filing_form(text: str) -> str:
    """Return a text without the quotes and signs before its first letter or digit: as libraries file it."""
    for position, character in enumerate(text):
        if character.isalnum():
            return text[position:]
    return text


def proper_part(text: str) -> str:
    """Return a name from its first word with a capital on: «город Ош» is looked for under «Ош»."""
    words = text.split(" ")
    first = next((place for place, word in enumerate(words) if filing_form(word)[:1].isupper()), 0)
    return " ".join(words[first:])


def sort_keys(texts: Iterable[str], language: str) -> Mapping[str, tuple[str, str]]:
    """Return a key for each text: compares as the language sorts the filing forms, then by the text itself.

    All texts go through one query.
    """
    unique = sorted(set(texts))
    forms = [filing_form(text) for text in unique]
    return dict(zip(unique, zip(_icu_keys(forms, language), unique, strict=True), strict=True))


def headings(texts: Iterable[str], language: str) -> Mapping[str, str]:
    """Return the letter under which a list of the language files each text.

    Letters that the language does not tell apart in sorting (ru: е and ё) share a heading; digits share
    ``0–9``, everything else ``#``.
    """
    firsts = {text: filing_form(text)[:1].upper() for text in set(texts)}
    letters = sorted({first for first in firsts.values() if first.isalpha()})
    bases = [unicodedata.normalize("NFD", letter)[0] for letter in letters]
    keys = _icu_keys([*letters, *bases], language)
    primary = [_primary(key) for key in keys]
    shared = {
        letter: base if primary[position] == primary[position + len(letters)] else letter
        for position, (letter, base) in enumerate(zip(letters, bases, strict=True))
    }
    return {text: shared.get(first, "0–9" if first.isdecimal() else OTHER) for text, first in firsts.items()}


def _primary(key: str) -> str:
    """Return the part of a sort key that tells letters apart, before accents and case (UTS 10, 8.2)."""
    for position in range(0, len(key), 2):
        if key[position : position + 2] == _LEVEL_END:
            return key[:position]
    return key


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def _icu_keys(texts: list[str], language: str) -> list[str]:
    if not texts:
        return []
    rows = (
        _connection()
        .execute(
            "SELECT icu_sort_key(text, $language) FROM "
            "(SELECT unnest($texts) AS text, generate_subscripts($texts, 1) AS position) ORDER BY position",
            {"texts": texts, "language": language},
        )
        .fetchall()
    )
    return [str(key) for (key,) in rows]
