"""Articles each for one question (an issue on evidence, many hands, a date in doubt): what their references say.

After a wanted change, ``TUYUN_UPDATE_CASES=1 pytest tests/test_references.py`` writes the golden files anew; read
the difference.
"""

import json
import os
import re
from functools import cache
from io import BytesIO
from typing import Final

import msgspec
import pymarc
import pytest
import yaml
from msgspec.structs import replace
from site_sample import IRIS, dataset_of
from support import CASES

from exports import formats
from exports.bibliography import apa, files
from exports.bibliography.codes import language_code
from exports.bibliography.item import Item, Serial, Thing
from exports.bibliography.reading import Bibliography
from exports.formats import CATALOGUE_FORMATS, PUBLISHED, REFERENCE_FORMATS, Format
from exports.graph_index import GraphIndex
from exports.labels import Labels
from graph_builder.records import AnyRecord
from graph_builder.records.codec import dec_hook

FOLDER: Final = CASES / "references"
ARTICLES: Final = ("issue-known", "only-candidates", "many-hands", "in-doubt", "season", "bare", "hostile")
NUMBER_OF_FILES: Final = 7 * 8 + 3


@cache
def made() -> dict[str, bytes]:
    return {
        f"{path.replace('/', '.')}": content
        for name in (*(f"article/{slug}" for slug in ARTICLES), "magazine/sample")
        if (one := works()[name])
        for path, content in files.files(name, one)
    }


@cache
def works() -> dict[str, Item | Serial | None]:
    records = yaml.safe_load((FOLDER / "records.yaml").read_text(encoding="utf-8"))
    read = [msgspec.convert(record, AnyRecord, dec_hook=dec_hook) for record in records]
    dataset = dataset_of({"authorities": read})
    index = GraphIndex(dataset)
    bibliography = Bibliography(index, Labels(dataset, index), dataset.iris, dataset.languages)
    return {IRIS.path(term): bibliography.work(index.node(term)) for term in index.documents}


def item(slug: str) -> Item:
    found = works()[f"article/{slug}"]
    assert isinstance(found, Item)
    return found


def of(slug: str, format_: Format) -> str:
    return made()[f"article.{slug}.{format_.suffix}"].decode()


def marc(name: str) -> pymarc.Record:
    records: list[pymarc.Record] = pymarc.parse_xml_to_array(BytesIO(made()[f"{name}.marc.xml"]))  # type: ignore[no-untyped-call]
    (record,) = records
    return record


def general(name: str) -> str:
    return marc(name)["008"].data or ""


def test_the_files_are_those_of_the_cases() -> None:
    if os.environ.get("TUYUN_UPDATE_CASES"):
        for name, content in made().items():
            (FOLDER / name).write_bytes(content)
    stored = {path.name for path in FOLDER.iterdir()} - {"records.yaml"}
    assert stored == set(made())
    assert len(stored) == NUMBER_OF_FILES


@pytest.mark.parametrize("name", sorted(made()))
def test_golden_files(name: str) -> None:
    assert made()[name] == (FOLDER / name).read_bytes()


def test_the_tables_agree() -> None:
    assert set(files.REFERENCE_WRITERS) == set(REFERENCE_FORMATS)
    assert set(files.CATALOGUE_WRITERS) == set(CATALOGUE_FORMATS)
    assert {formats.BY_SUFFIX[one.suffix] for one in PUBLISHED} == set(PUBLISHED)
    assert files.formats_of(None) == ((), (formats.DUBLIN_CORE,))
    thing = Thing("https://data.example.kg/person/x", "person", (("ky", "X"),))
    assert [path for path, _ in files.files("person/x", thing)] == ["person/x.dc.xml"]


def test_a_candidate_is_never_the_issue() -> None:
    for format_ in (*REFERENCE_FORMATS, *CATALOGUE_FORMATS):
        assert not re.search(r"\b10[78]\b|№", of("only-candidates", format_)), format_.label
    assert "№ 10 (108)" in of("issue-known", formats.GOST)
    assert marc("article.issue-known")["773"]["g"] == "2020, № 10 (108)"
    assert "g" not in marc("article.only-candidates")["773"]


