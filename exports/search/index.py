"""What is searched: for each word of each language the entities that have it, and where they have it.

An entity is found by its names, by its published texts, and by the names of what it is about: an article in
Kyrgyz by the Russian name of a region, too. What the archive does not publish is not in the view, and so not here.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, TypeAlias

from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.search.stems import stem, words
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.linking.transliteration import skeleton
from graph_builder.namespaces import DCTERMS_IDENTIFIER, RDFS_LABEL, SKOS_ALT_LABEL
from graph_builder.rdf import Term, is_iri, literal_parts

LATIN: Final = "~"
"""What stands before the Latin skeleton of a name, so that it is not taken for a word."""


class Where(IntEnum):
    """Where an entity has a word, the best place first."""

    NAME = 0
    TEXT = 1
    LINKED = 2


Postings: TypeAlias = tuple["array[int]", "array[int]", "array[int]"]
"""Numbers of entities, ascending, for each :class:`Where`."""

NAMES: Final = frozenset({RDFS_LABEL, SKOS_ALT_LABEL, terms.name, terms.title, terms.abbreviation})
_BARE: Final = frozenset({DCTERMS_IDENTIFIER, terms.statedName, terms.number, terms.wholeNumber, terms.lastWholeNumber})
_LINKS: Final = (
    *(terms.rubric, terms.about, terms.mentions, terms.project),
    *(terms.region, terms.contributor, terms.affiliation, terms.organizer),
)
_WITH_LINKED: Final = frozenset({terms.Article, terms.Phase, terms.Component, terms.Event})
_TRANSLITERATED: Final = frozenset({terms.Person, terms.Organization, terms.Region, terms.Project, terms.Event})


@dataclass(frozen=True, slots=True)
class Index:
    """An inverted index.

    Attributes:
        groups: stem to form to entities.
    """

    groups: dict[str, dict[str, Postings]] = field(default_factory=dict)

    def add(self, number: int, found: Mapping[tuple[str, str], Where]) -> None:
        """Enter the words of one entity; numbers must ascend."""
        for (stem_, form), where in found.items():
            group = self.groups.setdefault(stem_, {})
            if form not in group:
                group[form] = (array("I"), array("I"), array("I"))
            group[form][where].append(number)


def build(documents: Iterable[Term], dataset: Dataset, index: GraphIndex, labels: Labels) -> Index:
    """Return the index of entities, numbered in the order given."""
    built = Index()
    for number, term in enumerate(documents):
        found: dict[tuple[str, str], Where] = {}
        for where, text, language in _texts(term, index, labels):
            for word in words(text):
                key = (stem(word, language or dataset.languages[0]), word)
                found[key] = min(where, found.get(key, where))
        if index.type_of(term) in _TRANSLITERATED:
            found |= _in_latin(found)
        built.add(number, found)
    return built


def _in_latin(found: Mapping[tuple[str, str], Where]) -> dict[tuple[str, str], Where]:
    latin = {LATIN + skeleton(form) for (_, form), where in found.items() if where is Where.NAME}
    return {(word, word): Where.NAME for word in latin}


def _texts(term: Term, index: GraphIndex, labels: Labels) -> Iterator[tuple[Where, str, str]]:
    """Yield place, text and language of everything by which an entity is found."""
    linked: dict[Term, None] = {}
    for subject in (term, *index.parts(term)):
        for property_, values in index.node(subject).properties.items():
            if property_ in _LINKS:
                linked |= dict.fromkeys(values)
                continue
            where = Where.NAME if property_ in NAMES and subject == term else Where.TEXT
            for text, language, _ in map(literal_parts, (value for value in values if not is_iri(value))):
                if language or property_ in _BARE or where is Where.NAME:
                    yield where, text, language
    if index.type_of(term) in _WITH_LINKED:
        for other in linked:
            for language, text in labels.every(other).items():
                yield Where.LINKED, text, language
