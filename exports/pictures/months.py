"""The calendar of the magazine's run: a row a year, a cell a month."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from babel.dates import get_month_names

from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.pictures import drawing
from exports.pictures.figures import Cell, Figure, Mark, Picture, Shape, Table
from exports.pictures.run import STATES, Number, Run, State
from exports.wording import date_text

YEARS: Final = 40
"""How many years the calendar shows at most."""

_WIDTH: Final = 760
_YEAR: Final = 58
_MONTH: Final = (_WIDTH - _YEAR) / 12
_ROW: Final = 34
_STYLES: Final[dict[State, str]] = {"shown": "shown", "recorded": "recorded", "derived": "derived", "unknown": "blank"}


def calendar(run: Run, page: PageLanguage) -> Figure:
    """Return the calendar of a run that has at least one number."""
    years = range(run.months[0] // 12, run.months[-1] // 12 + 1)
    shown = years[-YEARS:]
    words = page.words
    notes = [words["calendar_means"]]
    if len(shown) < len(years):
        notes.append(words.fill("picture_cut", shown=len(shown), all=len(years)))
    if run.unplaced:
        notes.append(words.fill("calendar_unplaced", n=run.unplaced))
    is_cut = len(shown) < len(years) or run.unplaced
    return Figure(
        key="calendar",
        title=words["calendar_title"],
        notes=tuple(notes),
        pictures=(_picture(run, shown, page),),
        table=_table(run, shown, page),
        more=Link(Text(page.kinds("issue")), f"{page.code}/issue/index.html") if is_cut else None,
    )


def _picture(run: Run, years: range, page: PageLanguage) -> Picture:
    entries = tuple((_STYLES[state], page.words[f"calendar_{state}"]) for state in STATES)
    marks, top = drawing.legend(entries, _WIDTH, _sample)
    top += 30
    heading = _heading(years, top, page)
    months = (month for month in run.months if month // 12 in years)
    known = run.by_month()
    blanks = Mark(tuple(_blank(month, years, top) for month in months if month not in known))
    cells = (mark for year in years for mark in _cells(year, known, top + (year - years[0]) * _ROW, page))
    height = round(top + len(years) * _ROW)
    return Picture(_WIDTH, height, page.words["calendar_title"], (*marks, heading, blanks, *cells))


def _sample(x: float, y: float, style: str) -> Shape:
    return drawing.circle(x + 12, y, 2.5, style) if style == "blank" else drawing.bar_sample(x, y, style)


def _heading(years: range, top: float, page: PageLanguage) -> Mark:
    names = get_month_names("abbreviated", context="stand-alone", locale=page.words.language)
    shapes = [
        drawing.label(names[month + 1], _YEAR + (month + 0.5) * _MONTH, top - 8, "small", "middle")
        for month in range(12)
    ]
    shapes += [
        drawing.label(str(year), 0, top + row * _ROW + _ROW / 2 + 4.5, "strong") for row, year in enumerate(years)
    ]
    return Mark(tuple(shapes))


def _blank(month: int, years: range, top: float) -> Shape:
    x, y = _YEAR + (month % 12 + 0.5) * _MONTH, top + (month // 12 - years[0] + 0.5) * _ROW
    return drawing.circle(x, y, 2.5, "blank")


def _cells(year: int, known: dict[int, tuple[Number, ...]], top: float, page: PageLanguage) -> Iterator[Mark]:
    """Yield a cell for each issue of a year; of several issues in one month the best known is drawn."""
    best = (
        min(known[month], key=lambda one: STATES.index(one.state)) if month in known else None for month in _of(year)
    )
    place = 0
    for number, run in groupby(best):
        width = len(list(run))
        if number:
            yield _cell(number, _YEAR + place * _MONTH, width * _MONTH, top, page)
        place += width


def _of(year: int) -> range:
    return range(year * 12, year * 12 + 12)


def _cell(number: Number, x: float, width: float, top: float, page: PageLanguage) -> Mark:
    style = _STYLES[number.state]
    shapes = (
        drawing.rect(x + 3, top + 3, width - 6, _ROW - 6, style, 3),
        drawing.label(number.said, x + width / 2, top + _ROW / 2 + 4.5, f"on-{style}", "middle"),
    )
    said = page.words[f"calendar_{number.state}"]
    if number.captures:
        said = page.words.plural("n_captures", number.captures)
    return Mark(shapes, f"№ {number.said}, {_month(number.month, page)}: {said}", page.href(number.term))


def _month(month: int, page: PageLanguage) -> str:
    return date_text(f"{month // 12:04}-{month % 12 + 1:02}", page.code)


def _table(run: Run, years: range, page: PageLanguage) -> Table:
    names = get_month_names("abbreviated", context="stand-alone", locale=page.words.language)
    known = run.by_month()
    rows: list[tuple[Cell, ...]] = []
    for year in years:
        months = [month for month in _of(year) if month in run.months]
        cells = [Cell(tuple(_numbers(state, months, known, names, page))) for state in STATES[:-1]]
        unknown = ", ".join(names[month % 12 + 1] for month in months if month not in known)
        rows.append((drawing.cell(Link(Text(str(year)))), *cells, drawing.cell(Link(Text(unknown)))))
    states = (Text(page.words[f"calendar_{state}"]) for state in STATES)
    return Table(drawing.heads(Text(page.words["year"]), *states), tuple(rows))


def _numbers(
    state: State,
    months: Sequence[int],
    known: dict[int, tuple[Number, ...]],
    names: Mapping[int, str],
    page: PageLanguage,
) -> Iterator[Link]:
    for month in months:
        for number in known.get(month, ()):
            if number.state == state:
                yield Link(Text(f"{names[month % 12 + 1]} {number.said}"), page.href(number.term))
