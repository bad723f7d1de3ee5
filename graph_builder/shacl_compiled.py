"""Validation by shacl-rust, for graphs of any size; no other module uses it.

The engine says which node fails at which constraint of which shape; path, severity and messages are read from the
shapes, so that a result is told in the same words whichever engine found it.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, Final

import shacl_rust
from pyoxigraph import Quad, RdfFormat, parse

from graph_builder.errors import SystemFailure
from graph_builder.namespaces import PREFIXES, RDF_TYPE, RDFS_SUBCLASS_OF
from graph_builder.rdf import Term, Triple, literal_parts, plain, tagged, typed
from graph_builder.report import ShapeResult
from graph_builder.resources import advice_files, ontology_files, shape_files
from graph_builder.shape_graph import ShapeGraph

_SH: Final = f"<{PREFIXES['sh']}"
_UNSEEN: Final = frozenset(f"{_SH}{name}>" for name in ("message", "name", "description", "group", "order"))
_TARGET: Final = f"{_SH}targetClass>"
_FORMAT: Final = "nt"
_used_by = 0  # the process that has the threads of the engine; none yet


@dataclass(frozen=True, slots=True)
class _Shape:
    path: str
    severity: str
    messages: tuple[tuple[str, str], ...]


def results(triples: Iterable[Triple], around: Iterable[Triple] = ()) -> Iterator[ShapeResult]:
    """Yield what the shapes find in a graph, or in a part of one, in no order.

    Args:
        triples: the nodes that are validated.
        around: what is said of other nodes; nothing is reported of them.

    Raises:
        SystemFailure: if the installation lacks files, or the graph is none that the engine can read.
    """
    global _used_by
    _used_by = os.getpid()
    lines = [
        f"{s} {p} {o} .\n{s} {p} {_focus(o)} .\n" if p == RDF_TYPE and o.startswith("<") else f"{s} {p} {o} .\n"
        for s, p, o in triples
    ]
    lines += [f"{s} {p} {o} .\n" for s, p, o in around]
    lines.append(_hierarchy())
    data, shapes = BytesIO("".join(lines).encode()), BytesIO(_constraints())
    del lines
    try:
        report = shacl_rust.validate_file(
            data, shapes, data_format=_FORMAT, shapes_format=_FORMAT, experimental_index=True
        )
    except (ValueError, RuntimeError, OSError) as error:
        raise SystemFailure(f"the graph cannot be compared with the shapes: {error}") from error
    return map(_result, report["results"])


def was_used() -> bool:
    """Tell whether this process, or one from which it was forked, has used the engine.

    The engine keeps threads, which do not survive a fork: a process that is forked after its first use would wait for
    them for ever.
    """
    return bool(_used_by)


def is_usable() -> bool:
    """Tell whether this process has the threads of the engine, or can still make them."""
    return _used_by in {0, os.getpid()}


def _focus(class_: Term) -> Term:
    """Return the class of the nodes that are validated and have a class.

    The shapes are handed over with these as their targets, so that the neighbours of a part keep their classes and yet
    are not looked at.
    """
    return f"<urn:focus:{class_[1:]}"


def _result(found: dict[str, Any]) -> ShapeResult:
    shape = _shapes()[found["sourceShape"]]
    return ShapeResult(
        focus=found["focusNode"],
        path=shape.path or found.get("resultPath") or "",  # sh:closed of a node shape names the property itself
        component=found["sourceConstraintComponent"].removeprefix(_SH).rstrip(">"),
        shape=found["sourceShape"],
        severity=shape.severity,
        value=_canonical(found.get("value") or ""),
        messages=shape.messages,
    )


def _canonical(term: Term) -> Term:
    """Return a term in the one form of its text that this program writes."""
    if not term.startswith('"'):
        return term
    text, language, datatype = literal_parts(term)
    return tagged(text, language) if language else typed(text, datatype) if datatype else plain(text)


@cache
def _quads() -> tuple[Quad, ...]:
    files = (*shape_files(), *advice_files())
    return tuple(quad for _, text in files for quad in parse(text, format=RdfFormat.TURTLE))


@cache
def _constraints() -> bytes:
    """Return the shapes as N-Triples, without what is only for people: that would be read once a call."""
    seen = {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in _quads()}
    kept = ((s, p, _focus(o) if p == _TARGET else o) for s, p, o in seen if p not in _UNSEEN)
    return "".join(sorted(f"{s} {p} {o} .\n" for s, p, o in kept)).encode()


@cache
def _hierarchy() -> str:
    """Return what the shapes can see of the ontology: which class is part of which.

    https://www.w3.org/TR/shacl/#dfn-shacl-instance
    """
    quads = (quad for _, text in ontology_files() for quad in parse(text, format=RdfFormat.TURTLE))
    seen = {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}
    lines = {f"{s} {p} {o} .\n" for s, p, o in seen if p in {RDF_TYPE, RDFS_SUBCLASS_OF}}
    lines |= {f"{_focus(s)} {p} {_focus(o)} .\n" for s, p, o in seen if p == RDFS_SUBCLASS_OF}
    return "".join(sorted(lines))


@cache
def _shapes() -> dict[Term, _Shape]:
    graph = ShapeGraph(_quads())
    properties = set(graph.instances("PropertyShape"))
    return {
        shape: _Shape(
            graph.path(shape) if shape in properties else "",
            graph.text(shape, "severity") or "Violation",
            tuple(sorted(graph.messages(shape).items())),
        )
        for shape in (*properties, *graph.instances("NodeShape"))
    }
