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
_NAMES: Final = 140
_TITLE: Final = 40
_ROW: Final = 27
_GAP: Final = 10
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
    bars, all_bars = (sum(len(one.rows()) for one in group) for group in (shown, projects))
    if bars < all_bars:
        notes.append(words.fill("picture_cut", shown=bars, all=all_bars))
    if undated:
        notes.append(words.fill("timeline_undated", projects=words.plural("n_projects", undated)))
    return Figure(
        key="timeline",
        title=words["timeline_title"],
        notes=tuple(notes),
        pictures=(_picture(shown, page),),
        table=_table(shown, page),
        more=Link(Text(page.kinds("phase")), f"{page.code}/phase/index.html") if bars < all_bars else None,
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
        marks.append(_project(project.project, scale, top, page))
        top += _TITLE
        for phase in project.rows()[1:]:
            marks.append(_phase(phase, scale, top, page))
            top += _ROW
        top += _GAP
    return tuple(marks), top


def _project(period: Period, scale: _Scale, top: float, page: PageLanguage) -> Mark:
    name = page.label(period.term)
    title = drawing.label(drawing.shorten(name, _WIDTH * 0.9), 0, top + 16, "strong")
    bars = (_bar(stretch, scale, top + 30, _BAR / 2) for stretch in period.stretches())
    return _row(period, (drawing.rect(0, top, _WIDTH, _TITLE - 1, "hit"), title, *bars), page)


def _phase(period: Period, scale: _Scale, top: float, page: PageLanguage) -> Mark:
    name = page.label(period.term)
    # Labels of phases begin with the project, which stands right above.
    own = Text(name.text.rpartition(": ")[2], name.language)
    middle = top + _ROW / 2
    text = drawing.label(drawing.shorten(own, _NAMES - 10), 0, middle + 4.5, "name")
    bars = (_bar(stretch, scale, middle, _BAR) for stretch in period.stretches())
    return _row(period, (drawing.rect(0, top + 1, _WIDTH, _ROW - 2, "hit"), text, *bars), page)


def _row(period: Period, shapes: tuple[Shape, ...], page: PageLanguage) -> Mark:
    return Mark(shapes, f"{page.label(period.term).text}: {_said(period, page)}", page.href(period.term))


def _bar(stretch: Stretch, scale: _Scale, middle: float, thickness: float) -> Shape:
    left = scale.x(stretch.first) if stretch.first else _NAMES
    right = scale.x(stretch.last) if stretch.last else _WIDTH
    if stretch.certainty == "open":
        return drawing.line(left, middle, right, middle, "open")
    width = max(right - left, 3)
    return drawing.rect(left, middle - thickness / 2, width, thickness, _STYLES[stretch.certainty], 2)


def _said(period: Period, page: PageLanguage) -> str:
    ends = dict.fromkeys(_date_said(bound, page) for bound in (period.start, period.end))
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
