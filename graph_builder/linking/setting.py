"""A name on a page together with what stands around it."""

from msgspec import Struct

from graph_builder.linking.compact import Compact
from graph_builder.linking.lexicon import Hit
from graph_builder.linking.surroundings import Neighbour, after, before


class Setting(Struct):
    """A hit with its neighbours, and the archive's own country where that stands beside it."""

    text: Compact
    language: str
    hit: Hit
    country_before: Hit | None
    country_after: Hit | None
    _left: Neighbour | None = None
    _right: Neighbour | None = None
    _words: tuple[str, ...] = ()

    @property
    def left(self) -> Neighbour:
        """The word before."""
        if self._left is None:
            self._left = before(self.text, self.hit.start)
        return self._left

    @property
    def right(self) -> Neighbour:
        """The word after."""
        if self._right is None:
            self._right = after(self.text, self.hit.end)
        return self._right

    @property
    def words(self) -> tuple[str, ...]:
        """The words as written."""
        if not self._words:
            self._words = tuple([self.text.text[token.start : token.end] for token in self.hit.tokens])
        return self._words

    @property
    def before_left(self) -> str:
        """The search form of the word before the word before."""
        return before(self.text, self.hit.start - len(self.left.gap) - len(self.left.word)).folded

    @property
    def inflected(self) -> bool:
        """Whether a Kyrgyz ending follows the name."""
        return self.hit.end > self.hit.tokens[-1].stem_end
