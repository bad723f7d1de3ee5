"""How lists are arranged: by letter, by year, under the entity that something belongs to, or by rank.

One arrangement a kind; the same order serves lists, values and what links here.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, TypeAlias, get_args

from msgspec import Struct

from exports.collation import headings, proper_part, sort_keys
from exports.graph_index import GraphIndex
from exports.labels import Labels, Text
from exports.wording import words_of
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.dates import PartialDate
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, literal_parts
from graph_builder.records import KINDS
from graph_builder.records.base import Rank

ALL_KINDS: Final = (*KINDS, "source")
"""Every kind that has pages, in the order of a table of contents."""

SortKey: TypeAlias = tuple[str | int, ...]


class Filed(Struct, frozen=True, gc=False):
    """An entity in its place in a list; there is one for each entity and language, and so it holds little.

    Attributes:
        term: the entity.
        heading: the heading under which it stands.
    """

    term: Term
    heading: Text


class Lists(Mapping[str, tuple[Filed, ...]]):
    """The list of each kind, arranged when it is first asked for.

    Args:
        numbers: of each kind, in the order of kinds, where its entities stand among all that are sorted.
        arrange: arranges those of a kind.
    """

    def __init__(self, numbers: Mapping[str, range], arrange: Callable[[str], tuple[Filed, ...]]) -> None:
        self._numbers, self._arrange = numbers, arrange
        self._arranged: dict[str, tuple[Filed, ...]] = {}

    def __getitem__(self, kind: str) -> tuple[Filed, ...]:
        """Return the list of a kind (KeyError if it has no entities)."""
        if kind not in self._arranged and kind in self._numbers:
            self._arranged[kind] = self._arrange(kind)
        return self._arranged[kind]

    def __contains__(self, kind: object) -> bool:
        """Tell whether a kind has entities."""
        return kind in self._numbers

    def __iter__(self) -> Iterator[str]:
        """Yield the kinds that have entities, in their order."""
        return iter(self._numbers)

    def __len__(self) -> int:
        """Return how many kinds have entities."""
        return len(self._numbers)


class Positions(Mapping[Term, int]):
    """The place of each entity in the order of all, kind after kind, in four bytes each.

    Args:
        documents: the entities, sorted.
        numbers: of each kind, in the order of kinds, where its entities stand among them.
        lists: those of a kind in their order.
    """

    def __init__(
        self, documents: Sequence[Term], numbers: Mapping[str, range], lists: Mapping[str, Iterable[Filed]]
    ) -> None:
        self._documents, self._lists = documents, lists
        self._places: dict[str, array[int]] = {}
        before = accumulate(map(len, numbers.values()), initial=0)
        self._kinds = sorted((numbers[kind].start, kind, place) for kind, place in zip(numbers, before, strict=False))
        self._starts = [start for start, _, _ in self._kinds]

    def __getitem__(self, term: Term) -> int:
        """Return the place of an entity, from 0; the list of its kind is arranged, if it was not yet.

        Raises:
            KeyError: if it has none.
        """
        number = bisect_left(self._documents, term)
        if number == len(self._documents) or self._documents[number] != term:
            raise KeyError(term)
        start, kind, place = self._kinds[bisect_right(self._starts, number) - 1]
        places = self._places.get(kind)
        if places is None:
            places = self._places[kind] = self._of_kind(kind, start, place)
        return places[number - start]

    def _of_kind(self, kind: str, start: int, place: int) -> "array[int]":
        ordered = [filed.term for filed in self._lists[kind]]
        places = array("I", bytes(4 * len(ordered)))
        for after, term in enumerate(ordered, place):
            places[bisect_left(self._documents, term, start, start + len(ordered)) - start] = after
        return places

    def __iter__(self) -> Iterator[Term]:
        """Yield the entities, sorted."""
        return iter(self._documents)

    def __len__(self) -> int:
        """Return how many entities there are."""
        return len(self._documents)


class Filing:
    """The entities of a dataset in the order of one language.

    Attributes:
        by_kind: the list of each kind that has entities.
        position: the place of each entity in the order of all.
    """

    def __init__(self, dataset: Dataset, index: GraphIndex, labels: Labels, language: str) -> None:
        self._index, self._labels, self._language = index, labels, language
        self._numbers = _numbers(index.documents, dataset.iris)
        self.by_kind: Mapping[str, tuple[Filed, ...]] = Lists(self._numbers, self._arranged)
        self.position: Mapping[Term, int] = Positions(index.documents, self._numbers, self.by_kind)

    def _arranged(self, kind: str) -> tuple[Filed, ...]:
        own = self._numbers[kind]
        found = self._index.documents[own.start : own.stop]
        arrange: Callable[[Filing, Sequence[Term]], dict[Term, tuple[SortKey, Text]]]
        arrange = _ARRANGEMENTS.get(kind, (Filing._by_letter, ""))[0]
        places = arrange(self, found)
        return tuple(Filed(term, places[term][1]) for term in sorted(found, key=lambda term: (places[term][0], term)))

    def _label(self, term: Term) -> Text:
        return self._labels.of(term, self._language)

    def _keys(self, found: Iterable[Term]) -> Mapping[str, tuple[str, str]]:
        return sort_keys((self._label(term).text for term in found), self._language)

    def _by_letter(self, found: Sequence[Term]) -> dict[Term, tuple[SortKey, Text]]:
        return self._lettered({term: self._label(term) for term in found})

    def _by_letter_of_article(self, found: Sequence[Term]) -> dict[Term, tuple[SortKey, Text]]:
        articles = {term: self._index.node(term).first(terms.article) for term in found}
        return self._lettered({term: self._label(articles[term] or term) for term in found})

    def _by_family_name(self, found: Sequence[Term]) -> dict[Term, tuple[SortKey, Text]]:
        return self._lettered({term: self._with_family_name_first(term) for term in found})

    def _with_family_name_first(self, person: Term) -> Text:
        """Return the label with the family name before it; the label alone where none is known in its language."""
        label = self._label(person)
        families = map(literal_parts, self._index.values(person, terms.familyName))
        language = label.language or self._language
        family = next((text for text, tag, _ in families if tag == language), "")
        return Text(f"{family} {label.text}".strip(), label.language)

    def _by_word_of_place(self, found: Sequence[Term]) -> dict[Term, tuple[SortKey, Text]]:
        return self._lettered({term: Text(proper_part(self._label(term).text)) for term in found})

    def _lettered(self, names: Mapping[Term, Text]) -> dict[Term, tuple[SortKey, Text]]:
        texts = [name.text for name in names.values()]
        keys, letters = sort_keys(texts, self._language), headings(texts, self._language)
        known = {letter: Text(letter) for letter in letters.values()}
        return {term: (keys[name.text], known[letters[name.text]]) for term, name in names.items()}

    def _by_year(self, found: Sequence[Term]) -> dict[Term, tuple[SortKey, Text]]:
        texts = {term: self._label(term).text for term in found}
        keys = sort_keys(texts.values(), self._language)
        years = {0: Text(words_of(self._language)["undated"])}
        places: dict[Term, tuple[SortKey, Text]] = {}
        for term in found:
            is_article = self._index.type_of(term) == terms.Article
            date = self._index.first(term, terms.datePublished if is_article else terms.nominalMonth)
            whole = "" if is_article else self._index.first(term, terms.wholeNumber)
            number = int(literal_parts(whole)[0]) if whole else 0
            day = PartialDate.parse(literal_parts(date)[0]).first if date else None
            after = (-day.toordinal() if day else 0, -number, *keys[texts[term]])
            year = day.year if day else 0
            places[term] = after, years.setdefault(year, Text(str(year)))
        return places

    def _by_project(self, found: Sequence[Term]) -> dict[Term, tuple[SortKey, Text]]:
        nodes = {term: self._index.node(term) for term in found}
        owners = {term: nodes[term].first(terms.project) or term for term in found}
        keys = self._keys((*found, *owners.values()))
        places: dict[Term, tuple[SortKey, Text]] = {}
        for term in found:
            owner, ordinal = self._label(owners[term]), nodes[term].first(terms.ordinal)
            number = int(literal_parts(ordinal)[0]) if ordinal else 0
            places[term] = ((*keys[owner.text], number, *keys[self._label(term).text]), owner)
        return places

    def _by_rank(self, found: Sequence[Term]) -> dict[Term, tuple[SortKey, Text]]:
        keys, words = self._keys(found), words_of(self._language)
        order = {rank: place for place, rank in enumerate(get_args(Rank))}
        places: dict[Term, tuple[SortKey, Text]] = {}
        for term in found:
            rank = self._index.node(term).first(terms.rank)
            name = literal_parts(rank)[0] if rank else ""
            heading = Text(words.get(f"rank_{name}", name))
            places[term] = ((order.get(name, len(order)), *keys[self._label(term).text]), heading)
        return places


def _numbers(documents: Sequence[Term], iris: Iris) -> Mapping[str, range]:
    """Return where the entities of each kind stand among all, in the order of kinds."""
    found: dict[str, range] = {}
    for kind in ALL_KINDS:
        begin = bisect_left(documents, iris.of(f"{kind}/")[:-1])
        end = bisect_left(documents, iris.of(f"{kind}0")[:-1])  # a zero stands behind a slash
        if begin < end:
            found[kind] = range(begin, end)
    return found


_ARRANGEMENTS: Final = {
    "article": (Filing._by_year, "arranged_by_year"),
    "issue": (Filing._by_year, "arranged_by_year"),
    "person": (Filing._by_family_name, "arranged_by_family_name"),
    "region": (Filing._by_word_of_place, "arranged_by_letter"),
    "phase": (Filing._by_project, "arranged_by_project"),
    "component": (Filing._by_project, "arranged_by_project"),
    "capture": (Filing._by_letter_of_article, "arranged_by_letter"),
    "source": (Filing._by_rank, "arranged_by_rank"),
}


def arrangement(kind: str) -> str:
    """Return the key of the words that say how the list of a kind is arranged."""
    return _ARRANGEMENTS[kind][1] if kind in _ARRANGEMENTS else "arranged_by_letter"
