"""What every reader returns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph_builder.memo import Memo
from graph_builder.problems import Place
from graph_builder.records import AnyRecord, Entry, Source
from graph_builder.sources.chunks import Share


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the archive: the source that speaks in it, and its records as they are read.

    Attributes:
        source: who says it.
        entries: the records that are right, in the order of the file; can be gone through once.
        corrects: where the head names the source that it corrects; None for one that corrects none.
        shares: gives the work of reading the same entries in chunks, for several processes and those who know what was
            read before; instead of ``entries``, not beside them. None where only the whole file can be read.
    """

    source: Source
    entries: Iterator[Entry[AnyRecord]]
    corrects: Place | None
    shares: Callable[[Memo], list[Share]] | None = None
