"""Rubric record as a mapping: a concept of the magazine's rubric scheme."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import ONLY_YES, Mapping, Says, link
from graph_builder.namespaces import SKOS_ALT_LABEL, SKOS_CONCEPT, SKOS_IN_SCHEME, SKOS_PREF_LABEL
from graph_builder.records import Rubric

MAPPING: Final = Mapping(
    Rubric,
    (terms.Rubric, SKOS_CONCEPT),
    (
        Says(SKOS_IN_SCHEME, "magazine", link("magazine", "rubrics")),
        Says(SKOS_PREF_LABEL, "name"),
        Says(SKOS_ALT_LABEL, "aliases"),
        Says(terms.provisional, "provisional", ONLY_YES),
    ),
)
"""What a rubric says."""
