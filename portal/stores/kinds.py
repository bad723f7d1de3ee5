"""Makers of stores: how each is known, and what it does otherwise than the standard says."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of the stores of one maker.

    Attributes:
        name: as messages say it.
        server: how its header ``Server`` begins; empty for stores that are not known.
        graph_store: address of its Graph Store Protocol, relative to that of its queries; empty if not known.
        whole: whether a PUT of N-Quads at that address, without a graph, replaces everything in one transaction.
        bulk: parameter of the address with which it loads faster, without a transaction; empty if there is none.
        default_graph: whether it has a default graph that can be written and that is no union of all graphs.
    """

    name: str
    server: str = ""
    graph_store: str = ""
    whole: bool = False
    bulk: str = ""
    default_graph: bool = True


OTHER: Final = Kind("a store that Tuyun does not know")

KINDS: Final = (
    Kind("Oxigraph", "Oxigraph/", "store", whole=True, bulk="no_transaction"),
    Kind("Virtuoso", "Virtuoso/", "sparql-graph-crud-auth", default_graph=False),
)


def kind_of(server: str) -> Kind:
    """Return the kind of a store by its header ``Server``."""
    return next((kind for kind in KINDS if server.startswith(kind.server)), OTHER)
