"""What follows from the consolidated values alone: labels, identifiers, day bounds, SKOS for generic tools.

These triples stand only in the published view; no source says them.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from graph_builder import terms
from graph_builder.dates import PartialDate
from graph_builder.namespaces import (
    DCTERMS_IDENTIFIER,
    RDF_TYPE,
    RDFS_LABEL,
    SKOS_BROADER,
    SKOS_NOTATION,
    SKOS_PREF_LABEL,
)
from graph_builder.naming import Node, Nodes, labels_of, months_of_issue
from graph_builder.rdf import XSD, Term, Triple, literal_parts, plain, tagged, typed

_DATED: Final = (terms.nominalMonth, terms.date, terms.retrieved, terms.datePublished)
_REGION_AS_CONCEPT: Final = (
    (terms.name, SKOS_PREF_LABEL),
    (terms.within, SKOS_BROADER),
    (terms.code, SKOS_NOTATION),
)


def derive(subjects: Iterable[Term], nodes: Nodes) -> Iterator[Triple]:
    """Yield what follows for subjects of a consolidated view.

    Args:
        subjects: those for which it is asked.
        nodes: they, and what they refer to, by subject and predicate.
    """
    for subject in subjects:
        node = nodes[subject]
        for language, text in labels_of(subject, nodes).items():
            yield subject, RDFS_LABEL, tagged(text, language)
        yield subject, DCTERMS_IDENTIFIER, plain(subject[1:-1].rpartition("/")[2])
        yield from days(subject, node)
        if terms.Region in node[RDF_TYPE]:
            for own, skos in _REGION_AS_CONCEPT:
                for value in node.get(own, ()):
                    yield subject, skos, value


def days(subject: Term, node: Node) -> Iterator[Triple]:
    """Yield the first and the last day that the dates of one node allow."""
    starts, ends = _dates(node, terms.start), _dates(node, terms.end)
    if terms.Issue in node[RDF_TYPE]:
        starts = ends = list(months_of_issue(node) or ())
    elif not starts and not ends:
        dates = [date for predicate in _DATED for date in _dates(node, predicate) if len(date.text) != 10]
        starts = ends = dates
    if starts:
        yield subject, terms.startDay, _day(min(date.first.isoformat() for date in starts))
    if ends:
        yield subject, terms.endDay, _day(max(date.last.isoformat() for date in ends))


def _dates(node: Node, predicate: Term) -> list[PartialDate]:
    return [PartialDate.parse(literal_parts(value)[0]) for value in node.get(predicate, ())]


def _day(text: str) -> Term:
    return typed(text, f"{XSD}date")
