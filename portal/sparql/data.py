"""The data that queries are asked of: the published view, the claims in named graphs, and the union of both."""

from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

UNION: Final = "urn:x-arq:UnionGraph"
"""Name of the merge of the published view and all claims, where a dataset is named: as in Apache Jena."""

VIEW: Final = "urn:x-arq:DefaultGraph"
"""Name of the published view, where a dataset is named."""

_OWN: Final = {"default_graph": [ox.DefaultGraph()]}
"""What a query is told of its dataset, so that what it says itself of it does not count."""


@dataclass(frozen=True)
class Data:
    """A release, ready to be queried.

    Attributes:
        release: its id.
        store: the published view as default graph, the claims as named graphs.
        union: the merge of all graphs as default graph: each triple once, whoever says it.
    """

    release: str
    store: ox.Store
    union: ox.Store

    def chosen(self, default: tuple[str, ...] | None, named: tuple[str, ...] | None) -> tuple[ox.Store, dict[str, Any]]:
        """Return the store to ask and the options of its query, for a dataset that was named.

        A default graph of several graphs is their merge (SPARQL 1.1, 13.2.1), in which a triple stands once. What does
        not exist is empty; nothing is ever fetched.

        Args:
            default: IRIs of the graphs that make the default graph; none for what the query says, or else the view.
            named: IRIs of the named graphs; none for what the query says, or else all.

        Raises:
            ValueError: if a name is no IRI.
        """
        if default is None and named is None:
            return self.store, {}
        graphs = [ox.NamedNode(one) for one in named or ()]
        parts = dict.fromkeys(default or ())
        if len(parts) > 1 or (UNION in parts and graphs):
            return self._merged(list(parts), graphs), {**_OWN, "named_graphs": graphs}
        if UNION in parts:
            return self.union, {**_OWN, "named_graphs": []}
        return self.store, {"default_graph": [_name(one) for one in parts], "named_graphs": graphs}

    def _merged(self, default: list[str], named: list[ox.NamedNode]) -> ox.Store:
        made = ox.Store()
        for one in [UNION] if UNION in default else default:
            source = self.union if one == UNION else self.store
            found = source.quads_for_pattern(None, None, None, _name(VIEW if one == UNION else one))
            made.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in found)
        for graph in named:
            made.extend(self.store.quads_for_pattern(None, None, None, graph))
        return made


def _name(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if iri == VIEW else ox.NamedNode(iri)
