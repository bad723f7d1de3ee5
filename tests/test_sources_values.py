"""What is read from each format, beside the golden cases: values, references, bulk, arbitrary bytes."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from graph_builder.archive import ArchiveFile, Folder
from graph_builder.dates import PartialDate
from graph_builder.problems import Place, Problems
from graph_builder.records import KINDS, AnyRecord, Article, Contribution, Entry, Issue, Organization, Phase, Source
from graph_builder.records.checking import described
from graph_builder.records.codec import ENCODER, dec_hook, enc_hook
from graph_builder.sources.convert import Head
from graph_builder.sources.json_lines import iter_records
from graph_builder.sources.references import ANY_KIND, TARGETS, check_references, references
from graph_builder.sources.table import READERS

HEAD = "source: {id: somebody, rank: partner}\n"


def read(tmp_path: Path, name: str, data: bytes | str) -> tuple[list[AnyRecord], list[str]]:
    """Return the records and the problem lines of one file of records."""
    location = tmp_path / name
    location.write_bytes(data if isinstance(data, bytes) else data.encode())
    problems = Problems()
    file = ArchiveFile(f"records/{name}", location, Folder.RECORDS, 1_000_000)
    content = READERS[location.suffix](file, problems)
    records = [entry.record for entry in content.entries] if content else []
    return records, [str(problem) for problem in problems]


def test_yaml_scalars_are_what_the_field_says(tmp_path: Path) -> None:
    records, problems = read(
        tmp_path,
        "a.yaml",
        HEAD
        + "records:\n"
        + "  - {kind: issue, id: 0108, number: 10, whole_number: 108, nominal_month: 2020-10}\n"
        + "  - {kind: phase, id: vap-1, project: no, start: 2011, final: true, budget: 3.50, currency: ~, end: }\n"
        + "  - {kind: organization, id: on, name: {ky: yes, en: 'null', ru: 2020-10-05}}\n",
    )
    assert problems == []
    assert records == [
        Issue(id="0108", number=10, whole_number=108, nominal_month=PartialDate.parse("2020-10")),
        Phase(id="vap-1", project="no", start=PartialDate.parse("2011"), final=True, budget=Decimal("3.50")),
        Organization(id="on", name={"ky": "yes", "en": "null", "ru": "2020-10-05"}),
    ]


@pytest.mark.parametrize("kind", ["project", "phase, project: no", "event"])
@pytest.mark.parametrize("amount", ["nan", "1e30"])
def test_only_amounts_of_money_are_budgets(tmp_path: Path, kind: str, amount: str) -> None:
    line = f"records:\n  - {{kind: {kind}, id: a, budget: {amount}, currency: KGS, municipality_count: 12}}\n"
    records, (problem,) = read(tmp_path, "a.yaml", HEAD + line)
    assert records == []
    assert "no amount of money" in problem


def test_csv_cells_are_lists_languages_and_nothing(tmp_path: Path) -> None:
    records, problems = read(
        tmp_path,
        "a.csv",
        "# source: {id: somebody, rank: partner}\n"
        'kind,id,name.ky,abbreviation.ru,funder\norganization,dpi,"Институт, «А»",ИПР| DPI,\nphase,p-1,,,sdc|dpi\n',
    )
    assert records == [Organization(id="dpi", name={"ky": "Институт, «А»"}, abbreviation={"ru": ["ИПР", "DPI"]})]
    assert problems == ["records/a.csv:4: project: error: project is required (add project) [missing-field]"]


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".yaml"])
def test_what_is_encoded_is_read_back(tmp_path: Path, suffix: str) -> None:
    article = Article(
        id="ky-1",
        title='“Элдин үнү” \\ "x"\n: #',
        date=PartialDate.parse("2020-10~"),
        contributions=[Contribution(contributor="a-b", role={"ky": "даярдады"})],
        about=["region/KG-J"],
    )
    plain = msgspec.to_builtins(article, enc_hook=enc_hook)
    head: dict[str, Any] = {"source": {"id": "somebody", "rank": "page"}}
    text = {
        ".json": lambda: json.dumps({**head, "records": [plain]}),
        ".jsonl": lambda: f"{json.dumps(head)}\n{ENCODER.encode(article).decode()}\n",
        ".yaml": lambda: msgspec.yaml.encode({**head, "records": [plain]}).decode(),
    }[suffix]()
    assert read(tmp_path, f"a{suffix}", text) == ([article], [])


GOOD = {
    ".csv": b"# source: {id: somebody, rank: partner}\n# kind: organization\nid\nbefore\n%s\nafter\n",
    ".json": b'{"source": {"id": "somebody", "rank": "partner"}, "kind": "organization",\n "records": [\n'
    b'  {"id": "before"},\n  {"id": "x", "name": %s},\n  {"id": "after"}\n ]}\n',
    ".jsonl": b'{"source": {"id": "somebody", "rank": "partner"}, "kind": "organization"}\n'
    b'{"id": "before"}\n%s\n{"id": "after"}\n',
    ".yaml": HEAD.encode() + b"kind: organization\nrecords:\n  - id: before\n  - id: x\n    name: %s\n  - id: after\n",
}
STRUCTURE = st.text(alphabet="{}[]\"':,|&*!#-\\ \t\nабя0\u0000", max_size=30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sources")


@pytest.mark.parametrize("suffix", sorted(GOOD))
@given(data=st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_arbitrary_bytes_never_raise(folder: Path, suffix: str, data: bytes) -> None:
    records, problems = read(folder, f"any{suffix}", data)
    assert problems
    assert not records


@pytest.mark.parametrize("suffix", sorted(GOOD))
@given(junk=STRUCTURE)
@settings(max_examples=150, deadline=None)
def test_junk_does_not_cost_the_records_beside_it(folder: Path, suffix: str, junk: str) -> None:
    records, problems = read(folder, f"junk{suffix}", GOOD[suffix].replace(b"%s", junk.encode()))
    slugs = [record.id for record in records]
    assert slugs[:1] == ["before"]
    assert slugs[-1:] == ["after"] or _swallowed(junk, suffix)
    assert problems or len(records) >= 2


def _swallowed(junk: str, suffix: str) -> bool:
    """Tell whether the junk makes what follows a part of itself, as each of these formats allows."""
    if suffix == ".yaml":
        return "\n" in junk and ":" in junk  # a field of the head, with what follows as its value
    return suffix == ".csv" and '"' in junk


@given(data=st.binary(max_size=60).filter(lambda data: b"\n" not in data and b"\r" not in data))
def test_a_line_of_json_lines_costs_only_itself(data: bytes) -> None:
    problems = Problems()
    lines = [(2, b'{"id":"before"}'), (3, data), (4, b'{"id":"after"}')]
    head = Head(Source(id="somebody"), "organization")
    found = list(iter_records(lines, "records/a.jsonl", head, problems))
    assert [entry.record.id for entry in found] == ["before", "after"]
    assert {problem.place.line for problem in problems} == {3}


def test_json_lines_are_read_as_they_are_asked_for() -> None:
    asked: list[int] = []

    def lines() -> Iterator[tuple[int, bytes]]:
        for number in range(2, 1_000_000_000):
            asked.append(number)
            yield number, b'{"id":"ky-1","contributions":[{"contributor":"a"},{"contributor":"b"}]}'

    problems = Problems()
    found = iter_records(lines(), "records/a.jsonl", Head(Source(id="somebody"), "article"), problems)
    assert next(found) == Entry(
        Article(id="ky-1", contributions=[Contribution(contributor="a"), Contribution(contributor="b")]),
        "somebody",
        Place("records/a.jsonl", 2),
        plain=True,
    )
    assert asked == list(range(2, 34)), "as many as are read at once"
    assert len(problems) == 0


@pytest.mark.parametrize(
    "line",
    [
        b'{"id":"a","name":{"en":"x"},"name":{"en":"y"}}',
        b'{"id":"a","n\\u0061me":{"en":"x"},"name":{"en":"y"}}',
        b'{"id":"a","name":{"en":"x","en":"y"}}',
        b'{"id":"a","name":{"en":"\\u0000"}}',
        b'{"id":"a","name":{"en":"\\b"}}',
        b'{"id":"a","name":{"en":"\\f"}}',
        b'{"id":"a","name":{"en":"\x7f"}}',
        b'{"id":"a","name":{"en":"\xef\xbf\xbf"}}',
    ],
)
def test_the_fast_way_refuses_what_the_slow_one_does(line: bytes) -> None:
    problems = Problems()
    head = Head(Source(id="somebody"), "organization")
    assert list(iter_records([(2, line)], "records/a.jsonl", head, problems)) == []
    assert len(problems) == 1


def test_an_escaped_letter_is_a_letter() -> None:
    problems = Problems()
    head = Head(Source(id="somebody"), "organization")
    line = b'{"id":"a","name":{"ky":"\\u04e8\\u0421\\u0418","en":"\\"name\\": x"}}'
    found = list(iter_records([(2, line)], "records/a.jsonl", head, problems))
    assert found[0].record == Organization(id="a", name={"ky": "ӨСИ", "en": '"name": x'})


def _slug_fields(kind: Any) -> Iterator[str]:
    struct = described(kind)
    assert isinstance(struct, inspect.StructType)
    for field in struct.fields:
        inner: Any = field.type
        while isinstance(inner, inspect.UnionType | inspect.ListType):
            inner = inner.types[0] if isinstance(inner, inspect.UnionType) else inner.item_type
        if isinstance(inner, inspect.StructType):
            yield from _slug_fields(inner.cls)
        elif isinstance(inner, inspect.Metadata) and isinstance(inner.type, inspect.StrType):
            text = (inner.extra_json_schema or {}).get("description", "")
            if text.startswith(("last part of an IRI", "an entity of any kind")) and field.name != "id":
                yield field.name


def test_every_field_that_refers_has_a_target() -> None:
    fields = {name for kind in KINDS.values() for name in _slug_fields(kind)}
    assert fields == set(TARGETS) | ANY_KIND
    assert set(TARGETS.values()) <= set(KINDS)


def test_references_know_their_path() -> None:
    article = Article(
        id="ky-1",
        rubric="news",
        about=["region/KG-J"],
        contributions=[Contribution(contributor="a-b", affiliation=["dpi"])],
    )
    assert list(references(article)) == [
        (("rubric",), "rubric", "news"),
        (("contributions", 0, "contributor"), "person", "a-b"),
        (("contributions", 0, "affiliation", 0), "organization", "dpi"),
        (("about", 0), "region", "KG-J"),
    ]


def test_a_page_s_reference_to_nobody_has_its_line() -> None:
    problems = Problems()
    check_references([Entry(Article(id="ky-1", issue="108"), "page-x", Place("pages/1.txt", 7))], problems)
    assert [str(problem.place) for problem in problems] == ["pages/1.txt:7: issue"]


def test_only_dates_need_the_hooks() -> None:
    with pytest.raises(NotImplementedError):
        dec_hook(complex, "1")
    with pytest.raises(NotImplementedError):
        enc_hook(1j)
