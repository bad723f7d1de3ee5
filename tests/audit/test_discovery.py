"""How machines find pages and what these tell them, over a whole release: sitemap, robots.txt, llms.txt, heads of pages."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from audit.kinds import LANGUAGES, one_of_each

BASE = "https://data.municipalitet.kg/"
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
OPEN_GRAPH = {"og:title", "og:type", "og:url", "og:site_name", "og:description", "og:image", "og:image:alt"}
UNLISTED = re.compile(r".*(, continued|by .*)|what is missing|missing")
"""Kinds of pages that a sitemap leaves to the pages that lead to them: parts of lists and choices from them."""


@lru_cache(maxsize=4096)
def head(page: Path) -> LexborHTMLParser:
    return LexborHTMLParser(page.read_text("utf-8").partition("</head>")[0])


def links(page: Path) -> dict[str, str]:
    found = head(page).css("link[rel=alternate][hreflang]")
    return {node.attributes["hreflang"] or "": node.attributes["href"] or "" for node in found}


def canonical(page: Path) -> str:
    (node,) = head(page).css("link[rel=canonical]")
    return node.attributes["href"] or ""


def mapped(release: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield address and addresses by language of each entry of the sitemaps."""
    listed = ElementTree.parse(release / "sitemap.xml")
    for one in listed.findall("s:sitemap/s:loc", SPACES):
        for url in ElementTree.parse(release / (one.text or "").removeprefix(BASE)).findall("s:url", SPACES):
            alternates = {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", SPACES)}
            yield url.findtext("s:loc", "", SPACES), alternates


def test_the_sitemap_says_what_pages_say(release: Path) -> None:
    entries = list(mapped(release))
    assert len({place for place, _ in entries}) == len(entries) > 1000
    for place, alternates in entries:
        page = release / place.removeprefix(BASE)
        assert canonical(page) == place
        assert links(page) == alternates, place
        for address in alternates.values():
            assert alternates == links(release / address.removeprefix(BASE)), "each names all, so also this one"


def test_the_sitemap_holds_every_kind_of_page(release: Path) -> None:
    places = {place.removeprefix(BASE) for place, _ in mapped(release)}
    kinds = one_of_each(release)
    missing = {kind for kind, pages in kinds.items() if not set(pages.values()) <= places}
    assert {kind for kind in missing if not UNLISTED.fullmatch(kind)} == set()
    assert len(kinds) - len(missing) > 30


def test_robots_are_led_to_the_dumps(release: Path) -> None:
    robots = (release / "robots.txt").read_text("utf-8")
    dumps = re.findall(rf"#   {BASE}(\S+)", robots)
    assert {path.rpartition(".")[2] for path in dumps} == {"ttl", "nt", "jsonld", "rdf", "nq", "trig", "json"}
    assert all((release / path).exists() for path in dumps)
    assert f"\nSitemap: {BASE}sitemap.xml\n" in robots
    assert "Disallow" not in robots


def test_language_models_are_led_to_files(release: Path) -> None:
    text = (release / "llms.txt").read_text("utf-8")
    assert re.match(r"# .+\n\n> .+\n\n", text)
    addresses = re.findall(r"\]\((\S+)\)", text)
    assert len(addresses) > 30
    assert all((release / address.removeprefix(BASE)).exists() for address in addresses)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_says_what_it_is(release: Path, language: str) -> None:
    for kind, paths in one_of_each(release).items():
        page = release / paths[language]
        found = {
            node.attributes["property"]: node.attributes["content"] for node in head(page).css("meta[property^=og]")
        }
        assert set(found) >= OPEN_GRAPH, kind
        assert (release / (found["og:image"] or "").removeprefix(BASE)).read_bytes().startswith(b"\x89PNG"), kind
        assert found["og:url"] == canonical(page) == f"{BASE}{paths[language]}", kind
        (described,) = head(page).css("meta[name=description]")
        assert described.attributes["content"], kind


def test_json_ld_of_every_entity_stands_alone(release: Path) -> None:
    count = 0
    for place, _ in mapped(release):
        page = release / place.removeprefix(BASE)
        blocks = head(page).css("script[type='application/ld+json']")
        data, entities = re.subn(r"\.\w\w\.html$", ".ttl", place.removeprefix(BASE))
        if not entities or not (release / data).exists() or not blocks:
            continue
        count += 1
        (block,) = blocks
        said = json.loads(block.text())
        assert said["@context"]["@vocab"] == "https://schema.org/"
        assert not [one for one in json.dumps(said["@context"]) if one == "\\"]
        assert said["@type"]
        assert said["mainEntityOfPage"] == place
    assert count > 1000
