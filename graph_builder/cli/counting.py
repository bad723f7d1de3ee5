"""How many there are of what a build publishes, and how a number is said."""

from collections import Counter
from itertools import pairwise

import msgspec

from graph_builder.memo import Memo
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Triple, local_name
from graph_builder.stored import Stored


def entity_counts(view: Stored[Triple], memo: Memo) -> dict[str, int]:
    """Return how many entities of each class there are, by the name of the class.

    Args:
        view: the published view.
        memo: what was counted before.
    """
    counts: Counter[str] = Counter()
    for piece in view.parts:
        key = memo.key("counting", piece.digest)
        known = memo.get(key)
        if known is None:
            memo.put(key, known := msgspec.json.encode(_counts_of(piece.read())))
        counts.update(msgspec.json.decode(known, type=dict[str, int]))
    return dict(sorted(counts.items()))


def _counts_of(lines: bytes) -> Counter[str]:
    """Return how many entities of each class some N-Triples describe; dependents are not counted."""
    marker = f" {RDF_TYPE} <https://w3id.org/tuyun/".encode()
    counts: Counter[str] = Counter()
    for before, after in pairwise(lines.split(marker)):
        if b"#" not in before[before.rfind(b"\n") + 1 :]:
            counts[local_name(f"<{after[: after.index(b'>') + 1].decode()}")] += 1
    return counts


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "entity", "entities"), counted(0, "row")
    ('1 entity', '0 rows')

    Args:
        number: how many.
        one: the noun for one.
        many: the noun for any other number; empty for the usual plural.
    """
    return f"{number} {one if number == 1 else many or one + 's'}"
