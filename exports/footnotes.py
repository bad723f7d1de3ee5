"""The sources of one page, numbered in the order in which its values name them."""

from collections.abc import Sequence

from msgspec.structs import replace

from exports.page_language import PageLanguage
from exports.views import Mark, SourceView
from graph_builder.rdf import Term


class Footnotes:
    """Hands out marks for sources and remembers them for the list at the foot of the page."""

    def __init__(self, page: PageLanguage) -> None:
        self._page = page
        self._marks: dict[Term, Mark] = {}
        self._alone: dict[Term, tuple[Mark, ...]] = {}
        self._computed = False

    def marks(self, sources: Sequence[Term], value: Term) -> tuple[Mark, ...]:
        """Return the marks of the sources that say one value, by number, with the words that name it there."""
        if len(sources) == 1 and not self._page.is_quoted(value):  # most values
            source = sources[0]
            return self._alone.get(source) or self._alone.setdefault(source, (self._mark(source),))
        found = {self._with_words(self._mark(source), source, value) for source in sources}
        return tuple(sorted(found, key=lambda mark: mark.number))

    def mark_computed(self) -> None:
        """Note that a value without a source stands on the page, marked as computed."""
        self._computed = True

    @property
    def computed(self) -> bool:
        """Whether one does: then the foot of the page says what its mark means."""
        return self._computed

    def listed(self) -> tuple[SourceView, ...]:
        """Return the list of sources."""
        return tuple(replace(self._page.source(source), number=mark.number) for source, mark in self._marks.items())

    def _with_words(self, mark: Mark, source: Term, value: Term) -> Mark:
        words = self._page.quoted(source, value)
        return replace(mark, title=f"{mark.title}. {words}") if words else mark

    def _mark(self, source: Term) -> Mark:
        if source not in self._marks:
            described = self._page.source(source)
            title = ", ".join(filter(None, (described.name.text, described.rank, described.retrieved)))
            self._marks[source] = Mark(len(self._marks) + 1, title)
        return self._marks[source]
