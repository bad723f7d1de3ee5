"""An archive whose every text is an attack: each field of each kind of record holds markup that names the field.

What a field may hold is read from the records themselves, so that a new field is attacked as soon as it is there.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from msgspec import inspect

from graph_builder.dates import PartialDate
from graph_builder.records import KINDS
from graph_builder.records.base import Slug, Url
from graph_builder.records.forms import pattern_of
from graph_builder.sources.references import ANY_KIND, TARGETS

PAYLOAD: Final = (
    "=cmd|' /C calc'!A1'\"><img src=x onerror=alert('{where}')><script>alert('{where}')</script><svg/onload=alert(1)>"
    "</title></style></textarea></script>--><a href=javascript:alert('{where}')>{where}</a>{{{{7*7}}}}${{7*7}}]]>"
    "&#60;b&#62;\u202e{where}\u202c\u2066"
)
ADDRESS: Final = "https://example.org/'onmouseover=alert(1)//;javascript:alert(1)?{where}&amp;=%3Cscript%3E#%22%3E"
SLUGS: Final = {kind: {"issue": "112", "capture": "000000000000"}.get(kind, "hostile") for kind in KINDS}
_SLUG_PATTERN: Final = pattern_of(inspect.type_info(Slug))
_URL_PATTERN: Final = pattern_of(inspect.type_info(Url))
_FIXED: Final[dict[str, Any]] = {
    "issn": "1694-7053",
    "code": "KG-J",
    "currency": "KGS",
    "sha256": "0" * 64,
    "language": "ky",
    "number": 2,
    "whole_number": 112,
    "last_whole_number": 113,
}
_TO_ITSELF: Final = ("translation_of", "within", "succeeded_by", "part_of", "candidate_issues")
"""What the one record of a kind cannot have: these fields lead to another of its kind, or exclude its issue."""
_NUMBERS: Final = (inspect.IntType, inspect.DecimalType)


def attacked() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each kind with a record of it that has every field."""
    for kind, record in KINDS.items():
        made = _value(inspect.type_info(record), kind, kind)
        yield kind, {"kind": kind, **made, "id": SLUGS[kind]}


def write(archive: Path) -> int:
    """Add the records, and pages of the same spirit, to an archive; return how many fields are attacked."""
    fields = 0
    for rank in ("partner", "publisher"):  # two voices, so that values disagree and stand side by side
        records = [record for _, record in attacked()]
        for record in records:
            for field in _TO_ITSELF:
                record.pop(field, None)
        text = json.dumps({"source": _source(rank), "records": records}, ensure_ascii=False, indent=1)
        if rank == "publisher":
            text = text.replace("=cmd|", "@SUM(1)|")
        fields += text.count("calc")
        (archive / "records" / f"hostile-{rank}.json").write_text(text, encoding="utf-8")
    return fields


def _source(rank: str) -> dict[str, Any]:
    where = f"source-{rank}"
    name = {code: PAYLOAD.format(where=f"{where}-{code}") for code in ("ky", "ru", "en")}
    return {"id": where, "rank": rank, "name": name, "url": ADDRESS.format(where=where)}


def _value(kind: inspect.Type, where: str, name: str) -> Any:
    if isinstance(kind, inspect.UnionType):
        kind = next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    pattern = pattern_of(kind)
    if isinstance(kind, inspect.Metadata):
        kind = kind.type
    if isinstance(kind, inspect.StructType):
        return {one.encode_name: _value(one.type, f"{where}.{one.name}", one.name) for one in kind.fields}
    if isinstance(kind, inspect.ListType):
        return [_value(kind.item_type, where, name)]
    if isinstance(kind, inspect.DictType):
        return {code: _value(kind.value_type, f"{where}-{code}", name) for code in ("ky", "ru", "en")}
    if name in ANY_KIND:
        return f"project/{SLUGS['project']}"
    if name in TARGETS:
        return SLUGS[TARGETS[name]]
    if pattern == _SLUG_PATTERN:
        return "hostile"  # the id, which the caller writes anew
    if name in _FIXED and not isinstance(kind, inspect.BoolType):
        return _FIXED[name] if not isinstance(kind, inspect.StrType) or isinstance(_FIXED[name], str) else _text(where)
    if isinstance(kind, inspect.LiteralType):
        return kind.values[0]
    if isinstance(kind, inspect.BoolType):
        return False
    if isinstance(kind, _NUMBERS):
        return 3
    if isinstance(kind, inspect.CustomType):
        assert kind.cls is PartialDate
        return "2015-03-04" if where == "issue.editions.date" else "2015-03"
    assert isinstance(kind, inspect.StrType), kind
    return ADDRESS.format(where=where) if pattern == _URL_PATTERN else _text(where)


def _text(where: str) -> str:
    return PAYLOAD.format(where=where)
