"""Values, properties and links as the page of an entity shows them: frozen values that a template only loops over.

Every ``href`` is relative to the root of the release; a template puts the way to the root before it. External
addresses stand in ``external`` and are ``http`` or ``https`` only.

They are Structs of msgspec, made many times as fast as frozen dataclasses: a page consists of some two hundred.
"""

from msgspec import Struct

from exports.labels import Text
from exports.page_views import Link
from graph_builder.rdf import Term


class Mark(Struct, frozen=True, cache_hash=True):
    """A small mark at a value that leads to a source in the list at the foot of the page.

    Attributes:
        number: the source's number on this page.
        title: the source in one line, for pointing devices and screen readers, and the words with which it names
            the entity that the value is.
    """

    number: int
    title: str


class ValueView(Struct, frozen=True):
    """One value of a property.

    Attributes:
        text: the value in words; for a link its label.
        href: the page of the entity that the value is; empty for none.
        external: the address outside the release that the value is; empty for none.
        datetime: the machine form of a date; empty for none.
        code: whether it is a short code, such as an ISSN, which must not be parted at the end of a line.
        paragraphs: the text cut into paragraphs if it is long; then ``text`` is not to be shown.
        marks: the sources that say this value, in the order of their numbers.
        computed: whether no source says it: it follows from other values.
        part: the dependent that the value is, shown in place; none for other values.
        note: a few words beside it; empty for none.
    """

    text: Text
    href: str = ""
    external: str = ""
    datetime: str = ""
    code: bool = False
    paragraphs: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    computed: bool = False
    part: "PartView | None" = None
    note: str = ""


class ClaimView(Struct, frozen=True):
    """One of the values that disagree.

    Attributes:
        term: the claim.
        anchor: fragment of the claim in the page.
        value: the value with its sources.
        preferred: whether it is the one that the published view holds.
        standing: how it stands to the preferred value, in words.
    """

    term: Term
    anchor: str
    value: ValueView
    preferred: bool
    standing: str


class DisagreementView(Struct, frozen=True):
    """Values that contradict one another, the preferred one first, and why it is preferred.

    Attributes:
        anchor: fragment in the page.
        index: where the index of all disagreements shows it.
        claims: the values.
        reason: why the first is preferred.
    """

    anchor: str
    index: str
    claims: tuple[ClaimView, ...]
    reason: Text


class PropertyView(Struct, frozen=True):
    """A property of an entity with its values.

    Attributes:
        name: its name in the vocabulary.
        label: its name for readers.
        comment: its explanation; empty for none.
        values: the values of the published view.
        also: what sources say besides without contradicting it, such as a coarser date.
        disagreements: where sources contradict one another (one a language for texts).
    """

    name: str
    label: Text
    comment: Text
    values: tuple[ValueView, ...]
    also: tuple[ValueView, ...] = ()
    disagreements: tuple[DisagreementView, ...] = ()


class GroupView(Struct, frozen=True):
    """Properties that belong together (``sh:group``), in the order of the shapes."""

    label: Text
    properties: tuple[PropertyView, ...]


class PartView(Struct, frozen=True):
    """A dependent (contribution, edition, scheme) with its own properties.

    Attributes:
        anchor: its fragment in the page.
        kind: name of its class.
        name: what it is called, with a link where it is called after another entity.
        properties: its properties, that one left out.
    """

    anchor: str
    kind: Text
    name: ValueView
    properties: tuple[PropertyView, ...]


class RelatedGroup(Struct, frozen=True):
    """Entities that link here by one property, or of which a source tells.

    Attributes:
        key: name of the group in addresses: kind and property, e.g. ``article-about``.
        kind: plural name of the kind of the entities; empty where the section is called so.
        relation: the property by which they link here; empty where a source tells of them.
        stated: what the source that tells of them states of most; empty where they link here.
        count: how many there are in all.
        items: the first of them, as many as a page shows.
        more: link to the first continuation page; empty if all are shown.
        cut: how many are shown, in words; empty if all are.
    """

    key: str
    kind: str
    relation: Text
    stated: Text
    count: str
    items: tuple[Link, ...]
    more: str = ""
    cut: str = ""


class SourceView(Struct, frozen=True):
    """One line of the list of sources at the foot of a page."""

    number: int
    name: Text
    href: str
    rank: str
    retrieved: str
    external: str
    external_label: str
