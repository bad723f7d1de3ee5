"""Reference by GOST R 7.0.5-2008, sections 6 and 10, in the language of the article.

A page that is made once cannot know when its reader looked, so the date of access is left to her.
"""

from typing import Final

from exports.bibliography import dates
from exports.bibliography.item import Creator, Item, Name
from exports.messages import Words
from exports.wording import words_of
from graph_builder.dates import PartialDate

_HEADED: Final = 3


def write(item: Item) -> bytes:
    """Return the reference as a text file of one line."""
    return f"{text(item)}\n".encode()


def text(item: Item) -> str:
    """Return the reference."""
    words = words_of(item.described_in)
    authors = item.by_role("author")
    heading = ", ".join(_inverted(creator.name) for creator in authors) if len(authors) <= _HEADED else ""
    responsibility = " ; ".join(_responsibility(item, authors, words))
    parts = [_stopped(heading)] if heading else []
    parts.append(f"{item.title} [{words['cite_electronic']}]")
    if responsibility:
        parts.append(f"/ {responsibility}")
    if item.serial:
        parts.append(f"// {_stopped(item.serial.title)}")
    else:
        parts[-1] = _stopped(parts[-1])
    parts += [_stopped(part) for part in _issue(item, words)]
    parts.append(f"URL: {item.iri}")
    return " ".join(parts)


def _stopped(part: str) -> str:
    return part if part.endswith(".") else f"{part}."


def _inverted(name: Name) -> str:
    return f"{name.family} {name.initials}" if name.family else name.text


def _direct(name: Name) -> str:
    return f"{name.initials} {name.family}" if name.family else name.text


def _responsibility(item: Item, authors: tuple[Creator, ...], words: Words) -> list[str]:
    found = [f"{_direct(authors[0].name)} [{words['cite_others']}]"] if len(authors) > _HEADED else []
    for key, role in (("cite_compiler", item.by_role("compiler")), ("cite_editor", item.by_role("editor"))):
        if role:
            found.append(f"{words[key]} {', '.join(_direct(creator.name) for creator in role)}")
    return found


def _issue(item: Item, words: Words) -> list[str]:
    if item.numbering and item.numbering.text and item.year:
        return [str(item.year), f"№ {item.numbering.text}"]
    said = [_year(item.date, words)]
    if item.date and (within := dates.month_and_day(item.date, words.language)):
        said.append(within)
    if item.numbering and item.numbering.text:
        said.append(f"№ {item.numbering.text}")
    return said


def _year(date: PartialDate | None, words: Words) -> str:
    if date is None:
        return f"[{words['cite_undated']}]"
    year = str(date.first.year)
    return f"[{year}?]" if date.uncertain else year
