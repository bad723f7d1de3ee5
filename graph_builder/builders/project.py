"""Project record as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import ADDRESS, AMOUNT, CODE, DATE, NUMBER, Mapping, Says, link
from graph_builder.namespaces import SKOS_ALT_LABEL
from graph_builder.records import Project

MAPPING: Final = Mapping(
    Project,
    (terms.Project,),
    (
        Says(terms.name, "name"),
        Says(terms.abbreviation, "abbreviation"),
        Says(SKOS_ALT_LABEL, "aliases"),
        Says(terms.identifier, "number"),
        Says(terms.goal, "goal"),
        Says(terms.start, "start", DATE),
        Says(terms.end, "end", DATE),
        Says(terms.homepage, "homepage", ADDRESS),
        Says(terms.implementer, "implementer", link("organization")),
        Says(terms.funder, "funder", link("organization")),
        Says(terms.partner, "partner", link("organization")),
        Says(terms.region, "region", link("region")),
        Says(terms.municipalityCount, "municipality_count", NUMBER),
        Says(terms.budget, "budget", AMOUNT),
        Says(terms.currency, "currency", CODE),
    ),
)
"""What a project says; its phases and components link themselves to it."""
