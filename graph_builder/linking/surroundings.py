"""What stands around a name on a page, as far as it tells whether the name is meant."""

import re
from typing import Final

from msgspec import Struct

from graph_builder.linking.compact import Compact
from graph_builder.linking.forms import is_soft

_FAR: Final = 5
_QUOTED, _QUOTED_WORDS = 40, 4
_PUNCTUATION: Final = re.compile(r"[,.!?;:…\n]")
_WORD_AFTER: Final = re.compile(r"([^\w]{0,4})([^\W_]+)")
_FUNCTION_WORDS: Final = frozenset(
    (
        *("в", "во", "на", "по", "о", "об", "от", "до", "за", "из", "к", "ко", "с", "со", "и", "а", "но", "для", "при"),
        *("без", "над", "под", "через", "между", "у", "да", "или", "же", "не", "жана", "менен"),
        *("the", "a", "an", "in", "of", "at", "to", "for", "by", "from", "with", "and", "or", "on"),
    )
)
_GENITIVE: Final = re.compile(r".*[ндт][ыиуү]н")
_IZAFET: Final = re.compile(r".{2,}(?:с[ыиуү]|[^аеёиоуыэюяөү][ыиуү])(?:[ндт][ыиуү]н|н[аеоө]|нд[аеоө]|н[аеоө]н|н)?")


class Neighbour(Struct, frozen=True):
    """A word beside a name with nothing but blanks or a hyphen between them; an empty one for none.

    Attributes:
        word: the word as written.
        folded: its search form.
        gap: the characters between it and the name.
        opens: whether a sentence begins with it.
    """

    word: str = ""
    folded: str = ""
    gap: str = ""
    opens: bool = False

    @property
    def is_name(self) -> bool:
        """Whether it looks like a part of a longer proper name: a capital that no sentence asks for."""
        return self.word[:1].isupper() and self.folded not in _FUNCTION_WORDS

    @property
    def is_function_word(self) -> bool:
        """Whether it is a conjunction or preposition, so that what follows it is another phrase."""
        return self.folded in _FUNCTION_WORDS

    @property
    def is_genitive(self) -> bool:
        """Whether it has the Kyrgyz genitive, that is: owns what follows."""
        return _GENITIVE.fullmatch(self.folded) is not None

    @property
    def is_owned(self) -> bool:
        """Whether it has a Kyrgyz possessive, that is: forms a compound with the noun before it."""
        return self.word[:1].islower() and _IZAFET.fullmatch(self.folded) is not None


def before(text: Compact, start: int) -> Neighbour:
    """Return the word before a position, if it belongs to the same phrase."""
    end = start
    while end and start - end < _FAR and not text.folded[end - 1].isalnum():
        end -= 1
    first = end
    while first and text.folded[first - 1].isalnum():
        first -= 1
    if first == end or not is_soft(text.folded[end:start]):
        return Neighbour()
    return Neighbour(
        text.text[first:end], text.folded[first:end], text.folded[end:start], _opens_sentence(text.folded, first)
    )


def after(text: Compact, end: int) -> Neighbour:
    """Return the word after a position, if it belongs to the same phrase."""
    match = _WORD_AFTER.match(text.folded, end)
    if match is None or not is_soft(match[1]):
        return Neighbour()
    return Neighbour(text.text[match.start(2) : match.end()], match[2], match[1])


def _opens_sentence(folded: str, position: int) -> bool:
    while position and folded[position - 1] in " \"'(":
        position -= 1
    return not position or folded[position - 1] in ".!?…:;•\n"


def in_short_quote(text: Compact, start: int, end: int) -> bool:
    """Tell whether a position stands between quotes that hold a few words, as a name, and no sentence."""
    opening, closing = text.folded.rfind('"', max(0, start - _QUOTED), start), text.folded.find('"', end, end + _QUOTED)
    if opening < 0 or closing < 0 or (opening and text.folded[opening - 1].isalnum()):
        return False
    inside = text.folded[opening + 1 : closing]
    return len(inside.split()) <= _QUOTED_WORDS and not _PUNCTUATION.search(inside)


def opens_quote(text: Compact, start: int) -> bool:
    """Tell whether a quote stands right before a position."""
    return text.folded[max(0, start - 1) : start] == '"'
