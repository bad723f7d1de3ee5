"""The words of the interface, by key and language: ``messages.toml`` is where they stand."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Final

from babel import Locale
from babel.numbers import format_decimal
from markupsafe import escape

LANGUAGES: Final = ("ky", "ru", "en")
_KEPT: Final = 4096
# A number stays on one line with its noun or unit, and no line begins with a dash.
_UNBROKEN: Final = re.compile(r"(?<=\{n\}) |(?<=\{seconds\}) | (?=— )")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return all messages: key to language to text."""
    text = resources.files("exports").joinpath("messages.toml").read_text("utf-8")
    return {
        key: {language: _UNBROKEN.sub("\N{NO-BREAK SPACE}", said) for language, said in entry.items()}
        for key, entry in tomllib.loads(text).items()
    }


class Words(dict[str, str]):
    """The messages of one language by key; templates read them as ``w.key``.

    Attributes:
        language: the language of the words.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[-1]
        super().__init__({key: entry[self.language] for key, entry in catalogue().items()})

    @cached_property
    def escaped(self) -> Mapping[str, str]:
        """The same messages with what HTML could read as markup escaped."""
        return {key: str(escape(text)) for key, text in self.items()}

    def fill(self, key: str, **values: str | int) -> str:
        """Return a message with its placeholders filled in; numbers are written as the language does.

        Raises:
            KeyError: if the message or one of its placeholders has no value.
        """
        return self[key].format(
            **{name: self.number(value) if isinstance(value, int) else value for name, value in values.items()}
        )

    def plural(self, key: str, n: int) -> str:
        """Return a message in the form that a number asks for, the number filled in as ``{n}``.

        The forms stand in the order of CLDR's categories (one, few, the rest), divided by ``|``; a language that
        makes no difference has one. https://cldr.unicode.org/index/cldr-spec/plural-rules
        """
        return _in_form(self[key], self.language, n)

    def number(self, value: int) -> str:
        """Return a number with the separators of the language."""
        return _number(value, self.language)


@lru_cache(maxsize=_KEPT)
def _in_form(message: str, language: str, n: int) -> str:
    """Return a message in the form for a number; pages say the same few of the same few numbers."""
    forms = message.split("|")
    place = {"one": 0, "few": 1}.get(Locale(language).plural_form(n), 2)
    return forms[min(place, len(forms) - 1)].format(n=_number(n, language))


@lru_cache(maxsize=_KEPT)
def _number(value: int, language: str) -> str:
    return format_decimal(value, locale=language)
