"""The shapes judged by cases: each file under tests/shapes holds data and the report that it must give.

The files use the vocabulary of the W3C SHACL test suite; a case is added by adding a file.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from pyoxigraph import RdfFormat, parse

from graph_builder import terms
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Term, Triple
from graph_builder.schema import schema
from graph_builder.shacl_reference import Constraint, constraints
from graph_builder.shape_graph import ShapeGraph
from graph_builder.validation import Engine, validate

FOLDER = Path(__file__).parent / "shapes"
FILES = sorted(path for path in FOLDER.rglob("*") if path.is_file())
MF = "<http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#{}>".format


class Found(NamedTuple):
    """What is compared of a result."""

    focus: Term
    path: str
    component: str
    shape: Term
    severity: str


@dataclass(frozen=True)
class Case:
    """One file: its data are all of its triples, as the W3C suite does it (``sht:dataGraph <>``)."""

    name: str
    data: tuple[Triple, ...]
    conforms: bool
    results: tuple[Found, ...]


@cache
def read_case(path: Path) -> Case:
    quads = list(parse(path.read_text(encoding="utf-8"), format=RdfFormat.TURTLE, base_iri=path.as_uri()))
    graph = ShapeGraph(quads)
    entry = f"<{path.as_uri()}#case>"
    (name,) = map(str, graph.values(entry, MF("name")))
    (report,) = map(str, graph.values(entry, MF("result")))
    return Case(
        name.strip('"'),
        tuple((str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads),
        graph.text(report, "conforms") == "true",
        tuple(
            Found(
                graph.terms(result, "focusNode")[0],
                graph.path(result, "resultPath") if graph.nodes(result, "resultPath") else "",
                graph.text(result, "sourceConstraintComponent"),
                graph.terms(result, "sourceShape")[0],
                graph.text(result, "resultSeverity"),
            )
            for result in graph.terms(report, "result")
        ),
    )


def cases(folder: str) -> list[Path]:
    return [path for path in FILES if path.is_relative_to(FOLDER / folder)]


def names(paths: Iterable[Path]) -> list[str]:
    return [path.relative_to(FOLDER).with_suffix("").as_posix() for path in paths]


@pytest.mark.parametrize("path", FILES, ids=names(FILES))
def test_report_is_as_the_case_says(path: Path) -> None:
    case = read_case(path)
    outcome = validate(case.data, Engine.REFERENCE)
    found = Counter(
        Found(result.focus, result.path, result.component, result.shape, result.severity) for result in outcome.results
    )
    assert found == Counter(case.results)
    assert outcome.conforms == all(result.severity != "Violation" for result in case.results)
    assert case.conforms == (not case.results), "sh:conforms of SHACL 1.0 counts warnings as well"


def test_every_file_is_a_case() -> None:
    assert {path.suffix for path in FILES} == {".ttl"}
    assert len(FILES) == len(cases("valid")) + len(cases("invalid"))
    assert all(not read_case(path).results for path in cases("valid"))
    assert all(read_case(path).results for path in cases("invalid"))


def test_every_constraint_is_tripped_by_a_case_of_its_own() -> None:
    named: set[Constraint] = set()
    for path in cases("invalid"):
        case = read_case(path)
        shape, _, component = case.name.partition(" ")
        own = Constraint(f"<https://w3id.org/tuyun/shapes#{shape}>", component)
        assert own in {Constraint(result.shape, result.component) for result in case.results}, path
        named.add(own)
    assert named == set(constraints())


def test_every_property_shape_of_every_class_is_tripped() -> None:
    """A shape that several classes share is tripped once in each, so that no class can drop it unnoticed."""
    tripped = set()
    for path in cases("invalid"):
        case = read_case(path)
        class_of = {subject: class_ for subject, _, class_ in case.data if class_ in schema().kinds}
        tripped |= {(class_of[result.focus], result.shape) for result in case.results}
    expected = {
        (kind.target_class, shape.shape)
        for kind in schema().kinds.values()
        for shape in (*kind.properties, *kind.advice)
    }
    assert expected <= tripped


def test_every_class_has_a_valid_case_that_uses_all_its_properties() -> None:
    used: dict[Term, set[Term]] = {}
    for path in cases("valid"):
        data = read_case(path).data
        focus, class_ = next((one, type_) for one, _, type_ in data if type_ in schema().kinds)
        used[class_] = {predicate for subject, predicate, _ in data if subject == focus} - {RDF_TYPE}
    assert used == {class_: {shape.path for shape in kind.properties} for class_, kind in schema().kinds.items()}


def test_every_precision_of_a_date_is_accepted_somewhere() -> None:
    end = schema().find(terms.Phase, terms.end)
    assert end is not None and len(end.datatypes) == 4
    values = {value for path in cases("valid") for _, _, value in read_case(path).data}
    for datatype in end.datatypes:
        assert any(value.endswith(f"^^{datatype}") for value in values), datatype
