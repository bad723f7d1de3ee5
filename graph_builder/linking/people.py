"""People of the authority files by the name that a page states: any order, script, case; initials."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final

from msgspec import Struct

from graph_builder.linking.declension import given_forms, surname_forms, without_case
from graph_builder.linking.nametree import Integers
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


class _Named(Struct, frozen=True):
    """A name as a record gives it: skeletons of the surname, of its oblique forms, and of the given name."""

    surname: str
    inflected: frozenset[str]
    given: str


class _Known(Struct, frozen=True):
    """A person as her record names her.

    Attributes:
        slug: her slug.
        names: her names.
        patronymics: first letters of the skeletons of her patronymics.
        given: her given names, folded, by their skeletons.
    """

    slug: str
    names: tuple[_Named, ...]
    patronymics: frozenset[str]
    given: tuple[tuple[str, str], ...]


class People:
    """The index over all forms of all names; a bare surname is never enough to know a person.

    Only hashes of the forms are kept. A person whom one of them brings up is read from her record again, and
    compared; few people of a large archive are ever met.
    """

    def __init__(self, records: Iterable[Person]) -> None:
        self._records = list(records)
        self._known = lru_cache(maxsize=4096)(self._read)
        self._given: dict[str, tuple[str, ...]] = {}
        straight, inflected = array("Q"), array("Q")
        for number in range(len(self._records)):
            known = self._read(number)
            for named in known.names:
                straight.append(_hash(named.surname) << 32 | number)
                inflected.extend(_hash(form) << 32 | number for form in named.inflected)
            for given, folded in known.given:
                if folded not in (former := self._given.get(given, ())):
                    self._given[given] = (*former, folded)
        self._straight, self._inflected = _packed(straight), _packed(inflected)
        skeleton.cache_clear()  # full of names that pages hold no more often than others

    def find(self, stated: str, inflected: bool) -> tuple[str, ...]:
        """Return the slugs that a stated name fits, sorted; ``inflected`` also reads it as an oblique case."""
        words = _words(stated)
        found = set[str]()
        for index, word in enumerate(words):
            rest = words[:index] + words[index + 1 :]
            if word.endswith(".") or not rest:
                continue
            for reading in (word, *without_case(word)):
                surname = skeleton(reading)
                for known in self._bearing(self._straight, surname):
                    if any(named.surname == surname and self._fits(known, named, rest, False) for named in known.names):
                        found.add(known.slug)
            if inflected:
                surname = skeleton(word)
                for known in self._bearing(self._inflected, surname):
                    names = (named for named in known.names if surname in named.inflected)
                    if any(self._fits(known, named, rest, True) for named in names):
                        found.add(known.slug)
        return tuple(sorted(found))

    def _bearing(self, index: tuple[Integers, Integers], form: str) -> Iterator[_Known]:
        """Yield the people who probably bear a form of a surname."""
        hashes, people = index
        value = _hash(form)
        at = bisect_left(hashes, value)
        while at < len(hashes) and hashes[at] == value:
            yield self._known(people[at])
            at += 1

    def _read(self, number: int) -> _Known:
        record = self._records[number]
        surnames = {skeleton(word) for text in record.family_name.values() for word in _words(text)[:1]}
        texts = dict.fromkeys(
            sorted({text for each in record.aliases.values() for text in each} | set(record.name.values()))
        )
        for language, family in record.family_name.items():
            if given := record.given_name.get(language):
                texts[f"{given} {family}"] = None
        names: dict[_Named, None] = {}
        patronymics, givens = set[str](), dict[tuple[str, str], None]()
        for text in texts:
            if parted := _parted(text, surnames):
                surname, given, others = parted
                patronymics |= {skeleton(word.rstrip("."))[:1] for word in others}
                named = _Named(skeleton(surname), _oblique(surname), skeleton(given.rstrip(".")))
                names[named] = None
                if len(named.given) > 1:
                    givens[named.given, given] = None
        return _Known(record.id, tuple(names), frozenset(patronymics), tuple(givens))

    def _fits(self, known: _Known, named: _Named, rest: list[str], oblique: bool) -> bool:
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
            if known.patronymics and skeleton(other)[:1] not in known.patronymics:
                return False
        return True

    def _is_given(self, given: str, stated: str, oblique: bool) -> bool:
        if stated == given:
            return True
        return oblique and any(
            stated == skeleton(form)
            for folded in self._given.get(given, ())
            for form in given_forms(_with_cyrillic_end(folded))
        )


def _hash(form: str) -> int:
    return hash(form) & 0xFFFFFFFF


def _packed(pairs: Integers) -> tuple[Integers, Integers]:
    hashes, people = array("I"), array("I")
    for pair, _ in groupby(sorted(pairs)):
        hashes.append(pair >> 32)
        people.append(pair & 0xFFFFFFFF)
    return hashes, people


def _parted(text: str, surnames: set[str]) -> tuple[str, str, list[str]] | None:
    """Return surname, given name and what else a name holds; nothing if it has no given name."""
    words = _words(text)
    full = [word for word in words if not _is_initial(word) and not PATRONYMIC.fullmatch(word)]
    if not full:
        return None
    known = [word for word in full if skeleton(word) in surnames] or _before_son(words)
    shaped = [word for word in full if _SURNAME.fullmatch(word)]
    surname = (known or shaped or full[-1:])[0]
    given, *others = [word for word in full if word is not surname] + [
        word for word in words if _is_initial(word) or PATRONYMIC.fullmatch(word)
    ] or [""]
    return (surname, given, others) if given else None


def _oblique(surname: str) -> frozenset[str]:
    # A surname that is not declined (Черных, a woman's Ким) stands beside a given name that is.
    unchanged = () if _SURNAME.fullmatch(surname) else (surname,)
    return frozenset(skeleton(form) for form in (*surname_forms(_with_cyrillic_end(surname)), *unchanged))


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
