"""The records of an archive as they are published, gone through as often as the rooms need them."""

from collections.abc import Callable, Iterable, Iterator, Set
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph_builder import numbering
from graph_builder.archive import Archive
from graph_builder.blocks import claimed
from graph_builder.claim_order import Claims
from graph_builder.cli import surveying
from graph_builder.cli.surveying import NOTES, Chunks
from graph_builder.cutting import ends
from graph_builder.entry_store import Chunk, EntryStore, Position, chunked
from graph_builder.identifiers import Iris
from graph_builder.line_file import LineFile
from graph_builder.memo import Memo
from graph_builder.problems import Problems
from graph_builder.rdf import Term
from graph_builder.records import AnyRecord, Entry, Source
from graph_builder.sources.gather import SourceRecords
from graph_builder.sources.publishing import as_published
from graph_builder.sources.references import References
from graph_builder.workers import run_shares

if TYPE_CHECKING:  # reading pages takes long to load, and an archive may have none
    from graph_builder.pages.assembly import PageRecords

PORTION: Final = 1 << 20
"""About how many bytes of records a process looks at at a time."""

_PAGES: Final = 100
"""Of how many pages a process looks at the records at a time."""

_ARTICLES: Final = 500
"""Of how many articles, at least, it is remembered together what the numbering rule adds."""


class Entries:
    """All records of an archive, as they are published; gone through as often as needed, none kept in memory.

    Args:
        read: what the files of records say.
        pages: what the pages say.
        archive: the archive.
        problems: where faults are gathered.
        folder: where notes are kept meanwhile.
        memo: what was noted before.
    """

    def __init__(
        self,
        read: SourceRecords,
        pages: "list[PageRecords]",
        archive: Archive,
        problems: Problems,
        folder: Path,
        memo: Memo | None = None,
    ) -> None:
        self._read, self._pages, self._archive, self._problems = read, pages, archive, problems
        self._derivation: numbering.Derivation | None = None
        self._memo = memo or Memo()
        self._folder, self._notes = folder, LineFile(folder)
        self._places: list[tuple[int, int]] = []

    def surveyed(
        self, rule: numbering.Numbering, iris: Iris, take: Callable[[Claims], None], jobs: int = 1
    ) -> dict[str, Source]:
        """Go through all records once: what the rule adds, what refers to nobody, odd hosts. Return the sources.

        Args:
            rule: the numbering rule.
            iris: of the archive.
            take: takes the claims of the records, those of some records at a time, in no order.
            jobs: how many processes look at them.
        """
        work = surveying.shares(self._portions(), self._archive.config.publish_text, iris, self._memo)
        places: dict[Position, tuple[int, int]] = {}
        for found in run_shares(work, jobs, self._folder):
            places[found.position] = self._notes.write(found.note), self._notes.size
            take(found.claims)
        self._notes.close_writing()
        self._places = [places[position] for position in sorted(places)]
        derivation = numbering.Derivation(rule, self._archive.config.magazine)
        references = References(self._memo)
        for place in self._places:
            note = NOTES.decode(self._notes.read(*place))
            note.tell(derivation)
            references.add(note.names, note.named)
            for problem in note.problems:
                self._problems.add(problem)
        sources = dict(self._read.sources)
        sources |= {page.source.id: page.source for page in self._pages}
        for claims in self._derived(derivation, references, iris):
            sources[numbering.DERIVED_SOURCE.id] = numbering.DERIVED_SOURCE
            take(claims)
        self._derivation = derivation
        nobody = references.nobody()
        references.check(nobody, self._naming(nobody), self._problems)
        return sources

    def _derived(self, derivation: numbering.Derivation, references: References, iris: Iris) -> Iterator[Claims]:
        """Yield what the numbering rule adds, of many articles at a time: what was said before is found again."""
        issues = list(derivation.issues())
        for issue in issues:
            references.note(issue.record)  # articles refer to issues that are known
        if issues:
            yield Claims.of(b"".join(claimed((), issues, iris)), self._memo)
        for some in _in_portions(derivation.candidates()):
            key = self._memo.key("deriving", iris.base.encode(), repr(some).encode())
            digest = self._memo.get(key)
            if digest is None or (claims := Claims.known(digest, self._memo)) is None:
                entries = derivation.articles(slug for slug, _ in some)
                claims = Claims.of(b"".join(claimed((), entries, iris)), self._memo)
                self._memo.put(key, claims.digest)
            yield claims

    def about(self, entities: Set[Term], iris: Iris) -> Iterator[Entry[AnyRecord]]:
        """Yield the records that describe some entities, perhaps with others among them."""
        if not entities:
            return
        paths = (iris.path(one).partition("/") for one in entities if iris.owns(one))
        names = {(kind, slug) for kind, _, slug in paths}
        for chunk in self._chunks():
            if not names.isdisjoint(chunk.names):
                yield from self._published(chunk.about(names))
        articles = sorted(slug for kind, slug in names if kind == "article")
        if self._derivation:
            yield from self._derivation.issues()
            yield from self._derivation.articles(articles)

    def __iter__(self) -> Iterator[Entry[AnyRecord]]:
        """Yield all records."""
        for chunk in self._chunks():
            yield from self._published(chunk.entries())
        yield from self._derivation.entries() if self._derivation else ()

    def _naming(self, names: Set[tuple[str, str]]) -> Iterator[Entry[AnyRecord]]:
        """Yield the records that refer to some entities, with others among them."""
        for number, chunk in enumerate(self._chunks() if names else ()):
            if found := names & {*NOTES.decode(self._notes.read(*self._places[number])).named}:
                yield from self._published(chunk.saying(slug for _, slug in found))
        if names and self._derivation:  # what it says of articles refers to issues that are known
            yield from self._derivation.issues()

    def _chunks(self) -> Iterator[Chunk]:
        return (chunk for portion in self._portions() for chunk in portion())

    def _portions(self) -> Iterator[Chunks]:
        """Yield all records in portions for one process each, in order."""
        yield partial(chunked, self._read.authorities)
        store = self._read.records
        if isinstance(store, EntryStore):
            for numbers in store.portions(PORTION):
                yield partial(store.chunks, numbers)
        for first in range(0, len(self._pages), _PAGES):
            yield partial(_of_pages, self._pages[first : first + _PAGES])

    def _published(self, entries: Iterable[Entry[AnyRecord]]) -> Iterator[Entry[AnyRecord]]:
        publish_text = self._archive.config.publish_text
        return (as_published(entry, publish_text, self._problems) for entry in entries)


def _in_portions(candidates: Iterable[tuple[str, list[str]]]) -> Iterator[list[tuple[str, list[str]]]]:
    """Put what is said of articles together where their slugs decide."""
    some: list[tuple[str, list[str]]] = []
    for one in candidates:
        some.append(one)
        if ends(one[0].encode(), len(some), _ARTICLES, 4 * _ARTICLES):
            yield some
            some = []
    if some:
        yield some


def _of_pages(pages: "Iterable[PageRecords]") -> Iterator[Chunk]:
    return chunked(entry for page in pages for entry in page.entries)
