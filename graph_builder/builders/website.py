"""Website record as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import ADDRESS, Mapping, Says
from graph_builder.namespaces import SKOS_ALT_LABEL
from graph_builder.records import Website

MAPPING: Final = Mapping(
    Website,
    (terms.Website,),
    (
        Says(terms.name, "name"),
        Says(SKOS_ALT_LABEL, "aliases"),
        Says(terms.homepage, "homepage", ADDRESS),
    ),
)
"""What a web portal says."""
