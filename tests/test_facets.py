"""Facets: every number leads to the list that it counts, and the lists stay finite."""

import posixpath
import re
from functools import cache
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from site_sample import IRIS, sample, sample_report

from exports.facets.values import FACETS, WORTH, Facets, Value, ordered
from exports.graph_index import GraphIndex
from exports.pages import plan_pages
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.namespaces import RDF_TYPE

LANGUAGES = ("ky", "ru", "en")


@cache
def site(articles: int = 60) -> dict[str, str]:
    wanted = re.compile(r"(ky|ru|en)/(article|region)/.*\.html")
    return {
        path: content.decode()
        for path, content in plan_pages(sample(articles), sample_report())
        if wanted.fullmatch(path)
    }


def tree(path: str, articles: int = 60) -> LexborHTMLParser:
    return LexborHTMLParser(site(articles)[path])


def text_of(node: LexborNode | None) -> str:
    assert node is not None
    return " ".join(node.text(separator=" ").split())


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def target(path: str, link: LexborNode | None) -> str:
    assert link is not None
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), link.attributes["href"] or ""))


def length(path: str, articles: int = 60) -> int:
    """Return how many entries a list has on all its pages."""
    page = tree(path, articles)
    pages = {path} | {target(path, link) for link in page.css(".pager ol a")}
    return sum(len(tree(one, articles).css(".letter li")) for one in pages)


@pytest.mark.parametrize("articles", [60, 1100])
def test_every_number_leads_to_as_many_articles(articles: int) -> None:
    counted = 0
    for path in site(articles):
        page = tree(path, articles)
        for item in page.css(".facets li"):
            to = target(path, item.css_first("a"))
            assert number(text_of(item.css_first(".count"))) == length(to, articles), (path, to)
            assert number(text_of(tree(to, articles).css_first("h1 .count"))) == length(to, articles)
            counted += 1
    assert counted > 60


def test_numbers_of_lists_of_values_and_of_the_tree_lead_to_as_many_articles() -> None:
    for language in LANGUAGES:
        for facet in FACETS:
            path = f"{language}/article/by/{facet}.html"
            for item in tree(path).css(".letter li"):
                assert number(text_of(item.css_first(".note"))) == length(target(path, item.css_first("a")))
        path = f"{language}/region/tree.html"
        links = tree(path).css(".tree a.count")
        assert links
        for link in links:
            assert number(text_of(link)) == length(target(path, link))


def test_two_values_are_reached_from_each_of_them_and_left_to_the_other() -> None:
    both = "en/article/by/year-2019_language-ru.html"
    for one in ("year-2019", "language-ru"):
        path = f"en/article/by/{one}.html"
        assert both in {target(path, link) for link in tree(path).css(".facets a")}
    back = {target(both, link) for link in tree(both).css(".chosen a")}
    assert back == {"en/article/by/year-2019.html", "en/article/by/language-ru.html"}
    way = [target(both, link) for link in tree(both).css(".way a")]
    assert way == ["en/index.html", "en/article/index.html", "en/article/by/year-2019.html"]


def test_values_are_sorted_as_the_language_sorts_and_years_from_the_newest() -> None:
    years = [text_of(link) for link in tree("ky/article/by/year.html").css(".letter a")]
    assert all(before > after for before, after in pairwise(years))
    languages = [text_of(link) for link in tree("ru/article/by/language.html").css(".letter a")]
    assert languages == ["кыргызский", "русский"]


def test_a_region_counts_what_lies_in_it_and_a_project_its_phases() -> None:
    plain = sample(0)
    article = IRIS.thing("article", "ky-1")
    said = {
        (article, terms.mentions, IRIS.thing("region", "KG-J-oy")),
        (article, terms.mentions, IRIS.thing("phase", "demo-1")),
    }
    view = tuple(sorted({one for one in plain.view if one[:2] != (article, terms.about)} | said))
    facets = _facets(Dataset(plain.iris, plain.languages, plain.title, view, plain.claims))
    for kind, slug in (("region", "KG-J-oy"), ("region", "KG-J"), ("region", "KG"), ("project", "demo")):
        assert facets.count(Value(kind, IRIS.thing(kind, slug))) == 1


def test_two_values_have_a_list_only_where_it_is_worth_one() -> None:
    facets = _facets(sample(200))
    pairs = [choice for choice in facets.members if len(choice) == 2]
    assert pairs
    for one, other in pairs:
        count = facets.count(one, other)
        assert count >= WORTH
        assert count < min(facets.count(one), facets.count(other))
        assert ordered((other, one)) == (one, other)
    assert facets.count(Value("project", IRIS.thing("project", "demo")), Value("organization", "none")) == 0


def test_lists_do_not_multiply_with_the_articles() -> None:
    assert len(_facets(sample(3000)).members) <= len(_facets(sample(300)).members) * 1.1


def test_regions_that_lie_in_one_another_still_stand_in_the_tree() -> None:
    plain = sample(0)
    circle = (IRIS.thing("region", "KG"), terms.within, IRIS.thing("region", "KG-J-oy"))
    view = tuple(sorted({*plain.view, circle}))
    changed = Dataset(plain.iris, plain.languages, plain.title, view, plain.claims)
    pages = dict(plan_pages(changed, sample_report()))
    found = LexborHTMLParser(pages["ru/region/tree.html"].decode()).css(".tree li")
    assert len(found) == sum(one[1:] == (RDF_TYPE, terms.Region) for one in view)


def test_an_archive_without_articles_and_regions_has_no_empty_lists() -> None:
    plain = sample(0)
    gone = {one[0] for one in plain.view if one[1] == RDF_TYPE and one[2] in {terms.Article, terms.Region}}
    view = tuple(
        one for one in plain.view if one[0].partition("#")[0].rstrip(">") + ">" not in gone and one[2] not in gone
    )
    bare = Dataset(plain.iris, plain.languages, plain.title, view, plain.claims)
    paths = dict(plan_pages(bare, sample_report()))
    assert not [path for path in paths if "/by/" in path or "/tree" in path]
    assert "ky/search.html" in paths


def _facets(dataset: Dataset) -> Facets:
    return Facets(GraphIndex(dataset), dataset.iris)
