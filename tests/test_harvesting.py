"""OAI-PMH over HTTP: harvested whole and since a time by clients of others; every error; tokens over a new release."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from changes_support import IRIS, Archive, Editor, live
from lxml import etree
from oaipmh_scythe import Scythe
from oaipmh_scythe.models import Record
from portal_support import running
from schema_support import SCHEMAS, schema
from sickle import Sickle
from support import need

from exports import harvest
from exports.bibliography.files import files
from exports.bibliography.reading import Bibliography
from exports.graph_index import GraphIndex
from exports.labels import Labels
from graph_builder.dataset import Dataset
from graph_builder.release import Written
from portal.harvesting import tokens
from portal.harvesting.faults import Fault
from portal.settings import Settings

OAI = "{http://www.openarchives.org/OAI/2.0/}"
SETTINGS = Settings(harvest_records=50)
RELEASES = 20


@pytest.fixture(scope="module")
def oai(sample_release: Path) -> Iterator[str]:
    with running(sample_release, SETTINGS) as address:
        yield f"{address}/oai"


def ask(oai: str, **arguments: str) -> etree._Element:
    answer = httpx.get(oai, params={name.rstrip("_"): text for name, text in arguments.items()})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def error(answer: etree._Element) -> str:
    found = answer.find(f"{OAI}error")
    return "" if found is None else str(found.get("code"))


def part(element: etree._Element, *names: str) -> etree._Element:
    found = element.find("/".join(f"{OAI}{name}" for name in names))
    assert found is not None, names
    return found


def documents(release: Path) -> set[str]:
    return {
        f"oai:data.municipalitet.kg:{path.relative_to(release).with_suffix('').as_posix()}"
        for path in release.glob("*/*.nt")
        if path.parent.name != "data"
    }


def test_both_clients_harvest_the_whole_release(oai: str, sample_release: Path) -> None:
    expected = documents(sample_release)
    assert len(expected) > 400
    sickle = Sickle(oai)
    assert {record.header.identifier for record in sickle.ListRecords(metadataPrefix="oai_dc")} == expected
    assert {header.identifier for header in sickle.ListIdentifiers(metadataPrefix="oai_dc")} == expected
    with Scythe(oai) as scythe:
        assert {
            str(one.header.identifier)
            for one in scythe.list_records(metadata_prefix="oai_dc")
            if isinstance(one, Record)
        } == expected


@pytest.mark.parametrize(("prefix", "suffix"), [("marcxml", "marc.xml"), ("mods", "mods.xml"), ("edm", "edm.rdf")])
def test_catalogue_records_are_harvested(oai: str, sample_release: Path, prefix: str, suffix: str) -> None:
    records = list(Sickle(oai).ListRecords(metadataPrefix=prefix))
    assert len(records) == len(list(sample_release.glob(f"*/*.{suffix}"))) == (47 if prefix == "edm" else 48)


def test_sets_divide_the_records(oai: str, sample_release: Path) -> None:
    sickle = Sickle(oai)
    sizes = {
        one.setSpec: len(list(sickle.ListIdentifiers(metadataPrefix="oai_dc", set=one.setSpec)))
        for one in sickle.ListSets()
    }
    assert {spec.partition(":")[0] for spec in sizes} == {"kind", "language", "rubric", "year"}
    assert (
        sizes["kind"]
        == sum(size for spec, size in sizes.items() if spec.startswith("kind:"))
        == len(documents(sample_release))
    )
    assert sizes["kind:article"] == 47
    names = {one.setSpec: one.setName for one in sickle.ListSets()}
    assert "Горячая тема" in names["rubric:hot-topic"]
    assert names["language:ky"] == "кыргызча · кыргызский · Kyrgyz"
    assert sizes["language:ky"] + sizes["language:ru"] >= 47
    assert all(sizes.values())


def test_a_list_says_how_long_it_is_and_where_it_stands(oai: str) -> None:
    answer = ask(oai, verb="ListIdentifiers", metadataPrefix="oai_dc")
    seen, cursors = 0, []
    while True:
        seen += len(answer.findall(f"{OAI}ListIdentifiers/{OAI}header"))
        token = answer.find(f"{OAI}ListIdentifiers/{OAI}resumptionToken")
        assert token is not None
        cursors.append(int(token.get("cursor", "")))
        assert int(token.get("completeListSize", "")) == 439
        if not token.text:
            break
        answer = ask(oai, verb="ListIdentifiers", resumptionToken=token.text)
    assert seen == 439
    assert cursors == list(range(0, 439, 50))


def test_a_record_is_known_by_its_iri_too(oai: str) -> None:
    for identifier in ("oai:data.municipalitet.kg:article/ky-1889", "https://data.municipalitet.kg/article/ky-1889"):
        answer = ask(oai, verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier)
        assert answer.findtext(f".//{OAI}identifier") == "oai:data.municipalitet.kg:article/ky-1889"
    forms = ask(oai, verb="ListMetadataFormats", identifier="oai:data.municipalitet.kg:project/vap")
    assert [one.text for one in forms.iter(f"{OAI}metadataPrefix")] == ["oai_dc"]


def test_a_form_by_post_is_the_same(oai: str) -> None:
    given = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:data.municipalitet.kg:project/vap"}
    posted, got = httpx.post(oai, data=given), httpx.get(oai, params=given)
    assert re.sub(b"<responseDate>.*?</", b"", posted.content) == re.sub(b"<responseDate>.*?</", b"", got.content)


FAULTS = [
    ("", "badVerb"),
    ("verb=", "badVerb"),
    ("verb=Nonsense", "badVerb"),
    ("verb=identify", "badVerb"),
    ("verb=Identify&verb=Identify", "badVerb"),
    ("verb=Identify&x=1", "badArgument"),
    ("verb=ListSets&set=kind", "badArgument"),
    ("verb=ListRecords", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
    ("verb=GetRecord&identifier=oai:data.municipalitet.kg:project/vap", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=mods", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-1-1", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00Z", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2027-01-01T00:00:00Z", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=abc", "badArgument"),
    ("verb=ListRecords&metadataPrefix=%00", "badArgument"),
    ("verb=ListRecords&resumptionToken=abc", "badResumptionToken"),
    ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
    ("verb=ListIdentifiers&resumptionToken=%F0%9F%98%80", "badResumptionToken"),
    ("verb=ListSets&resumptionToken=abc", "badResumptionToken"),
    ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
    ("verb=GetRecord&metadataPrefix=mods&identifier=oai:data.municipalitet.kg:project/vap", "cannotDisseminateFormat"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:data.municipalitet.kg:project/x", "idDoesNotExist"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%3Cscript%3E%26%22", "idDoesNotExist"),
    ("verb=ListMetadataFormats&identifier=oai:x:y", "idDoesNotExist"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=nonsense", "noRecordsMatch"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2999-01-01", "noRecordsMatch"),
    ("verb=ListRecords&metadataPrefix=oai_dc&until=1969-01-01", "noRecordsMatch"),
    ("verb=ListRecords&metadataPrefix=mods&set=kind:person", "noRecordsMatch"),
]


@pytest.mark.parametrize(("query", "code"), FAULTS)
def test_every_error_of_the_protocol(oai: str, query: str, code: str) -> None:
    answer = httpx.get(f"{oai}?{query}")
    assert answer.status_code == 200
    tree = etree.fromstring(answer.content)
    assert error(tree) == code
    assert bool(part(tree, "request").attrib) == (code not in {"badVerb", "badArgument"})


def test_the_faults_cover_the_protocol() -> None:
    codes = {code for _, code in FAULTS}
    assert codes == {
        *("badVerb", "badArgument", "badResumptionToken", "cannotDisseminateFormat"),
        *("idDoesNotExist", "noRecordsMatch"),
    }  # noMetadataFormats and noSetHierarchy do not arise: every record has oai_dc, and there are sets


def test_what_is_no_form_is_refused(oai: str) -> None:
    assert httpx.post(oai, json={}).status_code == 415
    assert (
        httpx.post(oai, content=b"verb=\xff", headers={"content-type": "application/x-www-form-urlencoded"}).status_code
        == 400
    )
    assert httpx.post(oai, data={"verb": "x" * 2_000_000}).status_code == 413


def test_answers_are_valid_by_the_schemas(oai: str, tmp_path: Path) -> None:
    driver = tmp_path / "driver.xsd"
    driver.write_text(DRIVER.format(folder=need(SCHEMAS)), "utf-8")
    judge = schema(driver)
    queries = [
        *(f"?verb={verb}" for verb in ("Identify", "ListSets", "ListMetadataFormats")),
        *(f"?verb=ListRecords&metadataPrefix={prefix}" for prefix in ("oai_dc", "marcxml")),
        *("?verb=ListIdentifiers&metadataPrefix=oai_dc", *(f"?{query}" for query, _ in FAULTS)),
    ]
    for query in queries:
        tree = etree.fromstring(httpx.get(oai + query).content)
        assert judge.validate(tree), (query, judge.error_log)
    assert not judge.validate(etree.fromstring(f"<x xmlns='{OAI[1:-1]}'/>"))


DRIVER = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="http://www.openarchives.org/OAI/2.0/" schemaLocation="{folder}/OAI-PMH.xsd"/>
<xs:import namespace="http://www.openarchives.org/OAI/2.0/oai-identifier" schemaLocation="{folder}/oai-identifier.xsd"/>
<xs:import namespace="http://www.openarchives.org/OAI/2.0/oai_dc/" schemaLocation="{folder}/oai_dc.xsd"/>
<xs:import namespace="http://www.loc.gov/MARC21/slim" schemaLocation="{folder}/MARC21slim.xsd"/>
</xs:schema>"""


