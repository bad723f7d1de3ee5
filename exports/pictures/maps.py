"""Maps of the nine units: shaded by a count, or by where something lies."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.pictures import drawing, geography
from exports.pictures.figures import Cell, Figure, Mark, Picture, Shape, Table
from exports.pictures.places import Places, Tally
from graph_builder import terms
from graph_builder.rdf import Term

PHASES: Final = 12
"""How many small maps stand beside one another."""

PLACES: Final = 50
"""How many places a region's table has."""

_LAYERS: Final = tuple(sorted(geography.UNITS, key=geography.CITIES.__contains__))
"""The units in the order of drawing: cities lie upon what surrounds them."""

_SHADES: Final = 4
_CITY: Final = 15


@dataclass(frozen=True, slots=True)
class Counted:
    """What a map counts.

    Attributes:
        kind: its name in addresses.
        title: heading of the map.
        plural: key of the words for so many of it.
        of: takes its number from a tally.
    """

    kind: str
    title: str
    plural: str
    of: Callable[[Tally], int]


def counts_map(counted: Counted, places: Places, page: PageLanguage) -> Figure:
    """Return a map with how many of something each unit has; the archive must describe a unit."""
    numbers = {unit: counted.of(places.tallies.get(term, Tally())) for unit, term in places.units.items()}
    most = max(numbers.values())
    marks = [_ground(), *(_unit(unit, numbers, most, counted, places, page) for unit in _LAYERS), _water()]
    return Figure(
        key=counted.kind,
        title=counted.title,
        notes=tuple(page.words[key] for key in ("map_counts", "map_shades", "map_schematic")),
        pictures=(Picture(geography.WIDTH, geography.HEIGHT, counted.title, tuple(marks)),),
        table=_counts_table(counted, numbers, places, page),
    )


def _unit(
    unit: str, numbers: Mapping[str, int], most: int, counted: Counted, places: Places, page: PageLanguage
) -> Mark:
    number, term = numbers.get(unit, 0), places.units.get(unit, "")
    name = page.label(term) if term else Text(unit)
    shapes = (
        *_filled(unit, f"unit s{_shade(number, most)}"),
        *_inscription(unit, name, page.words.number(number)),
    )
    return Mark(shapes, f"{name.text}: {page.words.plural(counted.plural, number)}", page.href(term) if term else "")


