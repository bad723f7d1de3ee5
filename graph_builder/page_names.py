"""What the sources that are captured pages are called: by the title that the page shows, in its language.

Without a title a page is called by its address, short, or by its file.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

import msgspec

from graph_builder.records.base import Labels
from graph_builder.textforms import tidy

if TYPE_CHECKING:  # reading pages takes long to load, and an archive may have none
    from graph_builder.pages.assembly import PageRecords

_WORDS: Final[Labels] = {"ky": "Барактын көчүрмөсү", "ru": "Снимок страницы", "en": "Page capture"}


def named(pages: "Sequence[PageRecords]") -> "Iterator[PageRecords]":
    """Yield the pages with the names of their sources; captures of one title are told apart by their files."""
    titles = [tidy(page.reading.head.title.text) if page.reading.head.title else "" for page in pages]
    shared = {title for title, count in Counter(titles).items() if count > 1}
    for page, title in zip(pages, titles, strict=True):
        apart = f" ({PurePosixPath(page.source.file).stem})" if title in shared else ""
        language = page.reading.language
        if title:
            name: Labels = {language: f"{_WORDS[language]}: {title}{apart}"}
        else:
            shown = (page.source.url or page.source.file).partition("://")
            name = {code: f"{words}: {(shown[2] or shown[0]).removeprefix('www.')}" for code, words in _WORDS.items()}
        yield replace(page, source=msgspec.structs.replace(page.source, name=name))
