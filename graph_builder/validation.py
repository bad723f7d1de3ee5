"""Validation of a graph against the shapes, by one of two engines that say the same.

The compiled engine (:mod:`graph_builder.shacl_compiled`) looks at every node; pySHACL
(:mod:`graph_builder.shacl_reference`) is what it is judged by. The two compare values differently where a value is of
a wrong datatype or no value at all, so nodes of which the compiled engine says such a thing are left to the reference.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from graph_builder import shacl_compiled
from graph_builder.namespaces import RDF_TYPE
from graph_builder.neighbourhood import by_subject, reached
from graph_builder.rdf import Term, Triple
from graph_builder.report import ShapeResult
from graph_builder.schema import schema

_COMPARING: Final = frozenset(
    f"{name}ConstraintComponent"
    for name in (
        *("Datatype", "Or", "MinInclusive", "MinExclusive", "MaxInclusive", "MaxExclusive"),
        *("LessThan", "LessThanOrEquals"),
    )
)
"""What looks at the value behind a literal, and so at what an engine takes its text for."""


class Engine(StrEnum):
    """Who applies the shapes."""

    COMPILED = "shacl-rust"
    REFERENCE = "pyshacl"


@dataclass(frozen=True)
class ValidationOutcome:
    """What the shapes say about a graph.

    Attributes:
        conforms: whether no result is a violation; warnings and remarks do not count.
        results: all results, sorted.
        focus_nodes: how many nodes each node shape looked at, sorted by shape.
    """

    conforms: bool
    results: tuple[ShapeResult, ...]
    focus_nodes: tuple[tuple[Term, int], ...]


def may_fork() -> bool:
    """Tell whether a process that is forked now could validate."""
    return not shacl_compiled.was_used()


def validate(
    triples: Iterable[Triple], engine: Engine = Engine.COMPILED, around: Iterable[Triple] = ()
) -> ValidationOutcome:
    """Validate a graph, or a part of one, against all shapes.

    Args:
        triples: every node in full that is to be validated.
        engine: who validates.
        around: of a part, what the shapes see of other nodes (:mod:`graph_builder.neighbourhood`).

    Raises:
        SystemFailure: if the installation lacks files, or the graph holds what no builder makes and the engine
            cannot read or compare.
    """
    found, more = list(triples), list(around)
    compiled = engine is Engine.COMPILED and shacl_compiled.is_usable()  # the results are the same
    results = tuple(sorted(_by_both(found, more) if compiled else _by_reference(found, more)))
    return ValidationOutcome(
        conforms=all(result.severity != "Violation" for result in results),
        results=results,
        focus_nodes=count_focus_nodes(found),
    )


def _by_both(triples: list[Triple], around: list[Triple]) -> Iterator[ShapeResult]:
    found = list(shacl_compiled.results(triples, around))
    doubtful = {result.focus for result in found if result.component in _COMPARING}
    if doubtful:
        about = by_subject([*triples, *around])
        own = [triple for focus in sorted(doubtful) for triple in about[focus]]
        neighbours = reached((triple[2] for triple in own), doubtful, lambda node: about.get(node, ()))
        yield from _by_reference(own, list(neighbours))
    yield from (result for result in found if result.focus not in doubtful)


def _by_reference(triples: list[Triple], around: list[Triple]) -> Iterator[ShapeResult]:
    from graph_builder import shacl_reference  # here, since a build mostly does without rdflib, which is slow to load

    own = {triple[0] for triple in triples}
    return (result for result in shacl_reference.results([*triples, *around]) if result.focus in own)


def count_focus_nodes(triples: Iterable[Triple]) -> tuple[tuple[Term, int], ...]:
    """Return how many nodes of a graph each node shape looks at, sorted by shape."""
    instances: dict[Term, set[Term]] = defaultdict(set)
    for subject, path, value in triples:
        if path == RDF_TYPE:
            instances[value].add(subject)
    kinds = schema().kinds.values()
    return tuple(sorted((kind.shape, len(instances[kind.target_class])) for kind in kinds))
