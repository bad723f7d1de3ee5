"""Which regions a text means: a place with its noun, places that share a noun, and bare names that are settled."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_builder.linking import kyrgyz
from graph_builder.linking.compact import Compact
from graph_builder.linking.forms import Form
from graph_builder.linking.lexicon import Hit
from graph_builder.linking.nouns import Place, give_nouns
from graph_builder.linking.surroundings import after, before, in_short_quote

# What parts a page into sentences, and into paragraphs.
_SENTENCES, _PARAGRAPHS = re.compile(r"\n|\. "), re.compile(r"\n")
_SETTLED_BARE = frozenset({"region", "city"})


@dataclass(frozen=True, slots=True)
class Divisions:
    """The administrative division, as far as the authority files know it.

    Attributes:
        within: the region in which each region lies.
        bare: regions that the authority files also name without a noun, with the words of that name.
        roots: regions that lie in none, that is: the countries.
        holders: regions, not countries, in which others lie.
        home: the country of the archive: the one whose division it holds; empty if it holds none.
    """

    within: Mapping[str, str]
    bare: frozenset[tuple[str, tuple[str, ...]]]
    roots: frozenset[str]
    holders: frozenset[str]
    home: str

    def find(self, text: Compact, hits: Sequence[Hit], language: str) -> list[tuple[int, int, str]]:
        """Return start, end and slug of the regions that places in a text mean."""
        places = [Place(hit, end=hit.end) for hit in _longest(hits) if _is_capital(text, hit)]
        give_nouns(text, places)
        page = _Page(text, places)
        found = []
        for place in places:
            slug = self._settle(page, place) if place.type else self._bare(page, place, language)
            if slug:
                found.append((place.hit.start, place.end, slug))
        return found

    def _settle(self, page: "_Page", place: Place) -> str:
        """Return the one region that a place with its noun means; empty if the page leaves it open."""
        if len(place.slugs) == 1 and place.type != "aiyl-aimak":
            return next(iter(place.slugs))
        for named in page.scopes(place):
            fitting = [slug for slug in place.slugs if self._ancestors(slug) & named]
            if fitting:
                return fitting[0] if len(fitting) == 1 else ""
        return self._unplaced(page, place)

    def _unplaced(self, page: "_Page", place: Place) -> str:
        """Return the aiyl aimak of which the page does not say where it lies, unless it speaks of other parts.

        Many aiyl aimaks share a name: one is not taken for another where the paragraph, or the whole page, is
        about another oblast.
        """
        if len(place.slugs) != 1:
            return ""
        (slug,) = place.slugs
        if not self._ancestors(slug):
            return slug
        _, paragraph, whole = page.scopes(place)
        elsewhere = paragraph & self.holders or len({self._top(each) for each in whole & self.holders}) == 1
        return "" if elsewhere else slug

    def _bare(self, page: "_Page", place: Place, language: str) -> str:
        """Return the region that a name without noun means, if the authority files or the page settle it."""
        text, hit = page.text, place.hit
        ending = text.folded[hit.tokens[-1].stem_end : hit.end]
        if (ending and not kyrgyz.has_case(ending)) or not _stands_for_itself(text, hit, bool(ending), language):
            return ""
        owned = {form.slug for form in hit.forms if (form.slug, form.words) in self.bare}
        if owned:
            return owned.pop() if len(owned) == 1 else ""
        units = {unit for words in place.words for unit in page.units.get(words, ())}
        bare_word = text.folded[hit.tokens[-1].start : hit.end]
        inflected = ending or any(form.words[-1] != bare_word for form in hit.forms if form.language == "ru")
        if len(units) != 1 or not inflected or place.is_adjective:
            return ""
        ((type_, slugs),) = units
        return next(iter(slugs)) if type_ in _SETTLED_BARE and len(slugs) == 1 else ""

    def _ancestors(self, slug: str) -> set[str]:
        found = set[str]()
        while (slug := self.within.get(slug, "")) and slug not in found:
            found.add(slug)
        return found - self.roots

    def _top(self, slug: str) -> str:
        """Return the largest part of the country in which a region lies; itself if it lies in none."""
        seen = {slug}
        while (above := self.within.get(slug, "")) and above not in self.roots and above not in seen:
            slug = above
            seen.add(slug)
        return slug


class _Page:
    """The places of a page, indexed: what is settled near a place costs no search over all of them.

    Attributes:
        text: the page.
        units: type and regions of the places that have a noun, by their words.
    """

    def __init__(self, text: Compact, places: Sequence[Place]) -> None:
        self.text = text
        self.units: dict[tuple[str, ...], set[tuple[str, frozenset[str]]]] = defaultdict(set)
        self._certain = [(one.hit.start, next(iter(one.slugs))) for one in places if len(one.slugs) == 1]
        self._named: dict[tuple[int, int], Counter[str]] = {}
        self._breaks: tuple[list[int], ...] = ()
        for place in places:
            if place.type:
                for words in place.words:
                    self.units[words].add((place.type, place.slugs))

    def scopes(self, place: Place) -> tuple[set[str], set[str], set[str]]:
        """Return the regions that are certainly named beside a place in its sentence, its paragraph and the page."""
        if not self._breaks:  # on most pages nothing is left open
            folded = self.text.folded
            parts = ([match.start() for match in each.finditer(folded)] for each in (_SENTENCES, _PARAGRAPHS))
            self._breaks = (*([*part, len(folded)] for part in parts), [len(folded)])
        sentence, paragraph, page = (self._scope(place, breaks) for breaks in self._breaks)
        return sentence, paragraph, page

    def _scope(self, place: Place, breaks: Sequence[int]) -> set[str]:
        at = bisect_left(breaks, place.hit.start)
        first, last = (breaks[at - 1] if at else -1), breaks[bisect_left(breaks, place.end)]
        if (first, last) not in self._named:
            low, high = bisect_left(self._certain, (first + 1,)), bisect_left(self._certain, (last,))
            self._named[first, last] = Counter(slug for _, slug in self._certain[low:high])
        named = self._named[first, last]
        own = next(iter(place.slugs)) if len(place.slugs) == 1 else ""
        return {slug for slug, count in named.items() if count > (slug == own)}


def _stands_for_itself(text: Compact, hit: Hit, inflected: bool, language: str) -> bool:
    """Tell whether a name without noun is no part of another name (Талас Бегалиев, «Вечерний Бишкек»)."""
    left, right = before(text, hit.start), after(text, hit.end)
    return not (
        "-" in left.gap
        or "-" in right.gap
        or (right.is_name and not (language == "ky" and inflected))
        or (left.is_name and not (left.opens or left.is_genitive))
        or in_short_quote(text, hit.start, hit.end)
        or (language == "ky" and not inflected and right.is_owned)
    )


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    chosen = list[Hit]()
    for hit in sorted(hits, key=lambda each: (each.start, -each.end)):
        if not chosen or hit.start >= chosen[-1].end:
            chosen.append(hit)
    return chosen


def _is_capital(text: Compact, hit: Hit) -> bool:
    return text.text[hit.start].isupper() and text.folded[max(0, hit.start - 1)] != "-"


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
        home=home_of(within),
    )


def home_of(within: Mapping[str, str]) -> str:
    """Return the country of which the most parts are known; empty if none is."""
    parts = Counter(above for above in within.values() if above not in within)
    return max(sorted(parts), key=lambda country: parts[country], default="")
