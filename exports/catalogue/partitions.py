"""Counts of a graph as VoID states them, in one pass over the sorted triples (https://www.w3.org/TR/void/#statistics)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias
from urllib.parse import urlsplit

from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Term, Triple, iri_text, is_iri
from graph_builder.vocabulary import vocabulary

Link: TypeAlias = tuple[Term, Term, str]
"""Class of the subject, property, and where the object lies: the class of an entity, or the start of its address."""


@dataclass
class Partitions:
    """What a graph holds.

    Attributes:
        triples: how many.
        entities: how many subjects have a document of their own.
        subjects: how many distinct subjects.
        objects: how many distinct objects.
        classes: how many subjects each class has.
        properties: how many triples each property has.
        property_subjects: how many distinct subjects each property has.
        property_objects: how many distinct objects each property has.
        class_properties: how many triples each property of each class has, by (class, property).
        links: how many triples link things of one class to those of another, by (class, property, class).
        outside: how many lead from things of a class to addresses elsewhere, by (class, property, ``https://host/``).
    """

    triples: int = 0
    entities: int = 0
    subjects: int = 0
    objects: int = 0
    classes: Counter[Term] = field(default_factory=Counter)
    properties: Counter[Term] = field(default_factory=Counter)
    property_subjects: Counter[Term] = field(default_factory=Counter)
    property_objects: Counter[Term] = field(default_factory=Counter)
    class_properties: Counter[tuple[Term, Term]] = field(default_factory=Counter)
    links: Counter[Link] = field(default_factory=Counter)
    outside: Counter[Link] = field(default_factory=Counter)


def partitions(view: Sequence[Triple], iris: Iris) -> Partitions:
    """Count a graph.

    Args:
        view: sorted, each triple once.
        iris: of the archive, which tell its own things from others.
    """
    namespace = f"<{vocabulary().namespace}"
    own_class = {
        subject: value for subject, property_, value in view if property_ == RDF_TYPE and value.startswith(namespace)
    }
    found = Partitions(triples=len(view))
    objects: defaultdict[Term, set[Term]] = defaultdict(set)
    for subject, about in groupby(view, key=itemgetter(0)):
        statements = [(property_, value) for _, property_, value in about]
        found.subjects += 1
        found.entities += "#" not in subject
        found.property_subjects.update({property_ for property_, _ in statements})
        classes = [value for property_, value in statements if property_ == RDF_TYPE]
        found.classes.update(classes)
        for property_, value in statements:
            found.properties[property_] += 1
            objects[property_].add(value)
            found.class_properties.update((class_, property_) for class_ in classes)
            if subject in own_class and is_iri(value) and property_ != RDF_TYPE:
                _count_link(found, (own_class[subject], property_), value, own_class, iris)
    found.property_objects.update({property_: len(values) for property_, values in objects.items()})
    found.objects = _distinct(objects.values())
    return found


def _count_link(
    found: Partitions, start: tuple[Term, Term], value: Term, own_class: dict[Term, Term], iris: Iris
) -> None:
    if value in own_class:
        found.links[*start, own_class[value]] += 1
    elif not iris.owns(value) and value not in vocabulary().terms:
        address = urlsplit(iri_text(value))
        if address.scheme in ("http", "https"):
            found.outside[*start, f"{address.scheme}://{address.netloc}/"] += 1


def _distinct(sets: Iterable[set[Term]]) -> int:
    whole: set[Term] = set()
    for one in sets:
        whole |= one
    return len(whole)
