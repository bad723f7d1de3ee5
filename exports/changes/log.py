"""The change log: what its files hold, and how they are written and read.

``changes/index.json`` lists the releases that changed anything, ``changes/log/<n>.jsonl`` says of each what changed,
one entity a line, sorted by entity. Everything else about changes is made from these.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias, TypeVar

import msgspec

from graph_builder.decode import NOT_JSON
from graph_builder.errors import SystemFailure
from graph_builder.rdf import Triple

T = TypeVar("T")
Action: TypeAlias = Literal["created", "changed", "withdrawn", "merged"]
Texts: TypeAlias = dict[str, str]
"""A text by language."""

FORMAT = 1
"""Version of the files; a release that finds another one in the last begins a new history."""


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one entity in one release.

    Attributes:
        iri: the entity.
        action: what became of it.
        type: IRI of its class; empty if it has none.
        name: its label by language, as last published.
        before: N-Triples statements of its document that no longer hold; all of them if it is gone.
        after: N-Triples statements that hold from now on; all of them if it is new.
        into: IRI of the entity that stands in its place, if it was merged.
        reason: why it is gone, by language.
    """

    iri: str
    action: Action
    type: str = ""
    name: Texts = {}
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    into: str = ""
    reason: Texts = {}

    @property
    def is_gone(self) -> bool:
        """Whether the entity is no longer there."""
        return self.action in {"withdrawn", "merged"}


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A release in which something changed.

    Attributes:
        number: 1 for the first, then one more each.
        time: when it was made, ``YYYY-MM-DDThh:mm:ssZ``.
        log: path of its log.
        events: how many entities changed.
        counts: how many entities changed, by action and kind.
        previous: id of the release with which it was compared; empty for the first.
    """

    number: int
    time: str
    log: str
    events: int
    counts: dict[Action, dict[str, int]] = {}
    previous: str = ""


class Releases(msgspec.Struct, frozen=True, kw_only=True):
    """``changes/index.json``.

    Attributes:
        format: version of the form of all files of the log.
        base: the base of the IRIs.
        releases: the oldest first.
    """

    format: int
    base: str
    releases: tuple[Entry, ...]


class Tombstone(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What stands at the address of an entity that is gone.

    Attributes:
        name: its last label by language.
        reason: why it is gone, by language.
        date: when it went, ``YYYY-MM-DDThh:mm:ssZ``.
        type: IRI of its class; empty if it had none.
        release: number of the release in which it went.
        replaced_by: IRI of the entity into which it was merged; empty if it was not.
    """

    name: Texts
    reason: Texts
    date: str
    type: str = ""
    release: int
    replaced_by: str = ""


class Dates(msgspec.Struct, frozen=True, omit_defaults=True):
    """When an entity that is there was created and last changed: one line of ``changes/entities.jsonl``.

    Attributes:
        iri: the entity.
        created: when it came, ``YYYY-MM-DDThh:mm:ssZ``; after it was gone, when it came back.
        changed: when it changed last.
        returned: whether it had been gone before.
    """

    iri: str
    created: str
    changed: str
    returned: bool = False


_changes = msgspec.json.Decoder(Change)
_dates = msgspec.json.Decoder(Dates)
_tombstones = msgspec.json.Decoder(dict[str, Tombstone])
_encoder = msgspec.json.Encoder()


def line(record: Change | Dates) -> bytes:
    """Return one line of a log, with its line feed."""
    return _encoder.encode(record) + b"\n"


def read_change(data: bytes) -> Change:
    """Return the change that a line holds (SystemFailure if it holds none)."""
    return _decoded(_changes, data)


def read_dates(data: bytes) -> Dates:
    """Return the dates that a line holds (SystemFailure if it holds none)."""
    return _decoded(_dates, data)


def read_releases(data: bytes) -> Releases | None:
    """Return the releases that ``changes/index.json`` lists; none if it is of another form."""
    try:
        found = msgspec.json.decode(data, type=Releases)
    except NOT_JSON:
        return None
    return found if found.format == FORMAT else None


def read_tombstones(data: bytes) -> dict[str, Tombstone]:
    """Return the tombstones by IRI (SystemFailure if the file holds none)."""
    return _decoded(_tombstones, data)


def _decoded(decoder: msgspec.json.Decoder[T], data: bytes) -> T:
    try:
        return decoder.decode(data)
    except NOT_JSON as error:
        message = f"the change log of the last release is damaged: {error}"
        raise SystemFailure(f"{message}; restore the release, or take the link `current` away to begin anew") from error


def pretty(value: Releases | Mapping[str, Tombstone]) -> bytes:
    """Return a file of JSON for people and programs."""
    return msgspec.json.format(_encoder.encode(value), indent=2) + b"\n"


def statements(triples: Iterable[Triple]) -> tuple[str, ...]:
    """Return triples as N-Triples statements without line feed."""
    return tuple(f"{subject} {property_} {value} ." for subject, property_, value in triples)


def triple_of(statement: str) -> Triple:
    """Return the triple of a statement as :func:`statements` writes it.

    Raises:
        ValueError: if it is none.
    """
    subject, property_, rest = statement.split(" ", 2)
    if not rest.endswith(" ."):
        raise ValueError(f"no statement: {statement[:80]}")
    return subject, property_, rest[:-2]
