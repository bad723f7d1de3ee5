"""The gate: what violates a shape is withheld with its reasons; what passes conforms.

References to a withheld entity are withheld with it. That may break another entity (a required reference is
gone), so validation is repeated until nothing is withheld any more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph_builder.errors import SystemFailure
from graph_builder.problems import Place
from graph_builder.rdf import Quad, Term, Triple, document_of
from graph_builder.report import Advised, ShapeResult, Withheld
from graph_builder.validation import validate


@dataclass(frozen=True)
class Passed:
    """What the gate let through.

    Attributes:
        view: the conforming view, sorted.
        claims: the claims without those about withheld entities, sorted by graph.
        quarantined: the withheld claims, sorted.
        warnings: results that keep nothing out.
        withheld: what was kept out, with reasons.
        focus_nodes: how many nodes each node shape looked at.
    """

    view: tuple[Triple, ...]
    claims: tuple[Quad, ...]
    quarantined: tuple[Quad, ...]
    warnings: tuple[Advised, ...]
    withheld: tuple[Withheld, ...]
    focus_nodes: tuple[tuple[Term, int], ...]


def pass_gate(view: Iterable[Triple], claims: Iterable[Quad], places: Mapping[Term, tuple[Place, ...]]) -> Passed:
    """Validate and withhold until the rest conforms.

    Args:
        view: the consolidated view.
        claims: the claims behind it.
        places: where the records about an entity stand, for the report.

    Raises:
        SystemFailure: if withholding cannot make the graph conform (a fault in the shapes).
    """
    remaining = sorted(set(view))
    reasons: dict[Term, list[ShapeResult]] = defaultdict(list)
    fell_with: dict[Term, Term] = {}
    cut: dict[Term, set[Term]] = defaultdict(set)
    while True:
        outcome = validate(remaining)
        faulty: set[Term] = set()
        for result in outcome.results:
            if result.severity == "Violation":
                faulty.add(result.focus)
                reasons[result.focus].append(result)
                if lost := cut.get(result.focus):
                    fell_with.setdefault(result.focus, min(lost))
        if not faulty:
            break
        kept = []
        for triple in remaining:
            subject, _, object_ = triple
            if _within(subject, faulty):
                continue
            if _within(object_, faulty):
                cut[subject].add(object_)
                continue
            kept.append(triple)
        if len(kept) == len(remaining):
            raise SystemFailure(f"the shapes blame nodes that no triple describes: {sorted(faulty)}")
        remaining = kept
    out = set(reasons)
    published: list[Quad] = []
    quarantined: list[Quad] = []
    for quad in sorted(set(claims), key=lambda quad: (quad[3], *quad[:3])):
        withheld = _within(quad[0], out) or _within(quad[2], out) or _within(quad[3], out)
        (quarantined if withheld else published).append(quad)
    return Passed(
        tuple(remaining),
        tuple(published),
        tuple(quarantined),
        tuple(
            Advised(result, places.get(document_of(result.focus), ()))
            for result in outcome.results
            if result.severity != "Violation"
        ),
        tuple(
            Withheld(
                entity,
                tuple(sorted(set(reasons[entity]))),
                fell_with.get(entity, ""),
                places.get(document_of(entity), ()),
            )
            for entity in sorted(out)
        ),
        outcome.focus_nodes,
    )


def _within(term: Term, entities: set[Term]) -> bool:
    """Tell whether a term is one of the entities or a dependent of one."""
    return term in entities or document_of(term) in entities
