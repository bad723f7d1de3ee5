"""RIS, as EndNote and Zotero read it: two letters, two blanks, a hyphen, a blank; lines end with CR LF.

(RefMan RIS format specification, 2011: type ``MGZN``, magazine article.)
"""

from collections.abc import Iterator

from exports.bibliography import dates
from exports.bibliography.item import Item


def write(item: Item) -> bytes:
    """Return a file of one reference."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(item) if value or tag == "ER").encode()


def _lines(item: Item) -> Iterator[tuple[str, str]]:
    yield "TY", "MGZN"
    yield "ID", item.slug
    yield "TI", item.title
    for creator in item.by_role("author"):
        yield "AU", creator.name.inverted
    for creator in item.by_role("editor"):
        yield "A2", creator.name.inverted
    # RIS has no tag for these two roles in a magazine; a note says what a wrong role would hide.
    for creator in item.by_role("compiler", "reviewer"):
        yield "N1", f"{creator.role_label}: {creator.name.inverted}"
    if item.serial:
        yield "T2", item.serial.title
        yield "SN", item.serial.issn
        yield "PB", item.serial.publisher
    if item.numbering:
        yield "IS", item.numbering.text
    if item.year:
        yield "PY", str(item.year)
    if item.date:
        yield "DA", dates.slashed(item.date)
    yield "LA", item.language
    for word in item.keywords:
        yield "KW", word
    yield "AB", item.abstract
    yield "UR", item.iri
    for url in item.urls:
        yield "UR", url
    yield "ER", ""