class Library(Archive):
    """An archive whose releases can be harvested."""

    def _files(self, made: Dataset) -> Iterator[tuple[str, Any]]:
        yield from super()._files(made)
        index = GraphIndex(made)
        reader = Bibliography(index, Labels(made, index), IRIS, made.languages)
        for term in index.documents:
            yield from files(IRIS.path(term), reader.work(index.node(term)) or reader.thing(index.node(term)))

    def _closing(self, written: Written) -> Iterable[tuple[str, Any]]:
        return harvest.plan(self.history, written)


class Harvester:
    """Harvests what changed since its last visit, and holds what it was told."""

    def __init__(self, oai: str) -> None:
        self._oai = oai
        self._since = ""
        self.there: dict[str, str] = {}
        self.gone: set[str] = set()

    def visit(self) -> None:
        since = {"from": self._since} if self._since else {}
        answer = httpx.get(self._oai, params={"verb": "ListRecords", "metadataPrefix": "oai_dc", **since})
        while True:
            tree = etree.fromstring(answer.content)
            assert error(tree) in ("", "noRecordsMatch")
            for record in tree.iter(f"{OAI}record"):
                self._take(record)
            token = tree.findtext(f".//{OAI}resumptionToken")
            if not token:
                return
            answer = httpx.get(self._oai, params={"verb": "ListRecords", "resumptionToken": token})

    def _take(self, record: etree._Element) -> None:
        header = part(record, "header")
        identifier, changed = header.findtext(f"{OAI}identifier", ""), header.findtext(f"{OAI}datestamp", "")
        self._since = max(self._since, changed)
        if header.get("status") == "deleted":
            assert record.find(f"{OAI}metadata") is None
            self.there.pop(identifier, None)
            self.gone.add(identifier)
        else:
            self.there[identifier] = etree.tostring(part(record, "metadata"), encoding="unicode")
            self.gone.discard(identifier)


