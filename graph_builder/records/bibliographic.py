"""Records of the magazine itself: issues, articles, captures, rubrics, and the works it speaks of."""

from typing import Annotated, Literal

import msgspec

from graph_builder.dates import PartialDate
from graph_builder.records.base import Aliases, Labels, Language, Record, Reference, Slug, Text, Url

RoleKind = Literal["author", "editor", "compiler", "reviewer"]
Layout = Literal["full-header", "breadcrumb", "headless"]


WholeNumber = Annotated[int, msgspec.Meta(le=9999)]
"""A number of an issue counted from the first; a monthly reaches 9999 after 833 years."""


class Magazine(Record, frozen=True, kw_only=True, tag="magazine"):
    """The periodical: its ``issn`` and the number of its ``registration`` as a mass medium."""

    name: Labels = {}
    issn: Text | None = None
    registration: Text | None = None
    publisher: Slug | None = None
    language: list[Language] = []
    homepage: Url | None = None


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One language edition of an issue with the date that the magazine gives it."""

    language: Language
    date: PartialDate


class Issue(Record, frozen=True, kw_only=True, tag="issue"):
    """An issue; ``whole_number`` counts from the first, ``last_whole_number`` only in a double issue.

    ``provisional`` when no source describes it and only the numbering rule says that it must have been.
    """

    magazine: Slug | None = None
    number: int | None = None
    last_number: int | None = None
    whole_number: WholeNumber | None = None
    last_whole_number: WholeNumber | None = None
    nominal_month: PartialDate | None = None
    editions: list[Edition] = []
    provisional: bool = False


class Contribution(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one person did for an article: ``role`` in the words of the page, ``role_kind`` as a code."""

    contributor: Slug
    stated_name: Text | None = None
    role: Labels = {}
    role_kind: RoleKind = "author"
    affiliation: list[Slug] = []


class Article(Record, frozen=True, kw_only=True, tag="article"):
    """An article of one language; ``issue`` only on evidence, ``candidate_issues`` by the numbering rule."""

    language: Language | None = None
    title: Text | None = None
    abstract: Text | None = None
    text: Text | None = None
    date: PartialDate | None = None
    rubric: Slug | None = None
    contributions: list[Contribution] = []
    about: list[Reference] = []
    mentions: list[Reference] = []
    source_urls: list[Url] = []
    issue: Slug | None = None
    candidate_issues: list[Slug] = []
    translation_of: Slug | None = None


class Capture(Record, frozen=True, kw_only=True, tag="capture"):
    """One stored copy of a page, and what its header showed when it was taken."""

    article: Slug | None = None
    captured_from: Url | None = None
    retrieved: PartialDate | None = None
    sha256: Text
    file: Text | None = None
    layout: Layout | None = None
    language: Language | None = None
    shown_issue: Slug | None = None
    shown_header: Text | None = None
    shown_title: Text | None = None
    shown_rubric: Text | None = None


class Rubric(Record, frozen=True, kw_only=True, tag="rubric"):
    """A rubric of the magazine; ``aliases`` are other spellings seen on pages."""

    magazine: Slug | None = None
    name: Labels = {}
    aliases: Aliases = {}
    provisional: bool = False


class LegalInstrument(Record, frozen=True, kw_only=True, tag="instrument"):
    """A law, code, treaty or regulation."""

    name: Labels = {}
    aliases: Aliases = {}
    type: Literal["law", "code", "treaty", "regulation", "programme"] | None = None
    date: PartialDate | None = None


class Website(Record, frozen=True, kw_only=True, tag="website"):
    """A web portal that articles speak of."""

    name: Labels = {}
    aliases: Aliases = {}
    homepage: Url | None = None
