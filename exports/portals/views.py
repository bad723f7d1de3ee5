"""What the page for portals shows, finished: frozen values that a template only loops over."""

from dataclasses import dataclass

from exports.labels import Text
from exports.page_views import Download, Frame, Link
from exports.quality.reference_views import TermLink


@dataclass(frozen=True, slots=True)
class KindRow:
    """The kit of one kind of entities.

    Attributes:
        name: the kind, with its list.
        count: how many there are.
        files: frame, schema and first page of the collection.
        example: one of its documents.
    """

    name: Link
    count: str
    files: tuple[Download, ...]
    example: Download


@dataclass(frozen=True, slots=True)
class Kept:
    """A property that a profile takes over.

    Attributes:
        term: the property.
        name: what it is called in the profile.
        lost: the datatypes of which the values are dropped, in words; empty for none.
    """

    term: TermLink
    name: str
    lost: str


@dataclass(frozen=True, slots=True)
class LossRow:
    """What becomes of the things of one class in a profile."""

    class_: TermLink
    kept: tuple[Kept, ...]
    dropped: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile.

    Attributes:
        label: the name that people know.
        name: the name in addresses.
        iri: its IRI.
        files: suffix with media type of each of its formats.
        kinds: the kinds that it describes, in words.
        title: heading of what it drops; empty if it drops nothing.
        losses: what it drops, by class.
    """

    label: str
    name: str
    iri: str
    files: tuple[tuple[str, str], ...]
    kinds: str
    title: str
    losses: tuple[LossRow, ...]


@dataclass(frozen=True, slots=True)
class PortalsView:
    """The page.

    Attributes:
        thing: the address of an entity that serves as example.
        called: what it is called.
        documents: its documents.
        context: the address of the context that documents name.
        context_file: its file.
        dumps: the whole dataset.
        collections: the list of all collections.
        kinds: the kit by kind.
        profiles: the profiles, the archive's own first.
        command: how the program is run.
        program: the program of the worked import.
    """

    frame: Frame
    thing: str
    called: Text
    documents: tuple[Download, ...]
    context: str
    context_file: Download
    dumps: tuple[Download, ...]
    collections: Download
    kinds: tuple[KindRow, ...]
    profiles: tuple[ProfileRow, ...]
    kinds_mean: str
    command: str
    program: str