def test_a_harvester_loses_nothing_over_twenty_releases(tmp_path: Path) -> None:
    archive = Library(tmp_path, Editor(11))
    archive.release()
    with running(tmp_path, Settings(harvest_records=3)) as address:
        often, seldom = Harvester(f"{address}/oai"), Harvester(f"{address}/oai")
        ever: set[str] = set()
        for number in range(RELEASES):
            view = set(archive.release().view) if number else set(archive.editor.view())
            ever |= live(view)
            often.visit()
            whole = Harvester(f"{address}/oai")
            whole.visit()
            if number % 6 == 5:
                seldom.visit()
                assert seldom.there == whole.there
            assert often.there == whole.there
            assert often.gone == whole.gone
            assert set(whole.there) == {oai_of(iri) for iri in live(view)}
            assert whole.gone == {oai_of(iri) for iri in ever - live(view)}
        assert whole.gone


def oai_of(iri: str) -> str:
    return iri.replace("https://data.example.kg/", "oai:data.example.kg:")


def test_a_token_survives_a_new_release(tmp_path: Path) -> None:
    """What changes while it is harvested is not lost: it comes with the next harvest."""
    archive = Library(tmp_path, Editor(3))
    before = live(set(archive.release().view))
    with running(tmp_path, Settings(harvest_records=3)) as address:
        first = ask(f"{address}/oai", verb="ListRecords", metadataPrefix="oai_dc")
        token = first.findtext(f".//{OAI}resumptionToken")
        assert token
        harvester = Harvester(f"{address}/oai")
        for record in first.iter(f"{OAI}record"):
            harvester._take(record)
        view = set(archive.release().view)
        answer = ask(f"{address}/oai", verb="ListRecords", resumptionToken=token)
        while token:
            for record in answer.iter(f"{OAI}record"):
                harvester._take(record)
            token = answer.findtext(f".//{OAI}resumptionToken")
            answer = ask(f"{address}/oai", verb="ListRecords", resumptionToken=token) if token else answer
        assert set(harvester.there) <= {oai_of(iri) for iri in before}
        harvester.visit()
        assert set(harvester.there) == {oai_of(iri) for iri in live(view)}