def _shade(number: int, most: int) -> int:
    return -(-number * _SHADES // most) if number else 0


def _ground() -> Mark:
    return Mark(tuple(_shape(unit, "ground") for unit in _LAYERS))


def _filled(unit: str, style: str) -> tuple[Shape, ...]:
    """Return a unit in a style; a city on fresh ground, so that what surrounds it does not shine through."""
    ground = (_shape(unit, "ground"),) if unit in geography.CITIES else ()
    return (*ground, _shape(unit, style)) if style else ground


def _water() -> Mark:
    return Mark((drawing.path(geography.lake(), "water"),))


def _shape(unit: str, style: str) -> Shape:
    if unit in geography.CITIES:
        return drawing.evenly(drawing.circle(*geography.centre(unit), _CITY, style))
    return drawing.evenly(drawing.path(geography.outline(unit), style))


def _inscription(unit: str, name: Text, number: str) -> list[Shape]:
    x, y = geography.centre(unit)
    if unit == "KG-GB":
        named = [drawing.label(name, x, y - 38, "soft", "middle"), drawing.line(x, y - 34, x, y - _CITY - 1, "leader")]
        return [*named, drawing.label(number, x, y + 5, "", "middle")]
    if unit == "KG-GO":
        named = [
            drawing.label(name, x - 72, y - 8, "soft", "end"),
            drawing.line(x - 68, y - 11, x - _CITY, y - 4, "leader"),
        ]
        return [*named, drawing.label(number, x, y + 5, "", "middle")]
    texts = drawing.lines(name, geography.room(unit))
    return [
        drawing.label(number, x, y, "figure", "middle"),
        *(drawing.label(text, x, y + 17 + 15 * line, "", "middle") for line, text in enumerate(texts)),
    ]


def _counts_table(counted: Counted, numbers: Mapping[str, int], places: Places, page: PageLanguage) -> Table:
    rows = [(page.link(places.units[unit]), number) for unit, number in numbers.items()]
    if whole := counted.of(places.country_itself):
        rows.append((page.link(places.country, page.words["map_whole"]), whole))
    if elsewhere := counted.of(places.elsewhere):
        rows.append((Link(Text(page.words["map_elsewhere"])), elsewhere))
    return Table(
        (*drawing.heads(page.label(terms.Region)), drawing.number_cell(page.kinds(counted.kind))),
        tuple((drawing.cell(link), drawing.number_cell(page.words.number(number))) for link, number in rows),
    )


def regions_by_phase(phases: Sequence[tuple[Term, Sequence[Term]]], places: Places, page: PageLanguage) -> Figure:
    """Return a small map for each phase, with the regions in which it worked."""
    words = page.words
    shown = phases[:PHASES]
    notes = [words["map_part"], words["map_schematic"]]
    if len(shown) < len(phases):
        notes.append(words.fill("picture_cut", shown=len(shown), all=len(phases)))
    rows = tuple((drawing.cell(page.link(phase)), Cell(tuple(map(page.link, regions)))) for phase, regions in phases)
    return Figure(
        key="regions-by-phase",
        title=words["map_by_phase"],
        notes=tuple(notes),
        pictures=tuple(_small(page.link(phase), regions, places, page) for phase, regions in shown),
        table=Table(drawing.heads(page.label(terms.Phase), Text(page.kinds("region"))), rows),
    )


def _small(caption: Link, regions: Iterable[Term], places: Places, page: PageLanguage) -> Picture:
    regions = tuple(regions)
    whole = {unit for unit, term in places.units.items() if term in regions or places.country in regions}
    part = {places.unit_of[region] for region in regions if region in places.unit_of} - whole
    name = f"{caption.label.text}: {', '.join(page.label(region).text for region in regions)}"
    marks = (_ground(), _highlighted(whole, part, name))
    return Picture(geography.WIDTH, geography.HEIGHT, name, marks, caption)


def _highlighted(whole: set[str], part: set[str], name: str) -> Mark:
    styles = {unit: "unit on" if unit in whole else "unit part" for unit in whole | part}
    return Mark(tuple(shape for unit in _LAYERS for shape in _filled(unit, styles.get(unit, ""))), name)


def where(region: Term, places: Places, page: PageLanguage) -> Figure:
    """Return where a region lies, with what is said of the places in it."""
    unit = places.unit_of[region]
    is_unit = places.units[unit] == region
    name = page.label(region).text if is_unit else f"{page.label(region).text} – {page.label(places.units[unit]).text}"
    inside = sorted(
        places.inside.get(region, ()), key=lambda one: (-places.tallies[one].articles, page.filing.position[one])
    )
    rows = [(page.link(one), places.tallies[one]) for one in inside[:PLACES]]
    notes = [page.words["map_counts"], page.words["map_schematic"]]
    if len(rows) < len(inside):
        notes.append(page.words.fill("picture_cut", shown=len(rows), all=len(inside)))
    marked = _highlighted({unit} if is_unit else set(), set() if is_unit else {unit}, name)
    return Figure(
        key="map",
        title=page.words["map_where"],
        notes=tuple(notes),
        pictures=(Picture(geography.WIDTH, geography.HEIGHT, name, (_ground(), _water(), marked), Link(Text(name))),),
        table=Table(
            (
                *drawing.heads(page.label(terms.Region)),
                drawing.number_cell(page.kinds("article")),
                drawing.number_cell(page.kinds("phase")),
            ),
            tuple(
                (
                    drawing.cell(link),
                    drawing.number_cell(page.words.number(tally.articles)),
                    drawing.number_cell(page.words.number(tally.phases)),
                )
                for link, tally in rows
            ),
        ),
    )
