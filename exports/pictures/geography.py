"""A schematic map of Kyrgyzstan: its nine first-level units by ISO 3166-2.

Borders are lists of points in degrees, drawn by hand to be recognized, not measured. Each border stands here once
and two neighbours share it, so that there is neither gap nor overlap.
"""

from itertools import pairwise
from typing import Final

Point = tuple[float, float]

COUNTRY: Final = "KG"
UNITS: Final = ("KG-T", "KG-C", "KG-GB", "KG-Y", "KG-N", "KG-J", "KG-O", "KG-GO", "KG-B")
"""The codes from north-west to south-west, as one reads the map."""

CITIES: Final[dict[str, Point]] = {"KG-GB": (74.5, 42.84), "KG-GO": (72.82, 40.5)}
"""The cities that are units of their own, each inside another unit's outline."""

WIDTH: Final = 756
HEIGHT: Final = 404

_BORDERS: Final[dict[str, tuple[Point, ...]]] = {
    # The outline, clockwise from where Talas, Jalal-Abad and the neighbour meet.
    "talas north": ((70.95, 42.2), (70.9, 42.6), (71.4, 42.9), (72.3, 42.78), (73.1, 42.92), (73.5, 43.03)),
    "chuy north": ((73.5, 43.03), (74.1, 43.2), (74.7, 43.08), (75.25, 42.95), (75.8, 43.0), (77.1, 43.0)),
    "issyk-kul north": ((77.1, 43.0), (78.3, 42.88), (79.2, 42.78), (80.25, 42.2)),
    "issyk-kul south": ((80.25, 42.2), (79.9, 41.95), (79.0, 41.7), (78.4, 41.4), (78.05, 41.07)),
    "naryn south": ((78.05, 41.07), (76.9, 41.0), (76.5, 40.5), (75.7, 40.3), (75.2, 40.47), (74.85, 40.32)),
    "osh south": ((74.85, 40.32), (74.1, 40.1), (73.85, 39.75), (73.6, 39.47), (72.5, 39.37), (71.75, 39.45)),
    "batken south": ((71.75, 39.45), (71.0, 39.52), (70.4, 39.6), (69.55, 39.55), (69.3, 39.75)),
    "batken north": ((69.3, 39.75), (69.4, 40.05), (70.1, 40.02), (70.6, 40.15), (71.1, 40.25), (72.15, 40.22)),
    "osh west": ((72.15, 40.22), (72.42, 40.42), (72.42, 40.68), (72.75, 40.83)),
    "jalal-abad west": (
        *((72.75, 40.83), (72.35, 40.97), (72.15, 41.2), (71.75, 41.42), (71.4, 41.17), (70.8, 41.27)),
        *((70.2, 41.52), (70.5, 41.85), (70.95, 42.2)),
    ),
    # Within.
    "talas jalal-abad": ((70.95, 42.2), (71.6, 42.07), (72.4, 42.2), (73.1, 42.2)),
    "talas chuy": ((73.1, 42.2), (73.3, 42.55), (73.5, 43.03)),
    "jalal-abad chuy": ((73.1, 42.2), (73.6, 41.97), (74.2, 42.0)),
    "naryn chuy": ((74.2, 42.0), (75.0, 42.18), (75.85, 42.33)),
    "chuy issyk-kul": ((75.85, 42.33), (76.05, 42.65), (77.1, 43.0)),
    "naryn issyk-kul": ((75.85, 42.33), (76.3, 41.97), (77.1, 41.75), (77.5, 41.35), (78.05, 41.07)),
    "jalal-abad naryn": ((74.2, 42.0), (74.0, 41.6), (74.5, 41.3), (74.3, 40.98)),
    "jalal-abad osh": ((72.75, 40.83), (73.2, 40.98), (73.8, 41.05), (74.3, 40.98)),
    "osh naryn": ((74.3, 40.98), (74.6, 40.65), (74.85, 40.32)),
    "osh batken": ((72.15, 40.22), (72.2, 39.85), (71.75, 39.45)),
}
# The borders around each unit, clockwise; "-" before one that runs the other way.
_AROUND: Final[dict[str, tuple[str, ...]]] = {
    "KG-T": ("talas north", "-talas chuy", "-talas jalal-abad"),
    "KG-C": ("chuy north", "-chuy issyk-kul", "-naryn chuy", "-jalal-abad chuy", "talas chuy"),
    "KG-Y": ("issyk-kul north", "issyk-kul south", "-naryn issyk-kul", "chuy issyk-kul"),
    "KG-N": ("naryn chuy", "naryn issyk-kul", "naryn south", "-osh naryn", "-jalal-abad naryn"),
    "KG-J": ("talas jalal-abad", "jalal-abad chuy", "jalal-abad naryn", "-jalal-abad osh", "jalal-abad west"),
    "KG-O": ("jalal-abad osh", "osh naryn", "osh south", "-osh batken", "osh west"),
    "KG-B": ("osh batken", "batken south", "batken north"),
}
# Where the number of a unit stands with its name below, and how wide a line of the name may be.
_CENTRES: Final[dict[str, tuple[Point, int]]] = {
    "KG-T": ((72.08, 42.5), 140),
    "KG-C": ((75.06, 42.62), 150),
    "KG-Y": ((78.1, 41.95), 125),
    "KG-N": ((75.65, 41.45), 150),
    "KG-J": ((72.8, 41.75), 115),
    "KG-O": ((73.52, 40.33), 130),
    "KG-B": ((70.65, 39.87), 150),
}
_LAKE: Final = ((76.2, 42.42), (76.7, 42.62), (77.6, 42.75), (78.3, 42.7), (77.9, 42.4), (77.2, 42.18), (76.5, 42.25))


