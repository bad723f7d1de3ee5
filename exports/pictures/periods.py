"""When projects and their phases began and ended, with all dates that sources state."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from exports.graph_index import GraphIndex, Node
from exports.wording import agree
from graph_builder import terms
from graph_builder.dates import PartialDate
from graph_builder.rdf import Term, literal_parts

Certainty = Literal["sure", "disputed", "open"]


@dataclass(frozen=True, slots=True)
class Bound:
    """The start or the end of a period.

    Attributes:
        dates: the preferred date, then those that contradict it, from early to late; empty if none is known.
        days: the day that each date stands for, from early to late: the first it allows for a start, the last for
            an end.
        disagreement: where the values that contradict one another stand side by side; empty if none do.
    """

    dates: tuple[PartialDate, ...]
    days: tuple[date, ...]
    disagreement: Term = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a period.

    Attributes:
        first: its first day; none where the period has no known start.
        last: its last day; none where it has no known end.
        certainty: whether all sources agree on it, only some name it, or nobody says how far it goes.
    """

    first: date | None
    last: date | None
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Period:
    """A project or a phase in time."""

    term: Term
    start: Bound
    end: Bound

    @property
    def dated(self) -> bool:
        """Whether any source states a date."""
        return bool(self.start.days or self.end.days)

    def stretches(self) -> tuple[Stretch, ...]:
        """Return the parts of the period in order; none if it has no date."""
        if not self.start.days or not self.end.days:
            first = self.start.days[0] if self.start.days else None
            last = self.end.days[-1] if self.end.days else None
            return (Stretch(first, last, "open"),) if self.dated else ()
        first, begun, ending, last = self.start.days[0], self.start.days[-1], self.end.days[0], self.end.days[-1]
        if begun >= ending:
            return (Stretch(min(first, ending), max(begun, last), "disputed"),)
        parts: list[Stretch] = [Stretch(begun, ending, "sure")]
        if first < begun:
            parts.insert(0, Stretch(first, begun, "disputed"))
        if ending < last:
            parts.append(Stretch(ending, last, "disputed"))
        return tuple(parts)


@dataclass(frozen=True, slots=True)
class ProjectPeriods:
    """A project with its phases in their order."""

    project: Period
    phases: tuple[Period, ...]

    def rows(self) -> tuple[Period, ...]:
        """Return the periods that have a date, the project's own first even if it has none."""
        return (self.project, *(phase for phase in self.phases if phase.dated))


def periods_of(index: GraphIndex, project: Term) -> ProjectPeriods:
    """Return a project and its phases in time."""
    node = index.node(project)
    linked = {subject for subject, property_ in index.incoming(project) if property_ == terms.project}
    phases = [index.node(phase) for phase in linked if index.type_of(phase) == terms.Phase]
    phases.sort(key=lambda phase: (_ordinal(phase), phase.term))
    return ProjectPeriods(_period(index, node), tuple(_period(index, phase) for phase in phases))


def all_periods(index: GraphIndex) -> tuple[ProjectPeriods, ...]:
    """Return all projects of which a date is known, by the day on which they or a phase of theirs began."""
    projects = (term for term in index.documents if index.type_of(term) == terms.Project)
    found = [periods_of(index, project) for project in projects]
    return tuple(sorted((one for one in found if any(row.dated for row in one.rows())), key=_begun))


def _begun(periods: ProjectPeriods) -> tuple[date, Term]:
    return min(day for row in periods.rows() for day in (*row.start.days, *row.end.days)), periods.project.term


def _ordinal(phase: Node) -> int:
    ordinal = phase.first(terms.ordinal)
    return int(literal_parts(ordinal)[0]) if ordinal else 0


def _period(index: GraphIndex, node: Node) -> Period:
    return Period(node.term, _bound(index, node, terms.start), _bound(index, node, terms.end))


def _bound(index: GraphIndex, node: Node, property_: Term) -> Bound:
    preferred = node.first(property_)
    if not preferred:
        return Bound((), ())
    others = {value for named, value in node.sources if named == property_ and not agree(preferred, value)}
    dates = [_date(preferred), *sorted(map(_date, others), key=lambda one: (one.first, one.text))]
    days = sorted({one.first if property_ == terms.start else one.last for one in dates})
    return Bound(tuple(dates), tuple(days), _disagreement(index, node.term, property_) if others else "")


def _disagreement(index: GraphIndex, subject: Term, property_: Term) -> Term:
    for part in index.parts(subject):
        if index.type_of(part) == terms.Disagreement and index.node(part).first(terms.property) == property_:
            return part
    return ""


def _date(literal: Term) -> PartialDate:
    return PartialDate.parse(literal_parts(literal)[0])
