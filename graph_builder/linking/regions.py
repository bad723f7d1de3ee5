"""Which regions a text means: a place with its noun, places that share a noun, and bare names that are settled."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_builder.linking import kyrgyz
from graph_builder.linking.compact import Compact
from graph_builder.linking.forms import Form
from graph_builder.linking.lexicon import Hit
from graph_builder.linking.nouns import Place, give_nouns
from graph_builder.linking.surroundings import after, before, in_short_quote

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
        found = []
        for place in places:
            slug = self._settle(text, place, places) if place.type else self._bare(text, place, places, language)
            if slug:
                found.append((place.hit.start, place.end, slug))
        return found

    def _settle(self, text: Compact, place: Place, places: Sequence[Place]) -> str:
        """Return the one region that a place with its noun means; empty if the page leaves it open."""
        if len(place.slugs) == 1 and place.type != "aiyl-aimak":
            return next(iter(place.slugs))
        for named in self._scopes(text, place, places):
            fitting = [slug for slug in place.slugs if self._ancestors(slug) & named]
            if fitting:
                return fitting[0] if len(fitting) == 1 else ""
        return self._unplaced(text, place, places)

    def _unplaced(self, text: Compact, place: Place, places: Sequence[Place]) -> str:
        """Return the aiyl aimak of which the page does not say where it lies, unless it speaks of other parts.

        Many aiyl aimaks share a name: one is not taken for another where the paragraph, or the whole page, is
        about another oblast.
        """
        if len(place.slugs) != 1:
            return ""
        (slug,) = place.slugs
        if not self._ancestors(slug):
            return slug
        paragraph, page = list(self._scopes(text, place, places))[1:]
        elsewhere = paragraph & self.holders or len({self._top(each) for each in page & self.holders}) == 1
        return "" if elsewhere else slug

    def _scopes(self, text: Compact, place: Place, places: Sequence[Place]) -> Iterator[set[str]]:
        """Yield the regions that are certainly named in the sentence, in the paragraph and on the page."""
        for marks in (("\n", ". "), ("\n",), ()):
            first = max((text.folded.rfind(mark, 0, place.hit.start) for mark in marks), default=-1)
            ends = (text.folded.find(mark, place.end) for mark in marks)
            last = min((end for end in ends if end >= 0), default=len(text.folded))
            yield {
                slug
                for other in places
                if other is not place and first < other.hit.start < last and len(other.slugs) == 1
                for slug in other.slugs
            }

    def _bare(self, text: Compact, place: Place, places: Sequence[Place], language: str) -> str:
        """Return the region that a name without noun means, if the authority files or the page settle it."""
        hit = place.hit
        ending = text.folded[hit.tokens[-1].stem_end : hit.end]
        if (ending and not kyrgyz.has_case(ending)) or not _stands_for_itself(text, hit, bool(ending), language):
            return ""
        owned = {form.slug for form in hit.forms if (form.slug, form.words) in self.bare}
        if owned:
            return owned.pop() if len(owned) == 1 else ""
        units = {(other.type, other.slugs) for other in places if other.type and other.words & place.words}
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


def _stands_for_itself(text: Compact, hit: Hit, inflected: bool, language: str) -> bool:
    """Tell whether a name without noun is no part of another name (Талас Бегалиев, «Вечерний Бишкек»)."""
    left, right = before(text, hit.start), after(text, hit.end)
    return not (
        "-" in left.gap
        or "-" in right.gap
        or right.is_name
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
