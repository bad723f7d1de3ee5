"""One pass over a dataset, so that a page costs only what stands on it."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
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
    """

    term: Term
    type: Term
    properties: Mapping[Term, Sequence[Term]]
    sources: Mapping[tuple[Term, Term], Sequence[Term]]

    @property
    def is_provisional(self) -> bool:
        """Whether no editor has confirmed it yet."""
        return self.first(terms.provisional) == boolean(True)

    def first(self, property_: Term) -> Term:
        """Return the first value of a property; empty if it has none."""
        values = self.properties.get(property_)
        return values[0] if values else ""

    def beside(self) -> Mapping[Term, Sequence[Term]]:
        """Return by property the values that a source says and that are not in the view."""
        found: dict[Term, list[Term]] = {}
        for property_, value in self.sources:
            if value not in self.properties.get(property_, ()):
                found.setdefault(property_, []).append(value)
        return found


_KEPT: Final = 2048
"""How many nodes are kept: enough for the same page in every language and for what many pages list."""

_FEW: Final = 64


class GraphIndex:
    """Subjects, incoming links and sources of a dataset: where they stand in its sorted statements, nothing copied.

    Attributes:
        documents: the entities that have a page, sorted.
        parts: tells the subjects that are fragments of an entity, sorted; the last answers are kept.
        noted: tells what lists say beside an entity: the date of an article, empty if it has none, and whether it is
            provisional; the last answers are kept, for the page in the next language.
        stated_by: tells which properties of each entity itself, its fragments left out, a source states; the last
            answer is kept, for the page of the source in every language.
        is_quoted: tells whether the exact words are kept with which any source names an entity.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._view, self._claims = dataset.view, dataset.claims
        namespace = f"<{vocabulary().namespace}"
        self._types: dict[Term, Term] = {}
        self._incoming: dict[Term, array[int]] = {}
        for position, (subject, property_, value) in enumerate(self._view):
            if property_ == RDF_TYPE:
                if value.startswith(namespace):
                    self._types[subject] = value
            elif dataset.iris.owns(value) and (target := document_of(value)) != document_of(subject):
                self._incoming.setdefault(target, array("I")).append(position)
        self._instances: defaultdict[Term, list[Term]] = defaultdict(list)
        for subject, class_ in self._types.items():
            self._instances[class_].append(subject)
        owned = (subject for subject in self._types if "#" not in subject and dataset.iris.owns(subject))
        self.documents: tuple[Term, ...] = tuple(sorted(owned))
        self._annotations: defaultdict[tuple[Term, Term], list[Term]] = defaultdict(list)
        quoting: defaultdict[Term, dict[Term, None]] = defaultdict(dict)
        starts = array("I")
        last: tuple[Term, Term] = ("", "")
        for position, (subject, property_, value, graph) in enumerate(self._claims):
            if (subject, graph) != last:
                last = subject, graph
                starts.append(position)
            if property_ == OA_HAS_BODY:
                self._annotations[graph, value].append(subject)
                quoting[value][graph] = None
        # Where each source begins to tell of a subject, by subject.
        self._told = array("I", sorted(starts, key=self._subject))
        self._quoting = {entity: tuple(graphs) for entity, graphs in quoting.items()}
        self.is_quoted = self._quoting.__contains__
        self._nodes = lru_cache(maxsize=_KEPT)(self._node)
        self.parts = lru_cache(maxsize=_FEW)(self._parts)
        self.noted = lru_cache(maxsize=_FEW)(self._noted)
        self.stated_by = lru_cache(maxsize=1)(self._stated_by)

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
        properties = self.stated(subject)
        sources: dict[tuple[Term, Term], list[Term]] = {}
        for property_, value, graph in self._claimed(subject):
            sources.setdefault((property_, value), []).append(graph)
        return Node(subject, self.type_of(subject), properties, sources)

    def values(self, subject: Term, property_: Term) -> Iterator[Term]:
        """Yield the values of one property, sorted, for those who need nothing else of a subject."""
        for position in range(bisect_left(self._view, (subject, property_)), len(self._view)):
            about, stated, value = self._view[position]
            if about != subject or stated != property_:
                return
            yield value

    def first(self, subject: Term, property_: Term) -> Term:
        """Return the first value of one property; empty if there is none."""
        return next(self.values(subject, property_), "")

    def _noted(self, entity: Term) -> tuple[Term, bool]:
        date = self.first(entity, terms.datePublished) if self.type_of(entity) == terms.Article else ""
        return date, self.first(entity, terms.provisional) == boolean(True)

    def stated(self, subject: Term) -> Mapping[Term, Sequence[Term]]:
        """Return the values of a subject by property, for those who need no sources."""
        found: dict[Term, list[Term]] = {}
        for position in range(bisect_left(self._view, (subject,)), len(self._view)):
            about, property_, value = self._view[position]
            if about != subject:
                break
            found.setdefault(property_, []).append(value)
        return found

    def _claimed(self, subject: Term) -> Iterator[tuple[Term, Term, Term]]:
        """Yield property, value and source of what the claims state of a subject, source by source."""
        for place in range(bisect_left(self._told, subject, key=self._subject), len(self._told)):
            start = self._told[place]
            about, _, _, graph = self._claims[start]
            if about != subject:
                return
            for position in range(start, len(self._claims)):
                about, property_, value, source = self._claims[position]
                if about != subject or source != graph:
                    break
                yield property_, value, source

    def _subject(self, position: int) -> Term:
        return self._claims[position][0]

    def _parts(self, document: Term) -> Sequence[Term]:
        begin = f"{document[:-1]}#"
        found: dict[Term, None] = {}
        for position in range(bisect_left(self._view, (begin,)), len(self._view)):
            subject = self._view[position][0]
            if not subject.startswith(begin):
                break
            if subject in self._types:
                found[subject] = None
        return tuple(found)

    def incoming(self, document: Term) -> Iterator[tuple[Term, Term]]:
        """Yield (subject, property) of links to an entity or its fragments that come from other entities."""
        for position in self._incoming.get(document, ()):
            subject, property_, _ = self._view[position]
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
            for stated, value, _ in self._claimed(subject):
                if stated == property_:
                    yield value

    def _stated_by(self, source: Term) -> Mapping[Term, tuple[Term, ...]]:
        found: dict[Term, list[Term]] = {}
        for position in range(bisect_left(self._claims, source, key=itemgetter(3)), len(self._claims)):
            subject, property_, _, graph = self._claims[position]
            if graph != source:
                break
            if subject in self._types and "#" not in subject:
                stated = found.setdefault(subject, [])
                if not stated or stated[-1] != property_:
                    stated.append(property_)
        # A catalogue states the same of each of its thousands of articles: the answer is kept once.
        alike: dict[tuple[Term, ...], tuple[Term, ...]] = {}
        return {
            entity: alike.setdefault(one, one) for entity, one in zip(found, map(tuple, found.values()), strict=True)
        }

    def told_by(self, source: Term) -> Iterator[Term]:
        """Yield the published entities of which a source says something, itself left out."""
        seen = {source}
        for position in range(bisect_left(self._claims, source, key=itemgetter(3)), len(self._claims)):
            subject, _, _, graph = self._claims[position]
            if graph != source:
                return
            entity = document_of(subject)
            if entity not in seen:
                seen.add(entity)
                if entity in self._types:
                    yield entity
