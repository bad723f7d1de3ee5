"""Whatever stands in a page: the reader never fails, and what it finds stands in the page."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from pages_support import CASES, read

from graph_builder.records import Article, Person
from graph_builder.textforms import key

FRAGMENTS = sorted(
    {
        line
        for path in CASES.iterdir()
        if path.suffix in (".txt", ".html")
        for line in path.read_text(encoding="utf-8").split("\n")
    }
)
EDGES = [
    "",
    "\u00a0",
    "Автор:",
    "Автор; ",
    "2020-10-05 / ",
    "2020-99-99 / Х",
    "10 (108",
    "()",
    "«",
    "“(",
    ";;;",
    ",",
    "Түзгөндөр:",
    "под редакцией",
    "даярдады",
    "- ",
    "•",
    "А. ",
    "<li>",
    "</",
    "&#0;",
    "İ",
    "ﬁ",
    "\u202e",
]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_bytes(data: bytes) -> None:
    read(data)
    read(data, path="pages/a.html")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_text(text: str) -> None:
    read("Муниципалитет Илимий-популярдуу журнал\n" + text, "http://www.municipalitet.kg/ky/article/full/1.html")
    read("2020-10-05 / Актуалдуу тема\n" + text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS + EDGES), max_size=25), st.sampled_from(["\n", " ", "\n\n", ""]))
def test_mangled_pages(lines: list[str], between: str) -> None:
    text = between.join(lines)
    for path in ("pages/a.txt", "pages/a.html"):
        found, _ = read(text, "http://www.municipalitet.kg/ru/article/full/1.html", path)
        if found is None:
            continue
        shown = found.reading.capture.text
        for mention in found.reading.mentions:
            assert shown[mention.start : mention.end] == mention.text
        for entry in found.entries:
            record = entry.record
            if isinstance(record, Article):
                assert record.issue is None
                assert record.title is None or _letters(record.title)[:20] in _letters(shown)
                for one in record.contributions:
                    assert one.stated_name is not None
                    assert key(one.stated_name) in key(shown)
            if isinstance(record, Person):
                assert record.provisional


def _letters(text: str) -> str:
    """Leave out what mending a word that print parted takes out."""
    return re.sub(r"[\s-]", "", key(text))
