"""Who took part in articles, as what and under which name, and how articles name an organization: from when to when."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from exports.graph_index import GraphIndex, Node
from graph_builder import terms
from graph_builder.dates import PartialDate
from graph_builder.rdf import Term, literal_parts

ROWS: Final = 20
"""How many rows a table has at most: those with the most articles."""

Key: TypeAlias = Hashable


@dataclass(frozen=True, slots=True)
class Use:
    """Something that one article shows.

    Attributes:
        by: the contribution or the source that shows it.
        article: the article; empty if it is not known which.
    """

    by: Term
    article: Term


@dataclass(frozen=True, slots=True)
class Row:
    """What several articles show alike.

    Attributes:
        words: what they show, where that is a text.
        first: the earliest use; one with a date, if there is any.
        last: the latest one.
        articles: how many articles there are.
    """

    words: str
    first: Use
    last: Use
    articles: int


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, from early to late; ``left_out`` tells how many more there are."""

    shown: tuple[Row, ...]
    left_out: int


class Roles:
    """Reads contributions and quotations; the last answers are kept for the page in every language.

    Attributes:
        roles: of a person: contributions in one role, with the same words and for the same organizations.
        forms: of a person: the forms in which articles write the name.
        people: of an organization: those who took part for it.
        names: of an organization: the words with which articles name it.
    """

    def __init__(self, index: GraphIndex) -> None:
        self._index = index
        self.roles = lru_cache(maxsize=4)(self._roles)
        self.forms = lru_cache(maxsize=4)(self._forms)
        self.people = lru_cache(maxsize=4)(self._people)
        self.names = lru_cache(maxsize=4)(self._names)

    def _roles(self, person: Term) -> Rows:
        return self._contributions(person, terms.contributor, lambda node: (_role(node), ""))

    def _forms(self, person: Term) -> Rows:
        return self._contributions(person, terms.contributor, _form)

    def _people(self, organization: Term) -> Rows:
        return self._contributions(organization, terms.affiliation, lambda node: (node.first(terms.contributor), ""))

    def _names(self, organization: Term) -> Rows:
        uses: dict[Key, tuple[str, list[Use]]] = {}
        for source in self._index.quoting(organization):
            article = next((one for one in self._index.told_by(source) if self._is_article(one)), "")
            for quoted in self._index.quoted(source, organization):
                words = " ".join(quoted.split())
                uses.setdefault(words, (words, []))[1].append(Use(source, article))
        return self._rows(uses.values())

    def _is_article(self, term: Term) -> bool:
        return self._index.type_of(term) == terms.Article

    def _contributions(self, entity: Term, property_: Term, key: Callable[[Node], tuple[Key, str]]) -> Rows:
        uses: dict[Key, tuple[str, list[Use]]] = {}
        for node in self._linking(entity, property_):
            same, words = key(node)
            if same:
                uses.setdefault(same, (words, []))[1].append(Use(node.term, node.first(terms.article)))
        return self._rows(uses.values())

    def _linking(self, entity: Term, property_: Term) -> Iterator[Node]:
        for subject, stated in self._index.incoming(entity):
            if stated == property_ and self._index.type_of(subject) == terms.Contribution:
                yield self._index.node(subject)

    def _rows(self, uses: Iterable[tuple[str, list[Use]]]) -> Rows:
        found = [self._row(words, of_one) for words, of_one in uses]
        found.sort(key=lambda row: (-row.articles, self._when(row.first), row.words))
        shown = sorted(found[:ROWS], key=lambda row: (self._when(row.first), self._when(row.last), row.words))
        return Rows(tuple(shown), len(found) - len(shown))

    def _row(self, words: str, uses: list[Use]) -> Row:
        first, last = min(uses, key=self._when), max(uses, key=lambda use: (self._day(use), use.article))
        return Row(words, first, last, len({use.article or use.by for use in uses}))

    def _when(self, use: Use) -> tuple[bool, int, Term, Term]:
        """Return a key that puts what has no date last."""
        day = self._day(use)
        return day == 0, day, use.article, use.by

    def _day(self, use: Use) -> int:
        date = self._index.node(use.article).first(terms.datePublished) if use.article else ""
        return PartialDate.parse(literal_parts(date)[0]).first.toordinal() if date else 0


def _role(node: Node) -> Key:
    return tuple(tuple(sorted(node.properties.get(one, ()))) for one in (terms.roleKind, terms.role, terms.affiliation))


def _form(node: Node) -> tuple[Key, str]:
    stated = node.first(terms.statedName)
    words = literal_parts(stated)[0] if stated else ""
    return words, words
