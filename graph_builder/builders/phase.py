"""Phase record as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import AMOUNT, CODE, DATE, NUMBER, YES_OR_NO, Mapping, Says, link
from graph_builder.records import Phase

MAPPING: Final = Mapping(
    Phase,
    (terms.Phase,),
    (
        Says(terms.project, "project", link("project"), inverse=terms.phase),
        Says(terms.ordinal, "ordinal", NUMBER),
        Says(terms.name, "name"),
        Says(terms.start, "start", DATE),
        Says(terms.end, "end", DATE),
        Says(terms.region, "region", link("region")),
        Says(terms.municipalityCount, "municipality_count", NUMBER),
        Says(terms.funder, "funder", link("organization")),
        Says(terms.budget, "budget", AMOUNT),
        Says(terms.currency, "currency", CODE),
        Says(terms.isFinal, "final", YES_OR_NO),
    ),
)
"""What a phase says, and its project's link to it."""