def test_a_deleted_record_keeps_its_sets(tmp_path: Path) -> None:
    archive = Library(tmp_path, Editor(5))
    gone: set[str] = set()
    for _ in range(6):
        archive.release()
    with running(tmp_path) as address:
        headers = list(
            ask(f"{address}/oai", verb="ListIdentifiers", metadataPrefix="oai_dc", set="kind:person").iter(
                f"{OAI}header"
            )
        )
        gone = {str(one.findtext(f"{OAI}identifier")) for one in headers if one.get("status") == "deleted"}
        assert gone
        for identifier in gone:
            answer = ask(f"{address}/oai", verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier)
            assert part(answer, "GetRecord", "record", "header").get("status") == "deleted"
            assert answer.findtext(f".//{OAI}setSpec") == "kind:person"


def test_the_static_repository_holds_all_records(sample_release: Path) -> None:
    static = "{http://www.openarchives.org/OAI/2.0/static-repository}"
    tree = etree.parse(sample_release / harvest.STATIC).getroot()
    assert [etree.QName(one).localname for one in tree] == ["Identify", "ListMetadataFormats", *["ListRecords"] * 4]
    lists = {one.get("metadataPrefix"): one.findall(f"{OAI}record") for one in tree.iter(f"{static}ListRecords")}
    assert {prefix: len(records) for prefix, records in lists.items()} == {
        "oai_dc": 439,
        "marcxml": 48,
        "mods": 48,
        "edm": 47,
    }
    identifiers = {str(one.findtext(f".//{OAI}identifier")) for one in lists["oai_dc"]}
    assert identifiers == documents(sample_release)
    assert all(len(part(one, "metadata")) == 1 for records in lists.values() for one in records)


def test_tokens_are_only_ours() -> None:
    token = tokens.Token(
        "ListRecords", "oai_dc", "kind:article", "", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "a/b", 7
    )
    assert tokens.parse(token.text(), "ListRecords") == token
    for text in (token.text()[:-2], token.text() + "=", token.text() + "A", "", "A" * 5_000):
        with pytest.raises(Fault) as raised:
            tokens.parse(text, "ListRecords")
        assert raised.value.code == "badResumptionToken"
    with pytest.raises(Fault):
        tokens.parse(token.text(), "ListIdentifiers")
