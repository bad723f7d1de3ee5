"""Region record as a mapping: a place of the administrative division, also a SKOS concept."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import NUMBER, Mapping, Says, individual, link
from graph_builder.namespaces import SKOS_ALT_LABEL, SKOS_CONCEPT
from graph_builder.records import Region

MAPPING: Final = Mapping(
    Region,
    (terms.Region, SKOS_CONCEPT),
    (
        Says(terms.name, "name"),
        Says(SKOS_ALT_LABEL, "aliases"),
        Says(terms.kind, "type", individual()),
        Says(terms.code, "code"),
        Says(terms.within, "within", link("region")),
        Says(terms.aiylAimakCount, "aiyl_aimak_count", NUMBER),
    ),
)
"""What a region says."""
