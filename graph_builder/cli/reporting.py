"""What a run tells the editor: what the gate found, with the files and lines where it stands."""

from collections import defaultdict
from collections.abc import Iterable

from graph_builder.cli.entries import Entries
from graph_builder.gate import Gate
from graph_builder.identifiers import Iris
from graph_builder.problems import Place, Problems
from graph_builder.rdf import Term, document_of
from graph_builder.records import Source
from graph_builder.report import Advised, Report, Withheld


def reported(problems: Problems, gate: Gate, sources: Iterable[Source], entries: Entries, iris: Iris) -> Report:
    """Return what the editor should know: faults of the input, what was withheld, what is wished for, and where."""
    warnings, withheld = gate.warnings(), sorted(gate.reasons)
    told = {document_of(one) for one in (*withheld, *(result.focus for result in warnings))}
    places = _places(told, sources, entries, iris)
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


def _places(
    wanted: set[Term], sources: Iterable[Source], entries: Entries, iris: Iris
) -> dict[Term, tuple[Place, ...]]:
    """Return where the records about some entities stand."""
    if not wanted:
        return {}
    places: dict[Term, set[Place]] = defaultdict(set)
    for source in sources:
        places[iris.thing("source", source.id)].add(Place(source.file))
    names = {(kind, slug) for kind, _, slug in (iris.path(one).partition("/") for one in wanted if iris.owns(one))}
    for entry in entries.about(names):
        entity = iris.thing(str(type(entry.record).__struct_config__.tag), entry.record.id)
        if entity in wanted:
            places[entity].add(entry.place)
    return {entity: tuple(sorted(found)) for entity, found in places.items()}
