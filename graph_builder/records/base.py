"""What all records share: identity, language-tagged text, and the envelope that says where each stands."""

from collections.abc import Collection
from typing import Annotated, Any, Final, Generic, Literal, TypeAlias, TypeVar

import msgspec

from graph_builder.dates import PartialDate
from graph_builder.identifiers import DEVICE
from graph_builder.problems import Place
from graph_builder.records.forms import END, form

Language: TypeAlias = Literal["ky", "ru", "en"]
Rank: TypeAlias = Literal["editor", "publisher", "partner", "page", "derived"]
Slug: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        extra_json_schema=form(rf"^(?!{DEVICE}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*{END}"),
        max_length=120,
        description="last part of an IRI: Latin letters, digits and single hyphens; no name of a device such as con",
    ),
]
Text: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
Checksum: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        extra_json_schema=form(rf"^[0-9a-f]{{64}}{END}"),
        description="a SHA-256 checksum, 64 hexadecimal digits in lower case",
    ),
]
Labels: TypeAlias = dict[Language, Text]
Aliases: TypeAlias = dict[Language, list[Text]]
Reference: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        extra_json_schema=form(rf"^[a-z]+/[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*{END}"),
        description="an entity of any kind, as kind/slug, e.g. region/KG-J",
    ),
]
# What any part of an IRI may hold (RFC 3987: ucschar); readers of RDF refuse a whole file for one other character. That
# it says what is allowed, and not what is forbidden, makes it five times as fast: the usual characters come first.
_ASCII_IN_IRI = r"!$&-.0-9;=A-Z_a-z~"
_PLANES = "".join(f"{chr(plane << 16)}-{chr(plane << 16 | 0xFFFD)}" for plane in range(1, 14))
_IN_IRI = (
    _ASCII_IN_IRI + r"\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff"
    rf"\uf900-\ufdcf\ufdf0-\uffef{_PLANES}"
)
_HEX = "%[0-9A-Fa-f]{2}"
_PORT = "(?::[0-9]{1,5})?"
HOST = rf"(?:[{_IN_IRI}]|{_HEX})+{_PORT}"
LOCAL = rf"(?:[{_IN_IRI}]|{_HEX})+"
"""What may stand before ``@`` in the address of a mailbox."""
PATH = rf"(?:[{_IN_IRI}/:@]|{_HEX})*"
_REST = rf"(?:[{_IN_IRI}/:@?]|{_HEX})*"
_ASCII_REST = rf"[{_ASCII_IN_IRI}/:@?]*"
# Most addresses are of ASCII letters without an escape: told in a third of the time, and compiled in much less.
_USUAL = rf"[{_ASCII_IN_IRI}]+{_PORT}(?:/[{_ASCII_IN_IRI}/:@]*)?(?:\?{_ASCII_REST})?(?:#{_ASCII_REST})?"
URL: Final = rf"^https?://(?:{_USUAL}|{HOST}(?:/{PATH})?(?:\?{_REST})?(?:#{_REST})?){END}"
"""The pattern of a web address that every reader of RDF takes."""
Url: TypeAlias = Annotated[str, msgspec.Meta(extra_json_schema=form(URL, rf"^https?://{_USUAL}{END}"))]


class Record(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
):
    """One entity as one source describes it.

    Attributes:
        id: the entity's slug; together with the kind it makes the IRI.
    """

    id: Slug


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who says it: the head of a file of records, or a captured page.

    Attributes:
        id: slug of the source; its IRI is the named graph of what it says.
        name: what the source is called, by language.
        url: where it can be read.
        retrieved: when it was read.
        rank: how far it is believed against others.
        corrects: the source whose statements it corrects, by its id or its file, e.g. pages/ky/1889.txt.
        sha256: checksum of the corrected page as it was when it was read.
        rejects: entities that the corrected source describes wrongly as a whole, as kind/slug.
        file: path of the file in the archive; filled in by the reader.
    """

    id: Slug
    name: Labels = {}
    url: Url | None = None
    retrieved: PartialDate | None = None
    rank: Rank = "editor"
    corrects: Text | None = None
    sha256: Checksum | None = None
    rejects: list[Reference] = []
    file: str = ""


R_co = TypeVar("R_co", covariant=True, bound=Record)


class Entry(msgspec.Struct, Generic[R_co], frozen=True):
    """A record with its source and its place in the archive.

    Attributes:
        record: what is said.
        source: the slug of the source that says it.
        place: file and line, for reports.
        emptied: fields that the file writes without a value (``[]``, ``null``): it says that there is none.
        plain: whether it is known that no text of the record holds a character that RDF escapes.
    """

    record: R_co
    source: str
    place: Place
    emptied: frozenset[str] = frozenset()
    plain: bool = False


def emptied(record: Record, written: Collection[str]) -> frozenset[str]:
    """Return which of the fields that a file writes have the value that they would have without it."""
    return frozenset(
        field.name
        for field in msgspec.structs.fields(record)
        if field.name in written and getattr(record, field.name) == default_of(field)
    )


def default_of(field: msgspec.structs.FieldInfo) -> Any:
    """Return the value of a field that is not written; ``NODEFAULT`` if it must be."""
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
