"""How values that msgspec does not know are read from and written to files: dates, as an editor types them."""

from functools import lru_cache
from typing import Any, Final

import msgspec

from graph_builder.dates import PartialDate
from graph_builder.records.table import AnyRecord

DATE_FORMS: Final = "write 2020-10-05, 2020-10, 2020 or 2021-21 (spring)"


def dec_hook(kind: type, value: Any) -> Any:
    """Return the value of a type that msgspec does not know.

    Raises:
        ValueError: if the value is no date.
        NotImplementedError: if the type is not a date.
    """
    if kind is not PartialDate:
        raise NotImplementedError(kind)
    if not isinstance(value, str):
        raise ValueError(f"not a date: {value!r}; {DATE_FORMS}")
    return _date(value)


@lru_cache(maxsize=10_000)
def _date(text: str) -> PartialDate:
    return PartialDate.parse(text)


def enc_hook(value: Any) -> Any:
    """Return the text of a date.

    Raises:
        NotImplementedError: if the value is not a date.
    """
    if not isinstance(value, PartialDate):
        raise NotImplementedError(type(value))
    return value.text


ENCODER: Final = msgspec.json.Encoder(enc_hook=enc_hook)
"""Writes records as JSON, e.g. as the lines of a JSON Lines file."""


def is_plain(written: bytes) -> bool:
    """Tell whether no text of a record, written as JSON, holds a character that RDF escapes.

    What RDF escapes stands in JSON only behind a backslash, but for the character DEL.
    """
    return b"\\" not in written and b"\x7f" not in written


def decoder(kind: type[AnyRecord] | None) -> msgspec.json.Decoder[AnyRecord]:
    """Return a decoder of JSON records of one kind, or of any kind, told by ``kind`` in each."""
    return msgspec.json.Decoder(kind or AnyRecord, dec_hook=dec_hook)
