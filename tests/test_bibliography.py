"""References and catalogue records: right, readable by others, and hostile-proof.

A case is an item or a magazine of a sample; its golden files stand in ``cases/bibliography/<slug>``. After a change that
is meant, ``TUYUN_WRITE_CASES=1`` writes them anew; read the difference before it is committed.
"""

import io
import json
import os
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest
import rispy
from bibliography_support import BASE, HOSTILE, content_of, item, site, works
from bibtexparser.entrypoint import parse_string
from lxml import etree
from msgspec.structs import replace
from pymarc import Record, marcxml
from schema_support import SCHEMAS, schema
from selectolax.lexbor import LexborHTMLParser
from support import need

from exports.bibliography.files import CATALOGUE_WRITERS, REFERENCE_WRITERS, files
from exports.bibliography.item import Creator, Item, Name, Numbering, Serial
from exports.bibliography.reading import line
from exports.formats import (
    APA,
    BIBTEX,
    CATALOGUE_FORMATS,
    CSL_JSON,
    DUBLIN_CORE,
    GOST,
    MARCXML,
    REFERENCE_FORMATS,
    RIS,
    Format,
)
from graph_builder.dates import PartialDate

CASES: Final = Path(__file__).parent / "cases" / "bibliography"
GOLDEN: Final = ("plain/article/ky-1", "site/article/ky-1", "site/article/ru-0", "site/magazine/sample")


def marc(work: Item | Serial) -> Record:
    (record,) = marcxml.parse_xml_to_array(io.BytesIO(CATALOGUE_WRITERS[MARCXML](work)))  # type: ignore[no-untyped-call]
    assert isinstance(record, Record)
    return record


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


def test_a_change_of_direction_ends_with_the_text() -> None:
    assert line("\u202ea") == "\u202ea\u202c"
    assert line("\u2066\u202ea") == "\u2066\u202ea\u202c\u2069"
    assert line("\u202ea\u202c") == "\u202ea\u202c"


@pytest.mark.parametrize(
    ("format_", "file"),
    [(MARCXML, CASES.parent / "schemas" / "MARC21slim.xsd"), (DUBLIN_CORE, SCHEMAS / "oai_dc.xsd")],
    ids=["marcxml", "dublin-core"],
)
def test_records_conform_to_their_schemas(format_: Format, file: Path) -> None:
    judge = schema(need(file))
    records = [*works().values(), *hostile_items()]
    for work in records:
        judge.assertValid(etree.fromstring(CATALOGUE_WRITERS[format_](work)))
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
