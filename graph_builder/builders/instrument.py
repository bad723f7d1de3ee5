"""Legal instrument record as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import DATE, Mapping, Says, individual
from graph_builder.namespaces import SKOS_ALT_LABEL
from graph_builder.records import LegalInstrument

MAPPING: Final = Mapping(
    LegalInstrument,
    (terms.LegalInstrument,),
    (
        Says(terms.name, "name"),
        Says(SKOS_ALT_LABEL, "aliases"),
        Says(terms.kind, "type", individual()),
        Says(terms.date, "date", DATE),
    ),
)
"""What a law, code, treaty or regulation says."""
