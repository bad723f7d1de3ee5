"""Person record as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import ONLY_YES, Mapping, Says
from graph_builder.namespaces import SKOS_ALT_LABEL
from graph_builder.records import Person

MAPPING: Final = Mapping(
    Person,
    (terms.Person,),
    (
        Says(terms.name, "name"),
        Says(terms.familyName, "family_name"),
        Says(terms.givenName, "given_name"),
        Says(SKOS_ALT_LABEL, "aliases"),
        Says(terms.provisional, "provisional", ONLY_YES),
    ),
)
"""What a person says."""
