"""Literals in the words of a language: dates of any precision, numbers, codes."""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton, get_date_format
from babel.numbers import format_decimal
from msgspec import Struct

from exports.messages import Words
from graph_builder import terms
from graph_builder.dates import EDTF, PartialDate
from graph_builder.rdf import XSD, Term, is_iri, literal_parts

_KEPT: Final = 8192
"""How many literals are kept as worded: dates, roles and codes, which many pages say."""

_DATES: Final = frozenset({EDTF, f"{XSD}date", f"{XSD}gYearMonth", f"{XSD}gYear"})
_NUMBERS: Final = frozenset({f"{XSD}integer", f"{XSD}decimal"})
_BOOLEAN: Final = f"{XSD}boolean"
# CLDR has «киргизский» and “Kyrgystani”; in Kyrgyzstan, and everywhere else on the pages, they are written otherwise.
_LANGUAGE_NAMES: Final = {("ru", "ky"): "кыргызский"}
_CURRENCY_NAMES: Final = {("ru", "KGS"): "кыргызский сом", ("en", "KGS"): "Kyrgyzstani som"}
_DOUBT: Final = {"?": "date_uncertain", "~": "date_approximate", "%": "date_uncertain_approximate"}


class Worded(Struct, frozen=True):
    """A literal as a reader sees it.

    Attributes:
        text: the words.
        language: the language tag of the literal; empty if it has none.
        datetime: the form for ``<time datetime>``; empty if it is no date or HTML has no form for it.
    """

    text: str
    language: str = ""
    datetime: str = ""


@cache
def words_of(language: str) -> Words:
    """Return the words of a language, read once."""
    return Words(language)


@cache
def date_text(text: str, language: str) -> str:
    """Return a date of any precision (forms of :mod:`graph_builder.dates`) in words.

    Raises:
        ValueError: if it is no date.
    """
    date, words = PartialDate.parse(text), words_of(language)
    plain = text.strip().rstrip("?~%")
    if len(plain) == 10:
        said = _long_form(words.language, date.first.month).format(day=date.first.day, year=date.first.year)
    elif len(plain) == 4:
        said = plain
    elif int(plain[5:]) > 12:
        said = words.fill(f"season_{plain[5:]}", year=plain[:4])
    else:
        said = format_skeleton("yMMMM", date.first, locale=words.language)
    return words.fill(_DOUBT[text.strip()[-1]], date=said) if date.uncertain else said


@cache
def _long_form(language: str, month: int) -> str:
    """Return the long date of CLDR for the days of a month, with ``{day}`` and ``{year}`` in their places."""
    name = format_date(datetime.date(2000, month, 1), "MMMM", locale=language)
    form = str(get_date_format("long", locale=language).format)
    return form % {"d": "{day}", "MMMM": name, "y": "{year}"}


def agree(one: Term, other: Term) -> bool:
    """Tell whether two values can both be true: a finer date lies within a coarser one."""
    if is_iri(one) or is_iri(other):
        return one == other
    (text, _, datatype), (other_text, _, other_datatype) = literal_parts(one), literal_parts(other)
    if not {datatype, other_datatype} <= _DATES:
        return one == other
    date, other_date = PartialDate.parse(text), PartialDate.parse(other_text)
    return date.allows(other_date) or other_date.allows(date)


def language_name(code: str, language: str) -> str:
    """Return what a language is called in a language; its code if nobody knows."""
    spoken = words_of(language).language
    return _LANGUAGE_NAMES.get((spoken, code)) or str(Locale(spoken).languages.get(code, code))


def currency_name(code: str, language: str) -> str:
    """Return what a currency is called in a language, with its code."""
    spoken = words_of(language).language
    name: str | None = _CURRENCY_NAMES.get((spoken, code)) or Locale(spoken).currencies.get(code)
    return f"{name} ({code})" if name else code


def number_text(text: str, language: str) -> str:
    """Return a number with the separators of a language and all its digits."""
    return format_decimal(Decimal(text), locale=words_of(language).language, decimal_quantization=False)


def _coded(prefix: str) -> Callable[[str, str], str]:
    def said(code: str, language: str) -> str:
        return words_of(language).get(f"{prefix}_{code.replace('-', '_')}", code)

    return said


# Codes that the records define; every other string is shown as it stands.
_CODES: Final[Mapping[Term, Callable[[str, str], str]]] = {
    terms.language: language_name,
    terms.currency: currency_name,
    terms.rank: _coded("rank"),
    terms.layout: _coded("layout"),
}
# Numbers that are names: written without separators of thousands.
_NAMES: Final = frozenset({terms.number, terms.lastNumber, terms.wholeNumber, terms.lastWholeNumber})


def is_worded(datatype: str, property_: Term) -> bool:
    """Tell whether a literal without a language is a date, a number or a code, which each language says in its way."""
    is_number = datatype in _NUMBERS and property_ not in _NAMES
    return is_number or datatype in _DATES or datatype == _BOOLEAN or property_ in _CODES


@lru_cache(maxsize=_KEPT)
def literal_text(literal: Term, property_: Term, language: str) -> Worded:
    """Return a literal of a property in the words of a language.

    Args:
        literal: the term.
        property_: the property whose value it is: it says what a code means.
        language: the language of the page.
    """
    text, tag, datatype = literal_parts(literal)
    if tag:
        return Worded(text, tag)
    if datatype in _DATES:
        return Worded(date_text(text, language), datetime="" if datatype == EDTF else text)
    if datatype in _NUMBERS and property_ not in _NAMES:
        return Worded(number_text(text, language))
    if datatype == _BOOLEAN:
        return Worded(words_of(language)["yes" if text in {"true", "1"} else "no"])
    said = _CODES.get(property_)
    return Worded(said(text, language) if said else text)
