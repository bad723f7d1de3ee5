"""The page of an entity, finished: its head, its sections in their order, and what stands at its foot."""

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from exports.citation_views import CitationView
from exports.head_metadata import Metadata
from exports.labels import Text
from exports.page_views import Download, Frame, Link
from exports.pictures.figures import Figure
from exports.views import PartView, PropertyView, RelatedGroup, SourceView, ValueView


class Sharing(Struct, frozen=True, cache_hash=True):
    """What two articles have in common.

    Attributes:
        said: in which way, in words.
        things: what it is.
    """

    said: str
    things: tuple[Text, ...]


class SimilarView(Struct, frozen=True):
    """An article that is related to the one of the page, with the reasons."""

    link: Link
    shared: tuple[Sharing, ...]


class ValueTable(Struct, frozen=True):
    """Values with their sources in rows; the first cell of a row names it.

    Attributes:
        columns: what the columns hold.
        rows: the values of each cell.
        cut: how many rows are shown, in words; empty if all are.
    """

    columns: tuple[Text, ...]
    rows: tuple[tuple[tuple[ValueView, ...], ...], ...]
    cut: str = ""


class SectionView(Struct, frozen=True):
    """A section of an entity's page; what it does not have is empty.

    Attributes:
        key: its fragment in the page.
        title: its heading; empty where pictures stand alone, which have headings of their own.
        notes: sentences that say what its values mean.
        properties: properties of the entity.
        table: values that belong together in rows.
        similar: related articles.
        groups: entities that link here.
        more: lists that hold more.
        figures: pictures, each with its table.
    """

    key: str
    title: Text
    notes: tuple[str, ...] = ()
    properties: tuple[PropertyView, ...] = ()
    table: ValueTable | None = None
    similar: tuple[SimilarView, ...] = ()
    groups: tuple[RelatedGroup, ...] = ()
    more: tuple[Link, ...] = ()
    figures: tuple[Figure, ...] = ()


class HeadFact(Struct, frozen=True):
    """A property that says at once what an entity is; ``named`` tells whether its name stands before the values."""

    label: Text
    values: tuple[ValueView, ...]
    named: bool


class HeadView(Struct, frozen=True):
    """What stands under the title.

    Attributes:
        title: the name that stands as title, for its sources; none if it follows from other values.
        people: who made it, each with the role as note.
        facts: what it is, when and where.
        notes: sentences.
        previous: what comes before it in its order; none if it is the first.
        next: what comes after it.
    """

    title: ValueView | None
    people: tuple[ValueView, ...] = ()
    facts: tuple[HeadFact, ...] = ()
    notes: tuple[str, ...] = ()
    previous: Link | None = None
    next: Link | None = None


class MachineView(Struct, frozen=True):
    """What the head of an entity's page says to programs.

    Attributes:
        metadata: elements ``<meta>``.
        alternates: files about the entity that are not listed among its data.
        schema_org: the entity as JSON-LD, safe to stand in a script element.
        linkset: the file of its links for programs.
    """

    metadata: Metadata
    linkset: Download
    alternates: tuple[Download, ...]
    schema_org: Markup


class EntityView(Struct, frozen=True):
    """The page of an entity in one language.

    Attributes:
        kind: its kind, as in its path.
        kind_label: name of its class.
        path: ``kind/slug``.
        iri: its permanent address.
        title: its label.
        titles: its label in each language that it has.
        head: what stands under the title.
        sections: the layout of its kind.
        parts: dependents that no property of the entity leads to.
        related: what links here and no section shows.
        sources: the sources named by the marks.
        computed: whether some value is marked as computed.
        downloads: its data.
        provisional: whether an editor has not yet confirmed it.
        machine: what programs read in its head.
        citation: how to cite it; none if it is no article.
        changed: its history; none if nothing happened to it since it was published.
        queries: the questions about entities of its kind; none if there are none.
    """

    frame: Frame
    kind: str
    kind_label: Text
    path: str
    iri: str
    title: Text
    titles: Mapping[str, str]
    head: HeadView
    sections: tuple[SectionView, ...]
    parts: tuple[PartView, ...]
    related: tuple[RelatedGroup, ...]
    sources: tuple[SourceView, ...]
    computed: bool
    downloads: tuple[Download, ...]
    provisional: bool
    machine: MachineView
    citation: CitationView | None
    changed: Link | None
    queries: Link | None
