"""References, catalogue records, metadata of pages and files for robots: right, readable by others, and hostile-proof.

A case is an item or a magazine of a sample; its golden files stand in ``cases/bibliography/<slug>``. After a change that
is meant, ``TUYUN_WRITE_CASES=1`` writes them anew; read the difference before it is committed.
"""

import csv
import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest
import rispy
import site_sample
from bibtexparser.entrypoint import parse_string
from lxml import etree
from pyld import jsonld as pyld
from pymarc import Record, marcxml
from sample_graph import plain_dataset
from selectolax.lexbor import LexborHTMLParser
from support import ROOT

from exports.bibliography.files import CATALOGUE_WRITERS, REFERENCE_WRITERS, files
from exports.bibliography.item import Creator, Item, Name, Numbering, Serial
from exports.bibliography.reading import Bibliography, line
from exports.formats import APA, BIBTEX, CATALOGUE_FORMATS, CSL_JSON, DUBLIN_CORE, GOST, MARCXML, REFERENCE_FORMATS, RIS
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.list_tables import safe
from exports.pages import plan_pages
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.dates import PartialDate
from graph_builder.namespaces import RDFS_LABEL
from graph_builder.rdf import tagged

CASES: Final = Path(__file__).parent / "cases" / "bibliography"
SCHEMAS: Final = ROOT.parent / "shared" / "suites" / "oai-pmh"
GOLDEN: Final = ("plain/article/ky-1", "site/article/ky-1", "site/article/ru-0", "site/magazine/sample")
BASE: Final = site_sample.IRIS.base
HOSTILE: Final = (
    "</script><script>alert(1)</script>",
    "]]><!-- x --> &amp; &lt;b&gt;",
    "{not} {{closed \\ \\textbf{x} $x_1^2$ # % ~ & }",
    "ER  - \r\nTY  - BOOK\r\nTI  - injected",
    '=HYPERLINK("https://evil.example","x")',
    "\u202eתנועה עברית \u2066x\u2069",
    "NUL \x00 ESC \x1b BOM \ufffe",
    '" onload="x\' and, others and more',
    "ө" * 2_000,
)


def refuse(url: str, _options: object) -> Any:
    raise AssertionError(f"the document wants {url}: nothing may be fetched")


@cache
def works() -> dict[str, Item | Serial]:
    return {
        f"{name}/{path}": work
        for name, dataset in (("plain", plain_dataset()), ("site", site_sample.sample()))
        for path, work in _read(dataset)
    }


def _read(dataset: Dataset) -> Iterator[tuple[str, Item | Serial]]:
    index = GraphIndex(dataset)
    bibliography = Bibliography(index, Labels(dataset, index), dataset.iris, dataset.languages)
    for term in index.documents:
        if work := bibliography.work(index.node(term)):
            yield dataset.iris.path(term), work


def item(key: str = "site/article/ky-1") -> Item:
    found = works()[key]
    assert isinstance(found, Item)
    return found


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


@cache
def site() -> dict[str, bytes]:
    return dict(plan_pages(site_sample.sample(), site_sample.sample_report()))


def marc(work: Item | Serial) -> Record:
    (record,) = marcxml.parse_xml_to_array(io.BytesIO(CATALOGUE_WRITERS[MARCXML](work)))  # type: ignore[no-untyped-call]
    assert isinstance(record, Record)
    return record


def content_of(page: LexborHTMLParser, selector: str) -> str:
    node = page.css_first(selector)
    assert node is not None, selector
    return node.attributes.get("content") or node.text()


def hostile_items() -> list[Item]:
    return [
        replace(
            item(),
            title=line(text),
            abstract=line(text),
            creators=tuple(
                Creator(Name(line(text), family, given, f"{BASE}person/x"), "author", "", (line(text),))
                for family, given in (("", ""), (line(text), "A and B"))
            ),
        )
        for text in HOSTILE
    ]


def test_golden_files() -> None:
    counted = 0
    for key in GOLDEN:
        written = {Path(path).name: content for path, content in files(key, works()[key])}
        folder = CASES / key.replace("/", "-")
        if os.environ.get("TUYUN_WRITE_CASES"):
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in written.items():
                (folder / name).write_bytes(content)
        assert sorted(written) == sorted(path.name for path in folder.iterdir()), key
        for name, content in written.items():
            assert content.decode() == (folder / name).read_bytes().decode(), f"{key}: {name}"
            counted += 1
    articles = sum("/article/" in key for key in GOLDEN)
    assert counted == articles * len(REFERENCE_FORMATS) + len(GOLDEN) * len(CATALOGUE_FORMATS) == 27
    assert len(list(CASES.iterdir())) == len(GOLDEN)


def test_an_issue_is_never_invented() -> None:
    for key in ("plain/article/ky-1", "site/article/ky-1", "site/article/ru-0"):
        assert item(key).numbering is None  # the graph has candidates only
    found = item()
    (entry,) = json.loads(REFERENCE_WRITERS[CSL_JSON](found))
    assert not {"issue", "volume", "page", "number"} & set(entry)
    (ris,) = rispy.loads(REFERENCE_WRITERS[RIS](found).decode())
    assert not {"number", "volume", "start_page", "end_page"} & set(ris)
    (bib,) = parse_string(REFERENCE_WRITERS[BIBTEX](found).decode()).entries
    assert not {"number", "volume", "pages"} & set(bib.fields_dict)
    record = marc(found)
    assert record["773"].get("g") is None
    assert "№" not in REFERENCE_WRITERS[GOST](found).decode()
    assert "108" not in REFERENCE_WRITERS[APA](found).decode().partition("http")[0]
    page = LexborHTMLParser(site()["article/ky-1.en.html"].decode())
    assert content_of(page, "#cite .note").startswith("It is not known which issue")
    assert not page.css('meta[name="citation_issue"]')


