"""The lists of articles by facet, and the ways from list to list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from exports.collation import sort_keys
from exports.facets.values import FACETS, WORTH, Choice, Facets, Value, ordered
from exports.filing import Filed, arrangement
from exports.formats import CSV
from exports.graph_index import GraphIndex
from exports.labels import Text
from exports.list_tables import ListTables
from exports.lists import cut_list
from exports.page_language import PageLanguage
from exports.page_views import FacetGroup, Link, ListView, Narrowing, downloads
from exports.wording import language_name
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term

SHOWN: Final = 16
"""How many values of a facet a list shows at once: those with the most articles."""

_KIND: Final = "article"


class FacetPages:
    """The facets of the articles for readers of one language."""

    def __init__(self, facets: Facets, iris: Iris, index: GraphIndex, page: PageLanguage) -> None:
        self._facets, self._iris, self._index, self._page = facets, iris, index, page

    @cached_property
    def _sorted(self) -> Mapping[str, Sequence[Value]]:
        return {facet: self._in_order(facet) for facet in FACETS}

    @cached_property
    def _rank(self) -> Mapping[Value, int]:
        return {value: place for values in self._sorted.values() for place, value in enumerate(values)}

    @cached_property
    def _filed(self) -> Sequence[Filed]:
        return self._page.filing.by_kind.get(_KIND, ())

    @cached_property
    def _places(self) -> Sequence[int]:
        """Where the articles stand in their list, by their number."""
        places = {one.term: place for place, one in enumerate(self._filed)}
        return [places[term] for term in self._facets.articles]

    def lists(self) -> Iterator[tuple[str, ListView]]:
        """Yield path and view of each page: the values of each facet, and the articles of each choice."""
        for facet in self._used():
            yield from self._values_list(facet)
        for choice in self._facets.members:
            yield from self._articles_list(choice)

    def tables(self, tables: ListTables) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of the table of each choice, in the order of its list."""
        for choice in self._facets.members:
            found = [self._filed[place].term for place in self._in_place(choice)]
            yield f"{self._stem(choice)}.{CSV.suffix}".format(self._page.code), tables.of(found)

    def narrowing(self) -> Narrowing | None:
        """Return the facets of all articles; none if there are no articles."""
        groups = tuple(self._group(self._sorted[facet], (), self.values_link(facet)) for facet in self._used())
        return Narrowing((), groups, self._note()) if groups else None

    def values_links(self) -> tuple[Link, ...]:
        """Return the links to the values of each facet."""
        return tuple(self.values_link(facet) for facet in self._used())

    def values_link(self, facet: str) -> Link:
        """Return the link to the values of a facet."""
        return Link(Text(self._name(facet)), f"{self._page.code}/{_KIND}/by/{facet}.html")

    def region_link(self, region: Term) -> Link:
        """Return the number of articles about a region and what lies in it, linked to their list."""
        value = Value("region", region)
        count = self._facets.count(value)
        return Link(Text(self._page.words.number(count)), self._href((value,)) if count else "")

    def all_articles(self, entity: Term) -> Link | None:
        """Return the link to all articles that have an entity as value of a facet; none if there is no such list."""
        value = Value(self._iris.kind(entity), entity)
        count = self._facets.count(value) if value.facet in FACETS else 0
        return Link(Text(self._page.words.fill("all_articles", n=count)), self._href((value,))) if count else None

    def _used(self) -> list[str]:
        return [facet for facet in FACETS if self._sorted[facet]]

    def _name(self, facet: str) -> str:
        return self._page.words[f"facet_{facet}"]

    def _in_order(self, facet: str) -> list[Value]:
        values = self._facets.of(facet)
        if facet == "year":
            return sorted(values, key=lambda value: value.key, reverse=True)
        keys = sort_keys((self._label(value).text for value in values), self._page.code)
        return sorted(values, key=lambda value: (keys[self._label(value).text], value.key))

    def _label(self, value: Value) -> Text:
        if value.facet == "year":
            return Text(value.key)
        if value.facet == "language":
            return Text(language_name(value.key, self._page.code))
        return self._page.label(value.key)

    def _values_list(self, facet: str) -> Iterator[tuple[str, ListView]]:
        stem = f"{{}}/{_KIND}/by/{facet}"
        return cut_list(
            [(Text(""), value) for value in self._sorted[facet]],
            lambda value: self._link((value,), value),
            lambda number: _path(stem, number),
            self._page,
            title=Text(f"{self._page.kinds(_KIND)}: {self._name(facet)}"),
            arrangement=self._page.words.get(f"facet_{facet}_means", ""),
            way=(self._all(),),
        )

    def _articles_list(self, choice: Choice) -> Iterator[tuple[str, ListView]]:
        # The facet tells values of one name apart: a rubric is often called as the project of which it tells.
        chosen = (f"{self._name(value.facet)}: {self._label(value).text}" for value in choice)
        return cut_list(
            [(self._filed[place].heading, self._filed[place].term) for place in self._in_place(choice)],
            self._page.entry,
            lambda number: _path(self._stem(choice), number),
            self._page,
            title=Text(". ".join((self._page.kinds(_KIND), *chosen))),
            arrangement=self._page.words[arrangement(_KIND)],
            way=(self._all(), *(self._link((value,), value) for value in choice[:-1])),
            narrowing=self._narrowed(choice),
            tables=downloads(self._stem(choice).format(self._page.code), (CSV,)),
        )

    def _in_place(self, choice: Choice) -> list[int]:
        """Return the places of the articles of a choice in the list of all articles."""
        return sorted(self._places[number] for number in self._facets.members[choice])

    def _narrowed(self, choice: Choice) -> Narrowing:
        groups: list[FacetGroup] = []
        if len(choice) == 1:
            partners = self._facets.partners.get(choice[0], ())
            for facet in FACETS:
                values = sorted((one for one in partners if one.facet == facet), key=self._rank.__getitem__)
                if values:
                    groups.append(self._group(values, choice, None))
        chosen = tuple(
            Link(self._label(value), self._href(rest) if (rest := _without(choice, value)) else self._all().href)
            for value in choice
        )
        return Narrowing(chosen, tuple(groups), self._note() if groups else "")

    def _group(self, values: Sequence[Value], choice: Choice, all_: Link | None) -> FacetGroup:
        """Return the most frequent of the values, in order; the others on demand or on the page of all values."""
        counted = {value: self._facets.count(*choice, value) for value in values}
        first = set(sorted(values, key=lambda value: (-counted[value], self._rank[value]))[:SHOWN])
        links = [(value, self._link(ordered((*choice, value)), value)) for value in values]
        rest = tuple(link for value, link in links if value not in first)
        return FacetGroup(
            name=self._name(values[0].facet),
            values=tuple(link for value, link in links if value in first),
            rest=() if all_ else rest,
            all=all_ if rest else None,
        )

    def _link(self, choice: Choice, shown: Value) -> Link:
        """Return the link to the list of a choice, called by one of its values, with how much it holds."""
        return Link(self._label(shown), self._href(choice), self._page.words.number(self._facets.count(*choice)))

    def _all(self) -> Link:
        return Link(Text(self._page.kinds(_KIND)), f"{self._page.code}/{_KIND}/index.html")

    def _href(self, choice: Choice) -> str:
        return _path(self._stem(choice), 1).format(self._page.code)

    def _stem(self, choice: Choice) -> str:
        names = (f"{value.facet}-{self._slug(value)}" for value in choice)
        return f"{{}}/{_KIND}/by/{_JOINT.join(names)}"

    def _slug(self, value: Value) -> str:
        return value.key if value.facet in {"year", "language"} else self._iris.slug(value.key)

    def _note(self) -> str:
        return self._page.words.fill("facets_worth", n=WORTH)


_JOINT: Final = "_"
"""Between two values in an address: no slug holds it, and no server takes it for something else, as some do ``+``."""


def _path(stem: str, number: int) -> str:
    return f"{stem}.html" if number == 1 else f"{stem}.{number}.html"


def _without(choice: Iterable[Value], value: Value) -> Choice:
    return tuple(one for one in choice if one != value)
