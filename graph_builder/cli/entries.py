"""The records of an archive as they are published, gone through as often as the rooms need them."""

from collections.abc import Iterator
from itertools import chain

from graph_builder import numbering
from graph_builder.archive import Archive
from graph_builder.pages.assembly import PageRecords
from graph_builder.problems import Problems
from graph_builder.records import AnyRecord, Article, Entry, Source
from graph_builder.sources import References, SourceRecords, as_published, check_hosts


class Entries:
    """All records of an archive, as they are published; gone through as often as needed, none kept in memory."""

    def __init__(self, read: SourceRecords, pages: list[PageRecords], archive: Archive, problems: Problems) -> None:
        self._read, self._pages, self._archive, self._problems = read, pages, archive, problems
        self._derivation: numbering.Derivation | None = None

    def surveyed(self, rule: numbering.Numbering) -> dict[str, Source]:
        """Go through all records once: what the rule adds, what refers to nobody, odd hosts. Return the sources."""
        derivation = numbering.Derivation(rule, self._archive.config.magazine)
        references = References()
        for entry in self:
            derivation.note(entry.record)
            references.note(entry.record)
            check_hosts((entry,), self._problems)
        sources = dict(self._read.sources)
        sources |= {page.source.id: page.source for page in self._pages}
        for derived in derivation.entries():
            sources[numbering.DERIVED_SOURCE.id] = numbering.DERIVED_SOURCE
            if not isinstance(derived.record, Article):  # it refers to issues that are known
                references.note(derived.record)
        self._derivation = derivation
        references.check(self, self._problems)
        return sources

    def __iter__(self) -> Iterator[Entry[AnyRecord]]:
        publish_text = self._archive.config.publish_text
        for entry in chain(self._read.authorities, self._read.records, *(page.entries for page in self._pages)):
            yield as_published(entry, publish_text, self._problems)
        yield from self._derivation.entries() if self._derivation else ()
