"""What several tests share: RDF text to light terms and back, the places of test data."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import pyoxigraph as ox
import pytest

from graph_builder.namespaces import PREFIXES
from graph_builder.rdf import Quad, Triple

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
SHARED = ROOT.parent / "shared"
ARCHIVE = ROOT / "archive"

_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def quads_of(text: str, base: str = "https://data.example.org/") -> list[Quad]:
    """Read TriG (the usual prefixes are known) as light quads; the default graph is the empty string."""
    parsed = ox.parse(_PROLOGUE + text, format=ox.RdfFormat.TRIG, base_iri=base)
    return sorted(
        (str(quad.subject), str(quad.predicate), str(quad.object), _graph(quad.graph_name)) for quad in parsed
    )


def triples_of(text: str, base: str = "https://data.example.org/") -> list[Triple]:
    """Read Turtle (the usual prefixes are known) as light triples, sorted."""
    return [quad[:3] for quad in quads_of(text, base)]


def store_of(view: Iterable[Triple], claims: Iterable[Quad] = ()) -> ox.Store:
    """Load light triples and quads into a store that answers SPARQL."""
    lines = [f"{' '.join(one)} .\n" for one in (*view, *claims)]
    store = ox.Store()
    store.load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return store


def select(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a SELECT, values as plain text, sorted."""
    results = store.query(query, prefixes=PREFIXES)
    assert isinstance(results, ox.QuerySolutions)
    return sorted(tuple(term.value if term else "" for term in row) for row in results)


def need(path: Path) -> Path:
    """Return a path outside the repository, or skip the test that needs it."""
    if not path.exists():
        pytest.skip(f"{path.name} is absent: it is material beside the repository, under ../{SHARED.name}")
    return path


def need_program(found: str | None, package: str) -> str:
    """Return an outside program, or do without the test that needs it (``do_without``)."""
    if found is None:
        do_without(f"not installed: {package}; `make packages` installs it")
    return found


def do_without(reason: str) -> NoReturn:
    """Skip a test that an outside program is missing for; where CI is set, its absence is a failure."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _graph(name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> str:
    return "" if isinstance(name, ox.DefaultGraph) else str(name)
