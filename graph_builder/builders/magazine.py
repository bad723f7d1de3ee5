"""Magazine record as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import ADDRESS, CODE, Mapping, Part, Says, link
from graph_builder.namespaces import SKOS_CONCEPT_SCHEME
from graph_builder.records import Magazine

MAPPING: Final = Mapping(
    Magazine,
    (terms.Magazine,),
    (
        Says(terms.name, "name"),
        Says(terms.issn, "issn"),
        Says(terms.registration, "registration"),
        Says(terms.publisher, "publisher", link("organization")),
        Says(terms.language, "language", CODE),
        Says(terms.homepage, "homepage", ADDRESS),
    ),
    (Part("rubrics", (terms.RubricScheme, SKOS_CONCEPT_SCHEME), terms.magazine),),
)
"""What a magazine says, and the scheme that holds its rubrics."""
