"""What the archive says of each place: articles that name it and phases that worked there.

A district or an aiyl aimak counts to every place in which it lies; each article and phase counts there once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from exports.graph_index import GraphIndex
from exports.pictures.geography import COUNTRY, UNITS
from graph_builder import terms
from graph_builder.rdf import Term, literal_parts

_NAMED_BY: Final = {
    terms.about: terms.Article,
    terms.mentions: terms.Article,
    terms.region: terms.Phase,
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many articles and phases."""

    articles: int = 0
    phases: int = 0

    def __bool__(self) -> bool:
        return bool(self.articles or self.phases)


@dataclass(frozen=True)
class Places:
    """The places of an archive.

    Attributes:
        units: the first-level units that the archive describes, by their code.
        country: the country itself; empty if the archive does not describe it.
        tallies: what counts to each place, with all places that lie in it.
        country_itself: what names the country as a whole.
        elsewhere: what names a place abroad, or one of which nobody says in which unit it lies.
        inside: the places that something names, by each place in which they lie (themselves included).
        unit_of: the code of the unit in which a place lies, the unit's own included.
    """

    units: Mapping[str, Term]
    country: Term
    tallies: Mapping[Term, Tally]
    country_itself: Tally
    elsewhere: Tally
    inside: Mapping[Term, tuple[Term, ...]]
    unit_of: Mapping[Term, str]

    def drawn(self, regions: Iterable[Term]) -> bool:
        """Tell whether a map shows one of some regions."""
        return bool(self.units) and any(region in self.unit_of or region == self.country for region in regions)


def places_of(index: GraphIndex) -> Places:
    """Return the places of a graph."""
    regions = [term for term in index.documents if index.type_of(term) == terms.Region]
    ways = {region: tuple(_way(index, region)) for region in regions}
    codes = {region: literal_parts(code)[0] for region in regions if (code := index.node(region).first(terms.code))}
    by_code = {code: region for region, code in reversed(codes.items())}
    units: dict[str, Term] = {code: by_code[code] for code in UNITS if code in by_code}
    country = by_code.get(COUNTRY, "")
    unit_of = {region: codes[above] for region in regions for above in ways[region] if codes.get(above) in units}
    named = {region: _named(index, region) for region in regions}
    gathered: defaultdict[Term, set[Term]] = defaultdict(set)
    inside: defaultdict[Term, list[Term]] = defaultdict(list)
    for region in regions:
        for above in ways[region] if named[region] else ():
            gathered[above] |= named[region]
            inside[above].append(region)
    outside = [named[region] for region in regions if region not in unit_of and region != country]
    return Places(
        units=units,
        country=country,
        tallies={region: _tally(index, subjects) for region, subjects in gathered.items()},
        country_itself=_tally(index, named.get(country, ())),
        elsewhere=_tally(index, set().union(*outside)),
        inside={region: tuple(found) for region, found in inside.items()},
        unit_of=unit_of,
    )


def _way(index: GraphIndex, region: Term) -> Iterator[Term]:
    """Yield a place and those in which it lies; a circle is followed once."""
    seen: set[Term] = set()
    while region and region not in seen:
        seen.add(region)
        yield region
        region = index.node(region).first(terms.within)


def _named(index: GraphIndex, region: Term) -> set[Term]:
    links = index.incoming(region)
    return {subject for subject, property_ in links if _NAMED_BY.get(property_, "?") == index.type_of(subject)}


def _tally(index: GraphIndex, subjects: Iterable[Term]) -> Tally:
    kinds = Counter(index.type_of(subject) for subject in subjects)
    return Tally(kinds[terms.Article], kinds[terms.Phase])
