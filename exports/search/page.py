"""The page on which one searches, and finds other ways if the search does not run or finds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exports.page_language import PageLanguage
from exports.page_views import Frame, KindCount, Link
from exports.search.files import FOLDER

PATH: Final = "{}/search.html"
SCRIPT: Final = "assets/search.js"


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page in one language.

    Attributes:
        script: path of the script that searches.
        index: folder of the index.
        lists: the list of each kind, with how many it holds.
        facets: what articles are sorted by.
    """

    frame: Frame
    script: str
    index: str
    lists: tuple[KindCount, ...]
    facets: tuple[Link, ...]


def search_page(page: PageLanguage, facets: Sequence[Link]) -> SearchView:
    """Return the search page of a language, with the lists of facets that exist."""
    return SearchView(
        frame=page.frame(PATH, page.words["search"]),
        script=SCRIPT,
        index=FOLDER,
        lists=tuple(
            KindCount(page.kinds(kind), page.words.number(len(filed)), f"{page.code}/{kind}/index.html")
            for kind, filed in page.filing.by_kind.items()
        ),
        facets=tuple(facets),
    )
