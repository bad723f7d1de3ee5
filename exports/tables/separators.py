"""What stands between the values of a list in CSV: a sign that none of them holds."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final

from exports.tables.columns import STRING, TEXT, Column, Table
from graph_builder.rdf import Term, Triple, literal_parts

SEPARATORS: Final = ("|", "¦", "‖", "␞", "\x1f")
"""The first that no value of the column holds is taken; no published text holds the last (see :mod:`decode`)."""


def separators(view: Iterable[Triple], tables: Iterable[Table]) -> Mapping[Column, str]:
    """Return the separator of each column of lists; addresses, ids and days never hold the first (RFC 3987)."""
    lists = [column for column in chain.from_iterable(table.columns for table in tables) if column.many]
    texts = {column.property for column in lists if column.form in (STRING, TEXT)}
    held: dict[tuple[Term, str], set[str]] = {}
    for _, property_, value in view:
        if property_ in texts:
            text, language, _ = literal_parts(value)
            held.setdefault((property_, language), set()).update(sign for sign in SEPARATORS if sign in text)
    return {column: _first(held.get((column.property, column.language), set())) for column in lists}


def _first(held: set[str]) -> str:
    return next((sign for sign in SEPARATORS if sign not in held), SEPARATORS[-1])
