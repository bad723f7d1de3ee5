"""People of the authority files by the name that a page states: any order, script, case; initials."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from graph_builder.linking.declension import given_forms, surname_forms, without_case
from graph_builder.linking.transliteration import skeleton
from graph_builder.records import Person
from graph_builder.textforms import fold, tidy

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*\.?")
PATRONYMIC: Final = re.compile(
    r".+(?:[оеё]в(?:ич|н[а-я])[а-я]{0,3}|ични?ч?[а-я]{1,2}|инич[а-я]*|вич|vna|vich)|уулу|кызы|uulu|kyzy"
)
_TO_CYRILLIC: Final = str.maketrans("aeinosvyk", "аеиносвык")
_SON: Final = frozenset({"уулу", "кызы", "uulu", "kyzy"})
_SURNAME: Final = re.compile(r".+(?:[оеё]ва?|[иы]на?|ск(?:ий|ая)|[oe]va?|[iy]na?|sk(?:ii?y?|aya))")


@dataclass(slots=True)
class _Named:
    """A name as a record gives it: skeletons of the surname and the given name; one letter for an initial."""

    slug: str
    surname: str
    given: str


@dataclass(slots=True)
class People:
    """The index over all forms of all names; a bare surname is never enough to know a person."""

    _straight: dict[str, list[_Named]] = field(default_factory=lambda: defaultdict(list))
    _inflected: dict[str, list[_Named]] = field(default_factory=lambda: defaultdict(list))
    _given: dict[str, frozenset[str]] = field(default_factory=dict)
    _patronymics: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, records: Iterable[Person]) -> "People":
        """Return the index of the records."""
        people = cls()
        for record in records:
            surnames = {skeleton(word) for text in record.family_name.values() for word in _words(text)[:1]}
            forms = {text for aliases in record.aliases.values() for text in aliases}
            for text in sorted(forms | set(record.name.values())):
                people._add(record.id, text, surnames)
            for language, family in record.family_name.items():
                if given := record.given_name.get(language):
                    people._add(record.id, f"{given} {family}", surnames)
        return people

    def find(self, stated: str, inflected: bool) -> tuple[str, ...]:
        """Return the slugs that a stated name fits, sorted; ``inflected`` also reads it as an oblique case."""
        words = _words(stated)
        found = set[str]()
        for index, word in enumerate(words):
            rest = words[:index] + words[index + 1 :]
            if word.endswith(".") or not rest:
                continue
            for reading in (word, *without_case(word)):
                straight = self._straight.get(skeleton(reading), ())
                found |= {named.slug for named in straight if self._fits(named, rest, False)}
            if inflected:
                oblique = self._inflected.get(skeleton(word), ())
                found |= {named.slug for named in oblique if self._fits(named, rest, True)}
        return tuple(sorted(found))

    def _add(self, slug: str, text: str, surnames: set[str]) -> None:
        words = _words(text)
        full = [word for word in words if not _is_initial(word) and not PATRONYMIC.fullmatch(word)]
        if not full:
            return
        known = [word for word in full if skeleton(word) in surnames] or _before_son(words)
        shaped = [word for word in full if _SURNAME.fullmatch(word)]
        surname = (known or shaped or full[-1:])[0]
        given, *others = [word for word in full if word is not surname] + [
            word for word in words if _is_initial(word) or PATRONYMIC.fullmatch(word)
        ] or [""]
        if not given:
            return
        self._patronymics[slug] |= {skeleton(word.rstrip("."))[:1] for word in others}
        named = _Named(slug, skeleton(surname), skeleton(given.rstrip(".")))
        self._straight[named.surname].append(named)
        # A surname that is not declined (Черных, a woman's Ким) stands beside a given name that is.
        unchanged = () if _SURNAME.fullmatch(surname) else (surname,)
        for form in (*surname_forms(_with_cyrillic_end(surname)), *unchanged):
            self._inflected[skeleton(form)].append(named)
        if len(named.given) > 1:
            self._given[named.given] = self._given.get(named.given, frozenset()) | frozenset(
                skeleton(form) for form in given_forms(_with_cyrillic_end(given))
            )

    def _fits(self, named: _Named, rest: list[str], oblique: bool) -> bool:
        """Tell whether the other words of a stated name fit: a given name or its initial, then a patronymic."""
        first, *others = rest
        if not _is_initial(first) and PATRONYMIC.fullmatch(first) and others:
            first, others = others[0], [first, *others[1:]]
        if len(others) > 1:
            return False
        if _is_initial(first):
            if skeleton(first.rstrip(".")) != named.given[:1]:
                return False
        elif not self._is_given(named.given, skeleton(first), oblique):
            return False
        for other in others:
            if not (_is_initial(other) or PATRONYMIC.fullmatch(other)):
                return False
            known = self._patronymics[named.slug]
            if known and skeleton(other)[:1] not in known:
                return False
        return True

    def _is_given(self, given: str, stated: str, oblique: bool) -> bool:
        return stated == given or (oblique and stated in self._given.get(given, ()))


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(tidy(text))]


def _with_cyrillic_end(name: str) -> str:
    """Return a folded name whose ending can be declined, should a record hold it in Latin letters only."""
    return name[:-3] + name[-3:].translate(_TO_CYRILLIC)


def _before_son(words: list[str]) -> list[str]:
    """Return the father's name before «уулу» or «кызы»: with it, it stands for a surname."""
    return [first for first, second in pairwise(words) if second in _SON]


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) <= 1 or (word.endswith(".") and len(word) <= 3)
