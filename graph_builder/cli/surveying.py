"""What a build notes of each record before it can build anything, and the claims that follow from the record alone.

It is noted chunk by chunk, and of a chunk that was noted before nothing is looked at again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple, TypeAlias

import msgspec

from graph_builder.blocks import claimed
from graph_builder.claim_order import Claims
from graph_builder.entry_store import Chunk, Position
from graph_builder.identifiers import Iris
from graph_builder.memo import Memo
from graph_builder.numbering import Derivation
from graph_builder.problems import Problem, Problems
from graph_builder.records import Article, Issue
from graph_builder.records.codec import ENCODER, decoder
from graph_builder.sources.hosts import check_hosts
from graph_builder.sources.publishing import as_published
from graph_builder.sources.references import references

_RECORDS: Final = decoder(None)


class Survey(msgspec.Struct, array_like=True):
    """What is noted of a chunk.

    Attributes:
        named: kind and slug of what its records refer to, sorted.
        issues: the records of issues.
        articles: slug, date, language of each article, and whether its issue is known.
        problems: what is wrong with its records, with lines as in the chunk.
        claims: the SHA-256 of the claims, which are kept apart.
    """

    named: list[tuple[str, str]]
    issues: list[bytes]
    articles: list[tuple[str, str, str, bool]]
    problems: list[Problem]
    claims: bytes


_READ: Final = msgspec.msgpack.Decoder(Survey)
_WRITE: Final = msgspec.msgpack.Encoder()

Chunks: TypeAlias = Callable[[], Iterator[Chunk]]
"""Gives some chunks, in any process and as often as it is called."""


class Note(msgspec.Struct, array_like=True):
    """What is kept of a chunk when its claims are on their way.

    Attributes:
        names: kind and slug of what its records describe.
        named: kind and slug of what they refer to, sorted.
        issues: as of a survey.
        articles: as of a survey.
        problems: what is wrong with its records, with lines as in the file.
    """

    names: list[tuple[str, str]]
    named: list[tuple[str, str]]
    issues: list[bytes]
    articles: list[tuple[str, str, str, bool]]
    problems: list[Problem]

    def tell(self, derivation: Derivation) -> None:
        """Let the numbering rule know when issues and articles were published."""
        for issue in self.issues:
            derivation.note(_RECORDS.decode(issue))
        for article in self.articles:
            derivation.note_article(*article)


NOTES: Final = msgspec.msgpack.Decoder(Note)


class Surveyed(NamedTuple):
    """What a process gives of a chunk.

    Attributes:
        position: where the chunk comes among all others.
        note: a note, encoded.
        claims: the claims.
    """

    position: Position
    note: bytes
    claims: Claims


def shares(
    chunks: Iterable[Chunks], publish_text: str, iris: Iris, memo: Memo
) -> list[Callable[[], Iterator[Surveyed]]]:
    """Return the work of looking at all records.

    Args:
        chunks: the records, in portions for one process each.
        publish_text: how much of an article's text is published.
        iris: of the archive.
        memo: what was noted before.
    """
    return [partial(_share, number, some, publish_text, iris, memo) for number, some in enumerate(chunks)]


def _share(portion: int, chunks: Chunks, publish_text: str, iris: Iris, memo: Memo) -> Iterator[Surveyed]:
    for number, chunk in enumerate(chunks()):
        found, claims = surveyed(chunk, publish_text, iris, memo)
        problems = [replace(one, place=one.place.moved(chunk.shift)) for one in found.problems]
        note = Note(chunk.names, found.named, found.issues, found.articles, problems)
        yield Surveyed((portion, number), _WRITE.encode(note), claims)


def surveyed(chunk: Chunk, publish_text: str, iris: Iris, memo: Memo) -> tuple[Survey, Claims]:
    """Return what is to be noted of a chunk, and its claims.

    Args:
        chunk: some entries.
        publish_text: how much of an article's text is published.
        iris: of the archive.
        memo: what was noted before.
    """
    said = repr((chunk.source, chunk.file, publish_text, iris.base)).encode()
    key = memo.key("surveying", said, chunk.digest)
    if (known := memo.get(key)) is not None:
        found = _READ.decode(known)
        if claims := Claims.known(found.claims, memo):
            return found, claims
    found, claims = _surveyed(chunk._replace(shift=0), publish_text, iris, memo)
    memo.put(key, _WRITE.encode(found))
    return found, claims


def _surveyed(chunk: Chunk, publish_text: str, iris: Iris, memo: Memo) -> tuple[Survey, Claims]:
    problems = Problems()
    entries = [as_published(entry, publish_text, problems) for entry in chunk.entries()]
    check_hosts(entries, problems)
    named = {(kind, slug) for entry in entries for _, kind, slug in references(entry.record)}
    issues = [ENCODER.encode(entry.record) for entry in entries if isinstance(entry.record, Issue)]
    articles = [_dated(entry.record) for entry in entries if isinstance(entry.record, Article)]
    claims = Claims.of(b"".join(claimed((), entries, iris)), memo)
    return Survey(sorted(named), issues, articles, list(problems), claims.digest), claims


def _dated(article: Article) -> tuple[str, str, str, bool]:
    return article.id, article.date.text if article.date else "", article.language or "", bool(article.issue)
