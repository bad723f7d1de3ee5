"""Articles by rubric and year: a dot a year with its number, and the years of one rubric as bars."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil, sqrt
from typing import Final

from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.pictures import drawing
from exports.pictures.figures import Figure, Mark, Picture, Shape, Table
from exports.pictures.rubrics import NO_RUBRIC, UNDATED, RubricYears, years_of
from graph_builder import terms
from graph_builder.rdf import Term

RUBRICS: Final = 40
"""How many rubrics have a row of their own."""

YEARS: Final = 20
"""How many years have a column of their own; earlier ones share one."""

OTHERS: Final[Term] = "others"
"""Stands for the rubrics that have none."""

EARLIER: Final = -1
"""Stands for the years before those."""

_UNNAMED: Final = {NO_RUBRIC: "rubrics_none", OTHERS: "rubrics_rest"}
_NAMES: Final = 260
_COLUMN: Final = 38
"""Least width of a column."""

_GAP: Final = 6
"""Least width between numbers that stand side by side."""

_ROW: Final = 34
_BARS: Final = 70
_LARGEST: Final = 15


def gathered(rubrics: Sequence[RubricYears]) -> tuple[tuple[RubricYears, ...], tuple[int, ...]]:
    """Return the rows and columns of the picture: what does not fit is added up, so that no article is left out."""
    years = years_of(tuple(rubrics))
    own = years[-YEARS:]
    columns = [EARLIER] * (len(own) < len(years)) + list(own)
    columns += [UNDATED] * any(UNDATED in one.articles for one in rubrics)
    named = [one for one in rubrics if one.rubric != NO_RUBRIC]
    rows = [RubricYears(one.rubric, _columns(one, own)) for one in named[:RUBRICS]]
    if len(named) > RUBRICS:
        rows.append(RubricYears(OTHERS, sum((_columns(one, own) for one in named[RUBRICS:]), Counter())))
    rows += [RubricYears(NO_RUBRIC, _columns(one, own)) for one in rubrics if one.rubric == NO_RUBRIC]
    return tuple(rows), tuple(columns)


def _columns(rubric: RubricYears, own: range) -> Counter[int]:
    found: Counter[int] = Counter()
    for year, count in rubric.articles.items():
        found[year if year == UNDATED or year in own else EARLIER] += count
    return found


def by_rubric(rubrics: Sequence[RubricYears], page: PageLanguage) -> Figure:
    """Return all rubrics by year; there must be an article."""
    rows, columns = gathered(rubrics)
    words = page.words
    notes = [words["rubrics_mean"]]
    named = sum(one.rubric != NO_RUBRIC for one in rubrics)
    if named > RUBRICS:
        notes.append(words.fill("picture_cut", shown=RUBRICS, all=named))
    return Figure(
        key="rubrics-by-year",
        title=words["rubrics_title"],
        notes=tuple(notes),
        pictures=(_picture(rows, columns, page),),
        table=_table(rows, columns, page),
        more=Link(Text(page.kinds("rubric")), f"{page.code}/rubric/index.html") if named > RUBRICS else None,
    )


def _picture(rows: Sequence[RubricYears], columns: Sequence[int], page: PageLanguage) -> Picture:
    top = _BARS + 30
    totals = sum((Counter(row.articles) for row in rows), Counter())
    most = max(max(row.articles.values()) for row in rows)
    counts = [totals[year] for year in columns]
    column = _column(counts, page)
    width, height = _NAMES + len(columns) * column, top + len(rows) * _ROW
    marks = [Mark(tuple(_bars(counts, _NAMES, column, page)))]
    heads = [
        drawing.label(_year(year, page, short=True), _middle(_NAMES, place, column), top - 8, "small", "middle")
        for place, year in enumerate(columns)
    ]
    marks.append(Mark((*heads, drawing.line(0, top, width, top, "grid"))))
    marks += [_row(row, columns, top + place * _ROW, column, most, page) for place, row in enumerate(rows)]
    return Picture(width, height, page.words["rubrics_title"], tuple(marks))


def _column(counts: Iterable[int], page: PageLanguage) -> int:
    """Return a width of columns in which no number runs into the next."""
    return max(_COLUMN, ceil(drawing.extent(page.words.number(max(counts)))) + _GAP)


def _middle(left: float, place: int, column: int) -> float:
    """Return where the middle of a column lies."""
    return left + (place + 0.5) * column


def _bars(counts: Sequence[int], left: float, column: int, page: PageLanguage) -> list[Shape]:
    most = max(counts)
    shapes: list[Shape] = []
    for place, count in enumerate(counts):
        height = (_BARS - 18) * count / most
        x = _middle(left, place, column)
        shapes.append(drawing.rect(x - 9, _BARS - height, 18, height, "bar"))
        if count:
            shapes.append(drawing.label(page.words.number(count), x, _BARS - height - 5, "", "middle"))
    return [*shapes, drawing.line(left, _BARS, left + len(counts) * column, _BARS, "axis")]


def _row(row: RubricYears, columns: Sequence[int], top: float, column: int, most: int, page: PageLanguage) -> Mark:
    name = _name(row, page)
    width, middle = _NAMES + len(columns) * column, top + _ROW / 2
    shapes = [
        drawing.rect(0, top + 1, width, _ROW - 2, "hit"),
        drawing.line(0, top + _ROW, width, top + _ROW, "grid"),
        drawing.label(drawing.shorten(name, _NAMES - 16), 0, middle + 4.5, "name"),
    ]
    for place, year in enumerate(columns):
        if count := row.articles.get(year):
            x = _middle(_NAMES, place, column)
            shapes.append(drawing.circle(x, middle, 3 + (_LARGEST - 3) * sqrt(count / most), "dot"))
            shapes.append(drawing.label(page.words.number(count), x, middle + 4.5, "", "middle"))
    said = page.words.plural("n_articles", row.total)
    return Mark(tuple(shapes), f"{name.text}: {said}", page.href(row.rubric))


def _name(row: RubricYears, page: PageLanguage) -> Text:
    key = _UNNAMED.get(row.rubric)
    return Text(page.words[key]) if key else page.label(row.rubric)


def _year(year: int, page: PageLanguage, *, short: bool = False) -> str:
    if year == UNDATED:
        return "?" if short else page.words["undated"]
    if year == EARLIER:
        return "…" if short else page.words["rubrics_earlier"]
    return str(year)


def _table(rows: Sequence[RubricYears], columns: Sequence[int], page: PageLanguage) -> Table:
    number = page.words.number
    counts = (*(_year(year, page) for year in columns), page.words["total"])
    return Table(
        (*drawing.heads(page.label(terms.Rubric)), *map(drawing.number_cell, counts)),
        tuple(
            (
                drawing.cell(Link(_name(row, page), page.href(row.rubric))),
                *(drawing.number_cell(number(row.articles[year]) if year in row.articles else "") for year in columns),
                drawing.number_cell(number(row.total)),
            )
            for row in rows
        ),
    )


def by_year(rubric: RubricYears, page: PageLanguage) -> Figure:
    """Return the years of one rubric, which must have an article."""
    rows, columns = gathered((rubric,))
    number, counts = page.words.number, [rows[0].articles.get(year, 0) for year in columns]
    column = _column(counts, page)
    heads = [
        drawing.label(_year(year, page, short=True), _middle(0, place, column), _BARS + 17, "small", "middle")
        for place, year in enumerate(columns)
    ]
    bars = Mark(tuple(_bars(counts, 0, column, page)), page.words.plural("n_articles", rubric.total))
    marks = (bars, Mark(tuple(heads)))
    title = page.words["rubric_years"]
    return Figure(
        key="by-year",
        title=title,
        notes=(),
        pictures=(Picture(len(columns) * column, _BARS + 24, title, marks),),
        table=Table(
            (*drawing.heads(Text(page.words["year"])), drawing.number_cell(page.kinds("article"))),
            tuple(
                (drawing.cell(Link(Text(_year(year, page)))), drawing.number_cell(number(count)))
                for year, count in zip(columns, counts, strict=True)
            ),
        ),
    )
