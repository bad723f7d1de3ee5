"""A name on a page together with what stands around it."""

from dataclasses import dataclass

from graph_builder.linking.compact import Compact
from graph_builder.linking.lexicon import Hit
from graph_builder.linking.surroundings import Neighbour, after, before


@dataclass(frozen=True, slots=True)
class Setting:
    """A hit with its neighbours, and the archive's own country where that stands beside it."""

    text: Compact
    language: str
    hit: Hit
    left: Neighbour
    right: Neighbour
    country_before: Hit | None
    country_after: Hit | None

    @classmethod
    def of(cls, text: Compact, language: str, hit: Hit, countries: tuple[Hit | None, Hit | None]) -> "Setting":
        """Return a hit with what stands around it; ``countries``: the own country before and after it."""
        return cls(text, language, hit, before(text, hit.start), after(text, hit.end), *countries)

    @property
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
