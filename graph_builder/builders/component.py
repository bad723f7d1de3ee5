"""Component record as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import NUMBER, Mapping, Says, link
from graph_builder.records import Component

MAPPING: Final = Mapping(
    Component,
    (terms.Component,),
    (
        Says(terms.project, "project", link("project"), inverse=terms.component),
        Says(terms.ordinal, "ordinal", NUMBER),
        Says(terms.name, "name"),
        Says(terms.goal, "goal"),
        Says(terms.partner, "partner", link("organization")),
        Says(terms.supports, "supports", link("organization")),
    ),
)
"""What a component says, and its project's link to it."""
