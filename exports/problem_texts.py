"""Problems of the input in the languages of the pages: ``problem_texts.toml`` is where the texts stand.

What reads the input tells its problems in English. As in gettext, the English text is the key; one that holds values
is a template, whose values are found again in the text and put into the text of the other language.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from string import Formatter
from typing import Final

from exports.wording import words_of

LANGUAGES: Final = ("ky", "ru")
_KEPT: Final = 4096
_START: Final = 8
"""By how many letters templates are looked up."""
_ANY: Final = "…"
_GROUPED: Final = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")


@dataclass(frozen=True)
class Template:
    """A text with places for values.

    Attributes:
        en: the text that the code tells; values stand as ``{name}``.
        said: the text by language, with the same values.
    """

    en: str
    said: Mapping[str, str]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the values, in their order in the English text."""
        return tuple(name for _, name, _, _ in Formatter().parse(self.en) if name is not None)

    @cached_property
    def _between(self) -> tuple[str, ...]:
        """The words before the first value, between the values, and after the last one."""
        words = [""]
        for literal, name, _, _ in Formatter().parse(self.en):
            words[-1] += literal
            words += [] if name is None else [""]
        return tuple(words)

    @property
    def start(self) -> str:
        """The words before the first value."""
        return self._between[0]

    @property
    def letters(self) -> int:
        """How much of the text is fixed."""
        return sum(map(len, self._between))

    def values(self, text: str) -> dict[str, str] | None:
        """Return the values that a text holds, by name; nothing if it is another text.

        Each value ends where the words after it first occur, the last one before the end of the text.
        """
        first, *others = self._between
        if not text.startswith(first) or (not others and text != first):
            return None
        found = []
        begin = len(first)
        for number, literal in enumerate(others, start=1):
            last = number == len(others)
            end = len(text) - len(literal) if last else text.find(literal, begin)
            if end < begin or not text.startswith(literal, end):
                return None
            found.append(text[begin:end])
            begin = end + len(literal)
        return dict(zip(self.names, found, strict=True))


class Templates:
    """Templates of which one is found for a text: the most particular that fits.

    Args:
        entries: their texts by language.
    """

    def __init__(self, entries: Sequence[Mapping[str, str]]) -> None:
        made = [Template(entry["en"], {language: entry[language] for language in LANGUAGES}) for entry in entries]
        self._all = sorted(made, key=lambda one: (-one.letters, one.en))
        starts = {template.start[:_START] for template in made if len(template.start) >= _START}
        self._short = self._beginning_as("")
        self._by_start = {start: self._beginning_as(start) for start in starts}

    def __iter__(self) -> Iterator[Template]:
        """Iterate from the most particular."""
        return iter(self._all)

    def like(self, text: str) -> Sequence[Template]:
        """Return those that begin as a text does, and perhaps some more."""
        return self._by_start.get(text[:_START], self._short)

    def _beginning_as(self, start: str) -> list[Template]:
        return [one for one in self._all if len(one.start) < _START or one.start[:_START] == start]


@dataclass(frozen=True)
class Catalogue:
    """All templates.

    Attributes:
        texts: those of messages and remedies.
        parts: those of values that are words, by the name of the value.
    """

    texts: Templates
    parts: Mapping[str, Templates]

    def found(self, text: str, among: Templates | None = None) -> tuple[Template, dict[str, str]] | None:
        """Return the template that a text was made from, with its values; nothing if there is none.

        Args:
            text: a message or remedy, as the code tells it.
            among: the templates asked; None for those of messages and remedies.
        """
        for template in (among or self.texts).like(text):
            values = template.values(text)
            if values is not None and all(self.found(values[name], self.parts[name]) for name in self._words(template)):
                return template, values
        return None

    def told(self, text: str, language: str, among: Templates | None = None) -> str | None:
        """Return a text in a language (arguments as of :meth:`found`); nothing if it is not known in it."""
        found = self.found(text, among)
        if found is None:
            return None
        template, values = found
        filled = {name: _number(value, language) for name, value in values.items()}
        for name in self._words(template):
            filled[name] = self.told(values[name], language, self.parts[name]) or values[name]
        return template.said[language].format(**filled)

    def kind(self, text: str, language: str) -> str | None:
        """Return what all texts of one template say, with … for each value (arguments as of :meth:`told`).

        Nothing if the text is not known.
        """
        found = self.found(text)
        if found is None:
            return None
        template = found[0]
        return template.said.get(language, template.en).format_map(dict.fromkeys(template.names, _ANY))

    def _words(self, template: Template) -> list[str]:
        return [name for name in template.names if name in self.parts]


@cache
def catalogue() -> Catalogue:
    """Return the texts, read once."""
    content = tomllib.loads(resources.files("exports").joinpath("problem_texts.toml").read_text("utf-8"))
    return Catalogue(Templates(content["texts"]), {name: Templates(part) for name, part in content["parts"].items()})


@lru_cache(maxsize=_KEPT)
def in_language(text: str, language: str) -> str | None:
    """Return a message or remedy of a problem in a language; nothing if it is not known in it."""
    return catalogue().told(text, language) if language in LANGUAGES else None


@lru_cache(maxsize=_KEPT)
def kind_of(text: str, language: str) -> str:
    """Return a message or remedy without what is particular in it: with … for names and numbers.

    Texts of one kind give the same; a text that is not known is a kind of its own.
    """
    return catalogue().kind(text, language) or text


def _number(value: str, language: str) -> str:
    """Return a value; a number with separators gets those of the language."""
    return words_of(language).number(int(value.replace(",", ""))) if _GROUPED.fullmatch(value) else value
