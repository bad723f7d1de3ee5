"""Trees to typed records: fast when a record is right, every fault named when it is not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from graph_builder.problems import Place, Problems
from graph_builder.records import KINDS, AnyRecord, Entry, Source
from graph_builder.records.base import emptied
from graph_builder.records.checking import find_faults
from graph_builder.records.codec import dec_hook
from graph_builder.records.faults import Fault, cited, nearest
from graph_builder.records.forms import are_well_formed
from graph_builder.sources.tree import Tree

_KIND_REMEDY: Final = f"add kind: to the record or to the head of the file, one of {', '.join(KINDS)}"


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a file says.

    Attributes:
        source: who says what the file holds.
        kind: kind of the records that do not name their own; empty for none. One that does not exist was
            reported with the head, not again with each record.
        corrects: where it names the source that it corrects; None for one that corrects none.
    """

    source: Source
    kind: str
    corrects: Place | None = None


def entries(trees: Iterable[Tree], head: Head, problems: Problems) -> Iterator[Entry[AnyRecord]]:
    """Yield the records that are right; all faults of the others are added to the problems."""
    for tree in trees:
        record = to_record(tree, head.kind, problems)
        if record is not None:
            yield Entry(record, head.source.id, tree.place(), emptied(record, tree.value))


def to_record(tree: Tree, default_kind: str, problems: Problems) -> AnyRecord | None:
    """Return the record that a tree holds, or nothing; all its faults are added to the problems."""
    faulty = tree.report_writing(problems)
    if not isinstance(tree.value, dict):
        fault = Fault((), "wrong-type", "a record is wanted here", "write its fields, each with a colon and a value")
        tree.report([fault], problems)
        return None
    kind = tree.value.get("kind", default_kind)
    if not isinstance(kind, str) or kind not in KINDS:
        if "kind" in tree.value or not default_kind:
            tree.report([kind_fault(kind)], problems)
        return None
    record = to_struct(tree, KINDS[kind], problems)
    return None if faulty else record


def to_struct(tree: Tree, kind: type[Any], problems: Problems) -> Any:
    """Return the value of a type that a tree holds, or nothing; all its faults are added to the problems."""
    try:
        value = msgspec.convert(tree.value, kind, strict=tree.typed, dec_hook=dec_hook)
        if are_well_formed([value]):
            return value
        faults = find_faults(tree.value, kind, tree.typed)
        assert faults, "a text that has not its form is a fault"
    except msgspec.ValidationError as error:
        faults = find_faults(tree.value, kind, tree.typed)
        faults = faults or [Fault((), "wrong-type", str(error), "mend the record")]
    tree.report(faults, problems)
    return None


def kind_fault(kind: object) -> Fault:
    """Return the fault of a kind that is missing or unknown."""
    if not kind:
        return Fault(("kind",), "missing-field", "the kind of the record is missing", _KIND_REMEDY)
    return Fault(("kind",), "unknown-kind", f"unknown kind {cited(kind)}", nearest(str(kind), list(KINDS)))
