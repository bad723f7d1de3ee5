"""The records of an archive on a cluster, as they are published; what is wrong with them is gathered here."""

from collections.abc import Set
from dataclasses import dataclass
from functools import partial
from typing import Final

from graph_builder.cli.beginning import Begun, check_magazine
from graph_builder.entry_store import decode, encode, name_of
from graph_builder.identifiers import Iris
from graph_builder.numbering import DERIVED_SOURCE, Derivation
from graph_builder.problems import Problem
from graph_builder.rdf import Term
from graph_builder.records import AnyRecord, Entry, Issue, Source
from graph_builder.sources.gather import Name, left_out
from graph_builder.sources.references import References
from graph_builder.sources.source_file import SourceFile
from graph_builder.spark import names, reading, surveying, tasks
from graph_builder.spark.ranges import Ranges
from graph_builder.spark.session import Rdd, Session, home

_PARTITION: Final = 24 << 20
"""About how many bytes of records become one partition of claims."""

_SAMPLED: Final = 200
"""How many entries are looked at for the bounds of one partition."""

_ENTRY: Final = 700
"""About how many bytes an entry has."""


@dataclass(frozen=True)
class Spread:
    """All entries of an archive, on a cluster.

    Attributes:
        rdd: they, encoded, in the order of the archive but for what was derived, which stands last.
        sources: all sources, what they correct not yet resolved.
        by_stem: partitions of documents.
        by_graph: partitions of claims, by graph and document.
        session: the cluster.
    """

    rdd: Rdd
    sources: dict[str, Source]
    by_stem: Ranges
    by_graph: Ranges
    session: Session

    def of(self, sources: Set[str]) -> list[Entry[AnyRecord]]:
        """Return the entries of some sources, in order."""
        return self._chosen(partial(tasks.is_of, sources=self.session.shared(sources)))

    def named(self, wanted: Set[Name]) -> list[Entry[AnyRecord]]:
        """Return the entries that have one of some names, in order."""
        return self._chosen(partial(tasks.is_named, names=self.session.shared(wanted))) if wanted else []

    def about(self, entities: Set[Term], iris: Iris) -> list[Entry[AnyRecord]]:
        """Return the entries that describe some entities, in order."""
        return (
            self._chosen(partial(tasks.is_about, entities=self.session.shared(entities), iris=iris)) if entities else []
        )

    def _chosen(self, condition: "partial[bool]") -> list[Entry[AnyRecord]]:
        found = self.rdd.mapPartitions(partial(surveying.chosen, condition=condition))
        return list(self.session.run("looking for records", found.collect))


def spread(begun: Begun, files: list[SourceFile], session: Session) -> Spread:
    """Read the records of an archive on a cluster and look at all of them once (SystemFailure if that fails).

    Args:
        begun: what was read here.
        files: the files of records, as they were opened.
        session: the cluster.
    """
    archive, problems = begun.archive, begun.problems
    of_records = reading.pieces_of(archive, files, begun.read.sources, session)
    of_authorities = list(reading.read_already(begun.read.authorities, False))
    of_pages = list(reading.read_already((entry for page in begun.pages for entry in page.entries), False))
    pieces = [*of_authorities, *of_records, *of_pages]
    raw = reading.read(pieces, session)
    size = sum(file.location.stat().st_size for file in archive.records)
    count = max(2 * session.cores, -(-size // _PARTITION))

    voices = [names.voice_of(piece.is_record, number < len(of_authorities)) for number, piece in enumerate(pieces)]
    rows = raw.mapPartitionsWithIndex(partial(tasks.rows, voices=voices, count=count)).partitionBy(count, home)
    refused = session.shared(_refused(begun, raw, rows, voices, session))
    published = raw.mapPartitionsWithIndex(
        partial(tasks.published, voices=voices, refused=refused, publish_text=archive.config.publish_text)
    )

    samples: list[surveying.Sample] = []
    looked_at: list[Entry[AnyRecord]] = []
    step = max(1, size // _ENTRY // (count * _SAMPLED))
    survey = published.mapPartitions(partial(surveying.surveyed, iris=begun.iris, step=step))
    for item in session.run("surveying", survey.collect):
        if isinstance(item, Problem):
            problems.add(item)
        elif isinstance(item, surveying.Sample):
            samples.append(item)
        else:
            looked_at.append(item)
    check_magazine(archive.config.magazine, (name_of(entry.record) for entry in looked_at), begun)
    issues = [entry.record for entry in looked_at if isinstance(entry.record, Issue)]
    articles, added, is_derived = _derived(begun, published, issues, count, session)

    references = References()
    found = session.run("comparing names", rows.mapPartitions(partial(tasks.unknown, refused=refused)).collect)
    references.add(
        (one.pair for one in found if isinstance(one, names.Known)),
        (one.pair for one in found if isinstance(one, names.Nobody)),
    )
    for entry in added:
        references.note(entry.record)
    if nobody := references.nobody():
        referring = partial(surveying.chosen, condition=partial(tasks.refers, pairs=session.shared(nobody)))
        entries = session.run("looking for references", published.mapPartitions(referring).collect)
        references.check(nobody, [*entries, *added], problems)

    sources = dict(begun.read.sources) | {page.source.id: page.source for page in begun.pages}
    if added or is_derived:
        sources[DERIVED_SOURCE.id] = DERIVED_SOURCE
    return Spread(
        session.together([published, articles, session.distributed([[*map(encode, added)]]).flatMap(list)]),
        sources,
        Ranges.even((one.stem.encode() for one in samples), count),
        Ranges.even((f"{one.graph}\x00{one.stem}".encode() for one in samples), count),
        session,
    )


def _refused(begun: Begun, raw: Rdd, rows: Rdd, voices: list[str], session: Session) -> set[Name]:
    """Report what is described twice in one voice, or spelled in several ways, and return it."""
    found = session.run("comparing names", rows.mapPartitions(names.doubtful).collect)
    twins = {one.name for one in found if isinstance(one, names.Twin)}
    spellings = {one.key for one in found if isinstance(one, names.Spelling)}
    if not (twins or spellings):
        return set()
    condition = partial(tasks.is_suspect, twins=session.shared(twins), spellings=session.shared(spellings))
    work = partial(tasks.suspects, voices=voices, condition=condition)
    suspects = session.run("looking for twins", raw.mapPartitionsWithIndex(work).collect)
    return left_out(twins, spellings, suspects, begun.read.first, begun.problems)


def _derived(
    begun: Begun, published: Rdd, issues: list[Issue], count: int, session: Session
) -> tuple[Rdd, list[Entry[AnyRecord]], bool]:
    """Return what the numbering rule adds: articles on the cluster, issues here, and whether there are articles."""
    if begun.archive.config.numbering is None:
        return session.distributed([]), [], False
    rule, magazine = begun.rule, begun.archive.config.magazine
    derivation = Derivation(rule, magazine)
    for issue in issues:
        derivation.note(issue)
    added: list[Entry[AnyRecord]] = list(derivation.entries())
    datings = published.mapPartitionsWithIndex(partial(surveying.datings, count=count)).partitionBy(count, home)
    work = partial(tasks.derived_of, rule=rule, magazine=magazine, issues=session.shared(issues))
    derived = session.kept(datings.mapPartitions(work))
    found = session.run("deriving issues", derived.mapPartitions(tasks.summed_up).collect)
    added += map(decode, sorted({one.line for one in found if isinstance(one, surveying.Extra)}))
    return derived.filter(tasks.is_line), added, any(one is True for one in found)
