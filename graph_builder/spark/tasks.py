"""What tasks do with values that every machine was handed: each unpacks them and calls who does the work."""

from collections.abc import Callable, Iterable, Iterator

from graph_builder import corrections
from graph_builder.claims import claims, described_by
from graph_builder.entry_store import decode
from graph_builder.identifiers import Iris
from graph_builder.merging import MergedPart
from graph_builder.problems import Problem
from graph_builder.rdf import Quad
from graph_builder.records import AnyRecord, Entry, Source
from graph_builder.sources.gather import name_in
from graph_builder.sources.letter_case import spelling
from graph_builder.spark import names as naming
from graph_builder.spark import surveying
from graph_builder.spark.session import Shared


def rows(index: int, lines: Iterable[object], voices: list[str], count: int) -> Iterator[tuple[int, list[naming.Row]]]:
    """Yield what a piece describes and refers to (:func:`graph_builder.spark.names.rows`)."""
    return naming.rows(lines, voices[index], count)


def unknown(pieces: Iterable[tuple[int, list[naming.Row]]], refused: Shared) -> Iterator[naming.Known | naming.Nobody]:
    """Yield who is not described (:func:`graph_builder.spark.names.unknown`)."""
    return naming.unknown(pieces, refused.value)


def published(
    index: int, lines: Iterable[object], voices: list[str], refused: Shared, publish_text: str
) -> Iterator[bytes | Problem]:
    """Yield a piece as it is published (:func:`graph_builder.spark.surveying.published`)."""
    return surveying.published(lines, not voices[index], refused.value, publish_text)


def suspects(
    index: int, lines: Iterable[object], voices: list[str], condition: Callable[[Entry[AnyRecord]], bool]
) -> Iterator[Entry[AnyRecord]]:
    """Yield the records of a piece, authority files and pages left out, that meet a condition."""
    return surveying.chosen((line for line in lines if not voices[index]), condition)


def derived_of(
    pieces: Iterable[tuple[int, list[surveying.Dating]]], issues: Shared, **rule: object
) -> Iterator[bytes | surveying.Extra]:
    """Yield what the numbering rule adds (:func:`graph_builder.spark.surveying.derived`)."""
    return surveying.derived(pieces, issues=issues.value, **rule)  # type: ignore[arg-type]


def is_suspect(entry: Entry[AnyRecord], twins: Shared, spellings: Shared) -> bool:
    """Tell whether a record may be refused because of another one."""
    return name_in(entry) in twins.value or spelling(entry) in spellings.value


def is_of(entry: Entry[AnyRecord], sources: Shared) -> bool:
    """Tell whether an entry is of one of some sources."""
    return entry.source in sources.value


def is_named(entry: Entry[AnyRecord], names: Shared) -> bool:
    """Tell whether an entry has one of some names."""
    return name_in(entry) in names.value


def is_about(entry: Entry[AnyRecord], entities: Shared, iris: Iris) -> bool:
    """Tell whether an entry describes one of some entities."""
    return described_by(entry, iris) in entities.value


def refers(entry: Entry[AnyRecord], pairs: Shared) -> bool:
    """Tell whether an entry refers to one of some things."""
    return surveying.refers_to(entry, pairs.value)


def summed_up(derived: Iterable[bytes | surveying.Extra]) -> Iterator[surveying.Extra | bool]:
    """Yield the issues among what was derived, then whether there is anything else."""
    others = 0
    for one in derived:
        if isinstance(one, surveying.Extra):
            yield one
        else:
            others += 1
    yield others > 0


def is_line(item: object) -> bool:
    """Tell whether an item is an encoded entry."""
    return isinstance(item, bytes)


def rejected(lines: Iterable[object], rejecting: list[Source], iris: Iris) -> Iterator[Quad]:
    """Yield the claims that corrections reject as a whole, from encoded entries."""
    entries = (decode(line) for line in lines if isinstance(line, bytes))
    return corrections.rejected(rejecting, claims((), entries, iris), iris)


def claims_of(part: MergedPart) -> int:
    """Return from how many claims a part was merged."""
    return part.claims
