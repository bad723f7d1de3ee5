"""A captured page to records: what it says, each with the page as its source."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from graph_builder.archive import PageFile
from graph_builder.configuration import Config
from graph_builder.linking import Authority
from graph_builder.numbering import Numbering
from graph_builder.pages.capture import captured_text
from graph_builder.pages.claims import (
    capture_claim,
    issue_claim,
    magazine_claim,
    one_line,
    rubric_claim,
)
from graph_builder.pages.people import Contributors, contributions
from graph_builder.pages.prose import abstract, body_text, whole_words
from graph_builder.pages.quoting import quotations
from graph_builder.pages.reading import PageReading, read_capture
from graph_builder.pages.structures import read_structures
from graph_builder.problems import Place, Problems
from graph_builder.records import AnyRecord, Article, Contribution, Entry, Quotation, Source
from graph_builder.register import Register, slugify
from graph_builder.textforms import key, tidy

_ARTICLE_ADDRESS: Final = re.compile(r"/(ky|ru)/article/(?:full|print)/(\d+)(?=\D|$)", re.IGNORECASE)
_TITLE_CHARACTERS: Final = 60


@dataclass(frozen=True, slots=True)
class PageRecords:
    """What one page yields.

    Attributes:
        source: the page as a source; what it is called, all pages together decide.
        entries: its records.
        quotations: the words with which it names entities.
        reading: the page as it was read, with all places.
    """

    source: Source
    entries: tuple[Entry[AnyRecord], ...]
    quotations: tuple[Quotation, ...]
    reading: PageReading

    @property
    def dated_source(self) -> Source:
        """The source, dated by its header where nobody noted when it was captured: it is no older than that."""
        shown = self.reading.issue.date if self.reading.issue else None
        return msgspec.structs.replace(self.source, retrieved=self.source.retrieved or shown)


def read_page(
    page: PageFile,
    authority: Authority,
    register: Register,
    numbering: Numbering,
    config: Config,
    problems: Problems,
) -> PageRecords | None:
    """Return the records of a page, or nothing if it cannot be read or is no page of the magazine.

    Args:
        page: the page as stored.
        authority: the entities that can be named.
        register: mints slugs; go through the pages in the order of their paths.
        numbering: the rule of whole numbers.
        config: settings of the archive.
        problems: where everything that is wrong is gathered, each with its place and remedy.
    """
    capture = captured_text(page.path, page.data, problems, config.limits.page_bytes)
    if capture is None:
        return None
    reading = read_capture(capture, page.url, config.magazine, authority, numbering, problems)
    if reading is None:
        return None
    source = Source(
        id=f"page-{capture.sha256[:12]}",
        url=page.url,
        retrieved=page.retrieved,
        rank="page",
        file=page.path,
    )
    named = reading.byline.contributors
    people = contributions(named, reading.language, authority, register, page.path, problems)
    entries = tuple(
        Entry(record, source.id, Place(page.path, line))
        for line, record in _records(reading, people, page, authority, register, config.magazine, problems)
    )
    quoted = quotations(capture, (*reading.mentions, *people.mentions), config.publish_text != "none")
    return PageRecords(source, entries, quoted, reading)


def _records(
    reading: PageReading,
    people: Contributors,
    page: PageFile,
    authority: Authority,
    register: Register,
    magazine: str,
    problems: Problems,
) -> list[tuple[int, AnyRecord]]:
    """Return the records with the line where each stands."""
    head, language = reading.head, reading.language
    found: list[tuple[int, AnyRecord]] = []
    if claimed := magazine_claim(reading, magazine, authority, problems):
        found.append((head.header[0].paragraph.line, claimed))
    if (issue := issue_claim(reading, magazine)) and reading.issue:
        found.append((reading.issue.line.line, issue))
    rubric_slug, rubric = rubric_claim(reading, magazine, authority, register, problems)
    if rubric and head.rubric:
        found.append((head.rubric.line, rubric))
    found += [(one.line, one.person) for one in people.provisional]
    article = _article(reading, page, register, rubric_slug, people.contributions)
    top = head.title or head.dated or next(iter(head.body), None)
    line = top.line if top else 1
    found.append((line, article))
    found.append((line, capture_claim(reading, article.id, page.url, page.retrieved)))
    body = next(iter(reading.paragraphs), None)
    structures = read_structures(reading.paragraphs, reading.mentions, language, authority, reading.main_project)
    found += [(body.line if body else line, record) for record in structures]
    return found


def _article(
    reading: PageReading,
    page: PageFile,
    register: Register,
    rubric: str | None,
    stated: Iterable[Contribution],
) -> Article:
    head = reading.head
    title = tidy(whole_words(one_line(head.title) or "")) or None
    about = [f"project/{reading.main_project}"] if reading.main_project else []
    mentions = dict.fromkeys(f"{one.kind}/{one.slug}" for one in reading.mentions)
    return Article(
        id=_slug(reading, title, page.url, register),
        language=reading.language,
        title=title,
        abstract=abstract(reading.paragraphs),
        text=body_text(reading.paragraphs),
        date=head.date,
        rubric=rubric,
        contributions=list(stated),
        about=about,
        mentions=[one for one in mentions if one not in about],
        source_urls=[page.url] if page.url else [],
    )


def _slug(reading: PageReading, title: str | None, url: str | None, register: Register) -> str:
    """Return the article's slug: by its address, else by title and date, else by the capture."""
    language, date = reading.language, reading.head.date.text if reading.head.date else ""
    keys = [f"title:{language}|{date}|{key(title)}"] if title and (date or not url) else []
    address = _ARTICLE_ADDRESS.search(url or "")
    if address:
        edition = address[1].lower()
        keys.insert(0, f"url:{edition}/{address[2]}")
        return register.slug("article", keys, f"{edition}-{address[2]}")
    code = reading.capture.sha256[:12]
    name = slugify(title, _TITLE_CHARACTERS) if title else code
    proposal = "-".join(part for part in (language, date, name or code) if part)
    return register.slug("article", keys or [f"capture:{code}"], proposal)
