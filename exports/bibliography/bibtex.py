r"""BibTeX entry that BibTeX 0.99d and biblatex both read (biblatex manual, 2.2.2 and 2.3.8), in UTF-8.

``date`` carries the precision in EDTF, as biblatex reads it; ``year`` is there for BibTeX, which knows no ``date``.
Braces become commands, since BibTeX counts ``\{`` too.
"""

import re
from collections.abc import Iterator
from typing import Final

from exports.bibliography.item import Creator, Item, Name

_ESCAPES: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)
_DIVIDES: Final = re.compile(r",|\band\b", re.IGNORECASE)


def write(item: Item) -> bytes:
    """Return a file of one entry."""
    lines = "".join(f"  {key} = {{{value}}},\n" for key, value in _fields(item) if value)
    return f"@article{{{item.slug},\n{lines}}}\n".encode()


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    yield "author", _names(item.by_role("author"))
    yield "editor", _names(item.by_role("editor", "compiler"))
    yield "title", _escaped(item.title)
    if item.serial:
        yield "journal", _escaped(item.serial.title)
        yield "issn", item.serial.issn
        yield "publisher", _escaped(item.serial.publisher)
    if item.numbering:
        yield "number", _escaped(item.numbering.text)
    if item.date:
        yield "date", item.date.text
    if item.year:
        yield "year", str(item.year)
    yield "url", item.iri
    yield "language", item.language
    yield "keywords", ", ".join(_escaped(word).replace(",", ";") for word in item.keywords)
    yield "abstract", _escaped(item.abstract)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _names(creators: tuple[Creator, ...]) -> str:
    return " and ".join(_name(creator.name) for creator in creators)


def _name(name: Name) -> str:
    # A name that nobody has divided stands in braces, or BibTeX would divide it.
    if not name.family:
        return f"{{{_escaped(name.text)}}}"
    return ", ".join(
        f"{{{_escaped(part)}}}" if _DIVIDES.search(part) else _escaped(part) for part in (name.family, name.given)
    )
