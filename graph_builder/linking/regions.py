"""Which regions a text means: a place with its noun, places that share a noun, and bare names that are settled."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph_builder.linking import kyrgyz
from graph_builder.linking.compact import Compact
from graph_builder.linking.forms import Form, Role
from graph_builder.linking.lexicon import Hit
from graph_builder.linking.places import JOINT, noun_after, noun_before
from graph_builder.linking.surroundings import after, before, is_quoted

_SETTLED_BARE = frozenset({"region", "city"})


@dataclass(slots=True)
class _Place:
    """A place named in the text and what its surroundings say about it.

    Attributes:
        hit: its words.
        type: type of unit that its noun says; ``other`` for units without records, empty for a bare name.
        end: offset after the noun, or after the name.
        slugs: the regions that fit the noun.
    """

    hit: Hit
    type: str = ""
    end: int = 0
    slugs: frozenset[str] = field(default_factory=frozenset)

    @property
    def words(self) -> frozenset[tuple[str, ...]]:
        return frozenset(form.words for form in self.hit.forms)


@dataclass(frozen=True, slots=True)
class Divisions:
    """The administrative division, as far as the authority files know it.

    Attributes:
        within: the region in which each region lies.
        bare: regions that the authority files also name without a noun, with the words of that name.
        roots: regions that lie in none, that is: the countries.
        holders: regions, not countries, in which others lie.
    """

    within: Mapping[str, str]
    bare: frozenset[tuple[str, tuple[str, ...]]]
    roots: frozenset[str]
    holders: frozenset[str]

    def find(self, text: Compact, hits: Sequence[Hit]) -> list[tuple[int, int, str]]:
        """Return start, end and slug of the regions that places in a text mean."""
        places = [_Place(hit, end=hit.end) for hit in _longest(hits) if _is_capital(text, hit)]
        for group in _groups(text, places):
            _give_noun(text, group)
        named = {slug for place in places for slug in place.slugs if len(place.slugs) == 1}
        found = []
        for place in places:
            slug = self._settle(place, named) if place.type else self._bare(text, place, places)
            if slug:
                found.append((place.hit.start, place.end, slug))
        return found

    def _settle(self, place: _Place, named: set[str]) -> str:
        """Return the one region that a place with its noun means; empty if the page leaves it open."""
        if len(place.slugs) == 1:
            (slug,) = place.slugs
            # Many aiyl aimaks share a name: one is not taken for another on a page about other districts.
            lies_elsewhere = (
                place.type == "aiyl-aimak" and (named - {slug}) & self.holders and not self._ancestors(slug) & named
            )
            return "" if lies_elsewhere else slug
        fitting = [slug for slug in place.slugs if self._ancestors(slug) & named]
        return fitting[0] if len(fitting) == 1 else ""

    def _bare(self, text: Compact, place: _Place, places: Sequence[_Place]) -> str:
        """Return the region that a name without noun means, if the authority files or the page settle it."""
        hit = place.hit
        left, right = before(text, hit.start), after(text, hit.end)
        ending = text.folded[hit.tokens[-1].stem_end : hit.end]
        if (
            "-" in left.gap
            or "-" in right.gap
            or right.is_name
            or (left.is_name and not (left.opens or left.is_genitive))
            or is_quoted(text, hit.start, hit.end)
            or (ending and not kyrgyz.has_case(ending))
            or (not ending and right.is_owned)
        ):
            return ""
        owned = {form.slug for form in hit.forms if (form.slug, form.words) in self.bare}
        if owned:
            return owned.pop() if len(owned) == 1 else ""
        units = {(other.type, other.slugs) for other in places if other.type and other.words & place.words}
        bare_word = text.folded[hit.tokens[-1].start : hit.end]
        inflected = ending or any(form.words[-1] != bare_word for form in hit.forms if form.language == "ru")
        if len(units) != 1 or not inflected or any(_adjective(form) for form in hit.forms):
            return ""
        ((type_, slugs),) = units
        return next(iter(slugs)) if type_ in _SETTLED_BARE and len(slugs) == 1 else ""

    def _ancestors(self, slug: str) -> set[str]:
        found = set[str]()
        while (slug := self.within.get(slug, "")) and slug not in found:
            found.add(slug)
        return found - self.roots


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    chosen = list[Hit]()
    for hit in sorted(hits, key=lambda each: (each.start, -each.end)):
        if not chosen or hit.start >= chosen[-1].end:
            chosen.append(hit)
    return chosen


def _is_capital(text: Compact, hit: Hit) -> bool:
    return text.text[hit.start].isupper() and text.folded[max(0, hit.start - 1)] != "-"


def _groups(text: Compact, places: Sequence[_Place]) -> list[list[_Place]]:
    """Return places that may share one noun: «Чүй, Ош жана Нарын облустары»."""
    groups = list[list[_Place]]()
    for place in places:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and JOINT.fullmatch(text.folded, last.hit.end, place.hit.start)
            and not (_has_ending(text, last) and not _all_adjectives(last))
        ):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _give_noun(text: Compact, group: Sequence[_Place]) -> None:
    """Let the noun after the last place, or before the first, belong to each place that it can belong to."""
    last = group[-1]
    if not _has_ending(text, last) and (noun := noun_after(text.folded, last.hit.end)):
        type_, end, plural = noun
        if text.text[last.hit.end : end].strip().startswith(("аа", "aa")):  # the abbreviation has capitals
            return
        owners = [place for place in group if place is last or plural or _all_adjectives(place)]
        last.end = end if type_ != "other" else last.end
    elif noun_ahead := noun_before(text.folded, group[0].hit.start):
        type_, plural = noun_ahead
        owners = [place for place in group if place is group[0] or plural]
    else:
        return
    for place in owners:
        place.type = type_
        place.slugs = frozenset(form.slug for form in place.hit.forms if form.type == type_)


def _has_ending(text: Compact, place: _Place) -> bool:
    token = place.hit.tokens[-1]
    return token.end > token.stem_end


def _all_adjectives(place: _Place) -> bool:
    return all(_adjective(form) for form in place.hit.forms)


def _adjective(form: Form) -> bool:
    return form.role is Role.PLACE_ADJECTIVE


def divisions(within: Mapping[str, str], bare: Sequence[Form]) -> Divisions:
    """Return the division made of ``within`` links and of the forms that stand without a noun."""
    owners = defaultdict[tuple[str, ...], set[str]](set)
    for form in bare:
        owners[form.words].add(form.slug)
    roots = frozenset(within.values()) - frozenset(within)
    return Divisions(
        within=within,
        bare=frozenset((min(slugs), words) for words, slugs in owners.items() if len(slugs) == 1),
        roots=roots,
        holders=frozenset(within.values()) - roots,
    )
