"""The data that queries are asked of: the published view, the claims in named graphs, and the union of both.

The view is there first, and alone: most questions look at nothing else, and it is gone through faster without the
claims between. What a question needs of the rest is told by :func:`needs_all`.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from portal.sparql.tallies import Tallies

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
        view: the published view as default graph; it may hold the claims, too.
        store: the published view as default graph, the claims as named graphs; none as long as it is not loaded.
        union: the merge of all graphs as default graph: each triple once, whoever says it; none likewise.
        tallies: what was counted of the view.
    """

    release: str
    view: ox.Store
    store: ox.Store | None = None
    union: ox.Store | None = None
    tallies: Tallies = field(default_factory=dict)

    def chosen(
        self, default: tuple[str, ...] | None, named: tuple[str, ...] | None, everything: bool
    ) -> tuple[ox.Store, dict[str, Any]]:
        """Return the store to ask and the options of its query, for a dataset that was named.

        A default graph of several graphs is their merge (SPARQL 1.1, 13.2.1), in which a triple stands once. What does
        not exist is empty; nothing is ever fetched.

        Args:
            default: IRIs of the graphs that make the default graph; none for what the query says, or else the view.
            named: IRIs of the named graphs; none for what the query says, or else all.
            everything: whether the question needs more than the view (:func:`needs_all`).

        Raises:
            ValueError: if a name is no IRI.
        """
        if not everything:
            return self.view, {} if default is None else {**_OWN, "named_graphs": []}
        assert self.store is not None  # the keeper gives no such question to who has not all
        assert self.union is not None
        if default is None and named is None:
            return self.store, {}
        graphs = [ox.NamedNode(one) for one in named or ()]
        parts = dict.fromkeys(default or ())
        if len(parts) > 1 or (UNION in parts and graphs):
            return _merged(self.store, self.union, list(parts), graphs), {**_OWN, "named_graphs": graphs}
        if UNION in parts:
            return self.union, {**_OWN, "named_graphs": []}
        return self.store, {"default_graph": [_name(one) for one in parts], "named_graphs": graphs}


def told(
    default: tuple[str, ...], named: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]] | tuple[None, None]:
    """Return what the engine is to be told of the dataset that a query names itself (``FROM``), or nothing.

    It reads ``FROM`` itself; only what it cannot do, a merge of graphs or a name of ours, is told to it.
    """
    special = {UNION, VIEW}.intersection((*default, *named))
    return (default, named) if len(default) > 1 or special else (None, None)


def needs_all(default: tuple[str, ...] | None, named: tuple[str, ...] | None, graphs: bool) -> bool:
    """Tell whether a question needs more than the published view.

    Args:
        default: IRIs of the graphs that make the default graph; none for what the query says, or else the view.
        named: IRIs of the named graphs; none for what the query says, or else all.
        graphs: whether the query speaks of graphs: ``GRAPH``, ``FROM``.
    """
    if default is None and named is None:
        return graphs
    return bool(named) or default != (VIEW,)


def _merged(store: ox.Store, union: ox.Store, default: list[str], named: list[ox.NamedNode]) -> ox.Store:
    made = ox.Store()
    for one in [UNION] if UNION in default else default:
        source = union if one == UNION else store
        found = source.quads_for_pattern(None, None, None, _name(VIEW if one == UNION else one))
        made.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in found)
    for graph in named:
        made.extend(store.quads_for_pattern(None, None, None, graph))
    return made


def _name(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if iri == VIEW else ox.NamedNode(iri)