def test_other_readers_read_what_was_said() -> None:
    for found in (item(), item("site/article/ru-0"), *hostile_items()):
        (bib,) = parse_string(REFERENCE_WRITERS[BIBTEX](found).decode()).entries
        assert bib.key == found.slug and bib["url"] == found.iri
        (ris,) = rispy.loads(REFERENCE_WRITERS[RIS](found).decode())
        assert ris["title"] == found.title.strip() and ris["type_of_reference"] == "MGZN"
        assert len(ris.get("authors", ())) == len(found.by_role("author"))
        (entry,) = json.loads(REFERENCE_WRITERS[CSL_JSON](found))
        assert entry["title"] == found.title
        record = marc(found)
        assert record["245"]["a"] == found.title
        assert len(record["008"].data or "") == 40
        assert len(str(record.leader)) == 24


def test_hostile_texts_stay_texts() -> None:
    for found in hostile_items():
        for format_, write in REFERENCE_WRITERS.items():
            text = write(found).decode()
            assert "\x00" not in text and "\x1b" not in text
            if format_ is BIBTEX:
                assert text.count("{") == text.count("}")
                assert text.count("@article") == 1
            if format_ is RIS:
                assert sum(one.startswith("TY  - ") for one in text.split("\r\n")) == 1
            if format_ in (GOST, APA):
                assert text.count("\n") == 1 and found.title in text
        for record in CATALOGUE_WRITERS.values():
            read = ElementTree.fromstring(record(found))
            assert found.title in [element.text for element in read.iter()]
            assert not [element for element in read.iter() if str(element.tag).endswith("}script")]


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


def test_a_change_of_direction_ends_with_the_text() -> None:
    assert line("\u202ea") == "\u202ea\u202c"
    assert line("\u2066\u202ea") == "\u2066\u202ea\u202c\u2069"
    assert line("\u202ea\u202c") == "\u202ea\u202c"


class _Local(etree.Resolver):
    """Stands for the schema of ``xml:lang``, which would come from the network."""

    def resolve(self, system_url: str, public_id: str, context: Any = None) -> Any:
        if not system_url.endswith("xml.xsd"):
            return None
        text = (
            '<xs:schema targetNamespace="http://www.w3.org/XML/1998/namespace" '
            'xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:attribute name="lang" type="xs:language"/></xs:schema>'
        )
        return self.resolve_string(text, context, base_url=system_url)


def _schema(name: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Local())
    return etree.XMLSchema(etree.parse(SCHEMAS / name, parser))


def test_records_conform_to_their_schemas() -> None:
    if not SCHEMAS.is_dir():
        pytest.skip(f"no schemas in {SCHEMAS}")
    schemas = {MARCXML: _schema("MARC21slim.xsd"), DUBLIN_CORE: _schema("oai_dc.xsd")}
    records = [*works().values(), *hostile_items()]
    for work in records:
        for format_, schema in schemas.items():
            schema.assertValid(etree.fromstring(CATALOGUE_WRITERS[format_](work)))
    assert len(records) > 60


def test_numbers_appear_where_they_are_known() -> None:
    numbered = replace(item("site/article/ru-0"), numbering=Numbering("10", "108", 2020, f"{BASE}issue/108"))
    assert "2020. № 10 (108). URL" in REFERENCE_WRITERS[GOST](numbered).decode()
    (ris,) = rispy.loads(REFERENCE_WRITERS[RIS](numbered).decode())
    assert ris["number"] == "10 (108)"
    record = marc(numbered)
    assert record["773"]["g"] == "2020, № 10 (108)"


@pytest.mark.parametrize(
    ("date", "gost", "apa", "ris", "coded"),
    [
        ("2020-10-05", "2020. 5 октября", "(2020, October 5)", "2020/10/05", "e20201005"),
        ("2020-10", "2020. Октябрь", "(2020, October)", "2020/10", "e202010  "),
        ("2020", "2020. URL", "(2020)", "2020", "s2020    "),
        ("2020-21", "2020. URL", "(2020)", "2020", "s2020    "),
        ("2020?", "[2020?]. URL", "(ca. 2020)", "2020", "q20202020"),
        ("", "[б. г.]. URL", "(n.d.)", "", "nuuuuuuuu"),
    ],
)
def test_a_date_says_no_more_than_its_source(date: str, gost: str, apa: str, ris: str, coded: str) -> None:
    found = replace(item("site/article/ru-0"), date=PartialDate.parse(date) if date else None)
    assert gost in REFERENCE_WRITERS[GOST](found).decode()
    assert apa in REFERENCE_WRITERS[APA](found).decode()
    (read,) = rispy.loads(REFERENCE_WRITERS[RIS](found).decode())
    assert read.get("date", "") == ris
    record = marc(found)
    assert (record["008"].data or "")[6:15] == coded


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


def test_language_models_find_data_first() -> None:
    text = site()["llms.txt"].decode()
    assert text.startswith("# The Sample archive\n\n> ")
    assert f"({BASE}data/dataset.ttl)" in text
    pages = [one.partition(")")[0] for one in text.split("](")[1:]]
    made_elsewhere = ("/data/dataset.", "ontology.ttl", "shapes.ttl")
    for address in pages:
        assert any(one in address for one in made_elsewhere) or address.removeprefix(BASE) in site(), address
