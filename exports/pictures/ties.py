"""Which organization does what in which project, whether the project, a phase or a component says so."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exports.graph_index import GraphIndex
from graph_builder import terms
from graph_builder.rdf import Term

ROLES: Final = (terms.implementer, terms.funder, terms.partner, terms.supports)
_SWEEPS: Final = 12


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """An organization in a project.

    Attributes:
        project: the project.
        organization: the organization.
        role: the property that says what it does there.
    """

    project: Term
    organization: Term
    role: Term


def ties_of(index: GraphIndex) -> tuple[Tie, ...]:
    """Return all ties, sorted; what a phase or component says counts to its project."""
    found: set[Tie] = set()
    for term in index.documents:
        if index.type_of(term) not in {terms.Project, terms.Phase, terms.Component}:
            continue
        node = index.node(term)
        project = node.first(terms.project) or term
        for role in ROLES:
            for value in node.properties.get(role, ()):
                if index.type_of(value) == terms.Organization and index.type_of(project) == terms.Project:
                    found.add(Tie(project, value, role))
    return tuple(sorted(found))


def strongest(ties: Sequence[Tie], projects: int, organizations: int) -> tuple[Tie, ...]:
    """Return the ties between the projects and organizations that have most, so many of each."""
    first = _most(Counter(tie.project for tie in ties), projects)
    second = _most(Counter(tie.organization for tie in ties if tie.project in first), organizations)
    return tuple(tie for tie in ties if tie.project in first and tie.organization in second)


def _most(counts: Counter[Term], room: int) -> set[Term]:
    return set(sorted(counts, key=lambda term: (-counts[term], term))[:room])


def columns(ties: Sequence[Tie]) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return projects and organizations in an order with few crossings.

    Each column is sorted in turn by the mean place of its neighbours in the other one (the barycentre heuristic of
    Sugiyama, https://doi.org/10.1109/TSMC.1981.4308636); equal means go by address, so the order is always the same.
    """
    pairs = sorted({(tie.project, tie.organization) for tie in ties})
    projects = sorted({project for project, _ in pairs})
    organizations = sorted({organization for _, organization in pairs})
    for _ in range(_SWEEPS):
        organizations = _by_neighbours(organizations, [(one, other) for other, one in pairs], projects)
        projects = _by_neighbours(projects, pairs, organizations)
    return tuple(projects), tuple(organizations)


def _by_neighbours(column: list[Term], pairs: Sequence[tuple[Term, Term]], other: Sequence[Term]) -> list[Term]:
    place: Mapping[Term, float] = {term: number / len(other) for number, term in enumerate(other)}
    sums: dict[Term, list[float]] = {term: [] for term in column}
    for term, neighbour in pairs:
        sums[term].append(place[neighbour])
    return sorted(column, key=lambda term: (sum(sums[term]) / len(sums[term]), term))
