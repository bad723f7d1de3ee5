"""All records gone through once: odd hosts, what the numbering rule adds, and a sample for the partitions."""

from collections.abc import Callable, Iterable, Iterator, Set
from operator import itemgetter
from typing import NamedTuple

from graph_builder.blocks import stem_of
from graph_builder.claims import described_by
from graph_builder.entry_store import decode, encode
from graph_builder.identifiers import Iris
from graph_builder.numbering import Derivation, Numbering
from graph_builder.problems import Problem, Problems
from graph_builder.records import AnyRecord, Article, Entry, Issue, Magazine
from graph_builder.sources.gather import Name, name_in
from graph_builder.sources.hosts import check_hosts
from graph_builder.sources.publishing import as_published
from graph_builder.sources.references import references
from graph_builder.spark.ranges import bucket


class Sample(NamedTuple):
    """Of what one entry speaks, and who: a sample of all."""

    stem: str
    graph: str


class Extra(NamedTuple):
    """An issue that is added because an article may have stood in it, encoded as an entry."""

    line: bytes


class Dating(NamedTuple):
    """What of an article the numbering rule looks at, and where it stands in the order of the archive."""

    place: tuple[int, int]
    article: Article


def published(
    lines: Iterable[object], is_record: bool, refused: Set[Name], publish_text: str
) -> Iterator[bytes | Problem]:
    """Yield the entries as they are published, encoded, and what is wrong in them.

    Args:
        lines: entries as they were read, encoded, and what was wrong in them, which is passed on.
        is_record: whether they may be refused.
        refused: the records that are.
        publish_text: as of :func:`graph_builder.sources.as_published`.
    """
    problems = Problems()
    for line in lines:
        if isinstance(line, bytes):
            entry = decode(line)
            if not (is_record and refused and name_in(entry) in refused):
                shown = as_published(entry, publish_text, problems)
                yield line if shown is entry else encode(shown)
        elif isinstance(line, Problem):
            yield line
    yield from problems


def surveyed(lines: Iterable[object], iris: Iris, step: int) -> Iterator[Problem | Entry[AnyRecord] | Sample]:
    """Yield what is wrong in published entries, those of issues and magazines, and a sample of all.

    Args:
        lines: entries, encoded, with the problems that were found in them.
        iris: of the archive.
        step: one entry in so many is in the sample.
    """
    problems = Problems()
    for number, line in enumerate(lines):
        if not isinstance(line, bytes):
            problems.add(line)  # type: ignore[arg-type]
            continue
        entry = decode(line)
        check_hosts((entry,), problems)
        if isinstance(entry.record, Issue | Magazine):
            yield entry
        if number % step == 0:
            yield Sample(stem_of(described_by(entry, iris)), iris.thing("source", entry.source))
    yield from problems


def datings(index: int, lines: Iterable[object], count: int) -> Iterator[tuple[int, list[Dating]]]:
    """Yield, for each of so many partitions, what the numbering rule looks at in articles."""
    held: dict[int, list[Dating]] = {}
    for number, line in enumerate(lines):
        if isinstance(line, bytes) and isinstance(record := decode(line).record, Article):
            looked_at = Article(id=record.id, date=record.date, language=record.language, issue=record.issue)
            held.setdefault(bucket(record.id, count), []).append(Dating((index, number), looked_at))
    yield from held.items()


def derived(
    pieces: Iterable[tuple[int, list[Dating]]], rule: Numbering, magazine: str, issues: Iterable[Issue]
) -> Iterator[bytes | Extra]:
    """Yield what the rule adds to some articles: candidate issues, encoded, and issues that nobody describes.

    Args:
        pieces: all that is said of these articles.
        rule: the numbering rule.
        magazine: slug of the magazine.
        issues: all issues that are described.
    """
    derivation = Derivation(rule, magazine)
    for issue in issues:
        derivation.note(issue)
    for dating in sorted((one for _, some in pieces for one in some), key=itemgetter(0)):
        derivation.note(dating.article)
    for entry in derivation.entries():
        if isinstance(entry.record, Article):
            yield encode(entry)
        elif entry.record.provisional:
            yield Extra(encode(entry))


def chosen(lines: Iterable[object], condition: Callable[[Entry[AnyRecord]], bool]) -> Iterator[Entry[AnyRecord]]:
    """Yield the entries that meet a condition, in order."""
    for line in lines:
        if isinstance(line, bytes) and condition(entry := decode(line)):
            yield entry


def refers_to(entry: Entry[AnyRecord], pairs: Set[tuple[str, str]]) -> bool:
    """Tell whether an entry refers to one of some things, given as kind and slug."""
    return any((kind, slug) in pairs for _, kind, slug in references(entry.record))
