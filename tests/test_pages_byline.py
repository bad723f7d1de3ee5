"""Bylines: what has the form of one, and what only names a person.

Each case is the top of a body above some paragraphs of running text, with the people that it must yield as
``name | kind | role | affiliations``. After a wanted change, ``TUYUN_UPDATE_CASES=1`` writes them anew.
"""

import os
from typing import Any

import pytest
import yaml
from pages_support import CASES, authority

from graph_builder.pages.byline import read_byline
from graph_builder.pages.nominative import Case, nominative
from graph_builder.pages.paragraph import Paragraph

FILE = CASES / "bylines" / "bylines.yaml"
ALL: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
BODY = {"ky": "Жергиликтүү бюджет тууралуу сөз жүрөт.", "ru": "Речь идет о местном бюджете."}
NUMBER_WITH_PEOPLE, NUMBER_WITHOUT = 91, 77


def people(language: str, text: str) -> list[str]:
    lines = [*text.split("\n"), *[BODY[language]] * 6]
    body = [Paragraph(line.removeprefix("• "), 1000 * at, at, line.startswith("• ")) for at, line in enumerate(lines)]
    found = read_byline(body, language, authority(), lambda name: bool(authority().people(name, language)))
    return [" | ".join([one.name.text, one.role_kind, one.role or "-", *one.affiliation]) for one in found.contributors]


def test_all_cases_are_there() -> None:
    named = [bool(case["people"]) for case in ALL]
    assert (named.count(True), named.count(False)) == (NUMBER_WITH_PEOPLE, NUMBER_WITHOUT)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case["text"][:40])
def test_byline(case: dict[str, Any]) -> None:
    assert people(case["language"], case["text"]) == case["people"]


@pytest.mark.parametrize(
    ("stated", "case", "name"),
    [
        ("Эрмеком ЖОЛДОШЕВЫМ", "instrumental", "Эрмек Жолдошев"),
        ("Эрмека ЖОЛДОШЕВА", "genitive", "Эрмек Жолдошев"),
        ("Айгули ИСАЕВОЙ", "genitive", "Айгуль Исаева"),
        ("Николая МИХАЙЛОВСКОГО", "genitive", "Николай Михайловский"),
        ("Ольги КИМ", "genitive", "Ольга Ким"),
        ("Петром ЧЕРНЫХ", "instrumental", "Петр Черных"),
        ("Максимом СЕМЕНЯКОМ", "instrumental", "Максим Семеняк"),
        ("Сергея КОВАЛЯ", "genitive", "Сергей Коваль"),
        ("Дмитрием ТКАЧЕНКО", "instrumental", "Дмитрий Ткаченко"),
        ("Айбеком Бейшеновичем АСАНОВЫМ", "instrumental", "Айбек Бейшенович Асанов"),
        ("Нурлана Бейшенбек уулу", "genitive", "Нурлан Бейшенбек уулу"),
        ("Айзада БЕЙШЕНАЛЫ кызынын", None, "Айзада Бейшеналы кызы"),
        ("К. КЕНЖЕБАЕВОЙ", "instrumental", "К. Кенжебаева"),
    ],
)
def test_nominative(stated: str, case: Case | None, name: str) -> None:
    assert nominative(stated, case) == name


def test_update() -> None:
    if not os.environ.get("TUYUN_UPDATE_CASES"):
        return
    fresh = [case | {"people": people(case["language"], case["text"])} for case in ALL]
    FILE.write_text(yaml.safe_dump(fresh, allow_unicode=True, sort_keys=False, width=110), encoding="utf-8")
