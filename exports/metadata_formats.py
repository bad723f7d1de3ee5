"""The forms in which records are harvested: prefixes and schemas as OAI-PMH names them, over the format table."""

from dataclasses import dataclass
from typing import Final

from exports import formats
from exports.formats import Format


@dataclass(frozen=True, slots=True)
class MetadataFormat:
    """A form in which records are given.

    Attributes:
        prefix: its ``metadataPrefix``.
        format: the format of the files.
        namespace: its XML namespace.
        schema: address of its XML schema.
        kinds: the kinds of entities that have it; none for all.
    """

    prefix: str
    format: Format
    namespace: str
    schema: str
    kinds: frozenset[str] = frozenset()

    def fits(self, path: str) -> bool:
        """Tell whether the entity at a path has, or had, this form."""
        return not self.kinds or path.partition("/")[0] in self.kinds


_WORKS: Final = frozenset({"article", "magazine"})
METADATA_FORMATS: Final = (
    MetadataFormat(
        "oai_dc",
        formats.DUBLIN_CORE,
        "http://www.openarchives.org/OAI/2.0/oai_dc/",
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    ),
    MetadataFormat(
        "marcxml",
        formats.MARCXML,
        "http://www.loc.gov/MARC21/slim",
        "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd",
        _WORKS,
    ),
    MetadataFormat(
        "mods", formats.MODS, "http://www.loc.gov/mods/v3", "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd", _WORKS
    ),
    MetadataFormat(
        "edm",
        formats.EDM,
        "http://www.europeana.eu/schemas/edm/",
        "http://www.europeana.eu/schemas/edm/EDM.xsd",
        frozenset({"article"}),
    ),
)
"""The forms; ``oai_dc``, which every record must have, first."""


def without_declaration(document: bytes) -> bytes:
    """Return an XML document as it may stand within another."""
    return document[document.index(b"?>") + 2 :].strip() if document.startswith(b"<?xml") else document.strip()
