"""What pages tell programs, lists as tables, files for robots: true, complete and hostile-proof."""

import csv
import io
import json
import re
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import site_sample
from bibliography_support import BASE, HOSTILE, content_of, item, refuse, site
from pyld import jsonld as pyld
from selectolax.lexbor import LexborHTMLParser

from exports.bibliography.reading import line
from exports.changes.history import History
from exports.formats import CATALOGUE_FORMATS, REFERENCE_FORMATS
from exports.list_tables import safe
from exports.pages import plan_pages
from graph_builder import terms
from graph_builder.namespaces import RDFS_LABEL
from graph_builder.rdf import tagged


@cache
def hostile_site() -> dict[str, bytes]:
    """Return the pages of the sample with the hostile texts as titles of articles."""
    dataset = site_sample.sample(len(HOSTILE))
    hostile = {site_sample.IRIS.of(f"article/ru-{number}"): text for number, text in enumerate(HOSTILE)}
    view = tuple(
        (one, property_, tagged(hostile[one], "ru"))
        if one in hostile and property_ in (terms.title, RDFS_LABEL)
        else (one, property_, value)
        for one, property_, value in dataset.view
    )
    return dict(plan_pages(replace(dataset, view=view), site_sample.sample_report()))


def test_hostile_titles_stay_texts_on_pages_and_in_tables() -> None:
    pages = hostile_site()
    for number, text in enumerate(HOSTILE):
        content = pages[f"article/ru-{number}.en.html"].decode()
        page = LexborHTMLParser(content)
        assert content_of(page, 'meta[name="citation_title"]') == line(text)
        assert line(text) in content_of(page, "#cite dd")
        (script,) = page.css('script[type="application/ld+json"]')
        document = json.loads(script.text())
        assert document["headline"] in (text, line(text))
        pyld.expand(document, {"documentLoader": refuse})
        assert not [one for one in page.css("script") if "alert" in one.text() and one != script]
        assert not page.css("[onload]")
    table = csv.reader(io.StringIO(pages["en/article/index.csv"].decode("utf-8-sig"), newline=""), strict=True)
    titles = [row[1] for row in table]
    assert '\'=HYPERLINK("https://evil.example","x")' in titles
    assert max(map(len, titles)) >= 2_000


def test_pages_describe_themselves_and_fetch_nothing() -> None:
    paths = [path for path in site() if path.endswith((".ky.html", ".en.html")) and not path.startswith("report")]
    read = 0
    for path in paths:
        page = LexborHTMLParser(site()[path].decode())
        for script in page.css('script[type="application/ld+json"]'):
            document = json.loads(script.text())
            (expanded,) = pyld.expand(document, {"documentLoader": refuse})
            entity = f"{BASE}{path.removesuffix('.html').rpartition('.')[0]}"
            assert expanded["@id"] == entity, path
            assert all(name.startswith(("http", "@")) for name in expanded), path
            read += 1
        assert site()[path].count(b"</script") == site()[path].count(b"<script"), path
    assert read > 50


def test_the_head_of_an_article_names_it_for_harvesters() -> None:
    page = LexborHTMLParser(site()["article/ky-1.en.html"].decode())
    said = {one.attributes.get("name"): one.attributes["content"] for one in page.css("meta[name]")}
    assert said["citation_title"] == item().title
    assert said["citation_author"] == "Уланова, Айдай"
    assert said["citation_publication_date"] == "2020/10/05"
    assert said["citation_issn"] == "2049-3630"
    hostile = LexborHTMLParser(site()["article/ky-hostile.en.html"].decode())
    assert content_of(hostile, 'meta[name="citation_title"]') == site_sample.SCRIPT
    for path in (f"article/ky-1.{one.suffix}" for one in (*REFERENCE_FORMATS, *CATALOGUE_FORMATS)):
        assert path in site()
        assert path.rpartition("/")[2] in site()["article/ky-1.en.html"].decode()


def test_lists_are_tables_without_formulas() -> None:
    tables = {path: content for path, content in site().items() if path.endswith(".csv") and "/index" in path}
    assert len(tables) > 30
    for path, content in tables.items():
        assert content.startswith(b"\xef\xbb\xbf"), path
        header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        assert rows and all(len(row) == len(header) for row in rows), path
        assert len(set(header)) == len(header), path
        assert all(row[0].startswith(BASE) for row in rows), path
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))], path
        assert path.encode().rpartition(b"/")[2] in site()[path.replace(".csv", ".html")], path
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"):
        assert safe(text) == f"'{text}"
    assert safe("1=1") == "1=1"


def test_robots_find_every_page_in_every_language() -> None:
    namespaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    listed = ElementTree.fromstring(site()["sitemap.xml"])
    maps = [one.text or "" for one in listed.findall("s:sitemap/s:loc", namespaces)]
    assert maps
    seen = set()
    for address in maps:
        for url in ElementTree.fromstring(site()[address.removeprefix(BASE)]).findall("s:url", namespaces):
            place = url.findtext("s:loc", "", namespaces)
            links = {one.attrib["hreflang"]: one.attrib["href"] for one in url.findall("x:link", namespaces)}
            assert {"ky", "ru", "en"} <= set(links) and place in links.values()
            assert place not in seen
            seen.add(place)
            for one in (place, *links.values()):
                assert one.removeprefix(BASE) in site(), one
    assert f"{BASE}en/search.html" in seen and f"{BASE}article/ky-1.en.html" in seen
    robots = site()["robots.txt"].decode()
    assert f"Sitemap: {BASE}sitemap.xml" in robots and "Disallow" not in robots


def test_pages_are_dated_by_their_last_change() -> None:
    """Not by the build: a release in which nothing changed has the same dates, whenever it is built."""
    urls = {path: content for path, content in site().items() if re.fullmatch(r"sitemap-\d+\.xml", path)}
    found = dict(re.findall(rf"<loc>{BASE}(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?", b"".join(urls.values()).decode()))
    history = History(site_sample.sample())
    for path in ("article/ky-1", "organization/oto", "organization/ulan"):
        changed = history.last_changed(site_sample.IRIS.of(path))
        assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", changed)
        assert {found[f"{path}.{code}.html"] for code in ("ky", "ru", "en")} == {changed}
    assert found["ru/article/index.html"] == found["ky/index.html"] == history.releases[-1].time
    assert found["report/validation.en.html"] == ""


def test_language_models_find_data_first() -> None:
    text = site()["llms.txt"].decode()
    assert text.startswith("# The Sample archive\n\n> ")
    assert f"({BASE}data/dataset.ttl)" in text
    pages = [one.partition(")")[0] for one in text.split("](")[1:]]
    assert f"({BASE}data/tables/datapackage.json)" in text
    made_elsewhere = ("/data/dataset.", "/data/tables/", "ontology.ttl", "shapes.ttl")
    for address in pages:
        assert any(one in address for one in made_elsewhere) or address.removeprefix(BASE) in site(), address