def project(point: Point) -> Point:
    """Return where a point in degrees lies in the drawing."""
    longitude, latitude = point
    return (longitude - 69.2) * 68 + 2, (43.4 - latitude) * 96 + 14


def outline(unit: str) -> str:
    """Return the outline of a unit in the drawing, as data of an SVG path.

    Raises:
        ValueError: if its borders do not close.
    """
    borders = [_border(name) for name in _AROUND[unit]]
    for border, following in zip(borders, (*borders[1:], borders[0]), strict=True):
        if border[-1] != following[0]:
            raise ValueError(f"the borders of {unit} do not meet at {border[-1]}")
    return f"M{_written(borders[0][0])}{''.join(map(_softened, borders))}Z"


def _border(name: str) -> tuple[Point, ...]:
    points = tuple(project(point) for point in _BORDERS[name.removeprefix("-")])
    return points[::-1] if name.startswith("-") else points


def _softened(border: tuple[Point, ...]) -> str:
    """Return a border with its corners rounded, from its first point on: the same line in both directions."""
    middles = [_middle(one, other) for one, other in pairwise(border)]
    curves = (
        f"Q{_written(corner)} {_written(middle)}" for corner, middle in zip(border[1:-1], middles[1:], strict=True)
    )
    return f"L{_written(middles[0])}{''.join(curves)}L{_written(border[-1])}"


def _middle(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _written(point: Point) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}"


def lake() -> str:
    """Return the outline of lake Issyk-Kul, by which one knows the country."""
    points = [project(point) for point in _LAKE]
    return f"M{_written(_middle(points[-1], points[0]))}" + "".join(
        f"Q{_written(one)} {_written(_middle(one, other))}"
        for one, other in zip(points, (*points[1:], points[0]), strict=True)
    )


def centre(unit: str) -> Point:
    """Return where the number of a unit stands in the drawing."""
    return project(CITIES[unit] if unit in CITIES else _CENTRES[unit][0])


def room(unit: str) -> int:
    """Return how wide a line of the name of a unit may be inside its outline."""
    return _CENTRES[unit][1]
