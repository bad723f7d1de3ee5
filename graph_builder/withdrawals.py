"""``withdrawn.csv``: what an editor says of addresses at which nothing is published any more.

A row gives the reason, and the thing that stands in the old one's place where two records turned out to be one. The
rows say nothing of what is published: a record goes by being deleted, and the next release notices.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

import msgspec

from graph_builder.problems import Place, Problems
from graph_builder.records.base import Labels, Reference, Text
from graph_builder.records.checking import find_faults
from graph_builder.records.codec import dec_hook
from graph_builder.records.faults import path_text
from graph_builder.tables import rows

WITHDRAWN: Final = "withdrawn.csv"
_LANGUAGES: Final = ("ky", "ru", "en")
_NEEDED: Final = "address"
_COLUMNS: Final = (_NEEDED, "replaced_by", *(f"reason.{code}" for code in _LANGUAGES))


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What an editor says of an address that is gone.

    Attributes:
        replaced_by: what stands in its place, as kind/slug; empty if nothing does.
        reason: why it is gone, by language; empty if nobody said.
        place: where it is said.
    """

    replaced_by: str
    reason: Labels
    place: Place


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    address: Reference
    replaced_by: Reference | None = None
    ky: Text | None = msgspec.field(name="reason.ky", default=None)
    ru: Text | None = msgspec.field(name="reason.ru", default=None)
    en: Text | None = msgspec.field(name="reason.en", default=None)


def read_withdrawals(text: str, problems: Problems) -> dict[str, Withdrawal]:
    """Return what the table says, by address (kind/slug); a row that is wrong is reported and left out.

    Args:
        text: the table; empty if there is none.
        problems: where faults are gathered.
    """
    table = rows(text, WITHDRAWN, problems)
    line, names = next(table, (0, []))
    if not names:
        return {}
    unknown = [name for name in names if name not in _COLUMNS]
    if unknown or _NEEDED not in names or len(set(names)) != len(names):
        message = f"the first row must name columns among {','.join(_COLUMNS)}, and address; it says {','.join(names)}"
        problems.error(Place(WITHDRAWN, line), "csv-header", message[:300], "mend the first row; no row was read")
        return {}
    found: dict[str, Withdrawal] = {}
    for line, cells in table:
        place = Place(WITHDRAWN, line)
        if len(cells) != len(names):
            message = f"the row has {len(cells)} cells, the header has {len(names)}"
            problems.error(place, "csv-cells", message, "put a text that holds a comma into quotes")
            continue
        row = _row({name: cell for name, cell in zip(names, cells, strict=True) if cell}, place, problems)
        if row is None:
            continue
        if row.address in found:
            message = f"{row.address} stands on line {found[row.address].place.line}, too"
            problems.error(place, "duplicate-row", message, "keep one of the rows; the first one counts")
            continue
        texts = zip(_LANGUAGES, (row.ky, row.ru, row.en), strict=True)
        reason: Labels = {code: said for code, said in texts if said}  # type: ignore[misc] # codes of the type itself
        found[row.address] = Withdrawal(row.replaced_by or "", reason, place)
    return {address: row for address, row in found.items() if not _is_circle(address, found, problems)}


def check_withdrawals(found: Mapping[str, Withdrawal], published: Collection[str], problems: Problems) -> None:
    """Report rows that do not fit what is published.

    Args:
        found: the rows by address.
        published: the addresses (kind/slug) of the published view.
        problems: where faults are gathered.
    """
    for address, row in found.items():
        if address in published:
            message = f"{address} is said to be gone, but it is published"
            alias = f"; what a page names leads to {row.replaced_by} once its name is an alias there"
            remedy = f"delete the record that describes it, or this row{alias if row.replaced_by else ''}"
            problems.warn(row.place, "withdrawn-but-published", message, remedy)
        if row.replaced_by and row.replaced_by not in chain(published, found):
            message = f"nothing is published at {row.replaced_by}"
            remedy = "name what stands in the place of the old one, as kind/slug; until then the address leads nowhere"
            problems.error(row.place, "dangling-reference", message, remedy)


def _row(value: dict[str, str], place: Place, problems: Problems) -> _Row | None:
    faults = find_faults(value, _Row, typed=False)
    for fault in faults:
        where = Place(place.file, place.line, path_text(fault.path))
        problems.error(where, fault.code, fault.message, fault.remedy)
    return None if faults else msgspec.convert(value, _Row, dec_hook=dec_hook)


def _is_circle(address: str, found: Mapping[str, Withdrawal], problems: Problems) -> bool:
    """Tell, and report, whether the replacements of an address lead back to it or into a circle."""
    seen = {address}
    here = address
    while (row := found.get(here)) and row.replaced_by:
        here = row.replaced_by
        if here in seen:
            message = f"{address} is replaced by {found[address].replaced_by}, which leads back to where it began"
            problems.error(found[address].place, "circle", message, "decide which of them stays, and empty its cell")
            return True
        seen.add(here)
    return False
