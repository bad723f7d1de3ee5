"""Source as a mapping: who says what stands in the named graph of the same IRI."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import ADDRESS, CODE, DATE, Mapping, Says, link
from graph_builder.records import Source

MAPPING: Final = Mapping(
    Source,
    (terms.Source,),
    (
        Says(terms.rank, "rank", CODE),
        Says(terms.name, "name"),
        Says(terms.url, "url", ADDRESS),
        Says(terms.retrieved, "retrieved", DATE),
        Says(terms.corrects, "corrects", link("source")),
        Says(terms.file, "file"),
    ),
)
"""What a source says of itself."""
