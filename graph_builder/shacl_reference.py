"""The reference: validation by pySHACL, which every other engine is judged by; no other module uses pySHACL.

Nothing is fetched, inferred or changed: shapes and ontology come from the installation, the data from the caller.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyshacl
import rdflib
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Literal, Node

from graph_builder.errors import SystemFailure
from graph_builder.rdf import Term, Triple, iri, iri_text, is_iri, literal_parts, plain, tagged, typed
from graph_builder.report import ShapeResult
from graph_builder.resources import advice_files, ontology_files, shape_files

_LITERAL_LOG: Final = logging.getLogger("rdflib.term")
_XSD_STRING: Final = str(rdflib.XSD.string)


@dataclass(frozen=True, order=True)
class Constraint:
    """One thing that the shapes demand.

    Attributes:
        shape: the node shape or property shape that demands it.
        component: local name of the constraint component, e.g. ``MinCountConstraintComponent``.
    """

    shape: Term
    component: str


def results(triples: Iterable[Triple]) -> Iterator[ShapeResult]:
    """Yield what the shapes find in a graph, in no order.

    Raises:
        SystemFailure: if the installation lacks files, or the graph holds what no builder makes and the validator
            cannot compare: a day that is not in the calendar, a blank node.
    """
    with _literals_as_written():
        shapes, ontology = _shapes(), _ontology()
        data = Graph(bind_namespaces="none")
        for subject, path, value in triples:  # rdflib's parser takes time with the square of a literal's length
            data.add((_node(subject), _node(path), _node(value)))
        # The graph is ours alone: mixing the ontology into it in place spares a copy.
        try:
            _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology, inplace=True)
        except (TypeError, ReportableRuntimeError) as error:
            raise SystemFailure(f"the graph cannot be compared with the shapes: {error}") from error
        if not isinstance(report, Graph):
            raise SystemFailure(f"the shapes cannot be applied: {report}")
        yield from [_result(report, node) for node in report.objects(None, SH.result)]


def constraints() -> tuple[Constraint, ...]:
    """Return every constraint of every shape that can appear in a report, sorted.

    The members of a ``sh:or`` are part of the constraint of the shape that lists them; ``sh:property`` is not
    counted, since its results are those of the property shape.
    """
    with _literals_as_written():
        graph = _shapes()
    shapes = {*graph.subjects(SH.targetClass), *graph.subjects(RDF.type, SH.PropertyShape)}
    return tuple(
        sorted(
            {
                Constraint(_term(shape), _local(CONSTRAINT_PARAMETERS_MAP[parameter].shacl_constraint_component))
                for shape in shapes
                for parameter in graph.predicates(shape)
                if parameter in CONSTRAINT_PARAMETERS_MAP and parameter != SH.property
            }
        )
    )


@contextmanager
def _literals_as_written() -> Iterator[None]:
    """Keep rdflib from rewriting literals, and undo what pySHACL does to the global switch.

    Meanwhile rdflib does not log a traceback for each literal of wrong form: the report holds it as a result.
    """
    normalized, silent = rdflib.NORMALIZE_LITERALS, _LITERAL_LOG.disabled
    rdflib.NORMALIZE_LITERALS, _LITERAL_LOG.disabled = False, True
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS, _LITERAL_LOG.disabled = normalized, silent


def _node(term: Term) -> Node:
    if is_iri(term):
        return URIRef(iri_text(term))
    if term.startswith("_:"):
        return BNode(term[2:])
    text, language, datatype = literal_parts(term)
    return Literal(text, lang=language or None, datatype=URIRef(datatype) if datatype else None)


def _union(files: Iterable[tuple[str, str]]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for _, text in files:
        graph.parse(data=text, format="turtle")
    return graph


@cache
def _shapes() -> Graph:
    return _union((*shape_files(), *advice_files()))


@cache
def _ontology() -> Graph:
    """Return what the shapes can see of the ontology: which class is part of which.

    Labels and definitions cannot change a result (https://www.w3.org/TR/shacl/#dfn-shacl-instance), but mixing
    them into the data would take most of the time of a small validation.
    """
    seen = (RDF.type, RDFS.subClassOf)
    hierarchy = Graph(bind_namespaces="none")
    for triple in _union(ontology_files()):
        if triple[1] in seen:
            hierarchy.add(triple)
    return hierarchy


def _result(report: Graph, node: Node) -> ShapeResult:
    def value(path: URIRef) -> Node | None:
        return report.value(node, path)

    path, offending = value(SH.resultPath), value(SH.value)
    messages = (message for message in report.objects(node, SH.resultMessage) if isinstance(message, Literal))
    return ShapeResult(
        focus=_term(value(SH.focusNode)),
        path="" if path is None else _path(report, path),
        component=_local(value(SH.sourceConstraintComponent)),
        shape=_term(value(SH.sourceShape)),
        severity=_local(value(SH.resultSeverity)),
        value="" if offending is None else _term(offending),
        messages=tuple(sorted((message.language or "", str(message)) for message in messages)),
    )


def _local(node: Node | None) -> str:
    return str(node).removeprefix(str(SH))


def _path(graph: Graph, node: Node) -> str:
    """Return a path in SPARQL notation, as :mod:`graph_builder.schema` does."""
    if not isinstance(node, BNode):
        return _term(node)
    if (repeated := graph.value(node, SH.zeroOrMorePath)) is not None:
        return f"{_path(graph, repeated)}*"
    return "/".join(_path(graph, item) for item in graph.items(node))


def _term(node: Node | None) -> Term:
    match node:
        case Literal(language=str(language)):
            return tagged(str(node), language)
        case Literal(datatype=URIRef() as datatype) if str(datatype) != _XSD_STRING:
            return typed(str(node), str(datatype))
        case Literal():
            return plain(str(node))
        case BNode():
            return node.n3()
    return iri(str(node))
