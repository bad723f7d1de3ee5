"""A name on a page together with what stands around it."""

from dataclasses import dataclass
from functools import cached_property

from graph_builder.linking.compact import Compact
from graph_builder.linking.lexicon import Hit
from graph_builder.linking.surroundings import Neighbour, after, before


@dataclass(frozen=True)
class Setting:
    """A hit with its neighbours, and the archive's own country where that stands beside it."""

    text: Compact
    language: str
    hit: Hit
    country_before: Hit | None
    country_after: Hit | None

    @cached_property
    def left(self) -> Neighbour:
        """The word before."""
        return before(self.text, self.hit.start)

    @cached_property
    def right(self) -> Neighbour:
        """The word after."""
        return after(self.text, self.hit.end)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words as written."""
        return tuple(self.text.text[token.start : token.end] for token in self.hit.tokens)

    @property
    def before_left(self) -> str:
        """The search form of the word before the word before."""
        return before(self.text, self.hit.start - len(self.left.gap) - len(self.left.word)).folded

    @property
    def inflected(self) -> bool:
        """Whether a Kyrgyz ending follows the name."""
        return self.hit.end > self.hit.tokens[-1].stem_end
