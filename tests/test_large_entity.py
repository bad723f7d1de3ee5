"""An entity that 50,000 articles name: each is found from its pages, and none of these grows with their number."""

import gzip
from typing import Final

import pytest
from selectolax.lexbor import LexborHTMLParser
from site_sample import IRIS

from exports.changes.history import History
from exports.pages import Site
from exports.related import CONTINUED
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.namespaces import RDF_TYPE, RDFS_LABEL
from graph_builder.rdf import Triple, tagged, typed

ARTICLES: Final = 50_000
REGION: Final = IRIS.of("region/KG-C")
OVER_THE_WIRE: Final = 60_000


def _article(number: int) -> tuple[Triple, ...]:
    term = IRIS.of(f"article/ky-{number}")
    day = f"{2012 + number % 14}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return (
        (term, RDF_TYPE, terms.Article),
        (term, RDFS_LABEL, tagged(f"Жолдор жана айылдар жөнүндө, {number}", "ky")),
        (term, terms.datePublished, typed(day, "http://www.w3.org/2001/XMLSchema#date")),
        (term, terms.mentions, REGION),
    )


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    region = ((REGION, RDF_TYPE, terms.Region), (REGION, RDFS_LABEL, tagged("Чүй облусу", "ky")))
    view = [*region, *(triple for number in range(ARTICLES) for triple in _article(number))]
    dataset = Dataset(IRIS, ("ky", "ru", "en"), (), tuple(sorted(view)), ())
    site = Site(dataset, History(dataset))
    node = site.index.node(REGION)
    return dict(site.entity(node, site.work(node)))


def test_every_article_is_linked_once_and_every_page_is_small(pages: dict[str, bytes]) -> None:
    long = {path: page for path, page in pages.items() if "-mentions-" in path}
    assert len(pages) - len(long) == 4
    assert len(long) == 3 * ARTICLES / CONTINUED
    links = [
        link.attributes["href"]
        for path, page in long.items()
        if path.endswith(".ru.html")
        for link in LexborHTMLParser(page.decode()).css(".letter li a")
    ]
    assert len(links) == len(set(links)) == ARTICLES
    assert max(len(gzip.compress(page)) for page in pages.values()) < OVER_THE_WIRE


def test_its_page_says_how_many_there_are_and_leads_to_all(pages: dict[str, bytes]) -> None:
    main = LexborHTMLParser(pages["region/KG-C.ru.html"].decode()).css_first("main")
    assert main is not None
    assert "50 000" in main.text().replace("\u00a0", " ")
    assert any("-mentions-1.ru.html" in (link.attributes["href"] or "") for link in main.css("a"))
