"""Bytes to text: encodings, line ends, damage; each fault with its place and remedy, and no other page is touched."""

import hashlib
import unicodedata
from collections.abc import Callable

import pytest
from bounded import bounded
from pages_support import read

from graph_builder.pages.capture import captured_text
from graph_builder.problems import Problems

PAGE = "2013-01-31 / Горячая тема\nСпор о месте местного самоуправления в системе власти продолжается.\n"


def text_of(data: bytes, path: str = "a.txt", limit: int = 5_000_000) -> tuple[str | None, list[str]]:
    problems = Problems()
    found = captured_text(path, data, problems, limit)
    return (found.text if found else None), [f"{one.place}: {one.severity}: {one.code}" for one in problems]


def test_utf_8_is_read_as_it_is() -> None:
    assert text_of(PAGE.encode()) == (PAGE, [])


@pytest.mark.parametrize(
    ("data", "text", "problem"),
    [
        (b"", None, "a.txt: error: empty-page"),
        (" \n\u00a0\n".encode(), None, "a.txt: error: empty-page"),
        (b"\xef\xbb\xbf" + PAGE.encode(), PAGE, "a.txt: info: byte-order-mark"),
        (PAGE.replace("\n", "\r\n").encode(), PAGE, "a.txt: info: line-ends"),
        (PAGE.replace("\n", "\r").encode(), PAGE, "a.txt: info: line-ends"),
        (b"one\ntwo\0", None, "a.txt:2: error: nul-bytes"),
        (PAGE.encode("utf-16"), None, "a.txt:1: error: nul-bytes"),
        (b"one\ntw\x07o", "one\ntw o", "a.txt:2: warning: control-character"),
        (PAGE.encode("cp1251"), PAGE, "a.txt:1: warning: windows-1251"),
        (PAGE.encode("koi8-r"), None, "a.txt:1: error: not-utf-8"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\xfd", None, "a.txt:1: error: not-utf-8"),
        (b"x" * 101, None, "a.txt: error: page-too-large"),
    ],
)
def test_fault(data: bytes, text: str | None, problem: str) -> None:
    got, problems = text_of(data, limit=100 if data.startswith(b"xx") else 5_000_000)
    assert got == text
    assert problems == [problem]


def test_checksum_is_that_of_the_bytes() -> None:
    data = b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode()
    found = captured_text("a.txt", data, Problems())
    assert found is not None
    assert found.sha256 == hashlib.sha256(data).hexdigest()


def test_decomposed_letters_and_marks_without_width() -> None:
    assert text_of("Жумуш\u0438\u0306 со\u00adюз\u200bу\n".encode())[0] == "Жумушй союзу\n"


def test_declared_encoding_of_html() -> None:
    data = '<meta charset="windows-1251"><p>Да</p>'.encode("cp1251")
    assert text_of(data, "a.html")[0] == "Да"


def test_html_in_a_text_file_is_read_as_html() -> None:
    assert text_of(b"<!DOCTYPE html><p>one<p>two")[0] == "one\n\ntwo"


@pytest.mark.parametrize("data", [b"<p></p>", b"<script>x</script>", b"<!-- -->"])
def test_html_without_text(data: bytes) -> None:
    assert text_of(data, "a.html") == (None, ["a.html: error: empty-page"])


def test_html_nested_without_end() -> None:
    assert text_of(b"<div>" * 100_000, "a.html") == (None, ["a.html: error: markup-too-deep"])


def test_a_page_in_windows_1251_is_read() -> None:
    found, problems = read(PAGE.encode("cp1251"))
    assert found is not None
    assert problems == ["1: warning: windows-1251"]


# Each of them once took time with the square of its length: minutes for a megabyte.
_LINES = (
    "Нургүл ЖАМАНКУЛОВА, Чүй, Ош жана ",
    "I фаза долбоор II фаза ",
    "Ноокат районундагы Көк-Жар айыл аймагы, ",
    "ЭҮЖӨБОЖ долбоорун Швейцария Өкмөтү каржылап, ӨСИ ишке ашырат жана ",
    "2011-жылдын ноябрынан ",
    "ту- ту- ",
    "0312 ",
    "«“(",
    " ",
)


@pytest.mark.parametrize("line", _LINES, ids=range(len(_LINES)))
def test_a_megabyte_of_one_line_is_read(line: str) -> None:
    body = f"а{line * (1_000_000 // len(line.encode()))}б"

    def work() -> None:
        found, _ = read(f"2013-01-31 / Актуалдуу тема\n{body}\n", url="http://municipalitet.kg/ky/article/full/1.html")
        assert found is not None
        assert found.reading.head.date is not None

    bounded(work)


def _unlike(size: int) -> str:
    rows = "".join(f"<tr><td>А{number}<tr>Б{number}" for number in range(size // 50))
    return f"<table>{rows}</table>{'<br>' * (size // 8)}"


_HTML: dict[str, Callable[[int], str]] = {
    "footers": lambda size: "<div>" * 1_900 + "<footer></footer>" * (size // 17),
    "menus-in-a-trail": lambda size: "<nav>" * 1_900 + "Главная<br>Статьи<br>Рубрика" + "\n" * size,
    "text-out-of-place": _unlike,
    "marks": lambda size: "\u0323\u0308" * (size // 4),
    "references-of-marks": lambda size: "&#803;&#776;" * (size // 12),
    "quotes": lambda size: "<br b='>" * (size // 8),
    "blanks-in-a-tag": lambda size: "<a" + " " * size,
    "comments": lambda size: "<!-- --" * (size // 7),
}


@pytest.mark.parametrize("shape", _HTML)
def test_much_html_is_read(shape: str) -> None:
    def work() -> None:
        body, _ = text_of(f"<p>Бар</p>{_HTML[shape](500_000)}<p>Да</p>".encode(), "a.html")
        assert body is not None
        assert body.startswith("Бар")

    bounded(work)


@pytest.mark.parametrize(
    "piece",
    [
        "<div></nav>",
        "<div id='</div>'>",
        "<div><!-- </div> -->",
        "<!--><div>-->",
        "<!x <title>><div>",
        "<?x <title>><div>",
        "</- <title>><div>",
    ],
)
def test_html_that_hides_how_deep_it_is(piece: str) -> None:
    assert text_of(piece.encode() * 20_000, "a.html") == (None, ["a.html: error: markup-too-deep"])


@pytest.mark.parametrize("before", ["<svg><title>", "<svg><path/><style>", "<math><script>"])
def test_text_alone_begins_in_no_drawing(before: str) -> None:
    html = f"<p>а</p>{before}{'<div>' * 40_000}"
    assert text_of(html.encode(), "a.html") == (None, ["a.html: error: markup-too-deep"])


@pytest.mark.parametrize(
    "piece",
    [
        "<svg>{}</svg>".replace("{}", '<path d="M0 0"/>' * 20),
        "<svg><title>а</title></svg>",
        "<table><tbody><tr><td>а</table>",
        "<a name=x><p>а</p>",
        "<p><i>а</i></p>",
        "<p>а</p><script>if (a < b) document.write('<div><div>')</script>",
    ],
)
def test_many_elements_that_are_not_deep_are_read(piece: str) -> None:
    fonts = "".join(f"<font color={number}>" for number in range(100))
    page = f"{fonts}а{'</font>' * 100}{piece * 3_000}"
    assert text_of(page.encode(), "a.html")[1] == []


@pytest.mark.parametrize(
    "between",
    [
        "",
        "<table><td>{}</table>",
        "<table><td><table><td></td>{}</table></table>",
        "<table><td><object></object></td><tr>{}</table>",
        "<script><!--<script></script>{}</script>",
        "<script><!-- --><script></script>",
        "<script><!--</script>",
        "<p title='{}'>",
        "<!--><!-- {} -->",
        "<title>{}</title>",
        "<td>",
    ],
)
def test_elements_left_open_are_counted(between: str) -> None:
    opened = "".join(f"<b id={number}>" for number in range(600))
    said = f"<p>{opened}{between.replace('{}', '</b>' * 600)}{'<p>а' * 3_000}"
    assert text_of(said.encode(), "a.html") == (None, ["a.html: error: markup-left-open"])


@pytest.mark.parametrize(
    "piece",
    [
        "<p>а <b class='{}'>а</b>",
        "<p>а <b>а",
        "<a href={}>а",
        "<b><p>а</b></p>",
        "<table><td><font color={}>а</font></td></table>",
        "<b><table><td>а</td></table></b>",
        "<p>а<script><!-- document.write('<script></' + 'script>') //--></script>",
        "<i title='<b {}>'>а</i>",
        "<font id={}><table><tr><td><b>а</td><td>а</tr></table></font>",
    ],
)
def test_elements_that_are_closed_or_alike_do_not_count(piece: str) -> None:
    said = "".join(piece.replace("{}", str(number)) for number in range(1_900))
    assert (text_of(said.encode(), "a.html")[0] or "").count("а") >= 1_900


@pytest.mark.parametrize(
    "unseen", ["", "<!-- -->", "<!x>", "</b>", "<input type=hidden>", "<script></script>", "<form></form>"]
)
def test_text_between_cells_without_end(unseen: str) -> None:
    row = f"<tr><td>а</td></tr>{unseen}text"
    assert text_of(f"<table>{row * 30_000}</table>".encode(), "a.html") == (
        None,
        ["a.html: error: markup-out-of-place"],
    )


@pytest.mark.parametrize("between", ["<!---->", "<!x>", "<?x>", "</->"])
def test_text_between_cells_and_comments(between: str) -> None:
    page = f"<table>{('x' * 10 + between) * 60_000}<tr><td>"
    assert text_of(page.encode(), "a.html") == (None, ["a.html: error: markup-out-of-place"])


def test_little_text_between_cells_and_much_within_them() -> None:
    between = "<tr><td>а</td></tr>text" * 1_000
    within = "<tr><td>а<b>а</b>text<p>text</td></tr>\n" * 10_000
    assert text_of(f"<table>{between}</table><table>{within}</table>{'text<br>' * 9}".encode(), "a.html")[1] == []


def test_a_tag_with_more_attributes_than_any_has() -> None:
    tag = "".join(f" a{number}='>'/b{number}" for number in range(20_000))
    assert text_of(f"<p{tag}>а".encode(), "a.html") == (None, ["a.html: error: markup-crowded"])
    assert text_of(f"<p{tag[:10_000]}'>а".encode(), "a.html") == ("а", [])


def test_many_marks_upon_a_letter() -> None:
    marks = "\u0308\u0323\u0344\u0f73\u0301" * 300
    text = f"и{marks} \u0438\u0306{marks}가\u1100\u1161{marks} end\n"

    def work() -> None:
        found = captured_text("a.txt", text.encode(), Problems())
        assert found is not None
        assert found.text == unicodedata.normalize("NFC", text)
        assert len(found.text) > 1_000
        assert found.offset_after(len(found.text)) == len(text)

    bounded(work)
