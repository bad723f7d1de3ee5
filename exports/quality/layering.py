"""Places for the boxes of a directed graph in layers, few arrows crossing: after Sugiyama, Tagawa and Toda (1981).

Deterministic, for graphs of some dozens of nodes.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

Edge: TypeAlias = tuple[str, str]
Stop: TypeAlias = str | tuple[str, str, int]
"""A node, or the place where an edge passes a layer between its ends."""

_SWEEPS: Final = 24
_BESIDE: Final = 0.34
"""How much of a box's width an edge needs that passes between boxes."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands: across in widths of a box, down in layers.

    Attributes:
        places: across and layer of the middle of each node.
        routes: the places that each edge passes, its ends included.
        width: of the whole.
        layers: how many there are.
    """

    places: Mapping[str, tuple[float, int]]
    routes: Mapping[Edge, Sequence[tuple[float, int]]]
    width: float
    layers: int


def layered(nodes: Collection[str], edges: Collection[Edge]) -> Layout:
    """Lay out a graph; edges from a node to itself are not routed."""
    proper = sorted({edge for edge in edges if edge[0] != edge[1]})
    order = {node: place for place, node in enumerate(_without_cycles(sorted(nodes), proper))}
    downward = {edge: edge if order[edge[0]] < order[edge[1]] else (edge[1], edge[0]) for edge in proper}
    layer_of = _layers(sorted(nodes, key=order.__getitem__), set(downward.values()))
    chains = {edge: _chain(edge, layer_of) for edge in sorted(set(downward.values()))}
    layers: list[list[Stop]] = [[] for _ in range(max(layer_of.values(), default=-1) + 1)]
    for node in sorted(nodes, key=order.__getitem__):
        layers[layer_of[node]].append(node)
    links: list[tuple[Stop, Stop]] = []
    for (upper, _), chain in chains.items():
        for step, stop in enumerate(chain[1:-1], start=1):
            layers[layer_of[upper] + step].append(stop)
        links += list(pairwise(chain))
    across = _across(_ordered(layers, links), links)
    depth = {stop: number for number, layer in enumerate(layers) for stop in layer}
    routes = {}
    for edge, down in downward.items():
        route = [(across[stop], depth[stop]) for stop in chains[down]]
        routes[edge] = route if down == edge else route[::-1]
    width = max((place + _half(stop) for stop, place in across.items()), default=0.0)
    return Layout({node: (across[node], depth[node]) for node in nodes}, routes, width, len(layers))


def _without_cycles(nodes: Sequence[str], edges: Sequence[Edge]) -> list[str]:
    """Return the nodes in an order against which few edges run (Eades, Lin and Smyth, 1993)."""
    left, front, back = list(nodes), [], []
    while left:
        inner = [edge for edge in edges if edge[0] in left and edge[1] in left]
        outgoing = {node: sum(edge[0] == node for edge in inner) for node in left}
        incoming = {node: sum(edge[1] == node for edge in inner) for node in left}
        sink = next((node for node in left if not outgoing[node]), None)
        if sink is not None:
            back.append(sink)
            left.remove(sink)
            continue
        best = max(left, key=lambda node: (not incoming[node], outgoing[node] - incoming[node]))
        front.append(best)
        left.remove(best)
    return front + back[::-1]


def _layers(nodes: Sequence[str], edges: Collection[Edge]) -> dict[str, int]:
    """Put each node below all that lead to it, and as near as can be to what it leads to."""
    layer = dict.fromkeys(nodes, 0)
    for node in nodes:
        for upper, lower in edges:
            if upper == node:
                layer[lower] = max(layer[lower], layer[node] + 1)
    for node in reversed(nodes):
        below = [layer[lower] for upper, lower in edges if upper == node]
        layer[node] = min(below) - 1 if below else layer[node]
    return layer


def _chain(edge: Edge, layer_of: Mapping[str, int]) -> list[Stop]:
    upper, lower = edge
    return [upper, *((*edge, step) for step in range(layer_of[upper] + 1, layer_of[lower])), lower]


def _ordered(layers: Sequence[Sequence[Stop]], links: Sequence[tuple[Stop, Stop]]) -> list[list[Stop]]:
    """Sort the layers by the middle of their neighbours, down and up in turn; the order with fewest crossings wins."""
    up, down = _neighbours(links)
    now = [list(layer) for layer in layers]
    best, fewest = [list(layer) for layer in now], _crossings(now, links)
    for sweep in range(_SWEEPS):
        beside, order = (up, range(len(now))) if sweep % 2 == 0 else (down, range(len(now) - 1, -1, -1))
        for number in order:
            place = {stop: position / len(layer) for layer in now for position, stop in enumerate(layer)}
            now[number].sort(key=lambda stop: _mean([place[one] for one in beside[stop]], place[stop]))
        crossings = _crossings(now, links)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in now], crossings
    return best


def _neighbours(
    links: Sequence[tuple[Stop, Stop]],
) -> tuple[defaultdict[Stop, list[Stop]], defaultdict[Stop, list[Stop]]]:
    up: defaultdict[Stop, list[Stop]] = defaultdict(list)
    down: defaultdict[Stop, list[Stop]] = defaultdict(list)
    for upper, lower in links:
        up[lower].append(upper)
        down[upper].append(lower)
    return up, down


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(layers: Sequence[Sequence[Stop]], links: Sequence[tuple[Stop, Stop]]) -> int:
    place = {stop: (number, position) for number, layer in enumerate(layers) for position, stop in enumerate(layer)}
    between = [(place[upper], place[lower]) for upper, lower in links]
    return sum(
        one[0][0] == other[0][0] and (one[0][1] - other[0][1]) * (one[1][1] - other[1][1]) < 0
        for position, one in enumerate(between)
        for other in between[:position]
    )


def _across(layers: Sequence[Sequence[Stop]], links: Sequence[tuple[Stop, Stop]]) -> dict[Stop, float]:
    """Draw each stop towards its neighbours, with room between those of a layer."""
    up, down = _neighbours(links)
    across: dict[Stop, float] = {}
    for layer in layers:
        across |= dict(zip(layer, _apart(layer, [0.0] * len(layer)), strict=True))
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wanted = [_mean([across[one] for one in (*up[stop], *down[stop])], across[stop]) for stop in layer]
            across |= dict(zip(layer, _apart(layer, wanted), strict=True))
    least = min((across[stop] - _half(stop) for layer in layers for stop in layer), default=0.0)
    return {stop: place - least for stop, place in across.items()}


def _half(stop: Stop) -> float:
    return (1.0 if isinstance(stop, str) else _BESIDE) / 2


def _apart(layer: Sequence[Stop], wanted: Sequence[float]) -> list[float]:
    """Keep the order and the room between stops, as near to the wanted places as the mean of both ends allows."""
    gaps = [_half(one) + _half(other) + 0.12 for one, other in pairwise(layer)]
    rightward, leftward = list(wanted), list(wanted)
    for position, gap in enumerate(gaps, start=1):
        rightward[position] = max(rightward[position], rightward[position - 1] + gap)
    for position, gap in reversed(list(enumerate(gaps))):
        leftward[position] = min(leftward[position], leftward[position + 1] - gap)
    return [(one + other) / 2 for one, other in zip(rightward, leftward, strict=True)]
