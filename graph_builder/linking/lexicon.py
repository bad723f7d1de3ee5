"""All forms compiled for one language of pages: an automaton over word stems, and a tree of names over words.

One pass of the automaton over a text yields the words that occur in names; only there the tree is walked. The
cost of a page hardly depends on the number of names.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

import ahocorasick

from graph_builder.linking import kyrgyz, russian
from graph_builder.linking.compact import Compact
from graph_builder.linking.forms import Case, Form, Role, is_passable, is_soft

_NO_WORD: Final = re.compile(r"[^\w ]|_")
_GAP: Final = re.compile(r"[\W_]*")
_LATIN: Final = str.maketrans("üöäşçñ", "uoascn")


# What may follow a stem within its word: nothing, or one of these (bits of a mask).
_NOTHING, _INFLECTION, _AFTER_SOFTENING, _SINGULAR = 0, 1, 2, 4


class _Stem(NamedTuple):
    """What the automaton says of a stem: its length, the words that it is, and whether a name begins with one.

    Attributes:
        length: number of letters.
        whole: words that it is where nothing follows it.
        inflected: words that it is where an ending follows it, each with the endings allowed.
        begins: whether a name begins with one of the words.
    """

    length: int
    whole: tuple[int, ...]
    inflected: tuple[tuple[int, int], ...]
    begins: bool


class Token(NamedTuple):
    """A word of a text: where it starts, where its stem and where the word ends."""

    start: int
    stem_end: int
    end: int


class Hit(NamedTuple):
    """A place where words of a text make a name, not yet judged.

    Attributes:
        tokens: the words.
        forms: the forms of names that they make.
    """

    tokens: tuple[Token, ...]
    forms: tuple[Form, ...]

    @property
    def start(self) -> int:
        """Offset of the first character in the compact text."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.tokens[-1].end


_Patterns: TypeAlias = frozenset[tuple[str, int]]
_Words: TypeAlias = dict[int, list[tuple[int, Token]]]


class Lexicon:
    """The forms of all entities, ready to be found in pages of one language."""

    def __init__(self, forms: Iterable[Form], language: str) -> None:
        self._language = language
        # The tree of names is one table from a place in it and a word to the next place: a table a place would take
        # several times the memory. Place 0 is the root; the key of a word at the root is the word's own.
        self._tree: dict[int, int] = {}
        self._forms: dict[int, tuple[Form, ...]] = {}
        self._jointed = set[int]()  # places after which punctuation may stand
        self._numbers: dict[tuple[str, bool, bool], int] = {}
        stems: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for form in forms:
            self._plant(form, stems)
        self._automaton = self._compiled(stems)
        _patterns.cache_clear()  # held for words that many names share; large, and of no use any more

    def scan(self, text: Compact) -> Iterator[Hit]:
        """Yield every place where words make a name, in the order of their start."""
        starts, words = self._words(text.folded)
        for start in starts:
            found: dict[int, tuple[tuple[Token, ...], list[Form]]] = {}
            stack: list[tuple[int, tuple[Token, ...]]] = [
                (place, (token,)) for place, token in self._next(0, words[start], soft=True)
            ]
            while stack:
                place, path = stack.pop()
                end = path[-1].end
                if complete := self._forms.get(place):
                    best, forms = found.get(end, (path, []))
                    # A form that the language declines explains an ending better than one that it only follows.
                    best = path if path[-1].stem_end > best[-1].stem_end else best
                    found[end] = best, [*forms, *complete]
                stack += [(child, (*path, token)) for child, token in self._steps(place, end, text.folded, words)]
            for tokens, forms in found.values():
                yield Hit(tokens, tuple(dict.fromkeys(forms)))

    def _words(self, folded: str) -> tuple[list[int], _Words]:
        """Return where names may begin, and by start the words of the text that occur in names."""
        words: _Words = {}
        starts = set[int]()
        if self._automaton is None:
            return [], words
        padded = f" {_NO_WORD.sub(' ', folded)} "
        for last, stem in self._automaton.iter(padded):
            numbers: Sequence[int] = stem.whole
            end = stem_end = last - 1
            if padded[last] != " ":
                end = stem_end = last
                if padded[last + 1] != " ":
                    end = padded.index(" ", last + 1) - 1
                    kinds = _kinds(folded[stem_end:end])
                    numbers = [number for number, allowed in stem.inflected if allowed & kinds] if kinds else ()
            if numbers:
                token = Token(stem_end - stem.length, stem_end, end)
                words.setdefault(token.start, []).extend([(number, token) for number in numbers])
                if stem.begins:
                    starts.add(token.start)
        return sorted(starts), words

    def _compiled(self, stems: Mapping[str, set[tuple[int, int]]]) -> Any:
        """Return the automaton over the stems; nothing if there are none."""
        if not stems:
            return None
        automaton = ahocorasick.Automaton()
        shared: dict[_Stem, _Stem] = {}  # all forms of a word are one value
        for stem, uses in stems.items():
            whole = tuple(sorted({number for number, allowed in uses if allowed != _AFTER_SOFTENING}))
            inflected = tuple(sorted(use for use in uses if use[1] != _NOTHING))
            begins = any(_key(0, number, False) in self._tree for number, _ in uses)
            value = _Stem(len(stem.strip()), whole, inflected, begins)
            automaton.add_word(stem, shared.setdefault(value, value))
        automaton.make_automaton()
        return automaton

    def _plant(self, form: Form, stems: dict[str, set[tuple[int, int]]]) -> None:
        place = 0
        final = len(form.words) - 1
        for index, (word, joint, case) in enumerate(zip(form.words, form.joints, form.cases, strict=True)):
            adjective = form.role is Role.PLACE_ADJECTIVE and index == final
            last_of_name = index == final and final > 0 and form.role is Role.NAME
            number = self._numbers.setdefault((word, adjective, last_of_name), len(self._numbers))
            for stem, ending in _patterns(word, form.language, self._language, case, adjective, last_of_name):
                stems[f" {stem} " if ending == _NOTHING else f" {stem}"].add((number, ending))
            if joint:
                self._jointed.add(place)
            place = self._tree.setdefault(_key(place, number, joint), len(self._tree) + 1)
        self._forms[place] = (*self._forms.get(place, ()), form)

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
        tree, base = self._tree, place << 32
        found = [(child, token) for number, token in words if (child := tree.get(base | number << 1))] if soft else []
        if place in self._jointed:
            found += [(child, token) for number, token in words if (child := tree.get(base | number << 1 | 1))]
        return found


def _key(place: int, number: int, joint: bool) -> int:
    return place << 32 | number << 1 | joint


@lru_cache(maxsize=65536)
def _kinds(ending: str) -> int:
    """Return which of the kinds of endings some letters are."""
    if not kyrgyz.inflects(ending):
        return 0
    singular = 0 if kyrgyz.is_plural(ending) else _SINGULAR
    return _INFLECTION | singular | (_AFTER_SOFTENING if ending[0] in "ыиуү" else 0)


@lru_cache(maxsize=65536)
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
