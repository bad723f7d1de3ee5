"""The page that a host shows for an address at which nothing is: in every language, since the reader's is not known.

It is shown at any depth, so its links begin at the root of the host, not at the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from msgspec.structs import replace

from exports.home import PATH as HOME
from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Frame, KindCount, Link
from exports.search.page import PATH as SEARCH

PATH: Final = "404.html"
"""Where static hosts look for it."""


@dataclass(frozen=True, slots=True)
class NotFoundPart:
    """What the page says in one language.

    Attributes:
        language: its code.
        title: that there is no such page.
        explanation: what may have happened and what helps.
        search: the search page, and what its box and its button are called.
        home: link to the home page.
        lists: the list of each kind, with how many it holds.
    """

    language: str
    title: str
    explanation: str
    search: tuple[str, str, str]
    home: Link
    lists: tuple[KindCount, ...]


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page: one part a language, the archive's first language first."""

    frame: Frame
    parts: tuple[NotFoundPart, ...]


def not_found(base: str, pages: Sequence[PageLanguage]) -> NotFoundView:
    """Return the page of an archive.

    Args:
        base: the base IRI of the archive, at which it is published.
        pages: its languages.
    """
    frame = pages[0].frame(PATH, pages[0].words["not_found"], others=HOME)
    return NotFoundView(replace(frame, root=urlsplit(base).path), tuple(map(_part, pages)))


def _part(page: PageLanguage) -> NotFoundPart:
    words = page.words
    return NotFoundPart(
        language=page.code,
        title=words["not_found"],
        explanation=words["not_found_means"],
        search=(SEARCH.format(page.code), words["search_words"], words["search_do"]),
        home=Link(Text(words["home"]), HOME.format(page.code)),
        lists=tuple(
            KindCount(page.kinds(kind), words.number(len(filed)), f"{page.code}/{kind}/index.html")
            for kind, filed in page.filing.by_kind.items()
        ),
    )
