"""Made-up archives in any size: articles with what they name, a voice that contradicts, one record in 100 faulty.

The same bytes for the same number of articles. Faults are of every kind that a build meets: a line that cannot be read,
a required value that is missing, a reference to nobody, an end before its start.
"""

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from bench.generate import articles, authorities

BASE: Final = "https://data.example.org/"
FAULTY: Final = 100
"""One article in so many is faulty."""

_CONTRADICTED: Final = 50
_SETTINGS: Final = f"""base = "{BASE}"
languages = ["ky", "ru", "en"]
magazine = "generated"

[title]
ky = "Үлгү архив"
ru = "Архив-пример"
en = "Sample archive"

[numbering]
offset = 24142
first_known = 92

[limits]
record_bytes = 50000000000
"""


def write_archive(folder: Path, count: int, people: int = 2000) -> None:
    """Write an archive folder with so many articles by so many people."""
    (folder / "authorities").mkdir(parents=True)
    (folder / "records").mkdir()
    (folder / "tuyun.toml").write_text(_SETTINGS, encoding="utf-8")
    _write(folder / "authorities" / "all.jsonl", "authority", "editor", (*authorities(people), *_phases()))
    _write(folder / "records" / "articles.jsonl", "generated", "page", map(_spoilt, articles(count, people)))
    _write(folder / "records" / "partner.jsonl", "partner", "partner", _contradictions(count))


def _write(path: Path, source: str, rank: str, records: Iterable[dict[str, Any]]) -> None:
    head = {"source": {"id": source, "rank": rank, "name": {"en": source.title()}, "retrieved": "2025-11-20"}}
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in (head, *records))


def _number(article: dict[str, Any]) -> int:
    return int(str(article["id"]).partition("-")[2])


def _spoilt(article: dict[str, Any]) -> dict[str, Any]:
    number = _number(article)
    if number % FAULTY == FAULTY - 1:
        match number // FAULTY % 4:
            case 0:
                del article["language"]
            case 1:
                article["contributions"][0]["contributor"] = f"nobody-{number}"
            case 2:
                article["date"] = "2020-13-45"
            case 3:
                article["about"] = [f"project/nowhere-{number % 7}"]
    return article


def _phases() -> Iterator[dict[str, Any]]:
    """Yield phases of the projects; some end before they begin."""
    dice = random.Random(7053)
    for number in range(1, 51):
        for ordinal in range(1, dice.randint(2, 4)):
            start = 2005 + 4 * ordinal + dice.randint(0, 1)
            yield {
                "kind": "phase",
                "id": f"project-{number}-{ordinal}",
                "project": f"project-{number}",
                "ordinal": ordinal,
                "start": f"{start}-01",
                "end": f"{start + (-1 if number % 25 == 0 else 3)}-12",
                "region": [dice.choice(("KG-B", "KG-J", "KG-O"))],
                "funder": [f"organization-{dice.randint(1, 100)}"],
            }


def _contradictions(count: int) -> Iterator[dict[str, Any]]:
    """Yield what a partner says otherwise: the rubric, and the date, of one article in fifty."""
    for number in range(0, count, _CONTRADICTED):
        language = "ky" if number % 2 else "ru"
        date = f"{2012 + number % 13}-{1 + number % 12:02}"
        yield {"kind": "article", "id": f"{language}-{number}", "date": date, "rubric": f"rubric-{1 + number % 20}"}
