"""Structures of a body: golden cases as data; any text; the sample page."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linking_support import authority, entries, load

from graph_builder.dates import PartialDate
from graph_builder.linking import Authority
from graph_builder.pages.paragraph import Paragraph
from graph_builder.pages.structures import read_structures
from graph_builder.problems import Problems
from graph_builder.records import AnyRecord

CASES = load("structures/phases.yaml") + load("structures/others.yaml") + load("structures/sentences.yaml")
CASES += load("structures/roles.yaml")
ROOT = Path(__file__).parents[1]
PAGE = ROOT.parent / "shared" / "pages" / "municipalitet-ky-2020-10-05.txt"
AUTHORITIES = ROOT / "archive" / "authorities"


def paragraphs(lines: list[str]) -> list[Paragraph]:
    found, start = [], 0
    for number, line in enumerate(lines, 1):
        text = line.removeprefix("• ")
        found.append(Paragraph(text, start + len(line) - len(text), number, bullet=line != text))
        start += len(line) + 1
    return found


def plain(record: AnyRecord) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(record, enc_hook=lambda value: value.text)
    return {field: value for field, value in values.items() if value not in (None, [], {})}


def expected(record: dict[str, Any]) -> dict[str, Any]:
    dates = {field: str(record[field]) for field in ("start", "end", "date") if field in record}
    return record | dates


def structures(lines: list[str], language: str, known: Authority, project: str | None) -> list[AnyRecord]:
    mentions = known.find("\n".join(lines), language)
    return read_structures(paragraphs(lines), mentions, language, known, project)


def test_all_cases_are_collected() -> None:
    assert len(CASES) == 527


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_structures(case: dict[str, Any]) -> None:
    records = structures(case["paragraphs"], case["language"], authority(), case.get("project", "vap"))
    assert [plain(record) for record in records] == [expected(record) for record in case["records"]]


_LINES = st.lists(
    st.sampled_from([line for case in CASES for line in case["paragraphs"]]) | st.text(max_size=40), max_size=5
)


@settings(max_examples=200, deadline=None)
@given(lines=_LINES, language=st.sampled_from(["ky", "ru", "en"]), project=st.sampled_from(["vap", "psi", None]))
def test_any_body_is_read_and_names_only_what_it_holds(lines: list[str], language: str, project: str | None) -> None:
    named = {mention.slug for mention in authority().find("\n".join(lines), language)}
    for record in structures(lines, language, authority(), project):
        for field in ("region", "funder", "implementer", "partner", "supports"):
            assert set(getattr(record, field, [])) <= named
        for field in ("start", "end", "date"):
            date = getattr(record, field, None)
            assert date is None or (isinstance(date, PartialDate) and date.text[:4] in "".join(lines))


@pytest.mark.skipif(not PAGE.is_file(), reason="the sample page of the archive's owner is not here")
@pytest.mark.skipif(not AUTHORITIES.is_dir(), reason="the sample archive is not here")
def test_the_truths_of_the_sample_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    known = Authority.build(_sample_authorities(), Problems())
    records = {
        (type(record).__name__, record.id): plain(record) for record in structures(_lines(text), "ky", known, "vap")
    }
    phases = [records["Phase", f"vap-{number}"] for number in (1, 2, 3)]
    assert [(phase["start"], phase["end"], phase["region"], phase.get("final")) for phase in phases] == [
        ("2011-11", "2015-03", ["KG-J", "KG-Y"], None),
        ("2015-04", "2020-03", ["KG-C", "KG-O", "KG-N"], None),
        ("2020-09", "2022-03", ["KG"], True),
    ]
    first, second = records["Component", "vap-1"], records["Component", "vap-2"]
    assert first["name"]["ky"].startswith("ЖӨБ органдарынын потенциалын")
    assert second["name"]["ky"].startswith("Жарандардын жергиликтүү деңгээлде")
    assert (first["partner"], first["supports"]) == (["salsgir", "union-lsg", "dpi"], ["state-personnel-service"])
    assert not {"partner", "supports"} & second.keys()
    project = records["Project", "vap"]
    assert project["homepage"] == "http://vap.kg/"
    assert project["partner"] == ["ministry-of-finance", "salsgir", "union-lsg"]
    assert not {"funder", "implementer"} & project.keys()
    assert records["Event", "vap-leadership-school"] == {
        "kind": "event",
        "id": "vap-leadership-school",
        "date": "2021-21",
        "project": "vap",
    }
    assert len(records) == 7


@pytest.mark.skipif(not PAGE.is_file(), reason="the sample page of the archive's owner is not here")
def test_what_the_sample_page_mentions() -> None:
    known = Authority.build(_sample_authorities(), Problems())
    text = "\n".join(_lines(PAGE.read_text(encoding="utf-8")))
    assert {f"{mention.kind}/{mention.slug}" for mention in known.find(text, "ky")} == {
        *("organization/dpi", "organization/salsgir", "organization/union-lsg", "organization/ministry-of-finance"),
        *("organization/state-personnel-service", "organization/government-kr", "organization/parliament-kr"),
        *("region/KG", "region/KG-J", "region/KG-Y", "region/KG-C", "region/KG-O", "region/KG-N"),
        *("project/vap", "website/mykty-aimak", "event/vap-leadership-school"),
        *("instrument/code-lsg", "instrument/european-charter-lsg"),
    }


def _sample_authorities() -> Any:
    import yaml

    files = [
        yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) for path in sorted(AUTHORITIES.glob("*.yaml"))
    ]
    wanted = {"organization", "project", "region", "instrument", "website", "event"}
    return entries(
        [{"kind": file["kind"], **record} for file in files if file["kind"] in wanted for record in file["records"]]
    )


def _lines(text: str) -> list[str]:
    return [re.sub(r"^•\s*", "• ", line.strip()) for line in text.split("\n") if line.strip()][9:]
