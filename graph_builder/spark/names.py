"""Who describes what, and who refers to whom: gathered by name, so that no machine knows all names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from typing import Final, NamedTuple

from graph_builder.entry_store import decode, name_of
from graph_builder.settings import SUGGEST_AMONG
from graph_builder.sources.gather import Name
from graph_builder.sources.references import references
from graph_builder.spark.ranges import bucket

_AUTHORITY: Final = "authority"
_PAGE: Final = "page"
_NAMED: Final = "named"
_AT_ONCE: Final = 2_000


class Row(NamedTuple):
    """That somebody describes a thing, or refers to it.

    Attributes:
        kind: of the thing.
        slug: of the thing.
        voice: who describes it: ``/`` and a source, the authority files, or a page; or that it is only named.
    """

    kind: str
    slug: str
    voice: str


class Twin(NamedTuple):
    """A thing that one source describes twice."""

    name: Name


class Spelling(NamedTuple):
    """A thing that is spelled in several ways, as kind and slug in small letters."""

    key: tuple[str, str]


class Known(NamedTuple):
    """A thing that somebody describes; of each kind not more than suggestions are made from."""

    pair: tuple[str, str]


class Nobody(NamedTuple):
    """A thing that is referred to and that nobody describes."""

    pair: tuple[str, str]


def rows(lines: Iterable[object], voice: str, count: int) -> Iterator[tuple[int, list[Row]]]:
    """Yield, for each of so many partitions, what entries describe and refer to.

    Args:
        lines: entries, encoded; all else is passed over.
        voice: who speaks; empty for the source of each entry.
        count: number of partitions.
    """
    held: dict[int, list[Row]] = defaultdict(list)
    named: set[tuple[str, str]] = set()
    for line in lines:
        if not isinstance(line, bytes):
            continue
        entry = decode(line)
        kind, slug = name_of(entry.record)
        number = _bucket(kind, slug, count)
        held[number].append(Row(kind, slug, voice or f"/{entry.source}"))
        for _, target, slug in references(entry.record):
            if (target, slug) not in named:
                named.add((target, slug))
                number = _bucket(target, slug, count)
                held[number].append(Row(target, slug, _NAMED))
        if len(held[number]) >= _AT_ONCE:
            yield number, held.pop(number)
    yield from held.items()


def _bucket(kind: str, slug: str, count: int) -> int:
    return bucket(f"{kind}/{slug.lower()}", count)


def voice_of(is_record: bool, is_authority: bool) -> str:
    """Return the voice for :func:`rows` of what stands somewhere in the archive."""
    return "" if is_record else _AUTHORITY if is_authority else _PAGE


def doubtful(pieces: Iterable[tuple[int, list[Row]]]) -> Iterator[Twin | Spelling]:
    """Yield what is described twice by one source or spelled in several ways, from all rows of some names."""
    counts: Counter[Row] = Counter()
    for _, some in pieces:
        counts.update(row for row in some if row.voice != _NAMED)
    spellings: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row, times in counts.items():
        if row.voice.startswith("/") and times > 1:
            yield Twin((row.voice[1:], row.kind, row.slug))
        if row.voice != _PAGE:
            spellings[row.kind, row.slug.lower()].add(row.slug)
    yield from (Spelling(key) for key, slugs in spellings.items() if len(slugs) > 1)


def unknown(pieces: Iterable[tuple[int, list[Row]]], refused: Set[Name]) -> Iterator[Known | Nobody]:
    """Yield what is referred to and described by nobody, and as much of what is known as suggestions are made from.

    Args:
        pieces: all rows of some names.
        refused: the descriptions that were refused.
    """
    known: dict[str, set[str]] = defaultdict(set)
    named: set[tuple[str, str]] = set()
    for _, some in pieces:
        for row in some:
            if row.voice == _NAMED:
                named.add((row.kind, row.slug))
            elif not row.voice.startswith("/") or (row.voice[1:], row.kind, row.slug) not in refused:
                known[row.kind].add(row.slug)
    for kind, slugs in known.items():
        yield from (Known((kind, slug)) for slug in sorted(slugs)[: SUGGEST_AMONG + 1])
    yield from (Nobody((kind, slug)) for kind, slug in named if slug not in known.get(kind, ()))
