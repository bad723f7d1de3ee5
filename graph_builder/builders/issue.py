"""Issue record, with its language editions, as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import CODE, DATE, NUMBER, ONLY_YES, Mapping, Parts, Says, link
from graph_builder.records import Issue

MAPPING: Final = Mapping(
    Issue,
    (terms.Issue,),
    (
        Says(terms.magazine, "magazine", link("magazine")),
        Says(terms.number, "number", NUMBER),
        Says(terms.lastNumber, "last_number", NUMBER),
        Says(terms.wholeNumber, "whole_number", NUMBER),
        Says(terms.lastWholeNumber, "last_whole_number", NUMBER),
        Says(terms.nominalMonth, "nominal_month", DATE),
        Says(terms.provisional, "provisional", ONLY_YES),
    ),
    (
        Parts(
            "editions",
            terms.edition,
            "edition-{item.language}",
            (terms.Edition,),
            terms.issue,
            (Says(terms.language, "language", CODE), Says(terms.datePublished, "date", DATE)),
            of_whole=(Says(terms.datePublished, "date", DATE),),
        ),
    ),
)
"""What an issue says; each edition is a dependent of its own."""
