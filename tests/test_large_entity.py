"""The pages of one entity of which 50,000 articles tell: none is left out, and no page is heavy."""

import gzip
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import pytest
from sample_graph import IRIS

from exports.pages import entity_pages
from graph_builder import namespaces as ns
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.rdf import Triple, plain, tagged, typed

ARTICLES: Final = 50_000
HEAVIEST: Final = 60_000
"""Bytes of a page over the wire without its style sheet, as docs/publishing.md promises."""
_RUBRIC: Final = IRIS.of("rubric/news")
_DAY: Final = ns.XSD_DATE[1:-1]


def _view() -> Iterator[Triple]:
    yield _RUBRIC, ns.RDF_TYPE, terms.Rubric
    for language, label in (("ky", "Жаңылыктар"), ("ru", "Новости"), ("en", "News")):
        yield _RUBRIC, ns.RDFS_LABEL, tagged(label, language)
    for number in range(ARTICLES):
        article = IRIS.of(f"article/ky-{number}")
        title = tagged(f"Айылдагы {number}-чогулуш", "ky")
        day = f"{1970 + number // 1000}-{1 + number // 84 % 12:02}-{1 + number % 28:02}"
        yield article, ns.RDF_TYPE, terms.Article
        yield article, ns.RDFS_LABEL, title
        yield article, terms.title, title
        yield article, terms.language, plain("ky")
        yield article, terms.date, typed(day, _DAY)
        yield article, terms.rubric, _RUBRIC


@cache
def pages() -> dict[str, str]:
    dataset = Dataset(IRIS, ("ky", "ru", "en"), (("ky", "Үлгү"),), tuple(sorted(_view())), ())
    return {path: content.decode() for path, content in entity_pages(dataset, _RUBRIC)}


def listed(language: str) -> list[str]:
    found: list[str] = []
    for path, page in pages().items():
        if f".{language}." in path or path.startswith(f"{language}/"):
            found += re.findall(r'href="(?:\.\./)*article/(ky-\d+)\.' + language, page)
    return found


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_article_is_reached(language: str) -> None:
    assert len(set(listed(language))) == ARTICLES


def test_no_page_is_heavy() -> None:
    assert len(pages()) > 100
    heavy = {path: size for path, page in pages().items() if (size := len(gzip.compress(page.encode()))) > HEAVIEST}
    assert heavy == {}


def test_the_page_itself_says_how_many_there_are() -> None:
    assert "50 000" in pages()["rubric/news.ru.html"].replace("\u00a0", " ").replace("\u202f", " ")
    assert "50,000" in pages()["rubric/news.en.html"]
