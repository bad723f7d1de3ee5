"""What every reader returns."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph_builder.problems import Place
from graph_builder.records import AnyRecord, Entry, Source


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the archive: the source that speaks in it, and its records as they are read.

    Attributes:
        source: who says it.
        entries: the records that are right, in the order of the file; can be gone through once.
        corrects: where the head names the source that it corrects; None for one that corrects none.
    """

    source: Source
    entries: Iterator[Entry[AnyRecord]]
    corrects: Place | None
