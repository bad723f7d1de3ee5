"""What a run tells the editor: what the gate found, with the files and lines where it stands."""

from collections import defaultdict
from collections.abc import Iterable

from graph_builder.claims import described_by
from graph_builder.gate import Gate
from graph_builder.identifiers import Iris
from graph_builder.problems import Place, Problems
from graph_builder.rdf import Term, document_of
from graph_builder.records import AnyRecord, Entry, Source
from graph_builder.report import Advised, Report, Withheld


def reported(
    problems: Problems, gate: Gate, sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris
) -> Report:
    """Return what the editor should know: faults of the input, what was withheld, what is wished for, and where."""
    warnings, withheld = gate.warnings(), sorted(gate.reasons)
    places = _places(told_of(gate), sources, entries, iris)
    return Report(
        tuple(problems),
        tuple(Advised(result, places.get(document_of(result.focus), ())) for result in warnings),
        tuple(
            Withheld(
                entity,
                tuple(sorted(set(gate.reasons[entity]))),
                gate.fell_with.get(entity, ""),
                places.get(document_of(entity), ()),
            )
            for entity in withheld
        ),
        tuple(sorted(gate.focus_nodes.items())),
    )


def told_of(gate: Gate) -> set[Term]:
    """Return the entities of which the report says where they stand."""
    return {document_of(one) for one in (*gate.reasons, *(result.focus for result in gate.warnings()))}


def _places(
    wanted: set[Term], sources: Iterable[Source], entries: Iterable[Entry[AnyRecord]], iris: Iris
) -> dict[Term, tuple[Place, ...]]:
    """Return where the records about some entities stand."""
    if not wanted:
        return {}
    places: dict[Term, set[Place]] = defaultdict(set)
    for source in sources:
        places[iris.thing("source", source.id)].add(Place(source.file))
    for entry in entries:
        entity = described_by(entry, iris)
        if entity in wanted:
            places[entity].add(entry.place)
    return {entity: tuple(sorted(found)) for entity, found in places.items()}
