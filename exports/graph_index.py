"""One pass over a dataset, so that a page costs only what stands on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.namespaces import OA_EXACT, OA_HAS_BODY, OA_HAS_SELECTOR, OA_HAS_TARGET, RDF_TYPE
from graph_builder.rdf import Term, boolean, document_of, literal_parts
from graph_builder.vocabulary import vocabulary

DEPENDENT_ON_CLAIMS: Final = frozenset({terms.Disagreement, terms.Claim})


class Node(Struct, frozen=True):
    """What the view says of one subject, and who says it.

    Attributes:
        term: the subject.
        type: its class of the vocabulary; empty if it has none.
        properties: values by property, in the order of the view.
        sources: the sources that say a value, by (property, value); also of values that are not in the view.
        said: every value that a source says, by property.
    """

    term: Term
    type: Term
    properties: Mapping[Term, Sequence[Term]]
    sources: Mapping[tuple[Term, Term], Sequence[Term]]
    said: Mapping[Term, Sequence[Term]]

    @property
    def is_provisional(self) -> bool:
        """Whether no editor has confirmed it yet."""
        return self.first(terms.provisional) == boolean(True)

    def first(self, property_: Term) -> Term:
        """Return the first value of a property; empty if it has none."""
        values = self.properties.get(property_)
        return values[0] if values else ""


_KEPT: Final = 4096
"""How many nodes are kept: enough for the same page in every language and for what many pages list."""


class GraphIndex:
    """Subjects, incoming links and sources of a dataset, as positions in its tuples (nothing is copied).

    Attributes:
        documents: the entities that have a page, sorted.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._namespace = f"<{vocabulary().namespace}"
        self._view: dict[Term, list[int]] = {}
        self._types: dict[Term, Term] = {}
        incoming: defaultdict[Term, list[int]] = defaultdict(list)
        for position, (subject, property_, value) in enumerate(dataset.view):
            self._view.setdefault(subject, []).append(position)
            if property_ == RDF_TYPE:
                if value.startswith(self._namespace):
                    self._types[subject] = value
            elif dataset.iris.owns(value):
                incoming[document_of(value)].append(position)
        self._incoming = dict(incoming)
        self.documents: tuple[Term, ...] = tuple(
            sorted(subject for subject in self._types if "#" not in subject and dataset.iris.owns(subject))
        )
        self._parts: defaultdict[Term, list[Term]] = defaultdict(list)
        self._instances: defaultdict[Term, list[Term]] = defaultdict(list)
        for subject in sorted(self._types):
            self._instances[self._types[subject]].append(subject)
            if "#" in subject:
                self._parts[document_of(subject)].append(subject)
        self._claims: defaultdict[Term, list[int]] = defaultdict(list)
        self._annotations: defaultdict[tuple[Term, Term], list[Term]] = defaultdict(list)
        quoting: defaultdict[Term, dict[Term, None]] = defaultdict(dict)
        told: defaultdict[Term, dict[Term, None]] = defaultdict(dict)
        for position, (subject, property_, value, graph) in enumerate(dataset.claims):
            self._claims[subject].append(position)
            if property_ == OA_HAS_BODY:
                self._annotations[graph, value].append(subject)
                quoting[value][graph] = None
            told[graph][document_of(subject)] = None
        self._quoting = {entity: tuple(graphs) for entity, graphs in quoting.items()}
        self._told = {graph: tuple(told[graph]) for graph in told}
        self._nodes = lru_cache(maxsize=_KEPT)(self._node)

    def type_of(self, subject: Term) -> Term:
        """Return the class of the vocabulary that a subject has; empty if it has none."""
        return self._types.get(subject, "")

    def instances(self, class_: Term) -> Sequence[Term]:
        """Return the subjects of a class of the vocabulary, sorted."""
        return self._instances.get(class_, ())

    def node(self, subject: Term) -> Node:
        """Return everything about one subject; the last ones asked for are kept."""
        return self._nodes(subject)

    def _node(self, subject: Term) -> Node:
        properties: dict[Term, list[Term]] = {}
        for position in self._view.get(subject, ()):
            _, property_, value = self._dataset.view[position]
            properties.setdefault(property_, []).append(value)
        sources: dict[tuple[Term, Term], list[Term]] = {}
        for position in self._claims.get(subject, ()):
            _, property_, value, graph = self._dataset.claims[position]
            sources.setdefault((property_, value), []).append(graph)
        said: dict[Term, list[Term]] = {}
        for property_, value in sources:
            said.setdefault(property_, []).append(value)
        return Node(subject, self.type_of(subject), properties, sources, said)

    def parts(self, document: Term) -> Sequence[Term]:
        """Return the subjects that are fragments of an entity, sorted."""
        return self._parts.get(document, ())

    def incoming(self, document: Term) -> Iterator[tuple[Term, Term]]:
        """Yield (subject, property) of links to an entity or its fragments that come from other entities."""
        for position in self._incoming.get(document, ()):
            subject, property_, _ = self._dataset.view[position]
            if document_of(subject) != document:
                yield subject, property_

    def quoting(self, entity: Term) -> Sequence[Term]:
        """Return the sources of which exact words that name an entity are kept."""
        return self._quoting.get(entity, ())

    def quoted(self, source: Term, entity: Term) -> Sequence[str]:
        """Return the exact words with which a source names an entity, each once, in the order of the source."""
        found = self._annotations.get((source, entity))
        if not found:
            return ()
        annotations = sorted(found, key=lambda one: (len(one), one))
        selectors = self._follow(self._follow(annotations, OA_HAS_TARGET), OA_HAS_SELECTOR)
        return tuple(dict.fromkeys(literal_parts(words)[0] for words in self._follow(selectors, OA_EXACT)))

    def _follow(self, subjects: Iterable[Term], property_: Term) -> Iterator[Term]:
        """Yield what the claims, not the view, state of subjects by one property."""
        for subject in subjects:
            for position in self._claims.get(subject, ()):
                _, stated, value, _ = self._dataset.claims[position]
                if stated == property_:
                    yield value

    def told_by(self, source: Term) -> Iterator[Term]:
        """Yield the published entities of which a source says something, itself left out."""
        return (one for one in self._told.get(source, ()) if one in self._types and one != source)
