"""Which layout a page has, and which of its paragraphs are header, title, date, rubric and body."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph_builder.dates import PartialDate
from graph_builder.pages.lines import Marked
from graph_builder.pages.marks import HEADER, Mark, language_of_mark, match_of
from graph_builder.pages.paragraph import Paragraph
from graph_builder.problems import Place, Problems
from graph_builder.records.bibliographic import Layout
from graph_builder.textforms import key

_REACH: Final = 60
_COPIES_WITHIN: Final = 4
_BLANKS_IN_COPY: Final = 40
_LONGEST_TITLE: Final = 300


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the body of a page, each with its place.

    Attributes:
        layout: which of the three layouts.
        header: paragraphs of the magazine's header by what they are.
        language: the language that the header or breadcrumb is in.
        title: the title; nothing on a headless page.
        copies: how many further times the title stands above the body.
        dated: the line ``date / rubric``.
        date: the article's date.
        rubric: the rubric as printed.
        body: the paragraphs of the body, the title's copies left out.
        related: what stands under the label of similar articles.
    """

    layout: Layout
    header: tuple[Marked, ...]
    language: str | None
    title: Paragraph | None
    copies: int
    dated: Paragraph | None
    date: PartialDate | None
    rubric: Paragraph | None
    body: tuple[Paragraph, ...]
    related: tuple[Paragraph, ...]

    def header_lines(self, mark: Mark) -> tuple[Paragraph, ...]:
        """Return the paragraphs of the header that bear a mark."""
        return tuple(one.paragraph for one in self.header if one.mark is mark)


def read_head(paragraphs: Sequence[Marked], file: str, problems: Problems) -> Head | None:
    """Return the head of a page, or nothing if no mark of the magazine is on it.

    Args:
        paragraphs: all paragraphs of the page.
        file: path of the page.
        problems: where faults of the date line are gathered.
    """
    crumbs = _crumbs(paragraphs)
    reach = crumbs[1] + 4 if crumbs else _REACH
    dated = next((at for at, one in enumerate(paragraphs[:reach]) if one.mark is Mark.DATED), None)
    top = dated if dated is not None else crumbs[1] if crumbs else _REACH
    header = tuple(one for one in paragraphs[:top] if one.mark in HEADER)
    if dated is None and crumbs is None and not any(one.mark is not Mark.ISSUE for one in header):
        return None
    title_at, begin = _title_and_body(paragraphs, crumbs, dated)
    title = paragraphs[title_at].paragraph if title_at is not None else None
    date, rubric = None, crumbs[0] if crumbs else None
    line = paragraphs[dated].paragraph if dated is not None else None
    if line is not None:
        date, on_line = _date_and_rubric(line, file, problems)
        rubric = rubric or on_line
    elif crumbs is None:
        problems.warn(
            Place(file),
            "no-date-line",
            "the page has no line with date and rubric",
            "write it under the title as 2020-10-05 / Rubric, or give date and rubric in a record",
        )
    body, related = _body_and_related(paragraphs[begin:])
    body, copies = _without_copies(body, title)
    languages = [language_of_mark(one.paragraph.text) for one in header]
    if crumbs:
        languages += [language_of_mark(one.paragraph.text) for one in paragraphs[crumbs[2] : crumbs[1]]]
    language = next((found for found in languages if found), None)
    layout: Layout = "breadcrumb" if crumbs else "full-header" if header else "headless"
    return Head(layout, header, language, title, copies, line, date, rubric, body, related)


def _crumbs(paragraphs: Sequence[Marked]) -> tuple[Paragraph, int, int] | None:
    """Return the rubric of a breadcrumb, the position after it and the position where it begins."""
    for at, one in enumerate(paragraphs[:_REACH]):
        if one.mark is Mark.CRUMBS:
            return _part(one.paragraph, *match_of(Mark.CRUMBS, one.paragraph.text).span("rubric")), at + 1, at
        following = paragraphs[at + 1 : at + 3]
        if one.mark is Mark.HOME and len(following) == 2 and following[0].mark is Mark.ARTICLES:
            shown = following[1].paragraph
            return _part(shown, 0, len(shown.text.rstrip(" /\\>|»\u00a0") or shown.text)), at + 3, at
    return None


