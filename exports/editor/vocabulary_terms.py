"""What the editor completes without asking anybody: the terms of the vocabulary and of the data, with their counts.

Names and labels come from the ontology, counts from the graph: the same that VoID states.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from exports import prefixes
from exports.labels import Labels
from exports.pictures import geography
from graph_builder.dataset import Dataset
from graph_builder.namespaces import PREFIXES, RDF_TYPE
from graph_builder.rdf import Term, iri_text
from graph_builder.vocabulary import vocabulary

_CITY: Final = 15


def vocabulary_terms(dataset: Dataset) -> Iterator[dict[str, Any]]:
    """Yield each class and property that can be asked for, the most used first.

    Each has ``name`` (short), ``iri``, ``kind`` (``class`` or ``property``), ``count`` (how many things a class has,
    how many statements a property) and ``labels`` by language; a term without a short name is left out, since nobody
    types it.
    """
    classes = Counter(value for _, property_, value in dataset.view if property_ == RDF_TYPE)
    properties = Counter(property_ for _, property_, _ in dataset.view)
    known = vocabulary().terms
    counts = {term: ("class", classes[term]) for term in classes}
    counts |= {term: ("property", properties[term]) for term in properties}
    for term, entry in known.items():
        if term not in counts and entry.kind != "individual":
            counts[term] = ("class" if entry.kind == "class" else "property", 0)
    for term, (kind, count) in sorted(counts.items(), key=lambda one: (-one[1][1], one[0])):
        if name := prefixes.short(term):
            labels = dict(known[term].labels) if term in known else {}
            yield {"name": name, "iri": iri_text(term), "kind": kind, "count": count, "labels": labels}


def data(dataset: Dataset, labels: Labels) -> dict[str, Any]:
    """Return all that the editor's scripts know of the release."""
    return {"prefixes": PREFIXES, "terms": list(vocabulary_terms(dataset)), "map": _map(dataset, labels)}


def _map(dataset: Dataset, labels: Labels) -> dict[str, Any]:
    """Return the schematic map as scripts draw it; cities lie upon what surrounds them, so they come last."""
    units = sorted(geography.UNITS, key=geography.CITIES.__contains__)
    return {
        "country": geography.COUNTRY,
        "width": geography.WIDTH,
        "height": geography.HEIGHT,
        "lake": geography.lake(),
        "units": [_unit(unit, dataset.iris.thing("region", unit), labels) for unit in units],
    }


def _unit(unit: str, region: Term, labels: Labels) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": unit,
        "centre": [round(place) for place in geography.centre(unit)],
        "labels": dict(labels.every(region)),
    }
    if unit in geography.CITIES:
        return {**found, "radius": _CITY}
    return {**found, "outline": geography.outline(unit)}
