"""Problems of the input are told in Kyrgyz and Russian: every text of the code, with all its values, and no other."""

import re
from functools import cache
from string import Formatter
from typing import Any, Final

import pytest
from msgspec import Struct, inspect
from problem_source import VALUE, Said, said_in_problems
from selectolax.lexbor import LexborHTMLParser
from site_sample import sample

from exports.pages import report_page
from exports.problem_texts import LANGUAGES, Template, catalogue, in_language
from graph_builder.page_table import PageRow
from graph_builder.problems import Place, Problem
from graph_builder.records import KINDS, Source
from graph_builder.records.checking import find_faults
from graph_builder.report import Report

NOT_IN_REPORTS: Final = ("graph_builder/configuration.py",)
"""Settings that cannot be read stop the run: there is no report."""

FOLLOWED_BY_HAND: Final = {
    "graph_builder/records/checking.py": "the words of dates, tried below; forms of settings, which stop the run",
    "graph_builder/sources/convert.py": "a fault that only msgspec sees, in its own words",
    "graph_builder/sources/references.py": "what References._remedy returns, tried in tests/test_bad_input.py",
}
CODES: Final = frozenset({*KINDS, "kind", "key", "slug"})
"""Words that are no words of a language: they are told as they are."""


@cache
def said() -> tuple[Said, ...]:
    return tuple(one for one in said_in_problems(NOT_IN_REPORTS) if one.text.strip())


def chosen(text: str) -> list[Template]:
    """Return the template of a text and those of the words in it."""
    found = catalogue().found(text)
    if found is None:
        return []
    return [found[0], *inner(found[0], found[1])]


def inner(template: Template, values: dict[str, str]) -> list[Template]:
    known = catalogue()
    parts = [(name, known.found(values[name], known.parts[name])) for name in template.names if name in known.parts]
    return [one for _, found in parts if found for one in (found[0], *inner(*found))]


def untold(text: str) -> list[str]:
    """Return the English words of a text that would stand untranslated; the text itself if it is not known."""
    found = catalogue().found(text)
    if found is None:
        return [text]
    return [word for value in values_told(*found) for word in re.findall("[A-Za-z_]+", value) if word not in CODES]


def values_told(template: Template, values: dict[str, str]) -> list[str]:
    """Return the values that are told as they are."""
    known, told = catalogue(), []
    for name, value in values.items():
        part = known.found(value, known.parts[name]) if name in known.parts else None
        told += values_told(*part) if part else [value]
    return told


def templates() -> list[Template]:
    known = catalogue()
    return [*known.texts, *(one for part in known.parts.values() for one in part)]


def test_the_reading_of_the_code_finds_what_is_told_there() -> None:
    texts = {one.text for one in said()}
    assert len(texts) > 250
    assert {
        f"the row has {VALUE} cells, the header has {VALUE}",
        "a list is wanted, fields with values stand here",
        "write one of: \0; none of the rows was read",
        f"“{VALUE}” is not a currency code",
        "the quote that opens here is never closed",
        f"probably “{VALUE}” is meant; compare with the printed issue; correct it with a record of the issue",
    } <= texts


def test_every_text_of_the_code_is_told_in_every_language() -> None:
    bare = [one for one in said() if re.fullmatch(f"{VALUE}|“{VALUE}…?” is not {VALUE}|write e.g. {VALUE}", one.text)]
    assert {one.where.partition(":")[0] for one in bare} == FOLLOWED_BY_HAND.keys()
    assert [(one.where, words) for one in said() if one not in bare and (words := untold(one.text))] == []


def test_no_text_is_told_that_the_code_does_not_know() -> None:
    used = {template.en for one in said() for template in chosen(one.text)}
    dates = {
        f"{words}: {text}"
        for words in ("not a date", "no such date in the calendar")
        for text in ("{text}", "'{text}'")
    }
    by_hand = {"add a record {record}, or mend the reference", *dates}
    assert {one.en for one in catalogue().texts} - used == by_hand


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.en)
def test_a_translation_has_the_values_of_the_text(template: Template) -> None:
    names = sorted(template.names)
    assert len(names) == len(set(names))
    for language in LANGUAGES:
        text = template.said[language]
        assert text.strip()
        assert sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None) == names