def _title_and_body(
    paragraphs: Sequence[Marked], crumbs: tuple[Paragraph, int, int] | None, dated: int | None
) -> tuple[int | None, int]:
    """Return the position of the title and the position where the body begins."""
    if crumbs:
        after = crumbs[1]
        title = next((at for at in range(after, len(paragraphs)) if paragraphs[at].mark is Mark.NONE), None)
        begin = after if title is None else title + 1
        return title, max(begin, dated + 1) if dated is not None else begin
    if dated is not None:
        last_header = max((at for at in range(dated) if paragraphs[at].mark in HEADER), default=-1)
        above = [at for at in range(last_header + 1, dated) if paragraphs[at].mark is Mark.NONE]
        if not above and last_header >= 0 and _is_heading(paragraphs[dated + 1 :]):
            return dated + 1, dated + 2
        return (above[-1] if above else None), dated + 1
    last_header = max(at for at, one in enumerate(paragraphs[:_REACH]) if one.mark in HEADER)
    if last_header + 1 < len(paragraphs) and paragraphs[last_header + 1].mark is Mark.NONE:
        return last_header + 1, last_header + 2
    return None, last_header + 1


def _is_heading(rest: Sequence[Marked]) -> bool:
    """Tell whether the first of some paragraphs is a heading above text: below a full header, the title."""
    if len(rest) < 2 or rest[0].mark is not Mark.NONE or rest[0].paragraph.bullet:
        return False
    text = rest[0].paragraph.text
    return len(text) <= _LONGEST_TITLE and text[-1] not in ".…:;,"


def _part(paragraph: Paragraph, begin: int, end: int) -> Paragraph:
    return Paragraph(paragraph.text[begin:end], paragraph.start + begin, paragraph.line)


def _date_and_rubric(line: Paragraph, file: str, problems: Problems) -> tuple[PartialDate | None, Paragraph | None]:
    match = match_of(Mark.DATED, line.text)
    rubric = None
    if match["rubric"] and match["rubric"].strip():
        begin, end = match.span("rubric")
        shown = line.text[begin:end]
        rubric = _part(line, begin, begin + len(shown.rstrip()))
    year, month, day = (part.strip() for part in match["date"].replace(".", "-").split("-"))
    try:
        return PartialDate.parse(f"{year}-{month:0>2}-{day:0>2}"), rubric
    except ValueError:
        problems.warn(
            Place(file, line.line, "date"),
            "impossible-date",
            f"there is no such day as “{match['date']}”",
            "compare with the page; correct the date with a record of the article",
        )
        return None, rubric


def _body_and_related(rest: Sequence[Marked]) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    end = next((at for at, one in enumerate(rest) if one.mark in (Mark.RELATED, Mark.FOOT)), len(rest))
    related: Sequence[Marked] = ()
    if end < len(rest) and rest[end].mark is Mark.RELATED:
        after = rest[end + 1 :]
        related = after[: next((at for at, one in enumerate(after) if one.mark is Mark.FOOT), len(after))]
    return tuple(one.paragraph for one in rest[:end]), tuple(one.paragraph for one in related)


def _without_copies(body: tuple[Paragraph, ...], title: Paragraph | None) -> tuple[tuple[Paragraph, ...], int]:
    if title is None:
        return body, 0
    wanted = key(title.text)
    longest = 2 * len(title.text) + _BLANKS_IN_COPY
    copies = {
        at for at, one in enumerate(body[:_COPIES_WITHIN]) if len(one.text) <= longest and key(one.text) == wanted
    }
    return tuple(one for at, one in enumerate(body) if at not in copies), len(copies)
