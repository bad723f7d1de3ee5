"""Event record as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import AMOUNT, CODE, DATE, NUMBER, Mapping, Says, link
from graph_builder.namespaces import SKOS_ALT_LABEL
from graph_builder.records import Event

MAPPING: Final = Mapping(
    Event,
    (terms.Event,),
    (
        Says(terms.name, "name"),
        Says(SKOS_ALT_LABEL, "aliases"),
        Says(terms.date, "date", DATE),
        Says(terms.project, "project", link("project")),
        Says(terms.organizer, "organizer", link("organization")),
        Says(terms.municipalityCount, "municipality_count", NUMBER),
        Says(terms.budget, "budget", AMOUNT),
        Says(terms.currency, "currency", CODE),
    ),
)
"""What an event says."""
