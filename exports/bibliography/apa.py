"""Reference by the Publication Manual of the APA, 7th edition: magazine article (10.1, example 15).

Title and names stay in the script of the article; months and abbreviations are English, as the style is.
"""

from typing import Final

from msgspec import Struct

from exports.bibliography import dates
from exports.bibliography.item import Creator, Item, Name
from graph_builder.dates import PartialDate

_MOST: Final = 20
_ROLES: Final = {"compiler": ("Comp.", "Comps."), "editor": ("Ed.", "Eds.")}


class Part(Struct, frozen=True):
    """A stretch of a reference; the style sets the name of a magazine in italics."""

    text: str
    italic: bool = False


def write(item: Item) -> bytes:
    """Return the reference as a text file of one line."""
    return f"{''.join(part.text for part in parts(item))}\n".encode()


def parts(item: Item) -> tuple[Part, ...]:
    """Return the reference with its emphasis."""
    title = item.title if item.title.endswith((".", "?", "!", "…")) else f"{item.title}."
    authors, date = _authors(item), f"({_date(item.date)})."
    head = f"{authors} {date} {title} " if authors else f"{title} {date} "
    if item.serial is None:
        return (Part(f"{head}{item.iri}"),)
    # The whole number where it is known: the other one begins anew each year, and the style has no place for both.
    number = (item.numbering.whole or item.numbering.number) if item.numbering else ""
    issue = f", ({number})" if number else ""
    return Part(head), Part(item.serial.title, italic=True), Part(f"{issue}. {item.iri}")


def _authors(item: Item) -> str:
    if authors := item.by_role("author"):
        listed = _listed(authors)
        return listed if listed.endswith(".") else f"{listed}."
    for role, (one, several) in _ROLES.items():
        if found := tuple(creator for creator in item.creators if creator.role == role):
            return f"{_listed(found)} ({one if len(found) == 1 else several})."
    return ""


def _listed(creators: tuple[Creator, ...]) -> str:
    names = [_name(creator.name) for creator in creators]
    if len(names) > _MOST:
        return f"{', '.join(names[: _MOST - 1])}, … {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else names[0]


def _name(name: Name) -> str:
    return f"{name.family}, {name.initials}" if name.family else name.text


def _date(date: PartialDate | None) -> str:
    if date is None:
        return "n.d."
    said = f"ca. {date.first.year}" if date.uncertain else str(date.first.year)
    within = dates.month_and_day(date, "en")
    return f"{said}, {within}" if within else said
