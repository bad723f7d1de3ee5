"""«How to cite» on the page of an article, finished for the template."""

from dataclasses import replace
from functools import cache, lru_cache

from msgspec import Struct

from exports.bibliography import apa, gost
from exports.bibliography.apa import Part
from exports.bibliography.files import formats_of
from exports.bibliography.item import Item, Serial
from exports.formats import APA, GOST, Format
from exports.messages import Words
from exports.page_views import Download, downloads
from exports.wording import words_of


class Reference(Struct, frozen=True):
    """A reference by one style.

    Attributes:
        style: name of the style.
        language: of the article.
        parts: the reference with its emphasis.
    """

    style: str
    language: str
    parts: tuple[Part, ...]


class CitationView(Struct, frozen=True):
    """How to cite an article.

    Attributes:
        references: one a style.
        files: for programs that keep references.
        issue_unknown: whether the reference names no issue.
    """

    references: tuple[Reference, ...]
    files: tuple[Download, ...]
    issue_unknown: bool


def citation(path: str, work: Item | Serial | None, words: Words) -> CitationView | None:
    """Return how to cite an article, for a page with these words; none for anything else."""
    if not isinstance(work, Item):
        return None
    return CitationView(
        references=tuple(
            [Reference(_called(style, words), work.language, parts) for style, parts in _references(work)]
        ),
        files=downloads(path, _worded(formats_of(work)[0], words.language)),
        issue_unknown=work.numbering is None,
    )


@lru_cache(maxsize=4)
def _references(work: Item) -> tuple[tuple[Format, tuple[Part, ...]], ...]:
    """Return the references to an article, which are the same on its page in each language."""
    return (GOST, (Part(gost.text(work)),)), (APA, apa.parts(work))


@cache
def _worded(formats: tuple[Format, ...], language: str) -> tuple[Format, ...]:
    return tuple(replace(one, label=_called(one, words_of(language))) for one in formats)


def _called(format_: Format, words: Words) -> str:
    return words.get(f"style_{format_.name}", format_.label)