@pytest.mark.parametrize(
    ("text", "ky", "ru"),
    [
        ("the row has 3 cells, the header has 4", "бул сапта 3 уяча бар, мамычалардын саны болсо — 4", "ячеек в этой строке — 3, а столбцов — 4"),
        ("a list is wanted, “a, b” stands here", "бул жерде тизме керек, бирок «a, b» турат", "здесь нужен список, а стоит «a, b»"),
        ("write {ky: …}", "{ky: …} түрүндө жазыңыз", "напишите {ky: …}"),
        ("unknown field “{} is required”", "белгисиз талаа: «{} is required»", "неизвестное поле «{} is required»"),
        ("the file has more than 20,000,000 bytes", "файл 20 000 000 байттан чоң", "файл больше 20 000 000 байт"),
        ("the file cannot be read: permission denied", "файл окулбайт: окууга уруксат жок", "файл не читается: нет прав на чтение"),
        ("the file cannot be read: host is down", "файл окулбайт: host is down", "файл не читается: host is down"),
    ],
)  # fmt: skip
def test_values_stand_in_the_text_of_the_language(text: str, ky: str, ru: str) -> None:
    assert [(in_language(text, code) or "").replace("\N{NO-BREAK SPACE}", " ") for code in ("ky", "ru")] == [ky, ru]
    assert in_language(text, "en") is None


def test_what_nobody_translated_is_not_told_by_halves() -> None:
    assert in_language("the moon is full, or nearly so", "ky") is None
    assert in_language("a cheese is wanted, “milk” stands here", "ru") is None


def test_a_long_text_costs_no_more_than_its_length() -> None:
    text = "x has the slug " * 20_000
    assert in_language(text, "ky") is None


def spoilt(kind: inspect.Type, wrong: str) -> Any:
    """Return a value of the build of a type whose every text, number and date is a wrong one."""
    match kind:
        case inspect.UnionType(types=choices):
            return spoilt(choices[0], wrong)
        case inspect.Metadata(type=inner):
            return spoilt(inner, wrong)
        case inspect.StructType(fields=fields):
            return {field.encode_name: spoilt(field.type, wrong) for field in fields}
        case inspect.ListType(item_type=item):
            return [spoilt(item, wrong)]
        case inspect.DictType(value_type=item):
            return {"ky": spoilt(item, wrong), "xx": wrong}
    return wrong


@pytest.mark.parametrize("wrong", ["?!", "2020-02-31", "", "9" * 30])
@pytest.mark.parametrize("kind", [*KINDS.values(), Source, PageRow], ids=lambda kind: kind.__name__)
def test_whatever_is_wrong_in_a_field_is_told(kind: type[Struct], wrong: str) -> None:
    faults = find_faults(spoilt(inspect.type_info(kind), wrong), kind, typed=False)
    texts = {text for fault in faults for text in (fault.message, fault.remedy)}
    assert texts
    assert [text for text in texts if in_language(text, "ky") is None or in_language(text, "ru") is None] == []


def test_the_report_page_is_in_its_language_and_marks_what_is_not() -> None:
    place = Place("records/a.csv", 3)
    problems = (
        Problem(
            place, "csv-cells", "the row has 3 cells, the header has 4", "put a text that holds a comma into quotes"
        ),
        Problem(place, "new", "something new", "look into it"),
    )
    page = LexborHTMLParser(report_page(sample(), Report(problems, (), (), ())))
    groups = page.css("#problems-error section")
    headings = [heading.text() for group in groups for heading in group.css("h3")]
    assert headings == ["Ичинде үтүр бар текстти тырмакчага алыңыз 1", "Look into it en 1"]
    assert [one.text() for one in page.css("#problems-error [lang=en]")] == ["Look into it", "something new"]
    assert "records/a.csv:3: бул сапта 3 уяча бар, мамычалардын саны болсо — 4" in " ".join(groups[0].text().split())


def test_problems_of_one_kind_stand_together_though_their_remedies_hold_names() -> None:
    """Each name would else be a group of its own; what differs is told beside each problem."""
    problems = tuple(
        Problem(Place("records/a.csv", line), "unknown-field", f"unknown column “{name}”", remedy)
        for line, (name, remedy) in enumerate(
            (
                ("tilte", "did you mean title?; none of the rows was read"),
                ("rubrik", "did you mean rubric?; none of the rows was read"),
                ("colour", "leave it out; none of the rows was read"),
            ),
            start=1,
        )
    )
    page = LexborHTMLParser(report_page(sample(), Report(problems, (), (), ())))
    groups = page.css("#problems-error section")
    assert [group.css("h3")[0].text() for group in groups] == [
        "Балким, … деп жазгыңыз келгендир; саптардын бири да окулган жок 2",
        "Муну алып салыңыз; саптардын бири да окулган жок 1",
    ]
    told = [" ".join(item.text().split()) for item in groups[0].css("li")]
    assert told == [
        f"records/a.csv:{line}: белгисиз мамыча: «{name}»"
        f" → балким, {near} деп жазгыңыз келгендир; саптардын бири да окулган жок"
        for line, name, near in ((1, "tilte", "title"), (2, "rubrik", "rubric"))
    ]
    assert "→" not in groups[1].text()
