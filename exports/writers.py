"""The table of RDF writers, by format."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from exports import formats, jsonld, rdfxml, turtle
from exports.formats import Format
from graph_builder.rdf import Quad, Triple

GraphWriter: TypeAlias = Callable[[Sequence[Triple]], Iterator[bytes]]
DatasetWriter: TypeAlias = Callable[[Sequence[Triple], Sequence[Quad]], Iterator[bytes]]

GRAPH_WRITERS: Final[Mapping[Format, GraphWriter]] = MappingProxyType(
    {
        formats.TURTLE: turtle.turtle,
        formats.JSONLD: jsonld.graph,
        formats.NTRIPLES: turtle.ntriples,
        formats.RDFXML: rdfxml.rdfxml,
    }
)
"""Writers of one graph; they take triples grouped by subject."""

DATASET_WRITERS: Final[Mapping[Format, DatasetWriter]] = MappingProxyType(
    {formats.NQUADS: turtle.nquads, formats.TRIG: turtle.trig}
)
"""Writers of a default graph with named graphs; they take quads grouped by graph, therein by subject."""
