"""What the pages about the data show: finished, frozen values that a template only loops over.

As in :mod:`exports.page_views` every ``href`` is relative to the root of the release.
"""

from dataclasses import dataclass

from exports.labels import Text
from exports.page_views import Download, Frame, Link, Pager
from exports.quality.reference_views import TermLink
from exports.views import ValueView


@dataclass(frozen=True, slots=True)
class StatedView:
    """One of the values that disagree, with who says it.

    Attributes:
        value: the value itself.
        preferred: whether it is the one that the published view holds.
        standing: how it stands to the preferred value, in words.
        sources: who says so; the note gives rank and date.
    """

    value: ValueView
    preferred: bool
    standing: str
    sources: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DisputeView:
    """One disagreement: about what, the values side by side, and why one is preferred."""

    anchor: str
    about: Link
    property: TermLink
    stated: tuple[StatedView, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class DisputedKind:
    """The disagreements about one kind of entity; ``count`` is of the whole list, not of the page."""

    anchor: str
    title: str
    count: str
    disputes: tuple[DisputeView, ...]


@dataclass(frozen=True, slots=True)
class DisagreementsView:
    """The index of all disagreements, or one of its pages.

    Attributes:
        count: how many there are in all.
        contents: the kinds, with the page and place where each begins and how many it has.
        kinds: what stands on this page.
        pager: none if one page holds all.
    """

    frame: Frame
    count: str
    contents: tuple[Link, ...]
    kinds: tuple[DisputedKind, ...]
    pager: Pager | None


@dataclass(frozen=True, slots=True)
class Cell:
    """How many entities have a property, in one language or in any; empty ``count`` where that is not asked.

    Attributes:
        count: how many have it.
        of: of how many, in words, with how many lack it.
        have: the same number for a bar.
        all: the number of entities for a bar.
        href: the list of those that lack it; empty if none does.
    """

    count: str = ""
    of: str = ""
    have: int = 0
    all: int = 0
    href: str = ""


@dataclass(frozen=True, slots=True)
class CompletenessRow:
    """One property: how many have it at all, and in each language of the archive."""

    property: Text
    wanted: bool
    any: Cell
    languages: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CompletenessTable:
    """The properties of one kind."""

    anchor: str
    title: Link
    count: str
    rows: tuple[CompletenessRow, ...]


@dataclass(frozen=True, slots=True)
class CompletenessView:
    """Completeness in one language of the site.

    Attributes:
        languages: code and name of each language in which texts are asked for.
        tables: one a class.
    """

    frame: Frame
    languages: tuple[tuple[str, str], ...]
    tables: tuple[CompletenessTable, ...]


@dataclass(frozen=True, slots=True)
class MissingSection:
    """The entities that lack one property, cut at a stated number."""

    anchor: str
    title: Text
    language: str
    count: str
    entities: tuple[Link, ...]
    cut: str = ""


@dataclass(frozen=True, slots=True)
class MissingView:
    """What the entities of one kind lack."""

    frame: Frame
    title: str
    sections: tuple[MissingSection, ...]
    downloads: tuple[Download, ...]
