"""All names compiled for one language of pages: a trie over word stems, which leads into the tree of names.

Each word of a text is looked up once; only where a name can begin is the tree walked. The cost of a page hardly
depends on the number of names.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from typing import Final, NamedTuple, TypeAlias

import marisa_trie
from msgspec import Struct

from graph_builder.linking import kyrgyz, russian
from graph_builder.linking.compact import Compact
from graph_builder.linking.forms import WORD, Case, Form, is_passable, is_soft
from graph_builder.linking.nametree import NameTree, lists_of

_GAP: Final = re.compile(r"[\W_]*")
_LATIN: Final = str.maketrans("üöäşçñ", "uoascn")
_LONGEST_ENDING: Final = 16


# What may follow a stem within its word: nothing, or one of these (bits of a mask).
_NOTHING, _INFLECTION, _AFTER_SOFTENING, _SINGULAR = 0, 1, 2, 4
_ENDING_BITS: Final = 3


class Token(NamedTuple):
    """A word of a text: where it starts, where its stem and where the word ends."""

    start: int
    stem_end: int
    end: int


class Hit(Struct, frozen=True):
    """A place where words of a text make a name, not yet judged.

    Attributes:
        tokens: the words.
        forms: the forms of names that they make.
        start: offset of the first character in the compact text.
        end: offset after the last character.
    """

    tokens: tuple[Token, ...]
    forms: tuple[Form, ...]
    start: int
    end: int


_Patterns: TypeAlias = frozenset[tuple[str, int]]
_Words: TypeAlias = dict[int, list[tuple[int, Token]]]


class Lexicon:
    """The names of all entities, ready to be found in pages of one language."""

    def __init__(self, names: NameTree, form_of: Callable[[int], Form], language: str) -> None:
        self._names = names
        self._form_of = form_of
        written, uses = bytearray(), array("I")
        for number, word in enumerate(names.words()):
            patterns: set[tuple[str, int]] = set()
            for of, case in word.uses:
                patterns |= _patterns(word.text, of, language, case, word.adjective, word.last_of_name)
            for stem, ending in sorted(patterns):
                written += stem.encode() + b"\n"
                uses.append(number << _ENDING_BITS | ending)
        russian.forms.cache_clear()
        stems = bytes(written)  # which is not copied for each going through
        del written
        self._trie = marisa_trie.Trie(line[:-1].decode() for line in BytesIO(stems))
        owners = array("I", (self._trie[line[:-1].decode()] for line in BytesIO(stems)))
        self._first, self._uses = lists_of(owners, uses, len(self._trie))
        self._longest = max((len(line) for line in BytesIO(stems)), default=0) + _LONGEST_ENDING
        # Most words of a page are those of other pages, and occur in no name.
        self._known = lru_cache(maxsize=16384)(self._looked_up)

    def scan(self, text: Compact) -> Iterator[Hit]:
        """Yield every place where words make a name, in the order of their start."""
        folded, names = text.folded, self._names
        starts, words = self._words(folded)
        for start in starts:
            found: dict[int, tuple[tuple[Token, ...], list[int]]] = {}
            stack: list[tuple[int, tuple[Token, ...]]] = [
                (place, (token,)) for number, token in words[start] if (place := names.begins(number))
            ]
            while stack:
                place, path = stack.pop()
                end = path[-1].end
                if complete := names.forms(place):
                    best, forms = found.get(end, (path, []))
                    # A form that the language declines explains an ending better than one that it only follows.
                    best = path if path[-1].stem_end > best[-1].stem_end else best
                    found[end] = best, [*forms, *complete]
                stack += [(child, (*path, token)) for child, token in self._steps(place, end, folded, words)]
            for tokens, forms in found.values():
                shown = tuple(map(self._form_of, dict.fromkeys(forms)))
                yield Hit(tokens, shown, tokens[0].start, tokens[-1].end)

    def _words(self, folded: str) -> tuple[list[int], _Words]:
        """Return where names may begin, and by start the words of the text that occur in names."""
        words: _Words = {}
        starts: list[int] = []
        known = self._known
        for match in WORD.finditer(folded):
            word = match[0]
            if len(word) <= self._longest and (found := known(word)):
                start, end = match.span()
                begins, uses = found
                words[start] = [(number, Token(start, start + length, end)) for number, length in uses]
                if begins:
                    starts.append(start)
        return starts, words

    def _looked_up(self, word: str) -> tuple[bool, tuple[tuple[int, int], ...]] | None:
        """Return whether a name begins with a word, and the words of names that it is, with the length of the stem."""
        found: list[tuple[int, int]] = []
        for stem, index in self._trie.iter_prefixes_with_ids(word):
            length = len(stem)
            uses = self._uses[self._first[index] : self._first[index + 1]]
            numbers = [(use >> _ENDING_BITS, use & (1 << _ENDING_BITS) - 1) for use in uses]
            if length < len(word):
                kinds = _kinds(word[length:])
                found += [(number, length) for number, allowed in numbers if allowed & kinds]
            else:
                inflected = dict.fromkeys(n for n, allowed in numbers if allowed not in (_NOTHING, _AFTER_SOFTENING))
                found += [(number, length) for number in inflected]
                found += [(number, length) for number, allowed in numbers if allowed == _NOTHING]
        return (any(self._names.begins(number) for number, _ in found), tuple(found)) if found else None

    def _steps(self, place: int, end: int, folded: str, words: _Words) -> list[tuple[int, Token]]:
        """Return where the words after a position lead from a place in the tree."""
        if (following := words.get(end + 1)) and folded[end] == " ":
            return self._next(place, following, True)
        gap = _GAP.match(folded, end)
        following = words.get(gap.end()) if gap else None
        if gap is None or not following:
            return []
        soft = is_soft(gap[0])
        return self._next(place, following, soft) if soft or is_passable(gap[0]) else []

    def _next(self, place: int, words: Iterable[tuple[int, Token]], soft: bool) -> list[tuple[int, Token]]:
        step = self._names.next
        found = [(child, token) for number, token in words if (child := step(place, number, False))] if soft else []
        if self._names.is_jointed(place):
            found += [(child, token) for number, token in words if (child := step(place, number, True))]
        return found


@lru_cache(maxsize=65536)
def _kinds(ending: str) -> int:
    """Return which of the kinds of endings some letters are."""
    if not kyrgyz.inflects(ending):
        return 0
    singular = 0 if kyrgyz.is_plural(ending) else _SINGULAR
    return _INFLECTION | singular | (_AFTER_SOFTENING if ending[0] in "ыиуү" else 0)


def _patterns(word: str, language: str, page: str, case: Case, adjective: bool, last_of_name: bool) -> _Patterns:
    """Return the stems of a word as they occur on a page, each with what may follow it."""
    abbreviation = case is Case.ABBREVIATION
    if adjective:
        return frozenset((form, _NOTHING) for form in russian.adjective_forms(word))
    found = {(word, _NOTHING)}
    if word.isdigit():
        return frozenset(found)
    if "ky" in (language, page) and len(word) > (2 if case is Case.ANY else 1):
        found = {(word, _INFLECTION)}
        if not abbreviation:
            spellings = kyrgyz.spellings(word) if language == "ky" else frozenset({word})
            found |= {(spelling, _INFLECTION) for spelling in spellings}
            found |= {(soft, _AFTER_SOFTENING) for each in spellings if (soft := kyrgyz.softened(each))}
            if last_of_name and language == "ky" and (bare := kyrgyz.without_possessive(word)):
                found.add((bare, _SINGULAR))
    if language == page == "ru" and not abbreviation:
        found |= {(form, _NOTHING) for form in russian.forms(word)}
    if language == "en":
        found.add((word.translate(_LATIN), _NOTHING))
    return frozenset(found)
