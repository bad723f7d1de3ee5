"""Two engines, one result: the compiled engine says of every graph what the reference says, to the last word.

Compared are whole results: focus node, path, component, shape, severity, value and messages.
"""

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from support import ROOT, triples_of

from graph_builder import terms
from graph_builder.namespaces import RDF_TYPE
from graph_builder.neighbourhood import seen_beyond
from graph_builder.rdf import XSD, Triple, is_iri, local_name, plain, tagged, typed
from graph_builder.report import ShapeResult
from graph_builder.schema import schema
from graph_builder.shacl_reference import constraints
from graph_builder.validation import Engine, validate

CASES = sorted((Path(__file__).parent / "shapes").rglob("*.ttl"))
ODD = (
    plain(""),
    plain('a "quoted"\n\t\\ text'),
    tagged("Мисал", "ky"),
    tagged("Beispiel", "de"),
    tagged("", "en"),
    typed("2020-02-30", f"{XSD}date"),
    typed("2020-02-29Z", f"{XSD}date"),
    typed("01", f"{XSD}integer"),
    typed("0", f"{XSD}integer"),
    typed("1.5", f"{XSD}integer"),
    typed("1", f"{XSD}boolean"),
    typed("yes", f"{XSD}boolean"),
    typed("2020-21", "http://id.loc.gov/datatypes/edtf/EDTF"),
    "<https://data.municipalitet.kg/region/nowhere>",
    "<urn:x>",
    typed("1" * 30, f"{XSD}integer"),
    typed("abc", f"{XSD}decimal"),
    typed("2020", f"{XSD}gYear"),
    typed("x", "urn:unknown"),
    plain("\x00\x7f e\u0301 \U0001f600"),
)


def assert_same(triples: list[Triple]) -> tuple[ShapeResult, ...]:
    compiled, reference = validate(triples), validate(triples, Engine.REFERENCE)
    ours, theirs = Counter(compiled.results), Counter(reference.results)
    assert sorted((ours - theirs).elements()) == sorted((theirs - ours).elements())
    assert compiled == reference
    return compiled.results


def test_every_case_of_the_shapes_gives_the_same_results() -> None:
    """All cases in one graph, each under a base of its own, so that each engine runs once."""
    triples = []
    for number, path in enumerate(CASES):
        base = f"https://case-{number}.example/"
        for quad in parse(path.read_text(encoding="utf-8"), format=RdfFormat.TURTLE, base_iri=base):
            if str(quad.subject).startswith(f"<{base}") and not str(quad.object).startswith("_:"):
                triples.append((str(quad.subject), str(quad.predicate), str(quad.object)))
    results = assert_same(triples)
    assert len(CASES) > 550
    assert len({result.focus for result in results}) > 530


@pytest.fixture(scope="module")
def view(sample_release: Path) -> list[Triple]:
    parsed = parse((sample_release / "data" / "dataset.nt").read_bytes(), format=RdfFormat.N_TRIPLES)
    return sorted((str(quad.subject), str(quad.predicate), str(quad.object)) for quad in parsed)


def test_the_sample_gives_the_same_results(view: list[Triple]) -> None:
    results = assert_same(view)
    assert {result.severity for result in results} == {"Warning"}


def test_a_spoilt_sample_gives_the_same_results(view: list[Triple]) -> None:
    """One triple in eight is dropped, doubled with another value, or given to another subject."""
    dice = random.Random(1694)
    subjects, spoilt = sorted({triple[0] for triple in view}), set(view)
    for triple in dice.sample(view, len(view) // 8):
        subject, property_, value = triple
        match dice.randrange(4):
            case 0:
                spoilt.discard(triple)
            case 1:
                spoilt.add((subject, property_, dice.choice(ODD)))
            case 2:
                spoilt.add((dice.choice(subjects), property_, value))
            case 3 if is_iri(value):
                spoilt.add((subject, property_, dice.choice(subjects)))
    comparable = sorted(spoilt - set(_incomparable(spoilt)))
    results = assert_same(comparable)
    assert len({result.component for result in results}) >= 12
    assert len(results) > 500


def _incomparable(triples: set[Triple]) -> list[Triple]:
    """Return days that are none: the reference refuses to compare them, and no builder makes them."""
    days = {terms.startDay, terms.endDay}
    return [one for one in triples if one[1] in days and not one[2].endswith(f"^^<{XSD}date>")]


def test_properties_with_odd_values_give_the_same_results() -> None:
    """Every third property: pySHACL takes a second for a hundred nodes."""
    triples: list[Triple] = []
    shapes = {one.shape: (class_, one.path) for class_, kind in schema().kinds.items() for one in kind.properties}
    for class_, path in list(shapes.values())[::3]:
        for value in ODD if path != terms.endDay else ():
            subject = f"<https://e.example/node/{len(triples)}>"
            triples += [(subject, RDF_TYPE, class_), (subject, path, value)]
    assert len(triples) > 1000
    values = {result.value for result in assert_same(triples)}
    assert values >= set(ODD) - {typed("1", f"{XSD}boolean")}, "a value comes back as it was written"


def test_what_the_shapes_see_beyond_a_node_is_known() -> None:
    """A shape that looked further would need more than its neighbours where a part is validated by itself."""
    assert {local_name(one) for one in seen_beyond()} == {"type", "startDay", "endDay", "within", "kind"}
    components = {one.component.removesuffix("ConstraintComponent") for one in constraints()}
    assert components.isdisjoint({"Node", "QualifiedMinCount", "QualifiedMaxCount", "Equals", "Disjoint", "SPARQL"})


def test_a_path_that_repeats_is_followed_to_its_end() -> None:
    assert_same(
        triples_of("""
        <region/a> a tuyun:Region; tuyun:within <region/b>. <region/b> a tuyun:Region; tuyun:within <region/c>.
        <region/c> a tuyun:Region; tuyun:within <region/a>. <region/d> a tuyun:Region; tuyun:within <region/e>.
        <region/e> tuyun:kind tuyun:kind-country.
        """)
    )


_FORKED = """
import os, sys
sys.path.insert(0, "tests")
from pathlib import Path
from support import ROOT, triples_of
from graph_builder.validation import validate
triples = triples_of(Path(sys.argv[1]).read_text(encoding="utf-8"))
first = validate(triples)
process = os.fork()
if not process:
    os._exit(0 if validate(triples) == first and first.results else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
"""


def test_a_process_that_is_forked_after_the_first_use_does_not_wait_for_ever() -> None:
    command = [sys.executable, "-W", "ignore", "-c", _FORKED, str(CASES[0])]
    assert subprocess.run(command, cwd=ROOT, timeout=120, check=False).returncode == 0
