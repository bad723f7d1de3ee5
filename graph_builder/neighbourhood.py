"""How far the shapes see: what a node's validation needs to know of other nodes.

Of the nodes that a focus node refers to, shapes look at the class (``sh:class``) and at what a path of several steps
leads to. So any part of a graph can be validated by itself when this little is added to it, and what a change cannot
reach need not be validated again.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Term, Triple
from graph_builder.schema import schema

_STEP: Final = re.compile(r"(<[^>]*>)(\*?)")


@cache
def seen_beyond() -> frozenset[Term]:
    """Return the properties that the shapes look at in nodes other than the focus node."""
    found = {RDF_TYPE}
    for kind in schema().kinds.values():
        for shape in (*kind.properties, *kind.advice):
            for position, (property_, repeated) in enumerate(_STEP.findall(shape.path)):
                if position or repeated:
                    found.add(property_)
    return frozenset(found)


def by_subject(triples: Iterable[Triple]) -> Mapping[Term, list[Triple]]:
    """Return triples by their subject."""
    found: dict[Term, list[Triple]] = defaultdict(list)
    for triple in triples:
        found[triple[0]].append(triple)
    return found


def reached(
    nodes: Iterable[Term], known: Container[Term], about: Callable[[Term], Iterable[Triple]]
) -> Iterator[Triple]:
    """Yield what the shapes see of the nodes that are referred to.

    Args:
        nodes: values of the focus nodes' properties; those that are no IRI say nothing more.
        known: the subjects that are described in full already.
        about: gives the triples of a node; nothing for a node that nobody describes.
    """
    seen: set[Term] = set()
    beyond = seen_beyond()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node in seen or node in known or not node.startswith("<"):
            continue
        seen.add(node)
        for triple in about(node):
            if triple[1] in beyond:
                yield triple
                if triple[1] != RDF_TYPE:
                    waiting.append(triple[2])
