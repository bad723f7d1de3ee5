"""Claims merge by rank, recency, precision and agreement: each case is one TriG file with what is expected."""

from pathlib import Path

import pytest
from support import CASES, quads_of

from graph_builder import terms
from graph_builder.consolidation import Consolidation
from graph_builder.dates import PartialDate
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Quad, document_of, iri_text, literal_parts
from graph_builder.reasons import REASONS
from graph_builder.records import Source
from graph_builder.schema import schema
from graph_builder.trust import Trust

BASE = "https://data.example.org/"
FILES = sorted((CASES / "consolidation").glob("*.trig"))
ORDER = ["editor", "publisher", "partner", "page", "derived"]
OVERRIDES = {(f"<{BASE}source/low>", terms.end): "editor"}


def _sources(quads: list[Quad]) -> dict[str, Source]:
    values = {
        (subject, predicate): literal_parts(value)[0] for subject, predicate, value, _ in quads if value[0] == '"'
    }
    return {
        subject: Source(
            id=iri_text(subject).rpartition("/")[2],
            rank=values[subject, terms.rank],  # type: ignore[arg-type]
            retrieved=PartialDate.parse(day) if (day := values.get((subject, terms.retrieved))) else None,
        )
        for subject, predicate, class_, _ in quads
        if (predicate, class_) == (RDF_TYPE, terms.Source)
    }


def test_cases_are_collected() -> None:
    assert len(FILES) == 12


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    quads = quads_of(path.read_text(encoding="utf-8"), BASE)
    expected = {quad[:3] for quad in quads if quad[3] == f"<{BASE}expected>"}
    said = [quad for quad in quads if quad[3] != f"<{BASE}expected>"]
    consolidation = Consolidation(schema(), Trust(_sources(said), ORDER, OVERRIDES), Iris(BASE))
    documents = {document_of(quad[0]) for quad in said} - set(_sources(said))
    merged = {
        triple
        for document in documents
        for triple in consolidation.merge(quad for quad in said if document_of(quad[0]) == document)
    }
    code = {text: key for key, texts in REASONS.items() for text in texts.values()}
    shown = {(s, p, f'"{code[literal_parts(o)[0]]}"@en') if p == terms.reason else (s, p, o) for s, p, o in merged}
    assert sorted(shown) == sorted(expected)
