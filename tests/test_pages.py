"""Pages to records: each case is a page beside the records and problems that it must yield.

After a wanted change, ``TUYUN_UPDATE_CASES=1 pytest tests/test_pages.py`` writes them anew; read the difference.
"""

import os
from pathlib import Path

import pytest
import yaml
from pages_support import CASES, read, summary
from support import SHARED, need

from graph_builder.records import Article, Capture

PAGES = sorted(path for path in CASES.iterdir() if path.suffix in (".txt", ".html"))
NUMBER_OF_CASES = 39


def test_all_cases_are_there() -> None:
    assert len(PAGES) == NUMBER_OF_CASES
    assert {path.name for path in CASES.glob("*.yaml")} == {f"{page.name}.yaml" for page in PAGES} | {
        "authorities.yaml"
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page(page: Path) -> None:
    golden = page.with_name(f"{page.name}.yaml")
    expected = yaml.safe_load(golden.read_text(encoding="utf-8"))
    found, problems = read(page.read_bytes(), expected["url"], f"pages/{page.name}")
    got = {
        "url": expected["url"],
        "layout": found.reading.head.layout if found else None,
        "problems": problems,
        "records": summary(found),
    }
    if os.environ.get("TUYUN_UPDATE_CASES"):
        text = yaml.safe_dump(got, allow_unicode=True, sort_keys=False, width=110)
        golden.write_text(text, encoding="utf-8")
        return
    assert got == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_places_hold(page: Path) -> None:
    """Every paragraph, name and mention is exactly what stands at its place in the capture."""
    expected = yaml.safe_load(page.with_name(f"{page.name}.yaml").read_text(encoding="utf-8"))
    found, _ = read(page.read_bytes(), expected["url"], f"pages/{page.name}")
    if found is None:
        assert not expected["records"]
        return
    reading = found.reading
    text = reading.capture.text
    placed = [*reading.paragraphs, *reading.head.related, *(one.name for one in reading.byline.contributors)]
    placed += [one for one in (reading.head.title, reading.head.rubric, reading.head.dated) if one]
    for paragraph in placed:
        assert text[paragraph.start : paragraph.start + len(paragraph.text)] == paragraph.text
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.text


def test_related_articles_are_no_part_of_the_body() -> None:
    found, _ = read((CASES / "full-ru.txt").read_bytes())
    assert found is not None
    assert [one.text for one in found.reading.head.related] == ["Первый шаг", "Второй шаг"]
    assert [one.text for one in found.reading.paragraphs] == ["Четверть века – срок, чтобы подвести итоги."]


def test_an_article_never_gets_an_issue_or_a_translation() -> None:
    for page in PAGES:
        found, _ = read(page.read_bytes())
        for entry in found.entries if found else ():
            if isinstance(entry.record, Article):
                assert entry.record.issue is None
                assert entry.record.translation_of is None
                assert not entry.record.candidate_issues


def test_the_same_article_with_and_without_www_and_headless_is_one() -> None:
    full = (CASES / "full-ru.txt").read_bytes()
    seen = [
        read(full, "http://www.municipalitet.kg/ru/article/full/1407.html"),
        read(full, "http://municipalitet.kg/ru/article/full/1407.html"),
        read("2016-10-03 / Горячая тема\nСпор продолжается.", "https://municipalitet.kg/ru/article/print/1407.html"),
    ]
    records = [entry.record for found, _ in seen if found for entry in found.entries]
    assert {record.id for record in records if isinstance(record, Article)} == {"ru-1407"}
    assert len({record.id for record in records if isinstance(record, Capture)}) == 2


def test_the_real_page() -> None:
    page = need(SHARED / "pages" / "municipalitet-ky-2020-10-05.txt")
    found, problems = read(page.read_bytes())
    assert found is not None
    assert problems == []
    (article,) = [entry.record for entry in found.entries if isinstance(entry.record, Article)]
    assert found.reading.head.copies == 1
    assert article.title == (
        "“Элдин үнү жана ЖӨБ органдарынын жоопкерчилиги: бюджеттик процесс” "
        "Долбоорунун үчүнчү, жыйынтыктоочу фазасы башталды"
    )
    assert [(one.stated_name, one.role["ky"], one.role_kind, one.affiliation) for one in article.contributions] == [
        ("Нургүл ЖАМАНКУЛОВА", "ЭҮЖӨБОЖ Долбоорунун коомчулук менен байланыш боюнча адиси", "author", ["dpi"]),
        ("Сабина ГРАДВАЛЬ", "ЭҮЖӨБОЖ Долбоорунун жетекчисинин орун басары", "editor", ["dpi"]),
    ]
    assert article.about == ["project/vap"]
    assert article.abstract is not None
    assert article.abstract.startswith("Жыйынтыктоочу фазанын максаты")
    assert len(article.abstract) <= 400
