"""What a page says, with every place: head, shown issue, language, byline, body, and the entities that it names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from graph_builder.linking import Authority, Mention
from graph_builder.numbering import Numbering
from graph_builder.pages.byline import Byline, read_byline
from graph_builder.pages.capture import CapturedText
from graph_builder.pages.header import ShownIssue, read_issue_line
from graph_builder.pages.language import language_of
from graph_builder.pages.layout import Head, read_head
from graph_builder.pages.lines import paragraphs_of
from graph_builder.pages.marks import Mark
from graph_builder.pages.paragraph import Paragraph
from graph_builder.problems import Place, Problems
from graph_builder.records import Magazine
from graph_builder.records.base import Language

_WWW: Final = re.compile(r"^www\d?\.")


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as it was read; offsets count the characters of ``capture.text``.

    Attributes:
        capture: the text.
        head: layout, title, date and rubric.
        language: language of the page.
        issue: the issue that the header shows.
        byline: who contributed.
        paragraphs: the body without the byline.
        mentions: what title, rubric, body and byline name, in the order of the page.
        main_project: slug of the one project that the page is about.
    """

    capture: CapturedText
    head: Head
    language: Language
    issue: ShownIssue | None
    byline: Byline
    paragraphs: tuple[Paragraph, ...]
    mentions: tuple[Mention, ...]
    main_project: str | None


def read_capture(
    capture: CapturedText,
    url: str | None,
    magazine: str,
    authority: Authority,
    numbering: Numbering,
    problems: Problems,
) -> PageReading | None:
    """Return what a page says, or nothing if it is no page of the magazine.

    Args:
        capture: the text of the page.
        url: its address.
        magazine: slug of the magazine.
        authority: the entities that can be named.
        numbering: the rule of its whole numbers.
        problems: where faults are gathered.
    """
    place = Place(capture.file)
    if url and not _of_magazine(url, authority, magazine):
        message = f"the address {url} is not the magazine's"
        problems.error(place, "other-site", message, "remove the page, or correct its address in pages.csv")
        return None
    head = read_head(paragraphs_of(capture.text, capture.line_numbers), capture.file, problems)
    if head is None:
        problems.error(
            place,
            "no-page-of-the-magazine",
            "nothing on the page shows that it is of the magazine: no header, "
            "no line with date and rubric, no breadcrumb",
            "remove it, or store the page with its head",
        )
        return None
    said = [head.title, *head.body] if head.title else [*head.body]
    language = language_of(head.language, url, said, capture.file, problems)
    if language is None:
        return None

    def is_known(name: str) -> bool:
        return bool(authority.people(name, language))

    byline = read_byline(head.body, language, authority, is_known)
    paragraphs = tuple(one for one in head.body if one not in byline.paragraphs)
    if not paragraphs:
        problems.warn(place, "no-body", "the page has no text below its head", "store the whole page if it has one")
    lines = head.header_lines(Mark.ISSUE)
    issue = read_issue_line(lines[0], capture.file, numbering, problems) if lines else None
    mentions = _mentions(head, authority, language)
    project = _main_project(head, mentions)
    return PageReading(capture, head, language, issue, byline, paragraphs, mentions, project)


def _of_magazine(url: str, authority: Authority, magazine: str) -> bool:
    record = authority.get("magazine", magazine)
    if not isinstance(record, Magazine) or not record.homepage:
        return True
    return _host(url) == _host(record.homepage)


def _host(url: str) -> str:
    try:
        return _WWW.sub("", (urlsplit(url).hostname or "").lower())
    except ValueError:
        return ""


def _mentions(head: Head, authority: Authority, language: str) -> tuple[Mention, ...]:
    """Search all that the page says at once: a bare name is settled by the rest of the page."""
    pieces = sorted(filter(None, [head.title, head.rubric, *head.body]), key=lambda piece: piece.start)
    found: list[Mention] = []
    begin = at = 0
    for mention in authority.find("\n".join(piece.text for piece in pieces), language):
        while at < len(pieces) and mention.start > begin + len(pieces[at].text):
            begin += len(pieces[at].text) + 1
            at += 1
        if mention.end <= begin + len(pieces[at].text):
            moved = pieces[at].start - begin
            found.append(mention.moved(moved))
    return tuple(found)


def _main_project(head: Head, mentions: Iterable[Mention]) -> str | None:
    """Return the project of the title, else that of the rubric, else the only one that the page names."""
    projects = [mention for mention in mentions if mention.kind == "project"]
    for piece in filter(None, (head.title, head.rubric)):
        end = piece.start + len(piece.text)
        named = {mention.slug for mention in projects if piece.start <= mention.start < end}
        if named:
            return named.pop() if len(named) == 1 else None
    named = {mention.slug for mention in projects}
    return named.pop() if len(named) == 1 else None
