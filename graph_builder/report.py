"""What a run found: the one report from which text, JSON, HTML and RDF reports are written."""

from dataclasses import dataclass

from graph_builder.problems import Place, Problem
from graph_builder.rdf import Term


@dataclass(frozen=True, order=True)
class ShapeResult:
    """One SHACL validation result (https://www.w3.org/TR/shacl/#results-validation-result).

    Attributes:
        focus: the entity or dependent that was checked.
        path: the property, as a term; for a longer path its text in SPARQL notation; empty for none.
        component: local name of the constraint component, e.g. ``MinCountConstraintComponent``.
        shape: the shape that holds the constraint.
        severity: ``Violation``, ``Warning`` or ``Info``.
        value: the offending value as a term; empty for none.
        messages: ``sh:message`` by language.
    """

    focus: Term
    path: str
    component: str
    shape: Term
    severity: str
    value: Term | str
    messages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, order=True)
class Withheld:
    """An entity kept out of the published view, or a reference to one.

    Attributes:
        entity: the entity's IRI.
        reasons: the results that keep it out; empty where it falls with another.
        because_of: the withheld entity that it cannot do without; empty if it is itself at fault.
        places: the files and lines that its claims come from.
    """

    entity: Term
    reasons: tuple[ShapeResult, ...]
    because_of: Term | str
    places: tuple[Place, ...]


@dataclass(frozen=True, order=True)
class Advised:
    """A result that keeps nothing out.

    Attributes:
        result: what the shapes advise.
        places: the files and lines that the entity's claims come from.
    """

    result: ShapeResult
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Report:
    """Everything an editor should know about a run.

    Attributes:
        problems: faults of form in the input, sorted by place.
        warnings: results of the shapes that do not keep an entity out.
        withheld: what was kept out, with reasons.
        focus_nodes: how many nodes each node shape looked at, by shape IRI term.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Advised, ...]
    withheld: tuple[Withheld, ...]
    focus_nodes: tuple[tuple[Term, int], ...]
