"""What the pages about changes show: frozen values that a template only loops over."""

from dataclasses import dataclass

from exports.labels import Text
from exports.page_views import Download, Frame, Link, Pager


@dataclass(frozen=True, slots=True)
class SaidView:
    """A value as it stood or stands.

    Attributes:
        text: in words.
        href: the page of the entity that it is; empty for none.
        external: the address outside the release that it is; empty for none.
        datetime: the machine form of a date; empty for none.
    """

    text: Text
    href: str = ""
    external: str = ""
    datetime: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """One property that changed, before and after.

    Attributes:
        part: the dependent of which it is a property; empty for the entity itself.
        property: what changed.
        before: values that no longer hold.
        after: values that hold from now on.
    """

    part: Text
    property: Text
    before: tuple[SaidView, ...]
    after: tuple[SaidView, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What became of one entity in a release.

    Attributes:
        anchor: fragment in the page.
        entity: the entity; the note is its kind.
        event: what became of it, in words.
        rows: what changed; empty for what is new or gone.
        into: what stands in its place; none if nothing does.
        reason: why it is gone; empty text for what is there.
    """

    anchor: str
    entity: Link
    event: str
    rows: tuple[RowView, ...] = ()
    into: Link | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class KindView:
    """Entities of a kind that are new: how many, and those that are listed."""

    name: Link
    entities: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """What changed in one release.

    Attributes:
        title: heading of the page.
        counts: the release in numbers.
        gone: what was withdrawn or merged.
        changed: what changed.
        created: what is new, by kind.
        cut: says what is not shown; empty if all is.
        downloads: the log of the release.
    """

    frame: Frame
    title: str
    counts: tuple[str, ...]
    gone: tuple[ChangeView, ...]
    changed: tuple[ChangeView, ...]
    created: tuple[KindView, ...]
    cut: str
    downloads: tuple[Download, ...]
    pager: Pager | None


@dataclass(frozen=True, slots=True)
class HistoryView:
    """What became of one entity since it was first published.

    Attributes:
        title: the entity.
        events: by release, the newest first; the label is the release.
    """

    frame: Frame
    title: Link
    events: tuple[tuple[Link, ChangeView], ...]


@dataclass(frozen=True, slots=True)
class ReleaseLink:
    """A release in the list of releases; ``datetime`` is empty where nobody knows when it was made."""

    link: Link
    datetime: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleasesView:
    """All releases that changed anything, the newest first."""

    frame: Frame
    releases: tuple[ReleaseLink, ...]
    feeds: tuple[Download, ...]
    machine: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class GoneView:
    """The page at the address of what is gone.

    Attributes:
        name: what it was called.
        kind: the class that it had; empty text if none.
        time: when it went.
        reason: why.
        into: what stands in its place; none if nothing does.
        refresh: where a browser goes on at once; empty for nowhere.
        history: what happened to it.
    """

    frame: Frame
    name: Text
    kind: Text
    time: str
    datetime: str
    reason: Text
    into: Link | None
    refresh: str
    history: Link
