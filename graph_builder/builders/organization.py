"""Organization record as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import ADDRESS, Mapping, Says, individual, link
from graph_builder.namespaces import SKOS_ALT_LABEL
from graph_builder.records import Organization

MAPPING: Final = Mapping(
    Organization,
    (terms.Organization,),
    (
        Says(terms.name, "name"),
        Says(terms.abbreviation, "abbreviation"),
        Says(SKOS_ALT_LABEL, "aliases"),
        Says(terms.kind, "type", individual()),
        Says(terms.homepage, "homepage", ADDRESS),
        Says(terms.partOf, "part_of", link("organization")),
        Says(terms.succeededBy, "succeeded_by", link("organization")),
    ),
)
"""What an organization says."""
