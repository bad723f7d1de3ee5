"""CSL-JSON 1.0 (https://github.com/citation-style-language/schema): an array of one item."""

from collections.abc import Iterable
from typing import Final

import msgspec

from exports.bibliography import dates
from exports.bibliography.item import Creator, Item, Role
from graph_builder.dates import PartialDate

_ROLES: Final[dict[str, Role]] = {
    "author": "author",
    "editor": "editor",
    "compiler": "compiler",
    "contributor": "reviewer",
}


def write(item: Item) -> bytes:
    """Return the item; what is unknown is left out."""
    serial, numbering = item.serial, item.numbering
    entry: dict[str, object] = {
        "id": item.slug,
        "type": "article-magazine",
        "title": item.title,
        **{key: _names(item.by_role(role)) for key, role in _ROLES.items()},
        "container-title": serial.title if serial else "",
        "ISSN": serial.issn if serial else "",
        "publisher": serial.publisher if serial else "",
        "issue": numbering.text if numbering else "",
        "section": item.rubric.label if item.rubric else "",
        "issued": _issued(item.date) if item.date else None,
        "language": item.language,
        "keyword": ", ".join(item.keywords),
        "abstract": item.abstract,
        "URL": item.iri,
    }
    known = {key: value for key, value in entry.items() if value}
    return msgspec.json.format(msgspec.json.encode([known]), indent=2) + b"\n"


def _names(creators: Iterable[Creator]) -> list[dict[str, str]]:
    names = (creator.name for creator in creators)
    return [{"family": one.family, "given": one.given} if one.family else {"literal": one.text} for one in names]


def _issued(date: PartialDate) -> dict[str, object]:
    issued: dict[str, object] = {"date-parts": [dates.parts(date)]}
    if season := dates.season(date):
        issued["season"] = season
    if date.uncertain:
        issued["circa"] = True
    return issued