def test_references_as_the_styles_have_them() -> None:
    said = {slug: (of(slug, formats.GOST).strip(), of(slug, formats.APA).strip()) for slug in ARTICLES}
    base = "https://data.example.kg/article/"
    assert said["issue-known"] == (
        "Уланова А. Айылдын бюджети: эмне өзгөрдү? [Электрондук ресурс] // Үлгү журналы. 2020. № 10 (108). "
        f"URL: {base}issue-known",
        f"Уланова, А. (2020, October 5). Айылдын бюджети: эмне өзгөрдү? Үлгү журналы, (108). {base}issue-known",
    )
    assert said["many-hands"] == (
        "Отчёт о работе [Электронный ресурс] / А. Уланова [и др.] ; сост. И. Иванов ; ред. С. Градова "
        f"// Журнал «Пример». 2025. № 7–8 (165–166). URL: {base}many-hands",
        "Уланова, А., Ким, А.-М. П., Иванов, И., & Бакыт Асанов. (2025, September). Отчёт о работе. "
        f"Журнал «Пример», (165–166). {base}many-hands",
    )
    assert said["in-doubt"] == (
        "What is local self-government [Electronic resource] / comp. Aidai Ulanova // The Sample. [1994?]. "
        f"URL: {base}in-doubt",
        f"Aidai Ulanova (Comp.). (ca. 1994). What is local self-government. The Sample. {base}in-doubt",
    )
    assert said["bare"][1] == f"[Аталышы белгисиз (bare)]. (n.d.). Үлгү журналы. {base}bare"


def test_twenty_one_authors_are_cut_as_apa_cuts_them() -> None:
    one = item("issue-known")
    reference = apa.write(replace(one, creators=one.creators * 21)).decode()
    assert reference.count("Уланова, А.") == 20
    assert ", … Уланова, А. (2020" in reference


# --- read back by programs of others ----------------------------------------------------------------------------


def test_csl_dates_keep_their_doubt() -> None:
    issued = {slug: json.loads(of(slug, formats.CSL_JSON))[0].get("issued") for slug in ARTICLES}
    assert issued["in-doubt"] == {"date-parts": [[1994]], "circa": True}
    assert issued["season"] == {"date-parts": [[2021]], "season": 1}
    assert issued["many-hands"] == {"date-parts": [[2025, 9]]}
    assert issued["bare"] is None


def test_marc_of_an_article() -> None:
    record = marc("article.issue-known")
    assert str(record.leader) == "00000naa a22000003c 4500"
    assert record["008"].data == "000000e20201005xx |||||o|||||||| ||kir d"
    assert (
        record["100"].format_field()
        == "Уланова, Айдай автор Өрүш коомдук фонду aut https://data.example.kg/person/ayday"
    )
    assert [(field.tag, field["a"]) for field in record.get_fields("610", "611", "630", "650", "651")] == [
        ("610", "Өрүш коомдук фонду"),
        ("610", "Элдин үнү"),
        ("611", "Лидерлик мектеби"),
        ("630", "Үлгү кодекси"),
        ("650", "Жаңылыктар"),
        ("651", "Жашыл облусу"),
    ]
    assert (record["773"]["t"], record["773"]["x"], record["773"]["7"]) == ("Үлгү журналы", "2049-3630", "nnas")
    assert [field["b"] for field in record.get_fields("336", "337", "338")] == ["txt", "c", "cr"]
    roles = [(field["a"], field["4"]) for field in marc("article.many-hands").get_fields("100", "700")]
    assert [code for _, code in roles] == ["aut", "aut", "aut", "aut", "edt", "com", "rev"]


def test_marc_of_the_magazine() -> None:
    record = marc("magazine.sample")
    assert str(record.leader) == "00000nas a22000003c 4500"
    assert len(general("magazine.sample")) == 40
    assert record["022"]["a"] == "2049-3630"
    assert record["041"].get_subfields("a") == ["kir", "rus"]
    assert [field["a"] for field in record.get_fields("246")] == ["The Sample", "Журнал «Пример»"]


@pytest.mark.parametrize("name", sorted(name for name in made() if name.endswith(".marc.xml")))
def test_every_008_has_forty_positions(name: str) -> None:
    assert len(general(name.removesuffix(".marc.xml"))) == 40


# --- hostile texts ----------------------------------------------------------------------------------------------


def test_no_one_is_reachable_by_what_is_written() -> None:
    for name, content in made().items():
        assert not re.search(rb"[\w.]+@[\w-]+\.\w+|\+996[\d ()-]{6,}", content), name


def test_unknown_languages_are_undetermined() -> None:
    assert language_code("") == "und"
    assert 'language: ""' not in of("bare", formats.CSL_JSON)
