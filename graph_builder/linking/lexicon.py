"""All forms compiled for one language of pages: an automaton over word stems, and a tree of names over words.

One pass of the automaton over a text yields the words that occur in names; only there the tree is walked. The
cost of a page hardly depends on the number of names.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

import ahocorasick

from graph_builder.linking import kyrgyz, russian
from graph_builder.linking.compact import Compact
from graph_builder.linking.forms import Case, Form, Role, is_passable, is_soft

_NO_WORD: Final = re.compile(r"[^\w ]|_")
_GAP: Final = re.compile(r"[\W_]*")
_LATIN: Final = str.maketrans("üöäşçñ", "uoascn")


class _Ending(IntEnum):
    """What may follow a stem within its word."""

    NONE = 0
    INFLECTION = 1
    AFTER_SOFTENING = 2
    SINGULAR = 3


@dataclass(slots=True)
class _Node:
    """A place in the tree of names: the words that lead on, and the forms that are complete here."""

    children: "dict[int, _Node]"
    forms: list[Form]


class Token(NamedTuple):
    """A word of a text: where it starts, where its stem and where the word ends."""

    start: int
    stem_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
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


_Patterns: TypeAlias = frozenset[tuple[str, _Ending]]


class Lexicon:
    """The forms of all entities, ready to be found in pages of one language."""

    def __init__(self, forms: Iterable[Form], language: str) -> None:
        self._language = language
        self._root = _Node({}, [])
        self._numbers: dict[tuple[str, bool, bool], int] = {}
        automaton = ahocorasick.Automaton()
        stems: dict[str, set[tuple[int, _Ending]]] = defaultdict(set)
        for form in forms:
            self._plant(form, stems)
        for stem, uses in stems.items():
            automaton.add_word(stem, (len(stem.strip()), tuple(sorted(uses))))
        if stems:
            automaton.make_automaton()
        self._automaton: Any = automaton if stems else None

    def scan(self, text: Compact) -> Iterator[Hit]:
        """Yield every place where words make a name, in the order of their start."""
        words = self._words(text.folded)
        first = self._root.children
        for start in sorted(start for start, uses in words.items() if any(2 * use[0] in first for use in uses)):
            found: dict[int, tuple[tuple[Token, ...], list[Form]]] = {}
            stack: list[tuple[_Node, tuple[Token, ...]]] = [(self._root, ())]
            while stack:
                node, path = stack.pop()
                for child, token in self._steps(node, path, start, text.folded, words):
                    tokens = (*path, token)
                    if child.forms:
                        best, forms = found.get(token.end, (tokens, []))
                        # A form that the language declines explains an ending better than one that it only follows.
                        best = tokens if token.stem_end > best[-1].stem_end else best
                        found[token.end] = best, [*forms, *child.forms]
                    stack.append((child, tokens))
            for tokens, forms in found.values():
                yield Hit(tokens, tuple(dict.fromkeys(forms)))

    def _steps(
        self,
        node: _Node,
        path: tuple[Token, ...],
        start: int,
        folded: str,
        words: dict[int, list[tuple[int, Token]]],
    ) -> Iterator[tuple[_Node, Token]]:
        if not node.children:
            return
        soft = True
        if path:
            gap = _GAP.match(folded, path[-1].end)
            assert gap is not None
            soft, start = is_soft(gap[0]), gap.end()
            if not soft and not is_passable(gap[0]):
                return
        for number, token in words.get(start, ()):
            if child := node.children.get(2 * number + 1):
                yield child, token
            if soft and (child := node.children.get(2 * number)):
                yield child, token

    def _words(self, folded: str) -> dict[int, list[tuple[int, Token]]]:
        """Return by start the words of the text that occur in names."""
        words: dict[int, list[tuple[int, Token]]] = defaultdict(list)
        if self._automaton is None:
            return words
        padded = f" {_NO_WORD.sub(' ', folded)} "
        for last, (length, uses) in self._automaton.iter(padded):
            closed = padded[last] == " "
            stem_end = last - 1 if closed else last
            end = stem_end if closed else padded.index(" ", last + 1) - 1
            ending = folded[stem_end:end]
            fitting = [number for number, allowed in uses if _fits(ending, allowed)]
            if fitting:
                token = Token(stem_end - length, stem_end, end)
                words[token.start].extend((number, token) for number in fitting)
        return words

    def _plant(self, form: Form, stems: dict[str, set[tuple[int, _Ending]]]) -> None:
        node = self._root
        final = len(form.words) - 1
        for index, (word, joint, case) in enumerate(zip(form.words, form.joints, form.cases, strict=True)):
            adjective = form.role is Role.PLACE_ADJECTIVE and index == final
            last_of_name = index == final and final > 0 and form.role is Role.NAME
            number = self._numbers.setdefault((word, adjective, last_of_name), len(self._numbers))
            for stem, ending in _patterns(word, form.language, self._language, case, adjective, last_of_name):
                stems[f" {stem} " if ending is _Ending.NONE else f" {stem}"].add((number, ending))
            node = node.children.setdefault(2 * number + joint, _Node({}, []))
        node.forms.append(form)


@lru_cache(maxsize=65536)
def _fits(ending: str, allowed: _Ending) -> bool:
    if allowed is _Ending.NONE or not ending:
        return allowed is not _Ending.AFTER_SOFTENING
    if not kyrgyz.inflects(ending):
        return False
    if allowed is _Ending.AFTER_SOFTENING:
        return ending[0] in "ыиуү"
    return allowed is _Ending.INFLECTION or not kyrgyz.is_plural(ending)


@lru_cache(maxsize=65536)
def _patterns(word: str, language: str, page: str, case: Case, adjective: bool, last_of_name: bool) -> _Patterns:
    """Return the stems of a word as they occur on a page, each with what may follow it."""
    abbreviation = case is Case.ABBREVIATION
    if adjective:
        return frozenset((form, _Ending.NONE) for form in russian.adjective_forms(word))
    found = {(word, _Ending.NONE)}
    if word.isdigit():
        return frozenset(found)
    if "ky" in (language, page) and len(word) > (2 if case is Case.ANY else 1):
        found = {(word, _Ending.INFLECTION)}
        if not abbreviation:
            spellings = kyrgyz.spellings(word) if language == "ky" else frozenset({word})
            found |= {(spelling, _Ending.INFLECTION) for spelling in spellings}
            found |= {(soft, _Ending.AFTER_SOFTENING) for each in spellings if (soft := kyrgyz.softened(each))}
            if last_of_name and language == "ky" and (bare := kyrgyz.without_possessive(word)):
                found.add((bare, _Ending.SINGULAR))
    if language == page == "ru" and not abbreviation:
        found |= {(form, _Ending.NONE) for form in russian.forms(word)}
    if language == "en":
        found.add((word.translate(_LATIN), _Ending.NONE))
    return frozenset(found)
