"""What can be told of a query without running it: what it answers with, what it reads, whether it asks another host.

What is no SPARQL is left to the parser of the engine, which says where it went wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph_builder.namespaces import PREFIXES
from portal.problems import Problem
from portal.sparql.grammar import Kind, dataset, place_of, prologue, tokens
from portal.sparql.limits import refusal
from portal.sparql.readings import depth, service

_UPDATES: Final = frozenset(["INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"])
_DEEPEST: Final = 1_000
"""How deep brackets may stand in one another; the parser of the engine ends its process at some ten thousand."""
_OF_GRAPHS: Final = frozenset(["GRAPH", "FROM"])


@dataclass(frozen=True, slots=True)
class Read:
    """What a query says of itself.

    Attributes:
        kind: what it answers with.
        default: IRIs after ``FROM``.
        named: IRIs after ``FROM NAMED``.
        prefixes: IRIs of the prefixes that it declares, by prefix.
        undeclared: well-known prefixes that it uses without declaring them, sorted.
        graphs: whether it may look at other graphs than the default graph.
    """

    kind: Kind
    default: tuple[str, ...]
    named: tuple[str, ...]
    prefixes: Mapping[str, str]
    undeclared: tuple[str, ...]
    graphs: bool

    @property
    def prologue(self) -> str:
        """Declarations of the undeclared prefixes, in one line; empty if there are none."""
        return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in self.undeclared)


def read(query: str, base: str = "") -> Read:
    """Return what a query says of itself.

    Args:
        query: its text.
        base: IRI against which relative IRIs are resolved.

    Raises:
        Problem: 403, if it is an update or asks another host (``SERVICE``); 400, if its brackets stand too deep in one
            another; with line and column.
    """
    found = list(tokens(query))
    if too_deep := depth(query, found, _DEEPEST):
        line, column = place_of(query, too_deep.start)
        said = f"brackets may stand {_DEEPEST} deep in one another, no deeper"
        raise Problem(400, said, facts={"line": line, "column": column})
    if asking := service(query, found):
        raise refusal("endpoint_no_service", place_of(query, asking.start))
    prefixes, base, at = prologue(found, base)
    word = found[at].text.upper() if at < len(found) and found[at].kind == "word" else ""
    if word in _UPDATES:
        raise refusal("endpoint_read_only", place_of(query, found[at].start))
    # What begins otherwise is no query; the engine's parser says so.
    kind = Kind[word] if word in Kind.__members__ else Kind.SELECT
    default, named = dataset(found[at:], prefixes, base)
    used = {token.text.partition(":")[0] for token in found[at:] if token.kind == "name"}
    undeclared = tuple(sorted((used - prefixes.keys()) & PREFIXES.keys()))
    graphs = any(token.kind == "word" and token.text.upper() in _OF_GRAPHS for token in found)
    return Read(kind, default, named, prefixes, undeclared, graphs)
