"""Made-up articles in any number: deterministic, with texts of realistic length, people, projects and regions."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

_KY: Final = "айыл өкмөт бюджет кеңеш жаран долбоор кызмат суу жол мектеп облус район шайлоо салык өнөктөш"
_RU: Final = "село бюджет совет житель проект услуга вода дорога школа область район выборы налог партнёр"
_WORDS: Final = {"ky": _KY.split(), "ru": _RU.split()}
_PEOPLE: Final = 2000
"""How many people there are, if it is not said."""

_REGIONS: Final = ("KG-B", "KG-C", "KG-J", "KG-N", "KG-O", "KG-T", "KG-Y", "KG-GB", "KG-GO")


def articles(count: int, people: int = _PEOPLE) -> Iterator[dict[str, Any]]:
    """Yield article records of about 23 triples each; the same for the same count (and number of people)."""
    dice = random.Random(1694_7053)
    for number in range(count):
        language = "ky" if number % 2 else "ru"
        yield {
            "kind": "article",
            "id": f"{language}-{number}",
            "language": language,
            "title": _text(dice, language, 9) + (f" «{number}»" if number % 7 else ' "мисал"'),
            "abstract": _text(dice, language, 40) + ("\n" + _text(dice, language, 5) if number % 11 == 0 else ""),
            "date": f"{dice.randint(2012, 2025)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
            "rubric": f"rubric-{dice.randint(1, 20)}",
            "contributions": [
                {
                    "contributor": f"person-{dice.randrange(people)}",
                    "stated_name": _text(dice, language, 2).title(),
                    "role": {language: _text(dice, language, 4)},
                    "affiliation": [f"organization-{dice.randint(1, 100)}"],
                }
                for _ in range(1 + (number % 5 == 0))
            ],
            "about": [f"project/project-{dice.randint(1, 50)}"],
            "mentions": [f"region/{region}" for region in dice.sample(_REGIONS, 2)],
            "source_urls": [f"http://magazine.example/{language}/article/full/{number}.html"],
        }


def write_jsonl(path: Path, count: int) -> None:
    """Write a file of records in JSON Lines: the head, then the articles."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"source": {"id": "generated", "rank": "page", "name": {"en": "Generated"}}}\n')
        for article in articles(count):
            stream.write(json.dumps(article, ensure_ascii=False) + "\n")


def _text(dice: random.Random, language: str, words: int) -> str:
    return " ".join(dice.choices(_WORDS[language], k=words))


def authorities(people: int = _PEOPLE) -> Iterator[dict[str, Any]]:
    """Yield records of everything that the articles name: the magazine, rubrics, regions, projects, bodies, people."""
    dice = random.Random(1694)
    yield {"kind": "magazine", "id": "generated", "name": _names("Magazine"), "issn": "1694-7053"}
    yield {"kind": "region", "id": "KG", "type": "country", "code": "KG", "name": _names("Kyrgyz Republic")}
    for code in _REGIONS:
        yield {"kind": "region", "id": code, "type": "region", "code": code, "name": _names(code), "within": "KG"}
    for number in range(1, 21):
        yield {"kind": "rubric", "id": f"rubric-{number}", "magazine": "generated", "name": _names(f"Rubric {number}")}
    for number in range(1, 51):
        yield {"kind": "project", "id": f"project-{number}", "name": _names(f"Project {number}")}
    for number in range(1, 101):
        yield {"kind": "organization", "id": f"organization-{number}", "type": "ngo", "name": _names(f"Body {number}")}
    for number in range(people):
        name = {language: _text(dice, language, 2).title() for language in ("ky", "ru")}
        yield {"kind": "person", "id": f"person-{number}", "name": name}


def _names(name: str) -> dict[str, str]:
    return {language: f"{name} ({language})" for language in ("ky", "ru", "en")}
