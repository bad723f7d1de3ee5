"""Which noun belongs to which place in a text: its own, one that several share, one understood from a neighbour."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from graph_builder.linking import kyrgyz
from graph_builder.linking.compact import Compact
from graph_builder.linking.forms import Role
from graph_builder.linking.lexicon import Hit
from graph_builder.linking.places import JOINT, Announcement, announcement, noun_after, noun_before
from graph_builder.linking.surroundings import after, before

_CLAUSE_END: Final = re.compile(r"\n|[.!?…]\s")


class Place(Struct):
    """A place named in a text and what its surroundings say about it.

    Attributes:
        hit: its words.
        type: type of unit that its noun says; ``other`` for units without records, empty for a bare name.
        end: offset after the noun, or after the name.
        slugs: the regions that fit the noun.
    """

    hit: Hit
    type: str = ""
    end: int = 0
    slugs: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[tuple[str, ...]]:
        """The names that its words can be."""
        return frozenset(form.words for form in self.hit.forms)

    @property
    def is_adjective(self) -> bool:
        """Whether it is an adjective of Russian (Ошская)."""
        return all(form.role is Role.PLACE_ADJECTIVE for form in self.hit.forms)

    def give(self, type_: str) -> None:
        """Let it be a unit of a type."""
        self.type = type_
        self.slugs = frozenset(form.slug for form in self.hit.forms if form.type == type_)

    def ending(self, folded: str) -> str:
        """Return what inflects it: its Kyrgyz ending, or that of the adjective."""
        token = self.hit.tokens[-1]
        word = folded[token.start : token.end]
        return word[word.rindex("ск") + 2 :] if self.is_adjective else folded[token.stem_end : token.end]


def give_nouns(text: Compact, places: Sequence[Place]) -> None:
    """Give each place the noun that belongs to it; those that have none stay bare."""
    groups = _groups(text.folded, places)
    for group in groups:
        if not _noun_of_last(text, group):
            _noun_ahead(text, group)
    for index, group in enumerate(groups):
        if not group[-1].type and group[-1].is_adjective and _stands_alone(text, group[-1]):
            _understood(text, group, groups[:index], groups[index + 1 :])


def _groups(folded: str, places: Sequence[Place]) -> list[list[Place]]:
    """Return places that are listed: «Чүй, Ош жана Нарын облустары»; adjectives only with those of their case."""
    groups = list[list[Place]]()
    for place in places:
        last = groups[-1][-1] if groups else None
        if last is not None and JOINT.fullmatch(folded, last.hit.end, place.hit.start) and _alike(folded, last, place):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _alike(folded: str, left: Place, right: Place) -> bool:
    if not left.is_adjective:
        return not right.is_adjective
    return right.is_adjective and left.ending(folded) == right.ending(folded)


def _noun_of_last(text: Compact, group: Sequence[Place]) -> bool:
    """Let the noun after the last place belong to it, and to each before it that it can belong to."""
    last = group[-1]
    noun = None if _has_case(text, last) else noun_after(text.folded, last.hit.end)
    if noun is None:
        return False
    type_, end, plural = noun
    if not _is_noun(text.text[last.hit.end : end].strip('"« \n\t')):
        return False
    for place in reversed(group):
        if place is not last and (_has_case(text, place) or not (plural or place.is_adjective)):
            break
        place.give(type_)
    last.end = end if type_ != "other" else last.end
    return True


def _is_noun(written: str) -> bool:
    """Tell an abbreviation of two letters, which has capitals, from the word or ending that it looks like."""
    return written[:2].lower() not in {"аа", "ао", "aa"} or written[:2].isupper()


def _noun_ahead(text: Compact, group: Sequence[Place]) -> None:
    """Let the noun before a list of places belong to each of them."""
    first = group[0]
    if ahead := noun_before(text.folded, first.hit.start):
        type_, plural = ahead
        for place in group if plural else group[:1]:
            place.give(type_)
    elif (said := announcement(text.folded, first.hit.start)) and _announces(text, said, group):
        for place in group:
            place.give(said.type)


def _announces(text: Compact, ahead: Announcement, group: Sequence[Place]) -> bool:
    last = group[-1]
    if not _stands_alone(text, last) or (len(group) == 1 and ahead.mark not in (":", "(")):
        return False
    if not all(any(form.type == ahead.type for form in place.hit.forms) for place in group):
        return False
    if last.is_adjective:
        return True
    ending = last.ending(text.folded)
    return (not ending and ahead.mark != ",") or kyrgyz.case_of(ending) == kyrgyz.case_of(ahead.ending)


def _stands_alone(text: Compact, place: Place) -> bool:
    """Tell whether no other word of its phrase follows: «Чуйской и семи …», not «Чуйской долины»."""
    right = after(text, place.hit.end)
    return not right.word or right.is_function_word or (_has_case(text, place) and not right.is_name)


def _understood(
    text: Compact, group: Sequence[Place], before_it: Sequence[list[Place]], after_it: Sequence[list[Place]]
) -> None:
    """Take the noun of a parallel phrase: «шести сёлах Иссык-Кульской и семи сёлах Джалал-Абадской области»."""
    for other in (*before_it[:-4:-1], *after_it[:2]):
        if other[-1].end > other[-1].hit.end and _parallel(text, group, other):
            for place in group:
                place.give(other[-1].type)
            return


def _parallel(text: Compact, group: Sequence[Place], other: Sequence[Place]) -> bool:
    start, end = group[0].hit.start, group[-1].hit.end
    ahead = other[0].hit.start > end
    between = text.folded[end : other[0].hit.start] if ahead else text.folded[other[-1].end : start]
    if _CLAUSE_END.search(between) or not _alike(text.folded, group[-1], other[-1]):
        return False
    if not ahead and JOINT.fullmatch(between):
        return True
    word = before(text, start).folded
    return bool(word) and word == before(text, other[0].hit.start).folded


def _has_case(text: Compact, place: Place) -> bool:
    """Tell whether it has a Kyrgyz ending; only the last word before a shared noun has none."""
    return not place.is_adjective and bool(place.ending(text.folded))
