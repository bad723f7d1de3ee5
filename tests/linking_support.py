"""The authority of the linking and structure cases, and how their files are read."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from graph_builder.dates import PartialDate
from graph_builder.linking import Authority
from graph_builder.problems import Place, Problems
from graph_builder.records import KINDS, AnyRecord, Entry

CASES = Path(__file__).parent / "cases"


def load(name: str) -> list[dict[str, Any]]:
    """Return the cases of a file."""
    cases: list[dict[str, Any]] = yaml.load((CASES / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
    return cases


def entries(records: list[dict[str, Any]]) -> list[Entry[AnyRecord]]:
    """Return plain values as records of authority files."""
    return [
        Entry(msgspec.convert(record, KINDS[record["kind"]], dec_hook=_date), "authorities", Place("a.yaml", line))
        for line, record in enumerate(records, 1)
    ]


@cache
def authority() -> Authority:
    """Return the authority of all cases."""
    return Authority.build(entries(load("linking/authority.yaml")), Problems())


def _date(type_: type, value: Any) -> Any:
    return PartialDate.parse(value) if type_ is PartialDate else value
