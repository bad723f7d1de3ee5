"""What a page's head states of the magazine, the shown issue, the capture and the rubric, as records."""

import re
from typing import Final

from stdnum import issn

from graph_builder.dates import PartialDate
from graph_builder.linking import Authority
from graph_builder.pages.marks import Mark, match_of
from graph_builder.pages.paragraph import Paragraph
from graph_builder.pages.reading import PageReading
from graph_builder.problems import Place, Problems
from graph_builder.records import Capture, Issue, Magazine, Rubric
from graph_builder.records.bibliographic import Edition
from graph_builder.register import Register, slugify
from graph_builder.textforms import key, tidy

_NUMBER: Final = re.compile(r"(?<![\d-])\d{2,8}(?![\d-])")
_AROUND: Final = " .«»“”„\"'‘’"


def one_line(paragraph: Paragraph | None) -> str | None:
    """Return the exact words of a paragraph on one line, or nothing."""
    return paragraph.text.replace("\n", " ").strip() if paragraph else None


def magazine_claim(reading: PageReading, magazine: str, authority: Authority, problems: Problems) -> Magazine | None:
    """Return what the header states of the magazine, or nothing."""
    number = _issn(reading, problems)
    registration = next(
        (
            found[-1]
            for line in reversed(reading.head.header_lines(Mark.REGISTRATION))
            if (found := _NUMBER.findall(line.text))
        ),
        None,
    )
    publisher = None
    for line in reading.head.header_lines(Mark.PUBLISHER):
        found = authority.find(line.text.upper(), "en")
        publisher = next((one.slug for one in found if one.kind == "organization"), None)
    if not (number or registration or publisher):
        return None
    return Magazine(id=magazine, issn=number, registration=registration, publisher=publisher)


def _issn(reading: PageReading, problems: Problems) -> str | None:
    for line in reading.head.header_lines(Mark.ISSN):
        shown = match_of(Mark.ISSN, line.text)["number"].replace("х", "x").upper()
        number = issn.compact(shown)
        if issn.is_valid(number):
            return str(issn.format(number))
        problems.warn(
            Place(reading.capture.file, line.line, "header"),
            "issn",
            f"“{line.text}” is no ISSN: its check digit is wrong",
            "compare with the printed issue; it is not taken over",
        )
    return None


def issue_claim(reading: PageReading, magazine: str) -> Issue | None:
    """Return what the header states of the issue that it shows, or nothing."""
    shown = reading.issue
    if shown is None or shown.slug is None:
        return None
    return Issue(
        id=shown.slug,
        magazine=magazine,
        number=shown.number,
        last_number=shown.last_number,
        whole_number=shown.whole_number,
        last_whole_number=shown.last_whole_number,
        editions=[Edition(language=reading.language, date=shown.date)] if shown.date else [],
    )


def capture_claim(reading: PageReading, article: str, url: str | None, retrieved: PartialDate | None) -> Capture:
    """Return the record of the capture itself."""
    head = reading.head
    return Capture(
        id=reading.capture.sha256[:12],
        article=article,
        captured_from=url,
        retrieved=retrieved,
        sha256=reading.capture.sha256,
        file=reading.capture.file,
        layout=head.layout,
        language=reading.language,
        shown_issue=reading.issue.slug if reading.issue else None,
        shown_header=one_line(reading.issue.line) if reading.issue else None,
        shown_title=one_line(head.title),
        shown_rubric=one_line(head.rubric),
    )


def rubric_claim(
    reading: PageReading, magazine: str, authority: Authority, register: Register, problems: Problems
) -> tuple[str | None, Rubric | None]:
    """Return the slug of the page's rubric, if it shows one, and what the page adds to it.

    A rubric that the authority files do not know is provisional; a spelling that differs from the label is an
    alternative one.
    """
    shown, raw = reading.head.rubric, one_line(reading.head.rubric)
    if shown is None or raw is None or not key(raw):
        return None, None
    language = reading.language
    slug = authority.rubric(raw, language)
    known = authority.get("rubric", slug) if slug else None
    if slug and isinstance(known, Rubric):
        new = known.name.get(language) != raw
        return slug, Rubric(id=slug, magazine=magazine, aliases={language: [raw]}) if new else None
    label = tidy(raw).strip(_AROUND) if raw[:1] in '«“„"' else tidy(raw).strip(" .")
    base = slugify(label, 60) or "rubric"
    proposal, count = base, 1
    while authority.get("rubric", proposal):
        count += 1
        proposal = f"{base}-{count}"
    slug = register.slug("rubric", [f"rubric:{language}|{key(raw)}"], proposal)
    problems.info(
        Place(reading.capture.file, shown.line, "rubric"),
        "unknown-rubric",
        f"“{label}” is in no authority file; it is published as rubric/{slug}, provisionally",
        "add a record of the rubric to authorities, or the spelling as an alias of one that is there",
    )
    return (
        slug,
        Rubric(
            id=slug,
            magazine=magazine,
            name={language: label},
            aliases={language: [raw]} if raw != label else {},
            provisional=True,
        ),
    )
