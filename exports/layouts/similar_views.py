"""Related articles in the words of a language, each with what it shares with the article of the page."""

from functools import lru_cache
from typing import Final

from exports.labels import Text
from exports.layouts.similar import Similar
from exports.layouts.views import Sharing, SimilarView
from exports.page_language import PageLanguage
from graph_builder.rdf import Term

_KEPT: Final = 4096
"""How many reasons are kept as worded: the same few things make most articles related."""


class SimilarViews:
    """Compiles related articles for pages of one language."""

    def __init__(self, page: PageLanguage) -> None:
        self._page = page
        self._sharing = lru_cache(maxsize=_KEPT)(self._of_kind)

    def view(self, similar: Similar) -> SimilarView:
        """Return a related article with the reasons."""
        sharing = self._sharing
        return SimilarView(
            self._page.entry(similar.article), tuple([sharing(kind, found) for kind, found in similar.by_kind])
        )

    def _of_kind(self, kind: str, found: tuple[Term, ...]) -> Sharing:
        things: tuple[Text, ...] = tuple(map(self._page.label, found))
        return Sharing(self._page.words.plural(f"shared_{kind}", len(things)), things)
