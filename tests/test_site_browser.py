"""Pages in a real browser: nothing overflows, nothing hostile runs, nothing is asked for elsewhere."""

import struct
from pathlib import Path

import pytest
from browser import browser
from site_sample import sample, sample_report

from exports.pages import plan_pages

PAGES = (
    "index.html",
    "ru/index.html",
    "article/ky-1.ky.html",
    "article/ky-hostile.ru.html",
    "organization/hostile.en.html",
    "organization/oto.ru.html",
    "person/ayday-ulanova.ru.html",
    "person/bakyt-asanov.ky.html",
    "project/demo.ru.html",
    "phase/demo-3.ky.html",
    "phase/demo-3.ru.html",
    "magazine/sample.ru.html",
    "source/partner-report.en.html",
    "ky/organization/index.html",
    "en/article/index.html",
    "project/demo.article-about-1.ru.html",
    "ru/completeness/Contribution.html",
    "report/validation.ru.html",
    "ky/timeline.html",
    "ru/map.html",
    "en/calendar.html",
    "ky/rubrics-by-year.html",
    "ru/network.html",
    "region/KG-J.en.html",
    "rubric/news.ky.html",
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_MARKS = """[...document.querySelectorAll('a.mark, svg a')].filter(
    mark => { const box = mark.getBoundingClientRect(); return box.width < 24 || box.height < 24; }).length"""

# Dates in tables of values may break: a narrow screen has no room for the columns otherwise (tuyun.css).
BROKEN = """[...document.querySelectorAll('sup, time, .whole')].filter(
    node => !(node.tagName === 'TIME' && node.closest('.values')) && new Set([...node.getClientRects()].map(box => Math.round(box.top))).size > 1).length"""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("a folder with blanks, ң")
    for path, content in plan_pages(sample(), sample_report()):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_and_stay_inert(release: Path, tmp_path: Path, scheme: str) -> None:
    with browser(tmp_path / "profile") as tab:
        tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        for width in (360, 1280):
            tab.size(width, 900)
            for page in PAGES:
                tab.open(release / page)
                assert tab.value(OVERFLOW) <= 0, (page, width)
                assert tab.value("document.readyState") == "complete"
                assert tab.value(BROKEN) == 0, (page, width)
                assert tab.value(SMALL_MARKS) == 0, (page, width)
                picture = tab.picture()
                assert struct.unpack(">II", picture[16:24]) == (width, 900)
                assert len(picture) > 10_000
        assert tab.dialogs == []
        assert [address for address in tab.requests if not address.startswith("file:")] == []


def test_a_long_remark_in_a_list_goes_over_several_lines(release: Path, tmp_path: Path) -> None:
    """Remarks are dates, but also titles of articles: one that is longer than a line would widen the page."""
    with browser(tmp_path / "profile") as tab:
        tab.size(360, 900)
        tab.open(release / "ru/completeness/Contribution.html")
        tab.value(
            "document.querySelector('.letter .note').textContent = 'Улучшение услуг на местном уровне '.repeat(9)"
        )
        assert tab.value(OVERFLOW) <= 0
        assert tab.value("document.querySelector('.letter .note').getBoundingClientRect().height") > 40


def test_the_browser_sees_what_pages_must_not_do(tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text("<p style='width:200vw'>wide</p><img src=x onerror=\"alert('ran')\">", encoding="utf-8")
    with browser(tmp_path / "profile") as tab:
        tab.size(360, 900)
        tab.open(page)
        assert tab.value(OVERFLOW) > 0
        assert tab.dialogs == ["ran"]
