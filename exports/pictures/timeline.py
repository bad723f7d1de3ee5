"""The timeline of projects and their phases: a bar each, hollow where sources disagree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.pictures import drawing
from exports.pictures.figures import Cell, Figure, Mark, Picture, Shape, Table
from exports.pictures.periods import Bound, Certainty, Period, ProjectPeriods, Stretch
from exports.wording import date_text
from graph_builder import terms

ROWS: Final = 60
"""How many bars a timeline has at most."""

_WIDTH: Final = 790
_NAMES: Final = 286
_ROW: Final = 27
_GAP: Final = 9
_BAR: Final = 13
_YEAR_ROOM: Final = 36
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_TICKS: Final = 12
_STYLES: Final[dict[Certainty, str]] = {"sure": "bar", "disputed": "hollow", "open": "open"}


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where days lie: whole years from the first to the last."""

    first: int
    last: int

    def x(self, day: date) -> float:
        start, end = date(self.first, 1, 1).toordinal(), date(self.last, 12, 31).toordinal()
        return _NAMES + (_WIDTH - _NAMES) * (day.toordinal() - start) / (end - start)

    def ticks(self) -> range:
        years = self.last - self.first + 1
        step = next((step for step in _STEPS if years / step <= _TICKS), _STEPS[-1])
        return range(-(-self.first // step) * step, self.last + 1, step)


def cut(projects: Sequence[ProjectPeriods]) -> tuple[ProjectPeriods, ...]:
    """Return the last projects that fit on a timeline; one that alone does not fit loses its last phases."""
    kept: list[ProjectPeriods] = []
    room = ROWS
    for one in reversed(projects):
        if kept and len(one.rows()) > room:
            break
        kept.insert(0, ProjectPeriods(one.project, one.phases[: ROWS - 1]))
        room -= len(one.rows())
    return tuple(kept)


def timeline(projects: Sequence[ProjectPeriods], page: PageLanguage, undated: int = 0) -> Figure:
    """Return the timeline of projects.

    Args:
        projects: those of which a date is known; one at least.
        page: the language.
        undated: how many there are besides.
    """
    shown = cut(projects)
    words = page.words
    notes = [words["timeline_means"]]
    if len(shown) < len(projects):
        notes.append(words.fill("picture_cut", shown=len(shown), all=len(projects)))
    if undated:
        notes.append(words.fill("timeline_undated", projects=words.plural("n_projects", undated)))
    is_cut = sum(len(one.rows()) for one in shown) < sum(len(one.rows()) for one in projects)
    return Figure(
        key="timeline",
        title=words["timeline_title"],
        notes=tuple(notes),
        pictures=(_picture(shown, page),),
        table=_table(shown, page),
        more=Link(Text(page.kinds("phase")), f"{page.code}/phase/index.html") if is_cut else None,
    )


def _picture(shown: Sequence[ProjectPeriods], page: PageLanguage) -> Picture:
    days = [day for one in shown for row in one.rows() for bound in (row.start, row.end) for day in bound.days]
    scale = _Scale(min(days).year, max(days).year)
    found = {stretch.certainty for one in shown for row in one.rows() for stretch in row.stretches()}
    words = page.words
    entries = [(_STYLES[one], words[f"timeline_{one}"]) for one in _STYLES if one in found]
    marks, top = drawing.legend(entries, _WIDTH)
    rows, height = _rows(shown, scale, top + 24, page)
    grid = _grid(scale, top + 24, height)
    return Picture(_WIDTH, round(height), words["timeline_title"], (*marks, grid, *rows))


def _grid(scale: _Scale, top: float, bottom: float) -> Mark:
    shapes: list[Shape] = []
    for year in scale.ticks():
        x = scale.x(date(year, 1, 1))
        shapes.append(drawing.line(x, top - 6, x, bottom, "grid"))
        if x + _YEAR_ROOM < _WIDTH:
            shapes.append(drawing.label(str(year), x + 3, top - 8, "small"))
    return Mark(tuple(shapes))


def _rows(
    shown: Sequence[ProjectPeriods], scale: _Scale, top: float, page: PageLanguage
) -> tuple[tuple[Mark, ...], float]:
    marks: list[Mark] = []
    for project in shown:
        for period in project.rows():
            marks.append(_row(period, scale, top, page, strong=period is project.project))
            top += _ROW
        top += _GAP
    return tuple(marks), top


def _row(period: Period, scale: _Scale, top: float, page: PageLanguage, *, strong: bool) -> Mark:
    name = page.label(period.term)
    indent = 0 if strong else 14
    middle = top + _ROW / 2
    text = drawing.shorten(name, _NAMES - indent - 16 - 44 * strong)
    shapes = [
        drawing.rect(0, top + 1, _WIDTH, _ROW - 2, "hit"),
        drawing.label(text, indent, middle + 4.5, "strong" if strong else "name"),
    ]
    thickness = _BAR / 2 if strong else _BAR
    shapes.extend(_bar(stretch, scale, middle, thickness) for stretch in period.stretches())
    return Mark(tuple(shapes), f"{name.text}: {_said(period, page)}", page.href(period.term))


def _bar(stretch: Stretch, scale: _Scale, middle: float, thickness: float) -> Shape:
    left = scale.x(stretch.first) if stretch.first else _NAMES
    right = scale.x(stretch.last) if stretch.last else _WIDTH
    if stretch.certainty == "open":
        return drawing.line(left, middle, right, middle, "open")
    width = max(right - left, 3)
    return drawing.rect(left, middle - thickness / 2, width, thickness, _STYLES[stretch.certainty], 2)


def _said(period: Period, page: PageLanguage) -> str:
    ends = [_date_said(bound, page) for bound in (period.start, period.end)]
    disputed = period.start.disagreement or period.end.disagreement
    return " – ".join(ends) + (f" ({page.words['sources_disagree']})" if disputed else "")


def _date_said(bound: Bound, page: PageLanguage) -> str:
    return date_text(bound.dates[0].text, page.code) if bound.dates else page.words["not_known"]


def _table(shown: Sequence[ProjectPeriods], page: PageLanguage) -> Table:
    first = f"{page.label(terms.Project).text}, {page.label(terms.Phase).text}"
    rows = (row for one in shown for row in one.rows())
    return Table(
        columns=drawing.heads(Text(first), page.label(terms.start), page.label(terms.end)),
        rows=tuple(
            (drawing.cell(page.link(row.term)), _date_cell(row.start, page), _date_cell(row.end, page)) for row in rows
        ),
    )


def _date_cell(bound: Bound, page: PageLanguage) -> Cell:
    if not bound.dates:
        return drawing.cell(Link(Text(page.words["not_known"])))
    return Cell(tuple(_dates(bound, page)))


def _dates(bound: Bound, page: PageLanguage) -> Iterator[Link]:
    href = page.href(bound.disagreement) if bound.disagreement else ""
    for number, one in enumerate(bound.dates):
        note = page.words["not_preferred" if number else "preferred"] if len(bound.dates) > 1 else ""
        yield Link(Text(date_text(one.text, page.code)), href, note)
