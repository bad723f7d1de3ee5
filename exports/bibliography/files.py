"""The table of bibliographic writers, by format, and the files that they make of one entity."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from exports import formats
from exports.bibliography import apa, bibtex, csl_json, dublin_core, gost, marcxml, mods, ris
from exports.bibliography.item import Item, Serial, Thing
from exports.formats import Format

REFERENCE_WRITERS: Final[Mapping[Format, Callable[[Item], bytes]]] = MappingProxyType(
    {
        formats.GOST: gost.write,
        formats.APA: apa.write,
        formats.BIBTEX: bibtex.write,
        formats.RIS: ris.write,
        formats.CSL_JSON: csl_json.write,
    }
)
"""Writers of a reference to an article."""

CATALOGUE_WRITERS: Final[Mapping[Format, Callable[[Item | Serial], bytes]]] = MappingProxyType(
    {formats.MARCXML: marcxml.write, formats.MODS: mods.write, formats.DUBLIN_CORE: dublin_core.write}
)
"""Writers of a catalogue record of an article or of the magazine."""


def formats_of(work: Item | Serial | None) -> tuple[tuple[Format, ...], tuple[Format, ...]]:
    """Return the formats of references and of catalogue records that an entity has."""
    if work is None:
        return (), (formats.DUBLIN_CORE,)
    references = formats.REFERENCE_FORMATS if isinstance(work, Item) else ()
    return references, formats.CATALOGUE_FORMATS


def files(path: str, work: Item | Serial | Thing) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each bibliographic file of an entity: of what is no work, simple Dublin Core."""
    if isinstance(work, Thing):
        yield f"{path}.{formats.DUBLIN_CORE.suffix}", dublin_core.write(work)
        return
    if isinstance(work, Item):
        for format_, reference in REFERENCE_WRITERS.items():
            yield f"{path}.{format_.suffix}", reference(work)
    for format_, record in CATALOGUE_WRITERS.items():
        yield f"{path}.{format_.suffix}", record(work)
