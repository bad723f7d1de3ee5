"""Addresses whose host mixes alphabets: ``municipаlitet.kg`` with a Cyrillic letter is another host than it seems."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import urlsplit

import msgspec

from graph_builder.problems import Problems
from graph_builder.records import AnyRecord, Entry
from graph_builder.records.base import URL
from graph_builder.records.faults import Path, path_text


def check_hosts(entries: Iterable[Entry[AnyRecord]], problems: Problems) -> None:
    """Add a warning for every address with a label of its host in letters of several alphabets (UTS 39, 5.1).

    Args:
        entries: all records of the archive.
        problems: where faults are gathered.
    """
    for entry in entries:
        for path, address in _addresses(entry.record, ()):
            host = urlsplit(address).netloc
            if not host.isascii() and (mixed := _mixed(host)):
                place = entry.place.inside(path_text(path))
                message = f"the host {host} mixes letters of {mixed}: it is another host than it looks like"
                problems.warn(place, "mixed-alphabets", message, "type the address anew in letters of one alphabet")


def _addresses(record: msgspec.Struct, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the addresses that hold another letter than those of ASCII, each with its path."""
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if type(value) is str:
            if _is_mixable(value):
                yield (*path, name), value
        elif type(value) is list:
            for index, one in enumerate(value):
                if isinstance(one, msgspec.Struct):
                    yield from _addresses(one, (*path, name, index))
                elif type(one) is str and _is_mixable(one):
                    yield (*path, name, index), one


def _is_mixable(text: str) -> bool:
    return text.startswith("http") and not text.isascii() and bool(re.match(URL, text))


@cache
def _mixed(host: str) -> str:
    """Return the alphabets of the first label that mixes several; empty if none does."""
    for label in host.split("."):
        alphabets = sorted(
            {unicodedata.name(letter, "").partition(" ")[0].title() for letter in label if letter.isalpha()}
        )
        if len(alphabets) > 1:
            return " and ".join(alphabets)
    return ""
